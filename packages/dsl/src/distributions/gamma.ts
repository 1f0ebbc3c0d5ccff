import { log } from '@credence/autodiff';
import { positive } from '../supports/index.js';
import { defineDistribution } from './distribution.js';
import { logGammaDensityTimesValue } from './gammaDensity.js';
import { positiveParameter } from './parameters.js';

/**
 * Gamma distribution by shape and rate.
 *
 *   p(x | alpha, beta) = beta^alpha / Gamma(alpha) x^(alpha - 1) exp(-beta x),   x in (0, ∞)
 *
 * @param alpha shape, > 0.
 * @param beta rate, > 0, one over the unit of x.
 * @example model.gamma('precision', { alpha: 2, beta: 0.1 })
 */
export const gamma = defineDistribution({
  name: 'Gamma',
  method: 'gamma',
  parameters: { alpha: positiveParameter('shape'), beta: positiveParameter('rate, one over the unit of x') },
  support: positive,
  logProb: (x, { alpha, beta }) => logGammaDensityTimesValue(alpha, x.mul(beta)).sub(log(x)),
  random: (rng, { alpha, beta }) => rng.gamma(alpha) / beta,
  mean: ({ alpha, beta }) => alpha / beta,
  variance: ({ alpha, beta }) => alpha / (beta * beta),
});
