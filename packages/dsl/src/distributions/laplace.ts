import { abs, log } from '@credence/autodiff';
import { log as logOf } from '@credence/numerics';
import { real } from '../supports/index.js';
import { LOG_TWO } from './constants.js';
import { defineDistribution } from './distribution.js';
import { positiveParameter, realParameter } from './parameters.js';

/**
 * Laplace (double exponential) distribution.
 *
 *   p(x | mu, b) = exp(-|x - mu| / b) / (2 b),   x in (-∞, ∞)
 *
 * @param mu location, unit of x.
 * @param b scale, > 0, unit of x.
 * @example model.laplace('effect', { mu: 0, b: 1 })
 */
export const laplace = defineDistribution({
  name: 'Laplace',
  method: 'laplace',
  parameters: { mu: realParameter('location, unit of x'), b: positiveParameter('scale, unit of x') },
  support: real,
  logProb: (x, { mu, b }) => abs(x.sub(mu)).div(b).neg().sub(log(b)).sub(LOG_TWO),
  random: (rng, { mu, b }) => {
    const u = rng.uniform();
    return u < 0.5 ? mu + b * logOf(2 * u) : mu - b * logOf(2 - 2 * u);
  },
  mean: ({ mu }) => mu,
  variance: ({ b }) => 2 * b * b,
});
