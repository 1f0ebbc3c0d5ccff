/** Models on TensorFlow.js: loaded when asked for, equal to wasm in float32, and open about what runs where. */
import { CredenceError } from '@credence/numerics';
import { compile, loadTfjsBackend, Model, sample } from '../index.js';

function grouped(): Model {
  const model = new Model('grouped');
  const mu = model.normal('mu', { mu: 0, sigma: 2 });
  const tau = model.halfNormal('tau', { sigma: 1 });
  const effect = model.normal('effect', { mu, sigma: tau }, { shape: 3 });
  const pair = model.multivariateNormal('pair', {
    mu: [0, 0],
    cov: [
      [2, 0.5],
      [0.5, 1],
    ],
  });
  model.deterministic('total', effect.sum());
  model.normal('y', { mu: effect.gather([0, 1, 2, 2, 0]), sigma: 0.5 }, { observed: [0.3, 1.2, -0.5, -0.1, 0.2] });
  model.potential('tie', pair.sum().square().mul(-0.1));
  return model;
}

test('it is not loaded before it is asked for, and the error says how to', async () => {
  expect(Reflect.get(globalThis, '_tfengine')).toBeUndefined();
  const failure = (() => {
    try {
      compile(grouped(), { backend: 'tfjs' });
    } catch (error) {
      return error;
    }
    return undefined;
  })();
  expect(failure).toBeInstanceOf(CredenceError);
  expect(failure).toMatchObject({
    code: 'compile/backend-not-loaded',
    message: expect.stringContaining("Put `await loadTfjsBackend()` before compile(model, { backend: 'tfjs' })"),
  });
  expect(Reflect.get(globalThis, '_tfengine')).toBeUndefined();
  await loadTfjsBackend({ prefer: ['cpu'] });
  expect(Reflect.get(globalThis, '_tfengine')).toBeDefined();
});

test.each(['cpu', 'wasm'])('density, gradient and named values on %s are those of wasm', async (backend) => {
  const choice = await loadTfjsBackend({ prefer: [backend] });
  expect(choice.backend).toBe(backend);
  const [tfjs, wasm] = [compile(grouped(), { backend: 'tfjs' }), compile(grouped())];
  const position = Float64Array.from({ length: wasm.dimension }, (_, i) => 0.7 - 0.3 * i);
  const [a, b] = [new Float64Array(wasm.dimension), new Float64Array(wasm.dimension)];
  expect(tfjs.logDensityAndGradient(position, a)).toBeCloseTo(wasm.logDensityAndGradient(position, b), 4);
  for (const [k, slope] of b.entries()) expect(a[k]).toBeCloseTo(slope, 4);
  expect(tfjs.valueAt('tau', position)[0]).toBeCloseTo(wasm.valueAt('tau', position)[0]!, 5);
  expect(tfjs.valueAt('total', position)[0]).toBeCloseTo(wasm.valueAt('total', position)[0]!, 5);
});

test('it says what runs where', async () => {
  await loadTfjsBackend({ prefer: ['none', 'cpu'] });
  const explanation = compile(grouped(), { backend: 'tfjs' }).explain();
  expect(explanation).toMatchObject({
    backend: 'cpu',
    tried: [
      { backend: 'none', works: false, reason: 'it was not imported' },
      { backend: 'cpu', works: true },
    ],
  });
  expect(explanation?.calls).toBeGreaterThan(10);
  // Asked again, as `sample` does, it keeps what is active, and the reasons.
  expect((await loadTfjsBackend()).tried).toHaveLength(2);
  expect(String(explanation)).toMatch(
    /^Backend cpu of TensorFlow\.js: \d+ operations are its calls\.\n {2}none was passed over: it was not imported\.\n/,
  );
  expect(compile(grouped()).explain()?.backend).toBe('wasm');
  expect(compile(grouped(), { backend: 'reference' }).explain()).toBeUndefined();
});

test('sample loads it, and stays on this thread whatever the number of workers', async () => {
  const options = {
    chains: 2,
    draws: 10,
    tune: 10,
    maxTreeDepth: 4,
    seed: 1,
    progress: false,
    backend: 'tfjs',
  } as const;
  const posterior = await sample(grouped(), { ...options, workers: 2 });
  expect(posterior.draws('total').values).toHaveLength(20);
  const again = await sample(grouped(), { ...options, workers: 0 });
  expect(again.draws('total').values).toEqual(posterior.draws('total').values);
});
