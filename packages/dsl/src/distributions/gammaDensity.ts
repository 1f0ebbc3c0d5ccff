/**
 * The log density of a gamma number with unit rate times its value: alpha log t - t - log Gamma(alpha).
 *
 * Written by the saddle-point form of Loader (2000), Fast and Accurate Computation of Binomial Probabilities:
 * -stirlingError(alpha) - binomialDeviance(alpha, t) + log(alpha / 2 pi) / 2, whose terms do not cancel at large alpha.
 */
import { binomialDeviance, log, stirlingError, type Tensor } from '@credence/autodiff';
import { HALF_LOG_TWO_PI } from './constants.js';

export function logGammaDensityTimesValue(alpha: Tensor, t: Tensor): Tensor {
  const normaliser = log(alpha).mul(0.5).sub(stirlingError(alpha)).sub(HALF_LOG_TWO_PI);
  return normaliser.sub(binomialDeviance(alpha, t));
}

/** The parameters of a gamma number, or of one over it: two of its own, or its mean and standard deviation. */
export type GammaParameters =
  | { readonly alpha: Tensor; readonly beta: Tensor; readonly mu?: undefined; readonly sigma?: undefined }
  | { readonly alpha?: undefined; readonly beta?: undefined; readonly mu: Tensor; readonly sigma: Tensor };
