import { gammaQuantile, log, logGammaCdf, logGammaSurvival } from '@credence/autodiff';
import { positive } from '../supports/index.js';
import { defineDistribution } from './distribution.js';
import { logGammaDensityTimesValue } from './gammaDensity.js';
import { logCdfFrom, logSurvivalFrom, ofProbability } from './outside.js';
import { positiveParameter } from './parameters.js';

/**
 * Chi-squared distribution: a sum of squares of nu standard normal numbers.
 *
 *   p(x | nu) = x^(nu / 2 - 1) exp(-x / 2) / (2^(nu / 2) Gamma(nu / 2)),   x in (0, ∞)
 *
 * @param nu degrees of freedom, > 0, whole or not.
 * @drawn { nu: 2 }, { nu: 4 }, { nu: 9 }
 * @example model.chiSquared('statistic', { nu: 3 })
 *
 * PyMC: ChiSquared; Stan: chi_square; NumPyro: Chi2.
 */
export const chiSquared = defineDistribution({
  name: 'ChiSquared',
  method: 'chiSquared',
  parameters: { nu: positiveParameter('degrees of freedom') },
  support: positive,
  logProb: (x, { nu }) => logGammaDensityTimesValue(nu.mul(0.5), x.mul(0.5)).sub(log(x)),
  logCdf: (x, { nu }) => logCdfFrom(0, x, logGammaCdf(nu.mul(0.5), x.mul(0.5))),
  logSurvival: (x, { nu }) => logSurvivalFrom(0, x, logGammaSurvival(nu.mul(0.5), x.mul(0.5))),
  icdf: (p, { nu }) => ofProbability(p, gammaQuantile(nu.mul(0.5), p).mul(2)),
  random: (rng, { nu }) => 2 * rng.gamma(nu / 2),
  mean: ({ nu }) => nu,
  variance: ({ nu }) => 2 * nu,
  mode: ({ nu }) => Math.max(0, nu - 2),
});
