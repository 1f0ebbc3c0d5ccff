/** Runs several chains of a sampler, on workers where that pays, and gathers their draws. */
import { CredenceError, checkOptions, type OptionNames, type RngKey, split } from '@credence/numerics';
import { checkChainSettings } from '../chain.js';
import type { ChainSettings } from '../chainContract.js';
import type { LogDensity } from '../logDensity.js';
import { isOwnSampler } from '../sampler.js';
import type { Placement, RunEvent } from './events.js';
import { onInterrupt } from './node/interrupt.js';
import { deal, predictedSeconds, SMALL_RUN } from './place.js';
import type { ChainJob } from './protocol.js';
import { RunRecord, type RunResult } from './record.js';
import { Run, type RunControl } from './run.js';
import { runOnThread, TURN } from './runOnThread.js';
import { runOnWorker, startWorkers } from './runOnWorkers.js';
import type { WorkerEntry } from './threadPort.js';
import { hasThreads, ownClock, processors } from './threads.js';
import { chainWorkspace, withDensity } from './workspaces.js';

/** Milliseconds of work on the calling thread after which its event loop turns. */
const BREATH = 12;

export interface RunOptions extends ChainSettings {
  /** Number of chains, at least 1. */
  readonly chains: number;
  /** Key of the run: chain c has the key `split(key, c)`. */
  readonly key: RngKey;
  /** The density in this thread: to time it, and to run on when no workers are used. */
  readonly density: LogDensity;
  /** Start of each chain; a chain without one begins as `createChain` says. */
  readonly starts?: readonly (ArrayLike<number> | undefined)[];
  /** How workers come by the density; without it, chains run on the calling thread. */
  readonly remote?: RemoteDensity;
  /**
   * Most workers: 0 for the calling thread. Default: none for a run predicted to take under 50 ms, else one a processor.
   * Never more than there are chains. The draws are the same for any number.
   */
  readonly workers?: number;
  /** Whether the first Ctrl-C stops the run and keeps its draws (Node). Default true. */
  readonly interruptible?: boolean;
}

/** A density as data, and the worker that makes it from them. */
export interface RemoteDensity {
  /** Structured-cloneable; sent once to each worker, whose entry calls `serveChains(densityFrom)`. */
  readonly description: unknown;
  readonly entry: WorkerEntry;
}

/**
 * Starts a run. Chain c depends on the density, the settings, its start and `split(key, c)` alone: not on where it runs,
 * on how many workers, or on the other chains.
 *
 * A chain that fails (its worker dies, the density throws) leaves an error in the result beside the draws of the others;
 * when all fail without a draw, the run rejects with the first error.
 *
 * @throws CredenceError, at once, `run/chains`, `run/draws`, `run/workers`, `run/starts`, and those of `checkChainSettings`
 * @example
 * const run = runChains({ chains: 4, key: keyFromSeed(1), tune: 1000, draws: 1000, density });
 * const { draws } = await run;
 * summarizeQuantity(draws.scalar(0));
 */
export function runChains(options: RunOptions): Run<RunResult, RunEvent> {
  checkOptions('runChains(options)', options, OPTIONS);
  checkRun(options);
  return new Run((control) => conduct(options, control));
}

function checkRun({ chains, draws, workers, starts, density, ...settings }: RunOptions): void {
  if (!(Number.isSafeInteger(chains) && chains >= 1)) {
    throw new CredenceError('run/chains', `chains is ${chains}; it must be a whole number of at least 1.`, { chains });
  }
  if (!(Number.isSafeInteger(draws) && draws >= 1)) {
    throw new CredenceError('run/draws', `draws is ${draws}; it must be a whole number of at least 1.`, { draws });
  }
  if (workers !== undefined && !(Number.isSafeInteger(workers) && workers >= 0)) {
    throw new CredenceError(
      'run/workers',
      `workers is ${workers}; it must be a whole number of at least 0 (0: the calling thread).`,
      { workers },
    );
  }
  if (workers !== undefined && workers > 0 && isOwnSampler(settings.sampler)) {
    throw new CredenceError(
      'run/workers',
      `workers is ${workers}, but ${settings.sampler.name} is a sampler of your own, whose functions cannot be sent to a worker. Leave workers out, or pass 0.`,
      { workers, sampler: settings.sampler.name },
    );
  }
  if (starts !== undefined && starts.length !== chains) {
    throw new CredenceError('run/starts', `There are ${starts.length} starts for ${chains} chains.`, {
      starts: starts.length,
      chains,
    });
  }
  checkChainSettings({ draws, ...settings }, density.dimension);
}

