/** Metrics of the kinetic energy: how momenta are scaled against positions. */
import { CredenceError } from '@credence/numerics';
import { packedLength } from './triangular.js';

/**
 * A Euclidean metric, given by its inverse, an estimate of the posterior's covariance.
 * - `diagonal`: kinetic energy (1/2) sum_i variance_i p_i^2, momenta p_i ~ N(0, 1 / variance_i).
 * - `dense`: covariance L L', L packed lower triangular, row by row. Momenta are kept whitened, L' p ~ N(0, I), so that a
 *   leapfrog step costs two triangular products and no solve.
 */
export type Metric =
  | { readonly kind: 'diagonal'; readonly variance: Float64Array }
  | { readonly kind: 'dense'; readonly factor: Float64Array };

/** The metric that scales nothing. */
export function unitMetric(dimension: number): Metric {
  return { kind: 'diagonal', variance: new Float64Array(dimension).fill(1) };
}

/** Variances by a metric, its inverse's diagonal. A copy. */
export function metricVariance(metric: Metric): Float64Array {
  if (metric.kind === 'diagonal') return metric.variance.slice();
  const { factor } = metric;
  const dimension = (Math.sqrt(8 * factor.length + 1) - 1) / 2;
  const variance = new Float64Array(dimension);
  for (let i = 0, at = 0; i < dimension; i++) {
    for (let j = 0; j <= i; j++, at++) variance[i]! += factor[at]! * factor[at]!;
  }
  return variance;
}

/** Bytes of a dense metric in one chain: the factor and the running covariance, both packed. */
export function denseMetricBytes(dimension: number): number {
  return 2 * 8 * packedLength(dimension);
}

/**
 * Refuses a dense metric that takes more memory than allowed, before anything is started.
 *
 * @param limit bytes
 * @throws CredenceError `sampler/metric-memory`
 */
export function checkMetricMemory(dimension: number, limit: number): void {
  const bytes = denseMetricBytes(dimension);
  if (bytes <= limit) return;
  throw new CredenceError(
    'sampler/metric-memory',
    `A dense metric for ${dimension} dimensions takes ${bytes} bytes in every chain, more than the limit of ${limit}. ` +
      "Use metric: 'diagonal' or 'gradientDiagonal', or raise metricMemory.",
    { dimension, bytes, limit },
  );
}
