/** Runs an ensemble of walkers on a log probability, and gathers its chain. */
import { CredenceError, keyFromSeed, type RngKey } from '@credence/numerics';
import { breathe } from '../run/breathe.js';
import type { Placement } from '../run/events.js';
import { onInterrupt } from '../run/node/interrupt.js';
import { Run, type RunControl } from '../run/run.js';
import { withDensity } from '../run/workspaces.js';
import { Ensemble } from './ensemble.js';
import { EnsembleFailure } from './failure.js';
import { type Evaluate, evaluateDensity, evaluateFunction, evaluateVectorized } from './logProbability.js';
import {
  type CheckedEnsemble,
  checkEnsemble,
  type DensityTarget,
  type EnsembleOptions,
  type EnsembleSettings,
  type FunctionTarget,
  type VectorizedTarget,
} from './options.js';
import { placeEnsemble } from './place.js';
import { EnsembleResult } from './result.js';
import {
  anywhere,
  checkFinite,
  checkIndependent,
  type EnsembleState,
  isState,
  startPositions,
  walkersOf,
} from './start.js';
import { ValueCheck } from './valueCheck.js';

/** Milliseconds of work after which the event loop turns, and between two reports. */
const BREATH = 12;
const REPORT = 100;
/** Tries of a walker without a start. */
const TRIES = 100;

/** A run's state, at most about ten times a second, and at its end. */
export interface EnsembleProgress {
  readonly type: 'progress';
  /** Steps made and to be made, those that are not kept included. */
  readonly done: number;
  readonly total: number;
  /** Share of proposals accepted so far. */
  readonly acceptance: number;
  /** Seconds that are left, if the run goes on as so far. */
  readonly eta: number;
}

export type EnsembleEvent = { readonly type: 'placed'; readonly placement: Placement } | EnsembleProgress;

/**
 * Samples a log probability with an ensemble of walkers: no gradient and no tuning, for few dimensions. Half the walkers move
 * at once, by the places of the other half.
 *
 * Options and defaults are those of emcee 3. A step draws from `stream(key, iteration)` alone, so any step can be replayed from
 * `result.state(step)`, and workers do not change the draws. A log density may be given in place of a function.
 *
 * @returns a run: await it for the result, listen to its progress, `stop()` it to keep the steps so far
 * @throws CredenceError, at once: `ensemble/dimension`, `/steps`, `/thin`, `/walkers`, `/names`, `/moves`, `/start`,
 *   `/start-dependent`, `/memory`, `/workers`, `/log-probability` (not a function). The run rejects with
 *   `ensemble/start-log-probability`, or with what the log probability throws at a start; later with an `EnsembleFailure`, which
 *   holds the steps so far: `ensemble/log-probability` (NaN, +Infinity, not a number), `ensemble/evaluation` (it threw),
 *   `run/worker-died`.
 *
 * Source: Goodman & Weare (2010), Comm. App. Math. Comp. Sci. 5(1); Foreman-Mackey et al. (2013), PASP 125.
 *
 * @example
 * const result = await sampleEnsemble({
 *   logProbability: ([x, y]) => -0.5 * (x * x + y * y / 9),
 *   dimension: 2, walkers: 32, steps: 5000, start: { center: [0, 0], spread: 0.1 }, seed: 1,
 * });
 * console.log(String(result.summary()));
 */
export function sampleEnsemble(options: EnsembleSettings & FunctionTarget): Run<EnsembleResult, EnsembleEvent>;
export function sampleEnsemble(options: EnsembleSettings & VectorizedTarget): Run<EnsembleResult, EnsembleEvent>;
export function sampleEnsemble(options: EnsembleSettings & DensityTarget): Run<EnsembleResult, EnsembleEvent>;
export function sampleEnsemble(options: EnsembleOptions): Run<EnsembleResult, EnsembleEvent>;
export function sampleEnsemble(options: EnsembleOptions): Run<EnsembleResult, EnsembleEvent> {
  const { start, skipInitialStateCheck = false } = options;
  const given = walkersOf(start, 'density' in options ? options.density.dimension : options.dimension);
  const checked = checkEnsemble(options, given);
  const seed = seedOf(options);
  const key = keyFromSeed(seed);
  const positions = startPositions(start, checked, key);
  if (positions !== undefined && !skipInitialStateCheck) checkIndependent(positions, checked);
  if (positions === undefined && !('density' in options)) {
    throw new CredenceError(
      'ensemble/start',
      'start is missing: give the places of all walkers, or a ball of them, { center, spread }.',
      {},
    );
  }
  const chain = takeMemory(checked);
  const job: Job = { options, checked, seed, key, positions, ...chain };
  const body = (control: RunControl<EnsembleEvent>) => conduct(job, control);
  return new Run((control) =>
    'density' in options ? withDensity(options.density, () => body(control)) : body(control),
  );
}

interface Job {
  readonly options: EnsembleOptions;
  readonly checked: CheckedEnsemble;
  readonly seed: number;
  readonly key: RngKey;
  readonly positions: Float64Array | undefined;
  readonly chain: Float64Array;
  readonly logProbabilities: Float64Array;
}

