/** What the LKJ distributions of correlation matrices and of their Cholesky factors share. */
import { expandDims, iota, lgammaDifference, sum, type Tensor } from '@credence/autodiff';
import { lgammaDifference as difference, exp, type Rng } from '@credence/numerics';
import { LOG_PI } from './constants.js';

/**
 * log of the normaliser of det(R)^(eta - 1) over correlation matrices of k rows: sum over j = 1, ..., k - 1 of
 * log Gamma(eta + (k - 1) / 2) - log Gamma(eta + (k - 1 - j) / 2) - j log(pi) / 2 (Lewandowski, Kurowicka & Joe 2009, section 3.3).
 */
export function lkjNormaliser(eta: Tensor, k: number): Tensor {
  const half = iota(k - 1)
    .add(1)
    .mul(0.5);
  const top = expandDims(eta, -1).add((k - 1) / 2);
  return sum(lgammaDifference(top.sub(half), half), { axes: -1 }).sub((k * (k - 1) * LOG_PI) / 4);
}

/** Shape of the beta number whose stretch to (-1, 1) is the partial correlation in column j = 0, 1, ... */
const shapeOf = (eta: number, k: number, column: number) => eta + (k - 2 - column) / 2;

/** The lower Cholesky factor of a random correlation matrix, by partial correlations (section 2.4 there). */
export function lkjFactor(rng: Rng, eta: number, k: number): Float64Array {
  const factor = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    // What is left of the row's length 1, squared.
    let left = 1;
    for (let j = 0; j < i; j++) {
      const shape = shapeOf(eta, k, j);
      const share = rng.beta(shape, shape);
      factor[i * k + j] = Math.sqrt(left) * (2 * share - 1);
      left *= 4 * share * (1 - share);
    }
    factor[i * k + i] = Math.sqrt(left);
  }
  return factor;
}

/** Means of the elements of the factor, and their variances; they are not correlated. */
export function lkjFactorMoments(
  eta: number,
  k: number,
): { readonly mean: Float64Array; readonly variance: Float64Array } {
  const mean = new Float64Array(k * k);
  const variance = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    let root = 1;
    let left = 1;
    for (let j = 0; j < i; j++) {
      // 1 - z² is Beta(shape, 1/2).
      const shape = shapeOf(eta, k, j);
      variance[i * k + j] = left / (2 * shape + 1);
      left *= (2 * shape) / (2 * shape + 1);
      root *= exp(difference(shape, 0.5) - difference(shape + 0.5, 0.5));
    }
    mean[i * k + i] = root;
    variance[i * k + i] = i === 0 ? 0 : left - root ** 2;
  }
  return { mean, variance };
}

/** The covariance of elements that are not correlated. */
export function uncorrelated(variance: Float64Array): Float64Array {
  const size = variance.length;
  return Float64Array.from({ length: size * size }, (_, at) =>
    at % (size + 1) === 0 ? variance[at / (size + 1)]! : 0,
  );
}
