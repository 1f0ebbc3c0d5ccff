/** Where a chain begins when its caller does not say. */
import { CredenceError, type RngKey, split, stream } from '@credence/numerics';

/** What begins somewhere: a point, or a walk. */
export interface Point {
  readonly dimension: number;
  /** The gradient at the last place it moved to. */
  readonly gradient: Float64Array;
  /** Moves to a place; the log density there. */
  moveTo(place: ArrayLike<number>): number;
}

/** The child of a chain's key for starts. */
const START = 2;
const ATTEMPTS = 100;

/** Moves a point to a given start. @throws CredenceError `sampler/start` */
export function startAt(point: Point, start: ArrayLike<number>): void {
  if (start.length !== point.dimension) {
    throw new CredenceError(
      'sampler/start',
      `The start has ${start.length} values, but the density has ${point.dimension} dimensions.`,
      { length: start.length, dimension: point.dimension },
    );
  }
  const logDensity = point.moveTo(start);
  if (usable(point, logDensity)) return;
  throw new CredenceError(
    'sampler/start',
    `The chain cannot begin where the log density is ${logDensity}${Number.isFinite(logDensity) ? ' with a gradient that is not finite' : ''}. ` +
      'Pass a start inside the support.',
    { logDensity, start: Array.from(start) },
  );
}

/**
 * Moves a point to the first of 100 positions, uniform on (-2, 2) in each dimension, with a finite density and gradient.
 *
 * @throws CredenceError `sampler/start` when there is none
 */
export function startAnywhere(point: Point, key: RngKey): void {
  const startKey = split(key, START);
  const position = new Float64Array(point.dimension);
  const logDensities: number[] = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const rng = stream(startKey, attempt);
    for (let i = 0; i < position.length; i++) position[i] = 4 * rng.uniform() - 2;
    const logDensity = point.moveTo(position);
    if (usable(point, logDensity)) return;
    logDensities.push(logDensity);
  }
  const outside = logDensities.filter((value) => value === Number.NEGATIVE_INFINITY).length;
  throw new CredenceError(
    'sampler/start',
    `None of ${ATTEMPTS} starts, uniform on (-2, 2) in each dimension, can be used: the log density is -Infinity at ${outside} of ` +
      `them, and it or its gradient is not finite at the others. Pass a start inside the support.`,
    { attempts: ATTEMPTS, minusInfinity: outside, lastPosition: Array.from(position) },
  );
}

function usable(point: Point, logDensity: number): boolean {
  if (!Number.isFinite(logDensity)) return false;
  const { gradient } = point;
  for (let i = 0; i < gradient.length; i++) if (!Number.isFinite(gradient[i])) return false;
  return true;
}
