import { log, logNormalCdf, normalCdf, normalQuantile, reciprocal, sqrt } from '@credence/autodiff';
import { real } from '../supports/index.js';
import { HALF_LOG_TWO_PI } from './constants.js';
import { defineDistribution } from './distribution.js';
import { positiveParameter, realParameter } from './parameters.js';

/**
 * Normal distribution, by its standard deviation or its precision.
 *
 *   p(x | mu, sigma) = exp(-((x - mu) / sigma)² / 2) / (sigma sqrt(2 pi)),   x in (-∞, ∞);   tau = 1 / sigma²
 *
 * @param mu mean, unit of x. Any shape; broadcasts against x.
 * @param sigma standard deviation, > 0, unit of x; or
 * @param tau precision, > 0, one over the square of the unit of x.
 * @throws CredenceError distribution/parameter when a constant sigma is not > 0 (one that varies gives -Infinity).
 * @drawn { mu: 0, sigma: 1 }, { mu: 0, sigma: 2 }, { mu: 3, tau: 4 }
 * @example model.normal('mu', { mu: 0, sigma: 5 })
 *
 * PyMC: Normal; Stan: normal; NumPyro: Normal.
 */
export const normal = defineDistribution({
  name: 'Normal',
  method: 'normal',
  parameters: {
    mu: realParameter('mean, unit of x'),
    sigma: positiveParameter('standard deviation, unit of x'),
    tau: positiveParameter('precision, one over the square of the unit of x'),
  },
  alternatives: [['sigma'], ['tau']],
  support: real,
  logProb: (x, { mu, sigma, tau }) => {
    if (sigma !== undefined) return x.sub(mu).div(sigma).square().mul(-0.5).sub(log(sigma)).sub(HALF_LOG_TWO_PI);
    return x.sub(mu).square().mul(tau).sub(log(tau)).mul(-0.5).sub(HALF_LOG_TWO_PI);
  },
  logCdf: (x, { mu, sigma, tau }) => logNormalCdf(x.sub(mu).div(sigma ?? reciprocal(sqrt(tau)))),
  logSurvival: (x, { mu, sigma, tau }) => logNormalCdf(mu.sub(x).div(sigma ?? reciprocal(sqrt(tau)))),
  cdf: (x, { mu, sigma, tau }) => normalCdf(x.sub(mu).div(sigma ?? reciprocal(sqrt(tau)))),
  icdf: (p, { mu, sigma, tau }) =>
    normalQuantile(p)
      .mul(sigma ?? reciprocal(sqrt(tau)))
      .add(mu),
  random: (rng, { mu, sigma, tau }) => mu + (sigma ?? 1 / Math.sqrt(tau)) * rng.normal(),
  mean: ({ mu }) => mu,
  variance: ({ sigma, tau }) => (sigma === undefined ? 1 / tau : sigma * sigma),
  mode: ({ mu }) => mu,
});
