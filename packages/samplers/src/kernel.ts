/** What a transition of a chain is: from the current point of a trajectory to the next, by the numbers of one stream. */
import type { Rng } from '@credence/numerics';
import type { Statistic } from './block.js';
import type { HamiltonianTrajectory } from './hamiltonian/trajectory.js';

/** A Markov transition that leaves the density invariant. All its random numbers come from the stream it is given. */
export interface Kernel {
  readonly trajectory: HamiltonianTrajectory;
  /** Of the last transition; overwritten by the next. */
  readonly statistics: Readonly<Record<Statistic, number>>;
  /** Moves the trajectory's current point. */
  transition(rng: Rng): void;
}

/** Statistics before the first transition: all zero, to be written over in place. */
export function blankStatistics(): Record<Statistic, number> {
  return {
    logDensity: 0,
    energy: 0,
    energyError: 0,
    acceptance: 0,
    stepSize: 0,
    leapfrogs: 0,
    depth: 0,
    divergent: 0,
  };
}
