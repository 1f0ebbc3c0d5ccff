/**
 * Normalisers of counts in the saddle-point form of Loader (2000), Fast and Accurate Computation of Binomial
 * Probabilities: what remains of log x! and log binomial coefficients beside the deviances. Zero at the ends, where the
 * deviances alone are exact.
 */
import { greater, log, logicalAnd, maximum, stirlingError, type Tensor, where } from '@credence/autodiff';
import { HALF_LOG_TWO_PI } from './constants.js';

/** stirlingError(x) + log(2 pi x) / 2 for x > 0, and 0 at x = 0. */
export function countNormaliser(x: Tensor): Tensor {
  const safe = maximum(x, 1);
  return where(greater(x, 0), stirlingError(safe).add(log(safe).mul(0.5)).add(HALF_LOG_TWO_PI), 0);
}

/**
 * stirlingError(x + y) - stirlingError(x) - stirlingError(y) - log(2 pi x y / (x + y)) / 2 where x and y are > 0, else 0.
 * For counts x and y (whole, or one of them any positive number).
 */
export function pairNormaliser(x: Tensor, y: Tensor): Tensor {
  const inside = logicalAnd(greater(x, 0), greater(y, 0));
  const a = where(inside, x, 1);
  const b = where(inside, y, 1);
  const n = a.add(b);
  const normaliser = stirlingError(n)
    .sub(stirlingError(a))
    .sub(stirlingError(b))
    .sub(log(a).add(log(b)).sub(log(n)).mul(0.5))
    .sub(HALF_LOG_TWO_PI);
  return where(inside, normaliser, 0);
}
