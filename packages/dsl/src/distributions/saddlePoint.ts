/**
 * Normalisers of counts in the saddle-point form of Loader (2000), Fast and Accurate Computation of Binomial
 * Probabilities: what remains of log x! and log binomial coefficients beside the deviances. Zero at the ends, where the
 * deviances alone are exact.
 */
import {
  binomialDeviance,
  greater,
  log,
  logicalAnd,
  maximum,
  stirlingError,
  type Tensor,
  where,
} from '@credence/autodiff';
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

/**
 * log of Gamma(x + a + 1) / (Gamma(a + 1) x!) success^a failure^x, with success + failure = 1: a negative binomial probability
 * but for the factor a / (x + a).
 * @param x count
 * @param a number > 0
 * @param shares given apart, so that both have their digits
 */
export function logPairProbability(
  x: Tensor,
  a: Tensor,
  { success, failure }: { readonly success: Tensor; readonly failure: Tensor },
): Tensor {
  const trials = x.add(a);
  const deviance = binomialDeviance(a, trials.mul(success)).add(binomialDeviance(x, trials.mul(failure)));
  return pairNormaliser(x, a, { always: true }).sub(deviance);
}
