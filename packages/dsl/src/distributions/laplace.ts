import { abs, exp, less, log, log1p, type Tensor, where } from '@credence/autodiff';
import { log as logOf } from '@credence/numerics';
import { real } from '../supports/index.js';
import { LOG_TWO } from './constants.js';
import { defineDistribution } from './distribution.js';
import { ofProbability } from './outside.js';
import { positiveParameter, realParameter } from './parameters.js';

/** log P(Z <= z) for location 0 and scale 1. */
const standardLogCdf = (z: Tensor) => where(less(z, 0), z.sub(LOG_TWO), log1p(exp(z.neg()).mul(-0.5)));

/**
 * Laplace (double exponential) distribution.
 *
 *   p(x | mu, b) = exp(-|x - mu| / b) / (2 b),   x in (-∞, ∞)
 *
 * @param mu location, unit of x.
 * @param b scale, > 0, unit of x.
 * @drawn { mu: 0, b: 1 }, { mu: 0, b: 2 }, { mu: 3, b: 0.5 }
 * @example model.laplace('effect', { mu: 0, b: 1 })
 *
 * PyMC: Laplace; Stan: double_exponential; NumPyro: Laplace.
 */
export const laplace = defineDistribution({
  name: 'Laplace',
  method: 'laplace',
  parameters: { mu: realParameter('location, unit of x'), b: positiveParameter('scale, unit of x') },
  support: real,
  logProb: (x, { mu, b }) => abs(x.sub(mu)).div(b).neg().sub(log(b)).sub(LOG_TWO),
  logCdf: (x, { mu, b }) => standardLogCdf(x.sub(mu).div(b)),
  logSurvival: (x, { mu, b }) => standardLogCdf(mu.sub(x).div(b)),
  icdf: (p, { mu, b }) => {
    const z = where(less(p, 0.5), log(p.mul(2)), log(p.neg().add(1).mul(2)).neg());
    return ofProbability(p, z.mul(b).add(mu));
  },
  random: (rng, { mu, b }) => {
    const u = rng.uniform();
    return u < 0.5 ? mu + b * logOf(2 * u) : mu - b * logOf(2 - 2 * u);
  },
  mean: ({ mu }) => mu,
  variance: ({ b }) => 2 * b * b,
  mode: ({ mu }) => mu,
});
