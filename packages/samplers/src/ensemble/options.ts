/** What an ensemble can be asked for, and the checks of it. */
import { CredenceError, checkOptions, type OptionNames } from '@credence/numerics';
import type { LogDensity } from '../logDensity.js';
import type { RemoteDensity } from '../run/runChains.js';
import type { LogProbability, VectorizedLogProbability } from './logProbability.js';
import { type Mixture, type Moves, mixtureOf } from './moves/mixture.js';
import type { EnsembleStart } from './start.js';

export interface EnsembleSettings {
  /** Steps kept. Each moves every walker once; `steps` times `thin` are made. */
  readonly steps: number;
  /** Number of walkers. Default: that of `start`, else 4 for each dimension and at least 32. */
  readonly walkers?: number;
  /** Where the walkers begin. */
  readonly start?: EnsembleStart;
  /** Default `stretchMove()`. Of several, each step makes one, chosen by their weights. */
  readonly moves?: Moves;
  /** Fixes every draw, with any number of workers. Default: another one each time. */
  readonly seed?: number;
  /** Keeps every thin-th step only. Default 1. */
  readonly thin?: number;
  /** Names of the parameters. Default `x[0]`, `x[1]` ... */
  readonly names?: readonly string[];
  /**
   * What a log probability of NaN or +Infinity means: `throw` ends the run with an error that says where (default for functions),
   * `reject` counts it as -Infinity (default for log densities) and says how often in the result.
   */
  readonly invalid?: 'throw' | 'reject';
  /** Allows fewer walkers than twice the dimension, which one kind of move cannot bring out of their hyperplane. Default false. */
  readonly liveDangerously?: boolean;
  /** Allows a start whose walkers are linearly dependent. Default false. */
  readonly skipInitialStateCheck?: boolean;
  /** Whether the first Ctrl-C stops the run and keeps its draws (Node). Default true. */
  readonly interruptible?: boolean;
}

/** A log probability of one place at a time. */
export interface FunctionTarget {
  readonly logProbability: LogProbability;
  readonly dimension: number;
  readonly vectorized?: false;
}

/** A log probability of many places at a time. */
export interface VectorizedTarget {
  readonly logProbability: VectorizedLogProbability;
  readonly dimension: number;
  readonly vectorized: true;
}

/** A log density, here and where asked for on workers. */
export interface DensityTarget {
  readonly density: LogDensity;
  /** How workers come by the density; without it, all is computed on the calling thread. */
  readonly remote?: RemoteDensity;
  /**
   * Workers that evaluate proposals: 0 for the calling thread. Default: none where a group's proposals take under a
   * millisecond, else one a processor. The draws are the same for any number.
   */
  readonly workers?: number;
}

export type EnsembleOptions = EnsembleSettings & (FunctionTarget | VectorizedTarget | DensityTarget);

/** Settings that have been found good, with defaults in place. */
export interface CheckedEnsemble {
  readonly dimension: number;
  readonly walkers: number;
  readonly steps: number;
  readonly thin: number;
  readonly mixture: Mixture;
  readonly names: readonly string[];
  readonly invalid: 'throw' | 'reject';
}

/**
 * @param given number of walkers that the start has, where it says
 * @throws CredenceError `ensemble/dimension`, `ensemble/steps`, `ensemble/thin`, `ensemble/walkers`, `ensemble/names`,
 *   `ensemble/moves`, `ensemble/invalid`, `ensemble/workers`, `ensemble/log-probability`
 */
export function checkEnsemble(options: EnsembleOptions, given: number | undefined): CheckedEnsemble {
  checkOptions('sampleEnsemble(options)', options, OPTIONS);
  const dimension = 'density' in options ? options.density.dimension : options.dimension;
  const { steps, thin = 1, names, liveDangerously = false } = options;
  const { invalid = 'density' in options ? 'reject' : 'throw' } = options;
  if (!('density' in options) && typeof options.logProbability !== 'function') {
    throw new CredenceError(
      'ensemble/log-probability',
      `logProbability is ${String(options.logProbability)}; it must be a function from a place to its log probability. Or give a density.`,
      {},
    );
  }
  checkWhole('dimension', dimension, 1, 'the number of parameters');
  checkWhole('steps', steps, 1, 'the steps kept of each walker');
  checkWhole('thin', thin, 1, 'the steps made for each one kept');
  if ('workers' in options && options.workers !== undefined) {
    checkWhole('workers', options.workers, 0, '0 stands for the calling thread');
  }
  if (invalid !== 'throw' && invalid !== 'reject') {
    throw new CredenceError('ensemble/invalid', `invalid is '${String(invalid)}'; it must be 'throw' or 'reject'.`, {
      invalid,
    });
  }
  const walkers = options.walkers ?? given ?? Math.max(32, 4 * dimension);
  checkWhole('walkers', walkers, 2, 'a walker moves by the places of others');
  if (walkers < 2 * dimension && !liveDangerously) {
    throw new CredenceError(
      'ensemble/walkers',
      `There are ${walkers} walkers in ${dimension} dimensions; there must be at least twice as many as dimensions, ${2 * dimension}. With fewer, half of them span a subspace only. liveDangerously: true allows it.`,
      { walkers, dimension },
    );
  }
  const mixture = mixtureOf(options.moves);
  for (const move of mixture.moves) {
    const others = walkers - Math.ceil(walkers / move.splits);
    const least = move.leastOthers(dimension);
    if (move.splits <= walkers && others >= least) continue;
    throw new CredenceError(
      'ensemble/walkers',
      `${walkers} walkers in ${move.splits} groups leave ${Math.max(0, others)} standing still while a group moves; the move ${move.name} needs ${least} in ${dimension} dimensions. Take more walkers.`,
      { walkers, splits: move.splits, move: move.name, others, least },
    );
  }
  return { dimension, walkers, steps, thin, mixture, names: namesOf(names, dimension), invalid };
}

function checkWhole(
  name: 'dimension' | 'steps' | 'thin' | 'workers' | 'walkers',
  value: number,
  least: number,
  what: string,
) {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new CredenceError(
    `ensemble/${name}`,
    `${name} is ${String(value)}; it must be a whole number of at least ${least} (${what}).`,
    { [name]: value },
  );
}

function namesOf(names: readonly string[] | undefined, dimension: number): readonly string[] {
  if (names === undefined) return Array.from({ length: dimension }, (_, d) => `x[${d}]`);
  if (names.length === dimension && new Set(names).size === dimension) return [...names];
  throw new CredenceError(
    'ensemble/names',
    `names holds [${names.join(', ')}]; it must hold ${dimension} different ones, one a dimension.`,
    { names, dimension },
  );
}

const OPTIONS: OptionNames<
  EnsembleSettings & FunctionTarget & Omit<VectorizedTarget, keyof FunctionTarget> & DensityTarget
> = {
  steps: true,
  walkers: true,
  start: true,
  moves: true,
  seed: true,
  thin: true,
  names: true,
  invalid: true,
  liveDangerously: true,
  skipInitialStateCheck: true,
  interruptible: true,
  logProbability: true,
  dimension: true,
  vectorized: true,
  density: true,
  remote: true,
  workers: true,
};
