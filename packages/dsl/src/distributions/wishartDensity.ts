/** The Wishart density and that of the inverse, by Bartlett's decomposition, with what their draws share. */
import { diagonal, expandDims, greater, iota, log, square, sum, type Tensor, tril } from '@credence/autodiff';
import type { Rng } from '@credence/numerics';
import { covariance, type Support } from '../supports/index.js';
import { HALF_LOG_TWO_PI } from './constants.js';
import { logGammaDensityTimesValue } from './gammaDensity.js';

/**
 * Log density of a matrix X = L L' from the lower triangular M with X = V^(1/2) M M' V^(1/2)' (Wishart), or, for the inverse
 * distribution, from the one of the inverse: squares of its diagonal are chi-squared numbers and elements below it standard
 * normal ones. Gamma densities in saddle-point form do not cancel at large nu, where the textbook's terms do.
 * @param own L
 * @param ratio M
 */
export function wishartDensity(nu: Tensor, own: Tensor, ratio: Tensor): Tensor {
  const size = own.shape.at(-1) ?? 0;
  const rows = iota(size);
  const roots = diagonal(ratio);
  const halves = expandDims(nu, -1).sub(rows).mul(0.5);
  const each = logGammaDensityTimesValue(halves, square(roots).mul(0.5)).add(log(roots).mul(rows));
  return sum(each.sub(log(diagonal(own)).mul(size + 1)), { axes: -1 })
    .sub(sum(square(tril(ratio, -1)), { axes: [-2, -1] }).mul(0.5))
    .sub((size * (size - 1) * HALF_LOG_TWO_PI) / 2);
}

/** Covariance matrices; the degrees of freedom must be enough for matrices of k rows. */
export function wishartSupport(nu: Tensor, k: number): Support {
  return {
    ...covariance,
    valid: greater(nu, k - 1),
    validText: `nu must be greater than the number of rows less 1, which is ${k - 1}`,
  };
}

/** Lower triangular A of Bartlett's decomposition: A A' is Wishart with nu degrees of freedom and the identity. */
export function bartlettFactor(rng: Rng, nu: number, k: number): Float64Array {
  const factor = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < i; j++) factor[i * k + j] = rng.normal();
    factor[i * k + i] = Math.sqrt(2 * rng.gamma((nu - i) / 2));
  }
  return factor;
}
