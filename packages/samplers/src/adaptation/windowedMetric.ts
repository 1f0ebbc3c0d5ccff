/** Metrics from the (co)variance of the draws of Stan's windows. */
import type { HamiltonianTrajectory } from '../hamiltonian/trajectory.js';
import { choleskyInPlace } from '../hamiltonian/triangular.js';
import { gradientMetric } from './gradientMetric.js';
import type { MetricEstimate } from './metricEstimate.js';
import { RunningCovariance, RunningVariance, shrunkVariance } from './variance.js';
import { warmupWindows } from './windows.js';

/** Diagonal: shrunk variances of each window. */
export function windowedVariance(trajectory: HamiltonianTrajectory, tune: number): MetricEstimate {
  const { dimension } = trajectory;
  const windows = warmupWindows(tune);
  const running = new RunningVariance(dimension);
  const variance = new Float64Array(dimension);
  return {
    begin() {},
    update(iteration) {
      if (iteration < windows.slowStart || iteration >= windows.slowEnd) return 'same';
      running.add(trajectory.position);
      if (!windows.windowEnds.includes(iteration)) return 'same';
      shrunkVariance(running, variance);
      running.reset();
      trajectory.setMetric({ kind: 'diagonal', variance });
      return 'replaced';
    },
    mostDoublings: () => Number.POSITIVE_INFINITY,
    save: () => [running.save()],
    load([state]) {
      if (state) running.load(state);
    },
  };
}

/** A covariance of fewer draws than this many a dimension says less than a diagonal. */
const DRAWS_A_DIMENSION = 2;

/**
 * Dense: the shrunk covariance of each window that holds twice as many draws as there are dimensions, and of the last window
 * in any case. Before the first of them the metric is diagonal, from draws and gradients. A covariance that is not positive
 * definite leaves the metric as it was.
 */
export function windowedCovariance(trajectory: HamiltonianTrajectory, tune: number): MetricEstimate {
  const { dimension } = trajectory;
  const { slowStart, slowEnd, windowEnds } = warmupWindows(tune);
  const running = new RunningCovariance(dimension);
  const before = gradientMetric(trajectory, tune);
  let spare: Float64Array | undefined;
  return {
    begin: () => before.begin(),
    update(iteration, moved, leapfrogs) {
      const { metric } = trajectory;
      const change = metric.kind === 'diagonal' ? before.update(iteration, moved, leapfrogs) : 'same';
      if (iteration < slowStart || iteration >= slowEnd) return change;
      running.add(trajectory.position);
      if (!windowEnds.includes(iteration)) return change;
      if (running.count < DRAWS_A_DIMENSION * dimension && iteration + 1 < slowEnd) {
        running.reset();
        return change;
      }
      const factor = running.takeShrunk(spare);
      spare = undefined;
      if (!choleskyInPlace(factor, dimension)) {
        spare = factor;
        return change;
      }
      if (metric.kind === 'dense') spare = metric.factor;
      trajectory.setMetric({ kind: 'dense', factor });
      return 'replaced';
    },
    mostDoublings: (iteration) => before.mostDoublings(iteration),
    save: () => [running.save(), ...before.save()],
    load([state, ...rest]) {
      if (state) running.load(state);
      before.load(rest);
    },
  };
}
