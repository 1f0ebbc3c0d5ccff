import { gammaQuantile, log, logGammaCdf, logGammaSurvival, type Tensor } from '@credence/autodiff';
import { positive } from '../supports/index.js';
import { defineDistribution } from './distribution.js';
import { type GammaParameters, logGammaDensityTimesValue } from './gammaDensity.js';
import { logCdfFrom, logSurvivalFrom, ofProbability } from './outside.js';
import { positiveParameter } from './parameters.js';

function shapeAndRate({ alpha, beta, mu, sigma }: GammaParameters): { readonly shape: Tensor; readonly rate: Tensor } {
  if (alpha !== undefined) return { shape: alpha, rate: beta };
  return { shape: mu.div(sigma).square(), rate: mu.div(sigma.square()) };
}

/** Shape and rate of given mean and standard deviation. */
const shapeOf = (mu: number, sigma: number) => (mu / sigma) ** 2;
const rateOf = (mu: number, sigma: number) => mu / (sigma * sigma);

/**
 * Gamma distribution by shape and rate, or by mean and standard deviation.
 *
 *   p(x | alpha, beta) = beta^alpha / Gamma(alpha) x^(alpha - 1) exp(-beta x),   x in (0, ∞)
 *
 * @param alpha shape, > 0, and
 * @param beta rate, > 0, one over the unit of x; or
 * @param mu mean, > 0, unit of x, and
 * @param sigma standard deviation, > 0, unit of x: alpha = (mu / sigma)², beta = mu / sigma².
 * @drawn { alpha: 1, beta: 1 }, { alpha: 3, beta: 1 }, { mu: 6, sigma: 1.5 }
 * @example model.gamma('precision', { alpha: 2, beta: 0.1 })
 *
 * PyMC: Gamma; Stan: gamma; NumPyro: Gamma (concentration, rate).
 */
export const gamma = defineDistribution({
  name: 'Gamma',
  method: 'gamma',
  parameters: {
    alpha: positiveParameter('shape'),
    beta: positiveParameter('rate, one over the unit of x'),
    mu: positiveParameter('mean, unit of x'),
    sigma: positiveParameter('standard deviation, unit of x'),
  },
  alternatives: [
    ['alpha', 'beta'],
    ['mu', 'sigma'],
  ],
  support: positive,
  logProb: (x, given) => {
    const { shape, rate } = shapeAndRate(given);
    return logGammaDensityTimesValue(shape, x.mul(rate)).sub(log(x));
  },
  logCdf: (x, given) => {
    const { shape, rate } = shapeAndRate(given);
    return logCdfFrom(0, x, logGammaCdf(shape, x.mul(rate)));
  },
  logSurvival: (x, given) => {
    const { shape, rate } = shapeAndRate(given);
    return logSurvivalFrom(0, x, logGammaSurvival(shape, x.mul(rate)));
  },
  icdf: (p, given) => {
    const { shape, rate } = shapeAndRate(given);
    return ofProbability(p, gammaQuantile(shape, p).div(rate));
  },
  random: (rng, { alpha, beta, mu, sigma }) =>
    alpha === undefined ? rng.gamma(shapeOf(mu, sigma)) / rateOf(mu, sigma) : rng.gamma(alpha) / beta,
  mean: ({ alpha, beta, mu }) => (alpha === undefined ? mu : alpha / beta),
  variance: ({ alpha, beta, sigma }) => (alpha === undefined ? sigma * sigma : alpha / (beta * beta)),
  mode: ({ alpha, beta, mu, sigma }) =>
    alpha === undefined ? Math.max(0, mu - (sigma * sigma) / mu) : Math.max(0, alpha - 1) / beta,
});