async function conduct(job: Job, control: RunControl<EnsembleEvent>): Promise<EnsembleResult> {
  const { options, checked, seed, key } = job;
  const { walkers, dimension, steps, thin, mixture } = checked;
  const { start } = options;
  const begun = performance.now();
  const here = evaluateHere(options);
  const checks = new ValueCheck(checked, seed);
  const positions = job.positions ?? (await anyStart(here, checked, key));
  const firstIteration = isState(start) ? start.iteration : 0;
  const first = isState(start) ? Float64Array.from(start.logProbabilities) : new Float64Array(walkers);
  let evaluations = 0;
  if (!isState(start)) {
    await here(positions, walkers, first);
    evaluations += walkers;
  }
  checkFinite(first, positions, checked);
  const interrupt = new AbortController();
  const release = (options.interruptible ?? true) ? onInterrupt(() => interrupt.abort()) : () => {};
  const place = await placeEnsemble(options, checked, here, positions);
  try {
    control.emit({ type: 'placed', placement: place.placement });
    const ensemble = new Ensemble({
      dimension,
      walkers,
      mixture,
      key,
      positions,
      logProbabilities: first,
      iteration: firstIteration,
    });
    const total = steps * thin;
    let made = 0;
    let kept = 0;
    const resultSoFar = () =>
      new EnsembleResult({
        names: checked.names,
        walkers,
        chain: kept === steps ? job.chain : job.chain.slice(0, kept * walkers * dimension),
        logProbabilities: kept === steps ? job.logProbabilities : job.logProbabilities.slice(0, kept * walkers),
        acceptanceFractions: ensemble.accepted.map((count) => count / Math.max(1, made)),
        thin,
        seed,
        firstIteration,
        last: stateOf(ensemble, seed),
        stopped: made < total,
        invalid: checks.rejected,
        evaluations,
        wallSeconds: (performance.now() - begun) / 1000,
        placement: place.placement,
      });
    let lastBreath = performance.now();
    let lastReport = lastBreath;
    const report = () => {
      lastReport = performance.now();
      const acceptance = ensemble.accepted.reduce((sum, count) => sum + count, 0) / Math.max(1, made * walkers);
      const eta = made === 0 ? Number.NaN : ((lastReport - begun) / 1000 / made) * (total - made);
      control.emit({ type: 'progress', done: made, total, acceptance, eta });
    };
    const stopping = () => control.stopping || interrupt.signal.aborted;
    while (made < total && !stopping()) {
      const groups = ensemble.begin();
      try {
        for (let group = 0; group < groups; group++) {
          const block = ensemble.propose(group);
          const pending = place.evaluate(block.positions, block.count, block.logProbabilities);
          if (pending !== undefined) await pending;
          checks.check(ensemble, group, block.positions, block.count, block.logProbabilities);
          ensemble.accept(group);
        }
      } catch (error) {
        ensemble.takeBack();
        throw new EnsembleFailure(error, resultSoFar());
      }
      ensemble.end();
      evaluations += walkers;
      made++;
      if (made % thin === 0) {
        job.chain.set(ensemble.positions, kept * walkers * dimension);
        job.logProbabilities.set(ensemble.logProbabilities, kept * walkers);
        kept++;
      }
      const now = performance.now();
      if (now - lastBreath < BREATH) continue;
      if (now - lastReport >= REPORT) report();
      await breathe();
      lastBreath = performance.now();
    }
    report();
    return resultSoFar();
  } finally {
    release();
    place.end();
  }
}

function evaluateHere(options: EnsembleOptions): Evaluate {
  if ('density' in options) return evaluateDensity(options.density);
  if (options.vectorized === true) return evaluateVectorized(options.logProbability, options.dimension);
  return evaluateFunction(options.logProbability, options.dimension);
}

function stateOf(
  { walkers, dimension, iteration, positions, logProbabilities }: Ensemble,
  seed: number,
): EnsembleState {
  return {
    format: 'credence-ensemble/1',
    walkers,
    dimension,
    iteration,
    seed,
    positions: Array.from(positions),
    logProbabilities: Array.from(logProbabilities),
  };
}

/** A start for every walker where none was given: uniform on (-2, 2) until the log probability is finite. */
async function anyStart(
  evaluate: Evaluate,
  { walkers, dimension }: CheckedEnsemble,
  key: RngKey,
): Promise<Float64Array> {
  const positions = new Float64Array(walkers * dimension);
  const place = new Float64Array(dimension);
  const value = new Float64Array(1);
  for (let walker = 0; walker < walkers; walker++) {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      anywhere(key, walker, attempt, place);
      await evaluate(place, 1, value);
      if (Number.isFinite(value[0])) break;
    }
    positions.set(place, walker * dimension);
  }
  return positions;
}

/** @throws CredenceError `ensemble/memory` */
function takeMemory({ steps, walkers, dimension }: CheckedEnsemble) {
  try {
    return {
      chain: new Float64Array(steps * walkers * dimension),
      logProbabilities: new Float64Array(steps * walkers),
    };
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    const bytes = 8 * steps * walkers * (dimension + 1);
    throw new CredenceError(
      'ensemble/memory',
      `There is no memory for ${steps} steps of ${walkers} walkers in ${dimension} dimensions (${(bytes / 2 ** 20).toFixed(0)} MiB). Keep fewer steps: thin.`,
      { bytes, steps, walkers, dimension },
    );
  }
}

function seedOf({ seed, start }: EnsembleOptions): number {
  if (!isState(start)) return seed ?? randomSeed();
  if (seed === undefined || seed === start.seed) return start.seed;
  throw new CredenceError(
    'ensemble/seed',
    `seed is ${seed}, but the state to start from goes on with the numbers of seed ${start.seed}. Leave seed out; for new numbers, start from its positions.`,
    { seed, state: start.seed },
  );
}

/** A whole number below 2^32 that nobody chose. */
function randomSeed(): number {
  const words = new Uint32Array(1);
  globalThis.crypto.getRandomValues(words);
  return words[0] ?? 0;
}
