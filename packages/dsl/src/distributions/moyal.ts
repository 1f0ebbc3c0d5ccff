import { erf, exp, expm1mx, greater, log, logNormalCdf, normalQuantile, where } from '@credence/autodiff';
import { real } from '../supports/index.js';
import { EULER, HALF_LOG_TWO_OVER_PI, HALF_LOG_TWO_PI, LOG_TWO } from './constants.js';
import { defineDistribution } from './distribution.js';
import { ofProbability } from './outside.js';
import { positiveParameter, realParameter } from './parameters.js';

/**
 * Moyal distribution, an approximation of Landau's for losses of energy: x = mu - sigma log(n²) of a normal number n.
 *
 *   p(x | mu, sigma) = exp(-(z + exp(-z)) / 2) / (sigma sqrt(2 pi)),   z = (x - mu) / sigma,   x in (-∞, ∞)
 *
 * @param mu location (mode), unit of x.
 * @param sigma scale, > 0, unit of x.
 * @drawn { mu: 0, sigma: 1 }, { mu: 0, sigma: 2 }, { mu: 3, sigma: 0.5 }
 * @example model.moyal('loss', { mu: 2, sigma: 0.3 })
 *
 * Source: Moyal (1955), Theory of ionization fluctuations, Philosophical Magazine 46(374).
 * PyMC: Moyal; Stan: none; NumPyro: Moyal.
 */
export const moyal = defineDistribution({
  name: 'Moyal',
  method: 'moyal',
  parameters: { mu: realParameter('location, unit of x'), sigma: positiveParameter('scale, unit of x') },
  support: real,
  // z + exp(-z) = 1 + (exp(-z) - 1 + z), whose derivative keeps its digits near the mode.
  logProb: (x, { mu, sigma }) => expm1mx(mu.sub(x).div(sigma)).add(1).mul(-0.5).sub(log(sigma)).sub(HALF_LOG_TWO_PI),
  logCdf: (x, { mu, sigma }) => logNormalCdf(exp(mu.sub(x).div(sigma).mul(0.5)).neg()).add(LOG_TWO),
  logSurvival: (x, { mu, sigma }) => {
    const half = mu.sub(x).div(sigma).mul(0.5);
    const inside = log(erf(exp(half).mul(Math.SQRT1_2)));
    return where(greater(half, -30), inside, half.add(HALF_LOG_TWO_OVER_PI));
  },
  icdf: (p, { mu, sigma }) =>
    ofProbability(
      p,
      log(normalQuantile(p.mul(0.5)).neg())
        .mul(-2)
        .mul(sigma)
        .add(mu),
    ),
  // The square of a normal number is twice a gamma number, whose logarithm is always finite.
  random: (rng, { mu, sigma }) => mu - sigma * (rng.logGamma(0.5) + LOG_TWO),
  mean: ({ mu, sigma }) => mu + sigma * (EULER + LOG_TWO),
  variance: ({ sigma }) => (sigma * sigma * Math.PI ** 2) / 2,
  mode: ({ mu }) => mu,
});
