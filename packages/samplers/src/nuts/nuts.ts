/**
 * The No-U-Turn sampler: trees on Hamiltonian trajectories.
 *
 * Hoffman & Gelman (2014), The No-U-Turn Sampler, JMLR 15; in the form of Betancourt (2017), arXiv:1701.02434, with the
 * checks across subtrees of Stan since 2.21. Nothing is allocated in a leapfrog step.
 */
import type { Rng } from '@credence/numerics';
import type { HamiltonianTrajectory } from '../hamiltonian/trajectory.js';
import { blankStatistics, type Kernel } from '../kernel.js';
import { type Choices, Tree } from './tree.js';

/** Uniforms that are read at once: most trees ask for fewer. */
const READ_AHEAD = 16;

/** Choices by a stream of random numbers, one uniform each, in the order of the questions. */
class StreamChoices implements Choices {
  private readonly uniforms = new Float64Array(READ_AHEAD);
  private used = READ_AHEAD;
  private rng: Rng | undefined;

  /** Choices from now on are by the next numbers of `rng`. */
  readFrom(rng: Rng): void {
    this.rng = rng;
    this.used = READ_AHEAD;
  }

  forward(): boolean {
    return this.next() < 0.5;
  }

  accept(probability: number): boolean {
    return this.next() < probability;
  }

  private next(): number {
    if (this.used === READ_AHEAD) {
      this.rng!.uniforms(this.uniforms);
      this.used = 0;
    }
    return this.uniforms[this.used++]!;
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
  const choices = new StreamChoices();
  const tree = new Tree(trajectory, choices, maxTreeDepth);
  const statistics = blankStatistics();
  return {
    trajectory,
    statistics,
    transition(rng, depthLimit = maxTreeDepth) {
      const start = trajectory.begin(rng);
      choices.readFrom(rng);
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
