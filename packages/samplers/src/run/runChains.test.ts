/** Chains in this thread and in real worker threads: same bits anywhere, nothing lost to stops and crashes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type CredenceError, keyFromSeed, split } from '@credence/numerics';
import { build } from 'esbuild';
import { createDrawBlock } from '../block.js';
import { createChain, workspaceSlots } from '../chain.js';
import type { LogDensity } from '../logDensity.js';
import { createWorkspace } from '../workspace.js';
import type { RunEvent } from './events.js';
import type { ChainMessage } from './protocol.js';
import { RunRecord, type RunResult } from './record.js';
import { type RunOptions, runChains } from './runChains.js';
import { runOnThread } from './runOnThread.js';
import type { WorkerEntry } from './threadPort.js';

interface Description {
  readonly dimension: number;
  /** Evaluations of the density take this much longer. */
  readonly work?: number;
  /** What happens at evaluation `at` (default 200) of a chain that began at 7.5 in the first dimension. */
  readonly fate?: 'throw' | 'exit' | 'crash';
  readonly at?: number;
  readonly broken?: boolean;
}

/** Correlated normals. Also the code of the worker, so it uses nothing from outside. */
function densityFrom({ dimension, work = 0, fate, at = 200, broken }: Description): LogDensity {
  if (broken === true) throw new Error('no such program');
  let doomed = false;
  let evaluations = 0;
  return {
    dimension,
    logDensityAndGradient(position, gradient) {
      if (position[0] === 7.5) [doomed, evaluations] = [true, 0];
      if (doomed && ++evaluations === at) {
        if (fate === 'throw') throw new Error('the density gave up');
        if (fate === 'exit') process.exit(3);
        if (fate === 'crash') {
          setTimeout(() => {
            throw new Error('out of luck');
          });
        }
      }
      let value = 0;
      for (let repeat = 0; repeat <= work; repeat++) {
        value = 0;
        let before = 0;
        gradient.fill(0);
        for (let i = 0; i < dimension; i++) {
          const residual = position[i]! - 0.5 * before;
          value -= 0.5 * residual * residual;
          gradient[i]! -= residual;
          if (i > 0) gradient[i - 1]! += 0.5 * residual;
          before = position[i]!;
        }
      }
      return value;
    },
  };
}

const source = fileURLToPath(new URL('../', import.meta.url));
const numerics = fileURLToPath(new URL('../../../numerics/src/index.ts', import.meta.url));
let folder: string;
let entry: WorkerEntry;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'credence-worker-'));
  const contents = `import { serveChains } from './run/serveChains.js';\nserveChains(${densityFrom.toString()});`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: source, loader: 'ts' },
    alias: { '@credence/numerics': numerics },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
  });
  const text = outputFiles[0]!.text;
  const file = join(folder, 'test.worker.mjs');
  writeFileSync(file, text);
  entry = { url: pathToFileURL(file), source: async () => text };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const base = { key: keyFromSeed(3), tune: 120, draws: 150, interruptible: false } as const;

function options(description: Description, more: Partial<RunOptions> = {}): RunOptions {
  return { ...base, chains: 4, density: densityFrom(description), remote: { description, entry }, ...more };
}

/** All there is of a result that must not depend on where it was computed. */
function bits({ draws, chains }: RunResult): unknown {
  return chains.map(({ chain, status, warmup, sampling }) => {
    const own = draws.chains[chain]!;
    return {
      status,
      columns: Array.from({ length: draws.dimension }, (_, d) => [...own.column(d)]),
      energy: [...own.statistic('energy')],
      stepSize: warmup?.stepSize,
      inverseMetric: [...(warmup?.inverseMetric ?? [])],
      leapfrogs: [warmup?.leapfrogs, sampling?.leapfrogs],
    };
  });
}

test('any number of workers, and none, give the draws of the chains alone', async () => {
  const description = { dimension: 5 };
  const alone = [0, 1, 2, 3].map((c) => {
    const density = densityFrom(description);
    const chain = createChain({ ...base, density, key: split(base.key, c) });
    while (chain.phase === 'warmup') chain.advance(7);
    const block = createDrawBlock(5, base.draws);
    while (chain.phase === 'draws') chain.advance(11, block);
    return Array.from({ length: base.draws }, (_, r) => block.draws[5 * r + 2]);
  });
  const results = await Promise.all([0, 1, 2, 3, 9].map((workers) => runChains(options(description, { workers }))));
  expect(results.map(({ placement }) => placement.workers)).toEqual([0, 1, 2, 3, 4]);
  const [first, ...others] = results.map(bits);
  for (const other of others) expect(other).toEqual(first);
  expect(results[0]!.draws.scalar(2).map((chain) => [...chain])).toEqual(alone);
  expect(results[2]!.chains.map(({ status, drawn }) => [status, drawn])).toEqual(Array(4).fill(['complete', 150]));
  expect(results[2]!.stopped).toBe(false);
  for (const { warmup, sampling } of results[2]!.chains) {
    expect(warmup!.seconds).toBeGreaterThan(0);
    expect(sampling!.seconds).toBeGreaterThan(0);
    expect(warmup!.transitions).toBe(120);
  }
});

