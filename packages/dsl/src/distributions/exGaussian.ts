import { less, log, log1mexp, logAddExp, logMillsRatio, logNormalCdf, type Tensor, where } from '@credence/autodiff';
import { inverseMillsExcess, inverseMillsRatio } from '@credence/numerics';
import { real } from '../supports/index.js';
import { bisect } from './bisect.js';
import { HALF_LOG_TWO_PI } from './constants.js';
import { defineDistribution } from './distribution.js';
import { logMillsRise } from './normalTails.js';
import { logCdfBetween, logSurvivalBetween } from './outside.js';
import { positiveParameter, realParameter } from './parameters.js';

interface Given {
  readonly mu: Tensor;
  readonly sigma: Tensor;
  readonly nu: Tensor;
}

/**
 * log of nu times the density. Textbooks add a large exponent and the log of a tiny probability where sigma is large against
 * nu; there it is the normal density times a Mills ratio.
 */
function logScaledDensity(x: Tensor, { mu, sigma, nu }: Given): Tensor {
  const difference = x.sub(mu);
  const ratio = sigma.div(nu);
  const z = difference.div(sigma);
  const w = z.sub(ratio);
  const normalLike = z.square().mul(-0.5).sub(HALF_LOG_TWO_PI).add(logMillsRatio(w));
  const exponentialLike = ratio.square().mul(0.5).sub(difference.div(nu)).add(logNormalCdf(w));
  return where(less(w, 0), normalLike, exponentialLike);
}

/**
 * The mode for mu = 0 and sigma = 1: where phi(w) / Phi(w) = ratio, the slope of the log density at x = w + ratio is 0. That
 * quotient falls, lies above -w, and is below every float64 from w = 40 on.
 */
function standardMode(ratio: number): number {
  return inverseMillsExcess(bisect((w) => inverseMillsRatio(w) > ratio, -ratio, 40));
}

/**
 * Exponentially modified normal distribution: the sum of a normal and an exponential number.
 *
 *   p(x | mu, sigma, nu) = exp((sigma / nu)² / 2 - (x - mu) / nu) Phi((x - mu) / sigma - sigma / nu) / nu,   x in (-∞, ∞)
 *
 * with Phi the standard normal cdf. The mode has no closed form and is found by bisection.
 *
 * @param mu mean of the normal number, unit of x.
 * @param sigma its standard deviation, > 0, unit of x.
 * @param nu mean of the exponential number, > 0, unit of x.
 * @drawn { mu: 0, sigma: 1, nu: 1 }, { mu: 0, sigma: 0.3, nu: 1 }, { mu: 0, sigma: 1, nu: 3 }
 * @example model.exGaussian('reactionTime', { mu: 0.3, sigma: 0.05, nu: 0.1 })
 *
 * Source: Grushka (1972), Characterization of exponentially modified Gaussian peaks in chromatography, Analytical
 * Chemistry 44(11).
 * PyMC: ExGaussian; Stan: exp_mod_normal (rate 1 / nu); NumPyro: none.
 */
export const exGaussian = defineDistribution({
  name: 'ExGaussian',
  method: 'exGaussian',
  parameters: {
    mu: realParameter('mean of the normal number, unit of x'),
    sigma: positiveParameter('standard deviation of the normal number, unit of x'),
    nu: positiveParameter('mean of the exponential number, unit of x'),
  },
  support: real,
  logProb: (x, given) => logScaledDensity(x, given).sub(log(given.nu)),
  // Phi(z) less nu times the density, whose ratio is that of the Mills ratios at z and at z - sigma / nu.
  logCdf: (x, { mu, sigma, nu }) => {
    const z = x.sub(mu).div(sigma);
    const inside = logNormalCdf(z).add(log1mexp(logMillsRise(z, sigma.div(nu)).neg()));
    return logCdfBetween(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, x, inside);
  },
  logSurvival: (x, given) => {
    const inside = logAddExp(logNormalCdf(given.mu.sub(x).div(given.sigma)), logScaledDensity(x, given));
    return logSurvivalBetween(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, x, inside);
  },
  random: (rng, { mu, sigma, nu }) => mu + sigma * rng.normal() + nu * rng.exponential(),
  mean: ({ mu, nu }) => mu + nu,
  variance: ({ sigma, nu }) => sigma * sigma + nu * nu,
  mode: ({ mu, sigma, nu }) => mu + sigma * standardMode(sigma / nu),
});