async function conduct(options: RunOptions, control: RunControl<RunEvent>): Promise<RunResult> {
  const { chains, key, density, draws, starts, interruptible = true } = options;
  const settings = chainSettings(options);
  const record = new RunRecord(chains, density.dimension, draws, control.emit);
  const jobs = Array.from({ length: chains }, (_, chain): ChainJob => {
    const start = starts?.[chain];
    return { chain, key: split(key, chain), ...(start && { start: Float64Array.from(start) }) };
  });
  const interrupt = new AbortController();
  const release = interruptible ? onInterrupt(() => interrupt.abort()) : () => {};
  const stopping = () => control.stopping || interrupt.signal.aborted;
  const onStop = (listener: () => void) => {
    control.onStop(listener);
    interrupt.signal.addEventListener('abort', listener);
  };
  try {
    const placement = await place(options);
    const { remote } = options;
    if (placement.workers > 0 && remote !== undefined) {
      const started = await startWorkers(remote.entry, placement.workers).catch((error: unknown) => {
        if (options.workers !== undefined) throw error; // asked for by number
        return undefined;
      });
      if (started !== undefined) {
        control.emit({ type: 'placed', placement });
        const hands = deal(chains, started.length);
        const ends = started.map((worker, w) => {
          const own = hands[w]!.map((chain) => jobs[chain]!);
          const end = runOnWorker(worker, w, remote.description, settings, own, record);
          return end;
        });
        onStop(() => {
          for (const { thread } of started) thread.post({ type: 'stop' });
        });
        try {
          await Promise.all(ends);
        } finally {
          for (const { thread } of started) thread.end();
        }
        return record.result(placement);
      }
    }
    const here: Placement =
      placement.workers > 0 ? { ...placement, workers: 0, reason: 'workers-failed-to-start' } : placement;
    control.emit({ type: 'placed', placement: here });
    const clock = await ownClock();
    await withDensity(density, () =>
      runOnThread(density, chainWorkspace(density, settings), settings, jobs, {
        emit: (message) => record.receive(message, 'on the calling thread'),
        stopped: stopping,
        clock,
        now: () => performance.now(),
        breath: BREATH,
        turn: TURN,
      }),
    );
    return record.result(here);
  } finally {
    release();
  }
}

/** The settings of a chain among the options of a run: all that may be sent to a worker. */
function chainSettings(options: RunOptions): ChainSettings {
  const { tune, draws, sampler, metric, targetAccept, maxTreeDepth, stepSize, metricMemory } = options;
  return {
    tune,
    draws,
    ...(sampler !== undefined && { sampler }),
    ...(metric !== undefined && { metric }),
    ...(targetAccept !== undefined && { targetAccept }),
    ...(maxTreeDepth !== undefined && { maxTreeDepth }),
    ...(stepSize !== undefined && { stepSize }),
    ...(metricMemory !== undefined && { metricMemory }),
  };
}

async function place(options: RunOptions): Promise<Placement> {
  const { chains, workers, remote, density, starts, tune, draws, sampler } = options;
  if (workers === 0) return { workers: 0, reason: 'asked' };
  if (isOwnSampler(sampler)) return { workers: 0, reason: 'own-sampler' };
  if (remote === undefined) return { workers: 0, reason: 'no-worker-entry' };
  if (!hasThreads()) return { workers: 0, reason: 'no-threads' };
  if (workers !== undefined) return { workers: Math.min(workers, chains), reason: 'asked' };
  const predicted = await withDensity(density, async () => {
    const workspace = chainWorkspace(density, chainSettings(options));
    return predictedSeconds(density, workspace, starts?.[0], chains * (tune + draws));
  });
  return predicted < SMALL_RUN
    ? { workers: 0, reason: 'small', predictedSeconds: predicted }
    : { workers: Math.min(await processors(), chains), reason: 'large', predictedSeconds: predicted };
}

const OPTIONS: OptionNames<RunOptions> = {
  chains: true,
  key: true,
  density: true,
  starts: true,
  remote: true,
  workers: true,
  interruptible: true,
  tune: true,
  draws: true,
  sampler: true,
  metric: true,
  targetAccept: true,
  maxTreeDepth: true,
  stepSize: true,
  metricMemory: true,
};