test('chains that take turns on one thread keep their bits', async () => {
  const plain = densityFrom({ dimension: 10 });
  let evaluations = 0;
  const density: LogDensity = {
    dimension: plain.dimension,
    logDensityAndGradient: (position, gradient) => {
      evaluations++;
      return plain.logDensityAndGradient(position, gradient);
    },
  };
  const settings = { tune: 120, draws: 150 };
  const jobs = [0, 1, 2].map((chain) => ({ chain, key: split(base.key, chain) }));
  const record = new RunRecord(3, 10, 150, () => {});
  let readings = 0;
  const clock = () => ++readings;
  const now = () => evaluations / 40; // time passes with work alone, so that the turns are the same on every machine
  const emit = (message: ChainMessage) => record.receive(message, 'here');
  const control = { emit, clock, now, stopped: () => false, breath: 2, turn: 5 };
  await runOnThread(density, createWorkspace(density, workspaceSlots(10)), settings, jobs, control);
  expect(readings).toBeGreaterThan(30); // the clock is read as a turn begins and ends
  const undisturbed = await runChains(options({ dimension: 10 }, { workers: 0, chains: 3 }));
  expect(bits(record.result(undisturbed.placement))).toEqual(bits(undisturbed));
});

test('small runs stay on the calling thread, large ones go to workers, both where there is an entry', async () => {
  const small = await runChains(options({ dimension: 2 }, { tune: 20, draws: 20 }));
  expect(small.placement).toMatchObject({ workers: 0, reason: 'small' });
  expect(small.placement.predictedSeconds).toBeLessThan(0.05);
  const large = runChains(options({ dimension: 10, work: 1000 }, { tune: 100, draws: 1000 }));
  const placed = await new Promise<RunEvent>((resolve) => {
    large.on((event) => {
      if (event.type === 'placed') resolve(event);
    });
  });
  large.stop();
  await large;
  expect(placed).toMatchObject({ type: 'placed', placement: { reason: 'large' } });
  const { remote: _, ...local } = options({ dimension: 2 });
  expect((await runChains(local)).placement).toEqual({ workers: 0, reason: 'no-worker-entry' });
});

test.each([0, 2])('stop() keeps what was drawn, with %d workers', async (workers) => {
  const description = { dimension: 10, work: 100 };
  const run = runChains(options(description, { workers, tune: 50, draws: 100_000 }));
  const blocks: number[] = [0, 0, 0, 0];
  const transitions: number[] = [0, 0, 0, 0];
  for await (const event of run) {
    if (event.type === 'progress') transitions[event.chain] = event.done;
    if (event.type !== 'draws') continue;
    expect(event.first).toBe(blocks[event.chain]);
    blocks[event.chain]! += event.block.length;
    if (blocks.filter((count) => count > 0).length >= 2) run.stop();
  }
  const result = await run;
  expect(result.stopped).toBe(true);
  expect(result.chains.map(({ drawn }) => drawn)).toEqual(blocks);
  expect(transitions.map((done) => Math.max(0, done - 50))).toEqual(blocks); // every draw made is kept
  expect(result.draws.shortest).toBeGreaterThan(0);
  // What there is is what a run to the end would begin with.
  const draws = result.chains[0]!.drawn;
  const whole = await runChains(options({ dimension: 10 }, { workers: 0, tune: 50, draws, chains: 1 }));
  expect([...whole.draws.chains[0]!.column(3)]).toEqual([...result.draws.chains[0]!.column(3)]);
});

test('a stop during warm-up leaves no draws, and no error', async () => {
  const run = runChains(options({ dimension: 10, work: 100 }, { workers: 1, tune: 100_000, draws: 10 }));
  run.on((event) => {
    if (event.type === 'progress') run.stop();
  });
  const result = await run;
  expect(result.chains.map(({ status, drawn }) => [status, drawn])).toEqual(Array(4).fill(['stopped', 0]));
  expect(result.chains[0]!.warmup!.transitions).toBeGreaterThan(0);
  expect([result.errors, result.draws.total, result.draws.shortest]).toEqual([[], 0, 0]);
});

const doomed = [undefined, [7.5, 3, -2], undefined, undefined];

