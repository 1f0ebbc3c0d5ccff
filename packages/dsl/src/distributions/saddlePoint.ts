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
 * stirlingError(x + y) - stirlingError(x) - stirlingError(y) - log(2 pi x y / (x + y)) / 2 where the count x and y are > 0,
 * else 0. Where y is `always` positive no choice depends on it: with data x most of this is then worked out once.
 */
export function pairNormaliser(x: Tensor, y: Tensor, { always = false }: { readonly always?: boolean } = {}): Tensor {
  const inside = always ? greater(x, 0) : logicalAnd(greater(x, 0), greater(y, 0));
  const a = where(inside, x, 1);
  const b = always ? y : where(inside, y, 1);
  const n = always ? x.add(y) : a.add(b);
  const ofCount = stirlingError(a).add(log(a).mul(0.5)).add(HALF_LOG_TWO_PI);
  const normaliser = stirlingError(n)
    .add(log(n).mul(0.5))
    .sub(stirlingError(b).add(log(b).mul(0.5)))
    .sub(ofCount);
  return where(inside, normaliser, 0);
}
