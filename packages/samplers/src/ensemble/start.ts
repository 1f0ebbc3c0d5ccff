/** Where the walkers of an ensemble begin. */
import { CredenceError, type RngKey, split, stream } from '@credence/numerics';
import { conditionNumber } from './conditionNumber.js';
import type { CheckedEnsemble } from './options.js';

/** A run's state after a step, as plain data: a run that begins with it goes on with the same draws. */
export interface EnsembleState {
  readonly format: 'credence-ensemble/1';
  readonly walkers: number;
  readonly dimension: number;
  /** Steps done, those that were not kept included. */
  readonly iteration: number;
  readonly seed: number;
  /** walkers x dimension, row by row. */
  readonly positions: readonly number[];
  readonly logProbabilities: readonly number[];
}

/** Normal numbers about a centre: sd `spread`, one for all parameters or one for each. */
export interface EnsembleBall {
  readonly center: ArrayLike<number>;
  readonly spread: number | ArrayLike<number>;
}

/** Places of all walkers (rows, or one flat array row by row), a ball of them, or the state of another run to go on from. */
export type EnsembleStart = ArrayLike<number> | ArrayLike<ArrayLike<number>> | EnsembleBall | EnsembleState;

/** Condition number from which on the walkers count as dependent, as in emcee. */
const DEPENDENT = 1e8;
/** Child of the run's key that starts are drawn from. */
const STARTS = 0;

export function isState(start: EnsembleStart | undefined): start is EnsembleState {
  return start !== undefined && 'format' in start;
}

function isBall(start: EnsembleStart): start is EnsembleBall {
  return 'center' in start;
}

function isFlat(start: ArrayLike<number> | ArrayLike<ArrayLike<number>>): start is ArrayLike<number> {
  return start.length === 0 || typeof start[0] === 'number';
}

/** Walkers that a start has places for; undefined where it has none of its own. */
export function walkersOf(start: EnsembleStart | undefined, dimension: number): number | undefined {
  if (start === undefined || isBall(start)) return undefined;
  if (isState(start)) return start.walkers;
  return isFlat(start) ? start.length / dimension : start.length;
}

/**
 * The places as one array, walkers x dimension. Undefined without a start.
 *
 * @throws CredenceError `ensemble/start`
 */
export function startPositions(
  start: EnsembleStart | undefined,
  { walkers, dimension, names }: CheckedEnsemble,
  key: RngKey,
): Float64Array | undefined {
  if (start === undefined) return undefined;
  if (isState(start) && (start.format !== 'credence-ensemble/1' || start.dimension !== dimension)) {
    throw new CredenceError(
      'ensemble/start',
      `The state to start from has the format ${String(start.format)} and ${start.dimension} dimensions; this run needs credence-ensemble/1 with ${dimension}.`,
      { format: start.format, given: start.dimension, dimension },
    );
  }
  const positions = isState(start)
    ? Float64Array.from(start.positions)
    : isBall(start)
      ? ball(start, walkers, dimension, key)
      : isFlat(start)
        ? Float64Array.from(start)
        : rows(start, dimension);
  if (positions.length !== walkers * dimension) {
    throw new CredenceError(
      'ensemble/start',
      `start holds ${positions.length} numbers; ${walkers} walkers in ${dimension} dimensions need ${walkers * dimension}.`,
      { given: positions.length, walkers, dimension },
    );
  }
  const wrong = positions.findIndex((value) => !Number.isFinite(value));
  if (wrong !== -1) {
    const walker = Math.floor(wrong / dimension);
    const parameter = names[wrong % dimension];
    throw new CredenceError(
      'ensemble/start',
      `start: ${parameter} of walker ${walker} is ${positions[wrong]}; all coordinates must be finite.`,
      { walker, parameter, value: positions[wrong] },
    );
  }
  return positions;
}

