/** An ensemble evaluated by real worker threads: same bits for any number of them, and no failure is lost. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { LogDensity } from '../logDensity.js';
import type { WorkerEntry } from '../run/threadPort.js';
import { EnsembleFailure } from './failure.js';
import { differentialEvolutionMove } from './moves/differentialEvolution.js';
import { snookerMove } from './moves/snooker.js';
import { stretchMove } from './moves/stretch.js';
import { sampleEnsemble } from './sampleEnsemble.js';

interface Description {
  readonly dimension: number;
  readonly fate?: 'throw' | 'exit' | 'broken';
  /** Additions that an evaluation wastes. */
  readonly work?: number;
}

/** Normals of growing scale. Also the code of the worker, so it uses nothing from outside. */
function densityFrom({ dimension, fate, work = 0 }: Description): LogDensity {
  if (fate === 'broken') throw new Error('no such program');
  let evaluations = 0;
  let wasted = 0;
  return {
    dimension,
    logDensityAndGradient(position, gradient) {
      if (++evaluations === 100 && fate === 'throw') throw new Error('the density gave up');
      if (evaluations === 100 && fate === 'exit') process.exit(3);
      for (let i = 0; i < work; i++) wasted += i % 3;
      let value = wasted < 0 ? 1 : 0;
      for (let i = 0; i < dimension; i++) {
        gradient[i] = -position[i]! / (i + 1);
        value += 0.5 * position[i]! * gradient[i]!;
      }
      return value;
    },
  };
}

const source = fileURLToPath(new URL('../', import.meta.url));
const numerics = fileURLToPath(new URL('../../../numerics/src/index.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'credence-ensemble-'));
let entry: WorkerEntry;

beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { serveChains } from './run/serveChains.js';\nserveChains(${densityFrom});`,
      resolveDir: source,
      loader: 'ts',
    },
    alias: { '@credence/numerics': numerics },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
  });
  const file = join(folder, 'ensemble.worker.mjs');
  writeFileSync(file, outputFiles[0]!.text);
  entry = { url: pathToFileURL(file) };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(description: Description, settings: { workers?: number; walkers?: number; steps?: number }) {
  const { dimension } = description;
  return sampleEnsemble({
    density: densityFrom({ dimension, ...(description.work === undefined ? {} : { work: description.work }) }),
    remote: { description, entry },
    walkers: 21,
    steps: 60,
    seed: 12,
    moves: [stretchMove(), differentialEvolutionMove(), snookerMove({ splits: 4 })],
    ...settings,
  });
}

test('the same draws on this thread and on 1, 2 and 3 workers', async () => {
  const here = await run({ dimension: 3 }, { workers: 0 });
  for (const workers of [1, 2, 3]) {
    const there = await run({ dimension: 3 }, { workers });
    expect(there.placement).toEqual({ workers, reason: 'asked' });
    expect(there.chain).toEqual(here.chain);
    expect(there.logProbabilities).toEqual(here.logProbabilities);
  }
});

test('never more workers than walkers that move at once; quick densities stay here, slow ones do not', async () => {
  expect((await run({ dimension: 1 }, { workers: 9, walkers: 8 })).placement.workers).toBe(2);
  expect((await run({ dimension: 3 }, {})).placement).toMatchObject({ workers: 0, reason: 'small' });
  const slow = await run({ dimension: 3, work: 500_000 }, { steps: 15 });
  expect(slow.placement).toMatchObject({ reason: 'large' });
  expect(slow.placement.workers).toBeGreaterThan(0);
});

test.each([
  ['throw', 'Worker 0 could not evaluate the density: Error: the density gave up.', 'run/density'],
  ['exit', 'Worker 0 died: it ended with code 3.', 'run/worker-died'],
  ['broken', 'Worker 0 could not evaluate the density: Error: no such program.', 'run/density'],
] as const)(
  'a worker whose density fails (%s) ends the run with its error, and the steps are kept',
  async (fate, sentence, code) => {
    const error = await run({ dimension: 3, fate }, { workers: 1 }).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(error instanceof EnsembleFailure)) throw error;
    const { message, result } = error;
    expect([message.slice(0, sentence.length), error.code]).toEqual([sentence, code]);
    const whole = await run({ dimension: 3 }, { workers: 0 });
    expect(result.chain).toEqual(whole.chain.subarray(0, result.chain.length));
    expect(result.steps > 0).toBe(fate !== 'broken');
  },
);

test('a description that cannot be sent, and a worker that is not there', async () => {
  const density = densityFrom({ dimension: 2 });
  const remote = { description: () => 1, entry };
  await expect(sampleEnsemble({ density, remote, workers: 1, steps: 5 })).rejects.toThrow('[run/description]');
  const nowhere = { description: {}, entry: { url: new URL('file:///nowhere.mjs') } };
  await expect(sampleEnsemble({ density, remote: nowhere, workers: 1, steps: 5 })).rejects.toThrow(
    '[run/worker-start]',
  );
  expect(() => sampleEnsemble({ density, workers: -1, steps: 5 })).toThrow(
    'workers is -1; it must be a whole number of at least 0 (0 stands for the calling thread). [ensemble/workers]',
  );
});