test.each([
  [0, 'throw', 'Chain 1 failed on the calling thread: Error: the density gave up [run/chain-failed]', 1],
  [4, 'throw', 'Chain 1 failed on worker 1: Error: the density gave up [run/chain-failed]', 1],
  [4, 'exit', 'Worker 1 died while it ran chain 1: it ended with code 3. ', 1],
  [4, 'crash', 'Worker 1 died while it ran chain 1: Error: out of luck. ', 1],
  [2, 'exit', 'Worker 1 died while it ran chains 1, 3: it ended with code 3. ', 2],
] as const)(
  'with %d workers, a chain whose density does %s leaves an error and the others',
  async (workers, fate, message, lost) => {
    const description = { dimension: 3, fate };
    const run = runChains(options(description, { workers, starts: doomed, tune: 100, draws: 2000 }));
    const result = await run;
    expect(result.errors).toHaveLength(lost);
    expect(result.errors[0]!.message).toContain(message);
    if (message.startsWith('Worker')) expect(result.errors[0]!.code).toBe('run/worker-died');
    expect(result.chains.map(({ status }) => status)).toEqual(
      lost === 1 ? ['complete', 'failed', 'complete', 'complete'] : ['complete', 'failed', 'complete', 'failed'],
    );
    expect([result.chains[0]!.drawn, result.chains[2]!.drawn]).toEqual([2000, 2000]);
    expect(result.stopped).toBe(false);
    expect(result.draws.nonEmpty.length).toBeGreaterThanOrEqual(4 - lost);
  },
);

test('draws that a dying worker had sent are kept', async () => {
  const description = { dimension: 3, work: 2000, fate: 'exit', at: 15_000 } as const;
  const starts = [[7.5, 3, -2]];
  const more = { workers: 1, chains: 1, tune: 100, draws: 100_000, starts };
  const { chains, draws } = await runChains(options(description, more));
  expect(chains[0]).toMatchObject({ status: 'failed', error: { code: 'run/worker-died' } });
  expect(draws.total).toBeGreaterThan(0);
  expect(chains[0]!.warmup!.transitions).toBe(100);
  const unharmed = await runChains(options({ dimension: 3 }, { ...more, draws: draws.total }));
  expect([...draws.chains[0]!.column(1)]).toEqual([...unharmed.draws.chains[0]!.column(1)]);
});

test('when every chain fails, the run rejects with the reason', async () => {
  const nowhere = { dimension: 2, logDensityAndGradient: () => Number.NEGATIVE_INFINITY };
  await expect(runChains({ ...base, chains: 2, density: nowhere })).rejects.toMatchObject({ code: 'sampler/start' });
  const broken = { dimension: 2, broken: true };
  const rejected = runChains({ ...options({ dimension: 2 }), workers: 2, remote: { description: broken, entry } });
  await expect(rejected).rejects.toThrow('Worker 0 could not make the density: Error: no such program [run/density]');
  const iterated = runChains({ ...base, chains: 2, density: nowhere });
  const iterate = async () => {
    for await (const _ of iterated);
  };
  await expect(iterate()).rejects.toMatchObject({ code: 'sampler/start' });
});

test('workers that cannot start: an error when they were asked for, else the calling thread', async () => {
  const lost = { url: pathToFileURL(join(folder, 'nowhere.mjs')) };
  const description = { dimension: 10, work: 300 };
  const remote = { description, entry: lost };
  const asked = runChains({ ...options(description), workers: 2, remote });
  await expect(asked).rejects.toMatchObject({ code: 'run/worker-start' });
  const result = await runChains({ ...options(description), remote });
  expect(result.placement).toMatchObject({ workers: 0, reason: 'workers-failed-to-start' });
  const fromText = await runChains({
    ...options(description),
    workers: 2,
    remote: { description, entry: { ...entry, url: lost.url } },
  });
  expect(fromText.placement.workers).toBe(2);
  const uncloneable = { description: { ...description, f: () => 0 }, entry };
  await expect(runChains({ ...options(description), workers: 2, remote: uncloneable })).rejects.toMatchObject({
    code: 'run/description',
  });
});

test.each<[string, Partial<RunOptions>, string]>([
  ['run/chains', { chains: 0 }, 'chains is 0; it must be a whole number of at least 1.'],
  ['run/draws', { draws: 0 }, 'draws is 0; it must be a whole number of at least 1.'],
  ['run/draws', { draws: 2.5 }, 'draws is 2.5; it must be a whole number of at least 1.'],
  ['run/workers', { workers: -1 }, 'workers is -1; it must be a whole number of at least 0 (0: the calling thread).'],
  ['run/starts', { starts: [[0, 0]] }, 'There are 1 starts for 4 chains.'],
  ['sampler/settings', { tune: -1 }, 'tune is -1;'],
])('%s', (code, mistake, sentence) => {
  let thrown: CredenceError | undefined;
  try {
    runChains(options({ dimension: 2 }, mistake));
  } catch (error) {
    thrown = error as CredenceError;
  }
  expect(thrown?.code).toBe(code);
  expect(thrown?.message).toContain(sentence);
});

test('two runs on one density do not disturb each other', async () => {
  const density = densityFrom({ dimension: 4, work: 20 });
  const run = () => runChains({ ...base, chains: 2, density });
  const [one, two] = await Promise.all([run(), run()]);
  expect(bits(one)).toEqual(bits(two));
  expect(bits(one)).toEqual(bits(await runChains({ ...base, chains: 2, density: densityFrom({ dimension: 4 }) })));
});
