import { erf, greater, log, logNormalCdf, normalQuantile, sqrt, where } from '@credence/autodiff';
import { lowerBounded } from '../supports/index.js';
import { HALF_LOG_TWO_OVER_PI, HALF_LOG_TWO_PI, LOG_TWO } from './constants.js';
import { defineDistribution } from './distribution.js';
import { logCdfFrom, logSurvivalFrom, ofProbability } from './outside.js';
import { positiveParameter, realParameter } from './parameters.js';

/**
 * Lévy distribution: mu + c / n² of a normal number n, a stable distribution of exponent 1/2.
 *
 *   p(x | mu, c) = sqrt(c / (2 pi)) exp(-c / (2 (x - mu))) / (x - mu)^(3/2),   x in (mu, ∞)
 *
 * @param mu lower end, unit of x. It may be another variable.
 * @param c scale, > 0, unit of x.
 * @drawn { mu: 0, c: 0.5 }, { mu: 0, c: 2 }
 * @example model.levy('firstPassage', { mu: 0, c: 2 })
 *
 * PyMC: none; Stan: none; NumPyro: Levy (loc, scale).
 */
export const levy = defineDistribution({
  name: 'Levy',
  method: 'levy',
  parameters: { mu: realParameter('lower end, unit of x'), c: positiveParameter('scale, unit of x') },
  support: ({ mu }) => lowerBounded(mu),
  logProb: (x, { mu, c }) => {
    const above = x.sub(mu);
    return log(c).sub(c.div(above)).mul(0.5).sub(log(above).mul(1.5)).sub(HALF_LOG_TWO_PI);
  },
  logCdf: (x, { mu, c }) => logCdfFrom(mu, x, logNormalCdf(sqrt(c.div(x.sub(mu))).neg()).add(LOG_TWO)),
  logSurvival: (x, { mu, c }) => {
    const ratio = c.div(x.sub(mu));
    // Far out erf is in proportion to the root, which may become 0 in its square.
    const far = log(ratio).mul(0.5).add(HALF_LOG_TWO_OVER_PI);
    return logSurvivalFrom(mu, x, where(greater(ratio, 1e-30), log(erf(sqrt(ratio.mul(0.5)))), far));
  },
  icdf: (p, { mu, c }) => ofProbability(p, c.div(normalQuantile(p.mul(0.5)).square()).add(mu)),
  // The square of a normal number is twice a gamma number.
  random: (rng, { mu, c }) => mu + c / (2 * rng.gamma(0.5)),
  mean: () => Number.POSITIVE_INFINITY,
  variance: () => Number.NaN,
  mode: ({ mu, c }) => mu + c / 3,
});
