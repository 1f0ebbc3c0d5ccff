/**
 * The No-U-Turn sampler: trees on Hamiltonian trajectories.
 *
 * Hoffman & Gelman (2014), The No-U-Turn Sampler, JMLR 15; in the form of Betancourt (2017), arXiv:1701.02434, with the
 * checks across subtrees of Stan since 2.21. Nothing is allocated in a leapfrog step.
 */
import type { Rng } from '@credence/numerics';
import type { Statistic } from '../block.js';
import type { HamiltonianTrajectory } from '../hamiltonian/trajectory.js';
import type { Kernel } from '../kernel.js';
import { type Choices, Tree } from './tree.js';

/** Choices by a stream of random numbers, one uniform each. */
class StreamChoices implements Choices {
  constructor(public rng: Rng | undefined) {}

  forward(): boolean {
    return this.rng!.uniform() < 0.5;
  }

  accept(probability: number): boolean {
    return this.rng!.uniform() < probability;
  }
}

/** The kernel of NUTS, whose trees may be kept shorter for a while. */
export interface NutsKernel extends Kernel {
  /** @param depthLimit most doublings of this tree, up to those that the kernel was made for, which are the default */
  transition(rng: Rng, depthLimit?: number): void;
}

/**
 * NUTS on a trajectory, whose step size and metric may be changed between transitions.
 *
 * @param maxTreeDepth most doublings; the trajectory must have been made for as many
 */
export function createNuts(trajectory: HamiltonianTrajectory, maxTreeDepth: number): NutsKernel {
  const choices = new StreamChoices(undefined);
  const tree = new Tree(trajectory, choices, maxTreeDepth);
  const statistics: Record<Statistic, number> = {
    logDensity: 0,
    energy: 0,
    energyError: 0,
    acceptance: 0,
    stepSize: 0,
    leapfrogs: 0,
    depth: 0,
    divergent: 0,
  };
  return {
    trajectory,
    statistics,
    transition(rng, depthLimit = maxTreeDepth) {
      const start = trajectory.begin(rng);
      choices.rng = rng;
      tree.depthLimit = depthLimit;
      tree.grow(start.point, start.momentum);
      trajectory.settle(tree.point);

      statistics.logDensity = trajectory.logDensity;
      statistics.energy = trajectory.energy;
      statistics.energyError = trajectory.energy - trajectory.initialEnergy;
      statistics.acceptance = tree.leapfrogs > 0 ? tree.acceptanceSum / tree.leapfrogs : 0;
      statistics.stepSize = trajectory.stepSize;
      statistics.leapfrogs = tree.leapfrogs;
      statistics.depth = tree.depth;
      statistics.divergent = tree.divergent ? 1 : 0;
    },
  };
}
