import { erf, erfInverse, log, logNormalCdf, reciprocal, sqrt } from '@credence/autodiff';
import { nonNegative } from '../supports/index.js';
import { HALF_LOG_TWO_OVER_PI, LOG_TWO } from './constants.js';
import { defineDistribution } from './distribution.js';
import { logCdfFrom, logSurvivalFrom, ofProbability } from './outside.js';
import { positiveParameter } from './parameters.js';

/**
 * Half-normal distribution: the absolute value of a normal number with mean 0.
 *
 *   p(x | sigma) = sqrt(2 / pi) / sigma * exp(-(x / sigma)² / 2),   x in [0, ∞);   tau = 1 / sigma²
 *
 * @param sigma scale, > 0, unit of x; or
 * @param tau precision of the normal number, > 0, one over the square of the unit of x.
 * @drawn { sigma: 1 }, { sigma: 2.5 }, { tau: 4 }
 * @example model.halfNormal('tau', { sigma: 5 })
 *
 * PyMC: HalfNormal; Stan: normal with a lower bound of 0; NumPyro: HalfNormal.
 */
export const halfNormal = defineDistribution({
  name: 'HalfNormal',
  method: 'halfNormal',
  parameters: {
    sigma: positiveParameter('scale, unit of x'),
    tau: positiveParameter('precision of the normal number, one over the square of the unit of x'),
  },
  alternatives: [['sigma'], ['tau']],
  support: nonNegative,
  logProb: (x, { sigma, tau }) => {
    if (sigma !== undefined) return x.div(sigma).square().mul(-0.5).sub(log(sigma)).add(HALF_LOG_TWO_OVER_PI);
    return x.square().mul(tau).sub(log(tau)).mul(-0.5).add(HALF_LOG_TWO_OVER_PI);
  },
  logCdf: (x, { sigma, tau }) => {
    const z = x.div(sigma ?? reciprocal(sqrt(tau)));
    return logCdfFrom(0, x, log(erf(z.mul(Math.SQRT1_2))));
  },
  logSurvival: (x, { sigma, tau }) => {
    const z = x.div(sigma ?? reciprocal(sqrt(tau)));
    return logSurvivalFrom(0, x, logNormalCdf(z.neg()).add(LOG_TWO));
  },
  icdf: (p, { sigma, tau }) => {
    const scale = sigma ?? reciprocal(sqrt(tau));
    return ofProbability(p, erfInverse(p).mul(Math.SQRT2).mul(scale));
  },
  random: (rng, { sigma, tau }) => (sigma ?? 1 / Math.sqrt(tau)) * Math.abs(rng.normal()),
  mean: ({ sigma, tau }) => (sigma ?? 1 / Math.sqrt(tau)) * Math.sqrt(2 / Math.PI),
  variance: ({ sigma, tau }) => (sigma === undefined ? 1 / tau : sigma * sigma) * (1 - 2 / Math.PI),
  mode: () => 0,
});
