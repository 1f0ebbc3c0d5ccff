/** `fastMath`: fused multiply-add where the engine has it, the usual arithmetic where it has not, never by default. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type CompiledModel, compile, Model, sample } from '../index.js';

function pooled(): Model {
  const model = new Model('pooled');
  const mean = model.normal('mean', { mu: 0, sigma: 3 });
  const spread = model.halfNormal('spread', { sigma: 2 });
  const each = model.normal('each', { mu: mean, sigma: spread }, { shape: 12 });
  const measured = Float64Array.from({ length: 12 }, (_, i) => 1 + Math.sin(3 * i));
  model.normal('x', { mu: each, sigma: 0.7 }, { observed: measured });
  return model;
}

function at(compiled: CompiledModel): Float64Array {
  const position = Float64Array.from({ length: compiled.dimension }, (_, i) => 0.3 * Math.cos(5 * i));
  const out = new Float64Array(compiled.dimension + 1);
  out[compiled.dimension] = compiled.logDensityAndGradient(position, out.subarray(0, compiled.dimension));
  return out;
}

test('the density agrees to rounding, from another module, and the report says so', () => {
  const [usual, fast] = [compile(pooled()), compile(pooled(), { fastMath: true })];
  const [expected, actual] = [at(usual), at(fast)];
  actual.forEach((value, i) => {
    expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-12 * Math.max(1, Math.abs(expected[i]!)));
  });
  expect(fast.description?.program.bytes).not.toEqual(usual.description?.program.bytes);
  expect(String(fast.explain())).toContain('fused multiply-add');
  expect(String(usual.explain())).not.toContain('fused multiply-add');
  expect(compile(pooled()).description?.program).toBe(usual.description?.program);
});

test('a run with it repeats itself, with any number of workers, and names no other posterior', async () => {
  const run = (workers: number, fastMath: boolean) =>
    sample(pooled(), { draws: 400, tune: 400, chains: 2, seed: 5, workers, progress: false, fastMath });
  const [alone, again, usual] = [await run(0, true), await run(0, true), await run(0, false)];
  const draws = (posterior: typeof alone) => posterior.draws('each').values;
  expect(draws(again)).toEqual(draws(alone));
  const [fast, plain] = [alone, usual].map((posterior) => posterior.summary('mean').rows[0]!);
  // One comparison of two independent runs at four standard errors: false alarm 6e-5.
  expect(Math.abs(fast!.mean - plain!.mean)).toBeLessThan(4 * Math.hypot(fast!.mcseMean, plain!.mcseMean));
});

test('mistakes have a code', () => {
  expect(() => compile(pooled(), { fastMath: true, backend: 'reference' })).toThrow(
    "fastMath is for the backend wasm; 'reference' has no such choice. [compile/fast-math]",
  );
  expect(() => Reflect.apply(compile, undefined, [pooled(), { fastMath: 'yes' }])).toThrow(
    "fastMath is 'yes'; it must be true or false. [compile/fast-math]",
  );
});

test('an engine without relaxed SIMD compiles as usual, and refuses a program that needs it', () => {
  const entry = pathToFileURL(fileURLToPath(new URL('../../dist/bundle/index.js', import.meta.url))).href;
  const script = `
    const { compile, densityFrom, Model } = await import(${JSON.stringify(entry)});
    const model = new Model('m');
    model.normal('x', { mu: 1, sigma: 2 }, { shape: 4 });
    const { program, data } = compile(model, { fastMath: true }).description;
    console.log(program.manifest.fused);
    const needs = { bytes: program.bytes, manifest: { ...program.manifest, fused: true } };
    try { densityFrom({ program: needs, data }); } catch (error) { console.log(error.message); }
  `;
  // The engine as one that accepts no module of relaxed SIMD.
  const without = `WebAssembly.validate = () => false;${script}`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', without], {
    encoding: 'utf8',
  });
  expect(`${stderr}${stdout}`.trim().split('\n')).toEqual([
    'false',
    'The program was compiled with fastMath on an engine with relaxed SIMD, which this engine does not run. Compile it here, or without fastMath. [wasm/relaxed-simd]',
  ]);
});
