import { exp as expOf, log, logNormalCdf, normalQuantile, reciprocal, sqrt } from '@credence/autodiff';
import { exp, expm1 } from '@credence/numerics';
import { positive } from '../supports/index.js';
import { HALF_LOG_TWO_PI } from './constants.js';
import { defineDistribution } from './distribution.js';
import { logCdfFrom, logSurvivalFrom } from './outside.js';
import { positiveParameter, realParameter } from './parameters.js';

/**
 * Log-normal distribution: exp of a normal number.
 *
 *   p(x | mu, sigma) = Normal(log x | mu, sigma) / x,   x in (0, ∞);   tau = 1 / sigma²
 *
 * @param mu mean of log x.
 * @param sigma standard deviation of log x, > 0; or
 * @param tau precision of log x, > 0.
 * @drawn { mu: 0, sigma: 0.25 }, { mu: 0, sigma: 1 }, { mu: 1, sigma: 0.5 }
 * @example model.logNormal('dose', { mu: 0, sigma: 1 })
 *
 * PyMC: LogNormal; Stan: lognormal; NumPyro: LogNormal.
 */
export const logNormal = defineDistribution({
  name: 'LogNormal',
  method: 'logNormal',
  parameters: {
    mu: realParameter('mean of log x'),
    sigma: positiveParameter('standard deviation of log x'),
    tau: positiveParameter('precision of log x'),
  },
  alternatives: [['sigma'], ['tau']],
  support: positive,
  logProb: (x, { mu, sigma, tau }) => {
    const logX = log(x);
    const scale = sigma ?? reciprocal(sqrt(tau));
    return logX.sub(mu).div(scale).square().mul(-0.5).sub(log(scale)).sub(logX).sub(HALF_LOG_TWO_PI);
  },
  logCdf: (x, { mu, sigma, tau }) => {
    const scale = sigma ?? reciprocal(sqrt(tau));
    return logCdfFrom(0, x, logNormalCdf(log(x).sub(mu).div(scale)));
  },
  logSurvival: (x, { mu, sigma, tau }) => {
    const scale = sigma ?? reciprocal(sqrt(tau));
    return logSurvivalFrom(0, x, logNormalCdf(mu.sub(log(x)).div(scale)));
  },
  icdf: (p, { mu, sigma, tau }) => {
    const scale = sigma ?? reciprocal(sqrt(tau));
    return expOf(normalQuantile(p).mul(scale).add(mu));
  },
  random: (rng, { mu, sigma, tau }) => exp(mu + (sigma ?? 1 / Math.sqrt(tau)) * rng.normal()),
  mean: ({ mu, sigma, tau }) => exp(mu + varianceOfLog(sigma, tau) / 2),
  variance: ({ mu, sigma, tau }) => {
    const spread = varianceOfLog(sigma, tau);
    return expm1(spread) * exp(2 * mu + spread);
  },
  mode: ({ mu, sigma, tau }) => exp(mu - varianceOfLog(sigma, tau)),
});

function varianceOfLog(sigma: number | undefined, tau: number | undefined): number {
  return sigma === undefined ? 1 / (tau ?? Number.NaN) : sigma * sigma;
}
