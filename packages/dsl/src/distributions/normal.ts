import { log, logNormalCdf, normalCdf, normalQuantile } from '@credence/autodiff';
import { real } from '../supports/index.js';
import { HALF_LOG_TWO_PI } from './constants.js';
import { defineDistribution } from './distribution.js';
import { positiveParameter, realParameter } from './parameters.js';

/**
 * Normal distribution.
 *
 *   p(x | mu, sigma) = exp(-((x - mu) / sigma)² / 2) / (sigma sqrt(2 pi)),   x in (-∞, ∞)
 *
 * @param mu mean, unit of x. Any shape; broadcasts against x.
 * @param sigma standard deviation, > 0, unit of x.
 * @throws CredenceError distribution/parameter when a constant sigma is not > 0 (one that varies gives -Infinity).
 * @example model.normal('mu', { mu: 0, sigma: 5 })
 */
export const normal = defineDistribution({
  name: 'Normal',
  method: 'normal',
  parameters: { mu: realParameter('mean, unit of x'), sigma: positiveParameter('standard deviation, unit of x') },
  support: real,
  logProb: (x, { mu, sigma }) => x.sub(mu).div(sigma).square().mul(-0.5).sub(log(sigma)).sub(HALF_LOG_TWO_PI),
  logCdf: (x, { mu, sigma }) => logNormalCdf(x.sub(mu).div(sigma)),
  logSurvival: (x, { mu, sigma }) => logNormalCdf(mu.sub(x).div(sigma)),
  cdf: (x, { mu, sigma }) => normalCdf(x.sub(mu).div(sigma)),
  icdf: (p, { mu, sigma }) => normalQuantile(p).mul(sigma).add(mu),
  random: (rng, { mu, sigma }) => mu + sigma * rng.normal(),
  mean: ({ mu }) => mu,
  variance: ({ sigma }) => sigma * sigma,
  mode: ({ mu }) => mu,
});
