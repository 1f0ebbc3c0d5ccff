/** Densities with exactly known means and variances, as plain JavaScript. */
import { exp, log } from '@credence/numerics';
import type { LogDensity } from '../logDensity.js';

/** A log density with the mean and variance of every coordinate. */
export interface Target extends LogDensity {
  readonly means: Float64Array;
  readonly variances: Float64Array;
}

/** Independent normals with given means and standard deviations. */
export function independentNormals(means: readonly number[], sds: readonly number[]): Target {
  const precisions = Float64Array.from(sds, (sd) => 1 / (sd * sd));
  return {
    dimension: means.length,
    means: Float64Array.from(means),
    variances: Float64Array.from(sds, (sd) => sd * sd),
    logDensityAndGradient(position, gradient) {
      let total = 0;
      for (let i = 0; i < means.length; i++) {
        const deviation = position[i]! - means[i]!;
        gradient[i] = -deviation * precisions[i]!;
        total += 0.5 * deviation * gradient[i]!;
      }
      return total;
    },
  };
}

/** Standard normals in `dimension` dimensions. */
export const standardNormals = (dimension: number): Target =>
  independentNormals(new Array(dimension).fill(0), new Array(dimension).fill(1));

/**
 * Normal with mean 0 and covariance A A', where x = A z: A lower triangular with `scales` on its diagonal and `below`
 * times the column's scale under it.
 */
export function correlatedNormals(scales: readonly number[], below: number): Target {
  const n = scales.length;
  const entry = (i: number, j: number) => (i === j ? scales[i]! : below * scales[j]!);
  const z = new Float64Array(n);
  return {
    dimension: n,
    means: new Float64Array(n),
    variances: Float64Array.from(scales, (_, i) => {
      let variance = 0;
      for (let j = 0; j <= i; j++) variance += entry(i, j) ** 2;
      return variance;
    }),
    logDensityAndGradient(position, gradient) {
      let total = 0;
      for (let i = 0; i < n; i++) {
        let rest = position[i]!;
        for (let j = 0; j < i; j++) rest -= entry(i, j) * z[j]!;
        z[i] = rest / entry(i, i);
        total -= 0.5 * z[i]! * z[i]!;
      }
      // Gradient -A^-T z, by back substitution.
      for (let i = n - 1; i >= 0; i--) {
        let rest = -z[i]!;
        for (let j = i + 1; j < n; j++) rest -= entry(j, i) * gradient[j]!;
        gradient[i] = rest / entry(i, i);
      }
      return total;
    },
  };
}

/** Independent standard Student t, `degrees` > 4 degrees of freedom. */
export function studentTs(dimension: number, degrees: number): Target {
  return {
    dimension,
    means: new Float64Array(dimension),
    variances: new Float64Array(dimension).fill(degrees / (degrees - 2)),
    logDensityAndGradient(position, gradient) {
      let total = 0;
      for (let i = 0; i < dimension; i++) {
        const x = position[i]!;
        total -= 0.5 * (degrees + 1) * log(1 + (x * x) / degrees);
        gradient[i] = (-(degrees + 1) * x) / (degrees + x * x);
      }
      return total;
    },
  };
}

/** log of independent Gamma(shape, 1) variables: skewed. Mean digamma(shape), variance trigamma(shape), given for shape 3. */
export function logGammas(dimension: number): Target {
  const shape = 3;
  const digamma3 = 0.9227843350984671;
  const trigamma3 = 0.3949340668482264;
  return {
    dimension,
    means: new Float64Array(dimension).fill(digamma3),
    variances: new Float64Array(dimension).fill(trigamma3),
    logDensityAndGradient(position, gradient) {
      let total = 0;
      for (let i = 0; i < dimension; i++) {
        const e = exp(position[i]!);
        total += shape * position[i]! - e;
        gradient[i] = shape - e;
      }
      return total;
    },
  };
}

/** Normal inside the unit ball of the origin scaled by `radius`, -Infinity outside. */
export function ball(dimension: number, radius: number): LogDensity {
  return {
    dimension,
    logDensityAndGradient(position, gradient) {
      let squares = 0;
      for (let i = 0; i < dimension; i++) squares += position[i]! * position[i]!;
      if (squares > radius * radius) return Number.NEGATIVE_INFINITY;
      for (let i = 0; i < dimension; i++) gradient[i] = -position[i]!;
      return -0.5 * squares;
    },
  };
}
