import { log } from '@credence/autodiff';
import { positive } from '../supports/index.js';
import { defineDistribution } from './distribution.js';
import { logGammaDensityTimesValue } from './gammaDensity.js';
import { positiveParameter } from './parameters.js';

/**
 * Inverse gamma distribution: one over a gamma number.
 *
 *   p(x | alpha, beta) = beta^alpha / Gamma(alpha) x^(-alpha - 1) exp(-beta / x),   x in (0, ∞)
 *
 * @param alpha shape, > 0.
 * @param beta scale, > 0, unit of x.
 * @example model.inverseGamma('lengthScale', { alpha: 5, beta: 5 })
 */
export const inverseGamma = defineDistribution({
  name: 'InverseGamma',
  method: 'inverseGamma',
  parameters: { alpha: positiveParameter('shape'), beta: positiveParameter('scale, unit of x') },
  support: positive,
  logProb: (x, { alpha, beta }) => logGammaDensityTimesValue(alpha, beta.div(x)).sub(log(x)),
  random: (rng, { alpha, beta }) => beta / rng.gamma(alpha),
  mean: ({ alpha, beta }) => (alpha > 1 ? beta / (alpha - 1) : Number.POSITIVE_INFINITY),
  variance: ({ alpha, beta }) =>
    alpha > 2 ? (beta * beta) / ((alpha - 1) ** 2 * (alpha - 2)) : alpha > 1 ? Number.POSITIVE_INFINITY : Number.NaN,
});