/** @throws CredenceError `ensemble/start-dependent` when walkers lie in, or within rounding of, one hyperplane */
export function checkIndependent(positions: Float64Array, { walkers, dimension, names }: CheckedEnsemble): void {
  const constant = names.filter((_, d) => {
    for (let w = 1; w < walkers; w++) if (positions[w * dimension + d] !== positions[d]) return false;
    return true;
  });
  const advice = 'Moves never leave it, so the start must spread in all directions: pass { center, spread }.';
  if (constant.length > 0) {
    throw new CredenceError(
      'ensemble/start-dependent',
      `All ${walkers} walkers start with the same ${constant.join(', ')}: they lie in one hyperplane. ${advice}`,
      { constant, conditionNumber: Number.POSITIVE_INFINITY },
    );
  }
  const condition = conditionNumber(positions, walkers, dimension);
  if (condition <= DEPENDENT) return;
  throw new CredenceError(
    'ensemble/start-dependent',
    `The walkers start linearly dependent: the condition number of their deviations is ${condition.toPrecision(2)}, and must be at most 1e8. They lie in one hyperplane. ${advice}`,
    { conditionNumber: condition },
  );
}

/** @throws CredenceError `ensemble/start-log-probability` for the first walker whose log probability is not finite */
export function checkFinite(
  logProbabilities: Float64Array,
  positions: Float64Array,
  { dimension, names }: CheckedEnsemble,
): void {
  const walker = logProbabilities.findIndex((value) => !Number.isFinite(value));
  if (walker === -1) return;
  const value = logProbabilities[walker];
  const position = positions.slice(walker * dimension, (walker + 1) * dimension);
  const count = logProbabilities.filter((one) => !Number.isFinite(one)).length;
  throw new CredenceError(
    'ensemble/start-log-probability',
    `The log probability of walker ${walker} is ${value} at its start, ${describePosition(position, names)}${count > 1 ? ` (${count} walkers start where it is not finite)` : ''}. Start all walkers where it is finite.`,
    { walker, value, position: Array.from(position), count },
  );
}

/** `mu = 0.5, sigma = -1`; of many parameters the first ten. */
export function describePosition(position: ArrayLike<number>, names: readonly string[]): string {
  const shown = names.slice(0, 10).map((name, d) => `${name} = ${position[d]}`);
  return names.length > 10 ? `${shown.join(', ')} ...` : shown.join(', ');
}

/** Numbers for walkers without a start: uniform on (-2, 2), another try each time. */
export function anywhere(key: RngKey, walker: number, attempt: number, out: Float64Array): void {
  const rng = stream(split(split(key, STARTS), walker), attempt);
  rng.uniforms(out);
  for (let d = 0; d < out.length; d++) out[d] = 4 * out[d]! - 2;
}

function ball({ center, spread }: EnsembleBall, walkers: number, dimension: number, key: RngKey): Float64Array {
  const spreads = typeof spread === 'number' ? new Float64Array(dimension).fill(spread) : Float64Array.from(spread);
  if (center.length !== dimension || spreads.length !== dimension || !spreads.every((one) => one > 0)) {
    throw new CredenceError(
      'ensemble/start',
      `start: center has ${center.length} and spread ${spreads.length} values ([${spreads.join(', ')}]); both need ${dimension}, and spreads must be above 0.`,
      { center: Array.from(center), spread: Array.from(spreads), dimension },
    );
  }
  const positions = new Float64Array(walkers * dimension);
  stream(split(key, STARTS), 0).normals(positions);
  for (let i = 0; i < positions.length; i++) {
    positions[i] = center[i % dimension]! + spreads[i % dimension]! * positions[i]!;
  }
  return positions;
}

function rows(start: ArrayLike<ArrayLike<number>>, dimension: number): Float64Array {
  const positions = new Float64Array(start.length * dimension);
  for (let w = 0; w < start.length; w++) {
    const row = start[w]!;
    if (row.length !== dimension) {
      throw new CredenceError(
        'ensemble/start',
        `start: walker ${w} has ${row.length} coordinates; there are ${dimension} dimensions.`,
        { walker: w, given: row.length, dimension },
      );
    }
    positions.set(Float64Array.from(row), w * dimension);
  }
  return positions;
}
