/** Metrics from the (co)variance of the draws of Stan's windows. */
import { choleskyInPlace, packedLength } from '../hamiltonian/triangular.js';
import type { MetricEstimate } from './metricEstimate.js';
import { RunningCovariance, RunningVariance, shrunkVariance } from './variance.js';
import { warmupWindows } from './windows.js';

/** Diagonal: shrunk variances of each window. */
export function windowedVariance(dimension: number, tune: number): MetricEstimate {
  const windows = warmupWindows(tune);
  const running = new RunningVariance(dimension);
  const variance = new Float64Array(dimension);
  return {
    begin() {},
    update(iteration, trajectory) {
      if (iteration < windows.slowStart || iteration >= windows.slowEnd) return 'same';
      running.add(trajectory.position);
      if (!windows.windowEnds.includes(iteration)) return 'same';
      shrunkVariance(running, variance);
      running.reset();
      trajectory.setMetric({ kind: 'diagonal', variance });
      return 'replaced';
    },
    save: () => [running.save()],
    load([state]) {
      if (state) running.load(state);
    },
  };
}

/** Dense: the shrunk covariance of each window. A covariance that is not positive definite leaves the metric as it was. */
export function windowedCovariance(dimension: number, tune: number): MetricEstimate {
  const windows = warmupWindows(tune);
  const running = new RunningCovariance(dimension);
  return {
    begin() {},
    update(iteration, trajectory) {
      if (iteration < windows.slowStart || iteration >= windows.slowEnd) return 'same';
      running.add(trajectory.position);
      if (!windows.windowEnds.includes(iteration)) return 'same';
      const factor = new Float64Array(packedLength(dimension));
      running.shrunkInto(factor);
      running.reset();
      if (!choleskyInPlace(factor, dimension)) return 'same';
      trajectory.setMetric({ kind: 'dense', factor });
      return 'replaced';
    },
    save: () => [running.save()],
    load([state]) {
      if (state) running.load(state);
    },
  };
}
