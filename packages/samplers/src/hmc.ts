/**
 * Static Hamiltonian Monte Carlo: a fixed number of leapfrog steps, then one Metropolis decision.
 * Neal (2011), MCMC using Hamiltonian dynamics, arXiv:1206.1901.
 */
import type { HamiltonianTrajectory } from './hamiltonian/trajectory.js';
import { blankStatistics, type Kernel } from './kernel.js';

/** @param steps leapfrog steps of every transition, >= 1 */
export function createHmc(trajectory: HamiltonianTrajectory, steps: number): Kernel {
  const statistics = blankStatistics();
  return {
    trajectory,
    statistics,
    transition(rng) {
      const start = trajectory.begin(rng);
      let { point, momentum } = start;
      let taken = 0;
      let went = true;
      while (went && taken < steps) {
        went = trajectory.step(point, momentum, 1, taken + 1 === steps);
        taken++;
        if (went) {
          if (point !== start.point) trajectory.discard(point, momentum);
          ({ point, momentum } = trajectory);
        }
      }
      const probability = went ? Math.min(1, trajectory.weight(trajectory.energyError, 0)) : 0;
      trajectory.settle(rng.uniform() < probability ? point : start.point);

      statistics.logDensity = trajectory.logDensity;
      statistics.energy = trajectory.energy;
      statistics.energyError = trajectory.energy - trajectory.initialEnergy;
      statistics.acceptance = probability;
      statistics.stepSize = trajectory.stepSize;
      statistics.leapfrogs = taken;
      statistics.divergent = went ? 0 : 1;
    },
  };
}
