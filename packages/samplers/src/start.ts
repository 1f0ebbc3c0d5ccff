/** Where a chain begins when its caller does not say. */
import { CredenceError, type RngKey, split, stream } from '@credence/numerics';
import type { HamiltonianTrajectory } from './hamiltonian/trajectory.js';

/** The child of a chain's key for starts. */
const START = 2;
const ATTEMPTS = 100;

/** Moves the trajectory to a given start. @throws CredenceError `sampler/start` */
export function startAt(trajectory: HamiltonianTrajectory, start: ArrayLike<number>): void {
  if (start.length !== trajectory.dimension) {
    throw new CredenceError(
      'sampler/start',
      `The start has ${start.length} values, but the density has ${trajectory.dimension} dimensions.`,
      { length: start.length, dimension: trajectory.dimension },
    );
  }
  const logDensity = trajectory.moveTo(start);
  if (usable(trajectory, logDensity)) return;
  throw new CredenceError(
    'sampler/start',
    `The chain cannot begin where the log density is ${logDensity}${Number.isFinite(logDensity) ? ' with a gradient that is not finite' : ''}. ` +
      'Pass a start inside the support.',
    { logDensity, start: Array.from(start) },
  );
}

/**
 * Moves the trajectory to the first of 100 positions, uniform on (-2, 2) in each dimension, with a finite density and gradient.
 *
 * @throws CredenceError `sampler/start` when there is none
 */
export function startAnywhere(trajectory: HamiltonianTrajectory, key: RngKey): void {
  const startKey = split(key, START);
  const position = new Float64Array(trajectory.dimension);
  const logDensities: number[] = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const rng = stream(startKey, attempt);
    for (let i = 0; i < position.length; i++) position[i] = 4 * rng.uniform() - 2;
    const logDensity = trajectory.moveTo(position);
    if (usable(trajectory, logDensity)) return;
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

function usable(trajectory: HamiltonianTrajectory, logDensity: number): boolean {
  if (!Number.isFinite(logDensity)) return false;
  const { gradient } = trajectory;
  for (let i = 0; i < gradient.length; i++) if (!Number.isFinite(gradient[i])) return false;
  return true;
}
