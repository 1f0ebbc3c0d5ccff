import { log, log1p, logit, logNormalCdf, normalQuantile, reciprocal, sigmoid, sqrt } from '@credence/autodiff';
import { exp } from '@credence/numerics';
import { unitInterval } from '../supports/index.js';
import { HALF_LOG_TWO_PI } from './constants.js';
import { defineDistribution } from './distribution.js';
import { logitNormalMode, logitNormalMoments } from './logitNormalNumbers.js';
import { logCdfBetween, logSurvivalBetween } from './outside.js';
import { positiveParameter, realParameter } from './parameters.js';

/**
 * Logit-normal distribution: 1 / (1 + exp(-n)) of a normal number n.
 *
 *   p(x | mu, sigma) = Normal(logit x | mu, sigma) / (x (1 - x)),   x in (0, 1);   tau = 1 / sigma²
 *
 * Its mean, variance and mode have no closed form: sums and bisection give them to 1e-13 or so.
 *
 * @param mu mean of logit x.
 * @param sigma standard deviation of logit x, > 0; or
 * @param tau precision of logit x, > 0.
 * @drawn { mu: 0, sigma: 0.5 }, { mu: 0, sigma: 1.5 }, { mu: 1, sigma: 3 }
 * @example model.logitNormal('share', { mu: 0, sigma: 1 })
 *
 * PyMC: LogitNormal; Stan: none; NumPyro: LogitNormal as a transformed Normal.
 */
export const logitNormal = defineDistribution({
  name: 'LogitNormal',
  method: 'logitNormal',
  parameters: {
    mu: realParameter('mean of logit x'),
    sigma: positiveParameter('standard deviation of logit x'),
    tau: positiveParameter('precision of logit x'),
  },
  alternatives: [['sigma'], ['tau']],
  support: unitInterval,
  logProb: (x, { mu, sigma, tau }) => {
    const scale = sigma ?? reciprocal(sqrt(tau));
    const z = logit(x).sub(mu).div(scale);
    return z.square().mul(-0.5).sub(log(scale)).sub(log(x)).sub(log1p(x.neg())).sub(HALF_LOG_TWO_PI);
  },
  logCdf: (x, { mu, sigma, tau }) => {
    const z = logit(x)
      .sub(mu)
      .div(sigma ?? reciprocal(sqrt(tau)));
    return logCdfBetween(0, 1, x, logNormalCdf(z));
  },
  logSurvival: (x, { mu, sigma, tau }) => {
    const z = logit(x)
      .sub(mu)
      .div(sigma ?? reciprocal(sqrt(tau)));
    return logSurvivalBetween(0, 1, x, logNormalCdf(z.neg()));
  },
  icdf: (p, { mu, sigma, tau }) =>
    sigmoid(
      normalQuantile(p)
        .mul(sigma ?? reciprocal(sqrt(tau)))
        .add(mu),
    ),
  random: (rng, { mu, sigma, tau }) => 1 / (1 + exp(-(mu + (sigma ?? 1 / Math.sqrt(tau)) * rng.normal()))),
  mean: ({ mu, sigma, tau }) => logitNormalMoments(mu, sigma ?? 1 / Math.sqrt(tau)).mean,
  variance: ({ mu, sigma, tau }) => logitNormalMoments(mu, sigma ?? 1 / Math.sqrt(tau)).variance,
  mode: ({ mu, sigma, tau }) => logitNormalMode(mu, sigma ?? 1 / Math.sqrt(tau)),
});
