import { log } from '@credence/autodiff';
import { exp, expm1 } from '@credence/numerics';
import { positive } from '../supports/index.js';
import { HALF_LOG_TWO_PI } from './constants.js';
import { defineDistribution } from './distribution.js';
import { positiveParameter, realParameter } from './parameters.js';

/**
 * Log-normal distribution: exp of a normal number.
 *
 *   p(x | mu, sigma) = Normal(log x | mu, sigma) / x,   x in (0, ∞)
 *
 * @param mu mean of log x.
 * @param sigma standard deviation of log x, > 0.
 * @example model.logNormal('dose', { mu: 0, sigma: 1 })
 */
export const logNormal = defineDistribution({
  name: 'LogNormal',
  method: 'logNormal',
  parameters: { mu: realParameter('mean of log x'), sigma: positiveParameter('standard deviation of log x') },
  support: positive,
  logProb: (x, { mu, sigma }) => {
    const logX = log(x);
    return logX.sub(mu).div(sigma).square().mul(-0.5).sub(log(sigma)).sub(logX).sub(HALF_LOG_TWO_PI);
  },
  random: (rng, { mu, sigma }) => exp(mu + sigma * rng.normal()),
  mean: ({ mu, sigma }) => exp(mu + (sigma * sigma) / 2),
  variance: ({ mu, sigma }) => expm1(sigma * sigma) * exp(2 * mu + sigma * sigma),
});
