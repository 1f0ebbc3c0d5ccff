/**
 * `sample(model, { backend: 'tfjs' })` gives the posterior that `wasm` gives, within Monte Carlo error: partial pooling
 * (N = 100) and eight schools, on every backend of TensorFlow.js that works here. CREDENCE_LONG=1 draws more.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { zLimit } from '../../samplers/src/testing/moments.js';
import type { Outcome, Row } from './tfjs/sampleBoth.js';

const packages = fileURLToPath(new URL('../../', import.meta.url));
const built = fileURLToPath(
  new URL('../../../tools/tfjs-node/build/node_modules/@tensorflow/tfjs-node/dist/index.js', import.meta.url),
);
const [tune, draws] = process.env.CREDENCE_LONG === '1' ? [1000, 2000] : [300, 300];
const folder = mkdtempSync(join(tmpdir(), 'credence-tfjs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The packages from their sources; TensorFlow.js stays outside, where autodiff finds it. */
const fromSources: Plugin = {
  name: 'from sources',
  setup({ onResolve }) {
    onResolve({ filter: /^@credence\// }, ({ path }) => {
      const [, name, ...rest] = path.split('/');
      return { path: join(packages, name ?? '', 'src', ...rest, 'index.ts') };
    });
    const { resolve } = createRequire(join(packages, 'autodiff/package.json'));
    onResolve({ filter: /^@tensorflow\// }, ({ path }) => ({
      path: pathToFileURL(resolve(path)).href,
      external: true,
    }));
  },
};

function run(file: string, args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' },
    });
    let output = '';
    child.stdout.on('data', (piece) => {
      output += piece;
    });
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(output.trim().split('\n').at(-1) ?? ''));
      else reject(new Error(`${args[0]} ended with code ${code}: ${output}`));
    });
  });
}

let outcomes: ReadonlyMap<string, Promise<Outcome>>;
const backends = ['wasm', 'cpu', ...(existsSync(built) ? ['tensorflow'] : [])];

beforeAll(async () => {
  const file = join(folder, 'sampleBoth.mjs');
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./tfjs/sampleBoth.ts', import.meta.url))],
    plugins: [fromSources],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'es2022',
  });
  writeFileSync(file, outputFiles[0]?.text ?? '');
  const settings = [String(tune), String(draws), pathToFileURL(built).href];
  outcomes = new Map(backends.map((backend) => [backend, run(file, [backend, ...settings])]));
});

/** The largest distance between two summaries in standard errors, over means and standard deviations. */
function largestZ(a: readonly Row[], b: readonly Row[]): number {
  expect(a.length).toBe(b.length);
  return Math.max(
    ...a.flatMap((row, k) => {
      const other = b[k]!;
      return [
        Math.abs(row.mean - other.mean) / Math.hypot(row.mcseMean, other.mcseMean),
        Math.abs(row.sd - other.sd) / Math.hypot(row.mcseSd, other.mcseSd),
      ];
    }),
  );
}

test.each(backends)(
  '%s',
  async (backend) => {
    const outcome = await outcomes.get(backend)!;
    expect(outcome.backend).toBe(backend);
    expect(outcome.models.map(({ name }) => name)).toEqual(['partial pooling', 'eight schools']);
    for (const { name, tfjs, wasm, wrong, seconds, ticks, tensorsLeft } of outcome.models) {
      // One false alarm in 10 000 runs of the test, shared by all means and sds of the model.
      const limit = zLimit({ falseAlarm: 5e-5, comparisons: 2 * tfjs.length });
      const z = largestZ(tfjs, wasm);
      console.info(`${backend}, ${name}: z ${z.toFixed(2)} of ${limit.toFixed(2)}, ${seconds.toFixed(1)} s`);
      expect(z).toBeLessThan(limit);
      expect(largestZ(tfjs, wrong)).toBeGreaterThan(limit);
      // Chains run on the calling thread, which still comes round to other things.
      expect(ticks).toBeGreaterThan(10);
      // What the density keeps: its data and literals. Evaluations leave nothing.
      expect(tensorsLeft).toBeLessThan(60);
    }
  },
  300_000,
);
