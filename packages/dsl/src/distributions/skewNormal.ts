import { log, logNormalCdf, logSkewNormalCdf, neg, reciprocal, sqrt } from '@credence/autodiff';
import { inverseMillsRatio } from '@credence/numerics';
import { real } from '../supports/index.js';
import { bisect } from './bisect.js';
import { HALF_LOG_TWO_OVER_PI } from './constants.js';
import { defineDistribution } from './distribution.js';
import { positiveParameter, realParameter } from './parameters.js';

/** The correlation that the asymmetry stands for. */
const correlationOf = (alpha: number) => alpha / Math.sqrt(1 + alpha * alpha);

/** The mode for mu = 0 and sigma = 1 and alpha >= 0: where alpha phi(alpha z) / Phi(alpha z) falls to z, by bisection. */
const standardMode = (alpha: number): number => bisect((z) => alpha * inverseMillsRatio(alpha * z) > z, 0, 1);

/**
 * Skew-normal distribution.
 *
 *   p(x | mu, sigma, alpha) = 2 / sigma phi(z) Phi(alpha z),   z = (x - mu) / sigma,   x in (-∞, ∞);   tau = 1 / sigma²
 *
 * with phi and Phi the density and cdf of a standard normal number.
 *
 * @param mu location (not the mean), unit of x.
 * @param sigma scale, > 0, unit of x; or
 * @param tau its inverse square, > 0, one over the square of the unit of x.
 * @param alpha asymmetry; 0 is a normal distribution, and the sign is that of the longer tail.
 * @drawn { mu: 0, sigma: 1, alpha: 0 }, { mu: 0, sigma: 1, alpha: 4 }, { mu: 0, sigma: 2, alpha: -3 }
 * @example model.skewNormal('colour', { mu: 0, sigma: 1, alpha: 4 })
 *
 * Source: Azzalini (1985), A class of distributions which includes the normal ones, Scandinavian Journal of Statistics 12.
 * PyMC: SkewNormal; Stan: skew_normal; NumPyro: none.
 */
export const skewNormal = defineDistribution({
  name: 'SkewNormal',
  method: 'skewNormal',
  parameters: {
    mu: realParameter('location, unit of x'),
    sigma: positiveParameter('scale, unit of x'),
    tau: positiveParameter('inverse square of the scale, one over the square of the unit of x'),
    alpha: realParameter('asymmetry'),
  },
  alternatives: [['sigma'], ['tau']],
  support: real,
  logProb: (x, { mu, sigma, tau, alpha }) => {
    const scale = sigma ?? reciprocal(sqrt(tau));
    const z = x.sub(mu).div(scale);
    return logNormalCdf(z.mul(alpha)).sub(z.square().mul(0.5)).sub(log(scale)).add(HALF_LOG_TWO_OVER_PI);
  },
  logCdf: (x, { mu, sigma, tau, alpha }) => logSkewNormalCdf(x.sub(mu).div(sigma ?? reciprocal(sqrt(tau))), alpha),
  logSurvival: (x, { mu, sigma, tau, alpha }) =>
    logSkewNormalCdf(mu.sub(x).div(sigma ?? reciprocal(sqrt(tau))), neg(alpha)),
  random: (rng, { mu, sigma, tau, alpha }) => {
    const z = Math.abs(rng.normal()) * correlationOf(alpha) + rng.normal() / Math.sqrt(1 + alpha * alpha);
    return mu + (sigma ?? 1 / Math.sqrt(tau)) * z;
  },
  mean: ({ mu, sigma, tau, alpha }) =>
    mu + (sigma ?? 1 / Math.sqrt(tau)) * Math.sqrt(2 / Math.PI) * correlationOf(alpha),
  variance: ({ sigma, tau, alpha }) => {
    const square = sigma === undefined ? 1 / tau : sigma * sigma;
    return square * (1 - (2 / Math.PI) * correlationOf(alpha) ** 2);
  },
  mode: ({ mu, sigma, tau, alpha }) =>
    mu + (sigma ?? 1 / Math.sqrt(tau)) * Math.sign(alpha) * standardMode(Math.abs(alpha)),
});
