import { exp, expm1mx, log } from '@credence/autodiff';
import { log as logOf } from '@credence/numerics';
import { real } from '../supports/index.js';
import { logOneMinusExpOfMinusExp } from './cloglog.js';
import { EULER } from './constants.js';
import { defineDistribution } from './distribution.js';
import { ofProbability } from './outside.js';
import { positiveParameter, realParameter } from './parameters.js';

/**
 * Gumbel distribution of largest values.
 *
 *   p(x | mu, beta) = exp(-z - exp(-z)) / beta,   z = (x - mu) / beta,   x in (-∞, ∞)
 *
 * @param mu location (mode), unit of x.
 * @param beta scale, > 0, unit of x.
 * @drawn { mu: 0, beta: 1 }, { mu: 0, beta: 2 }, { mu: 3, beta: 1 }
 * @example model.gumbel('flood', { mu: 20, beta: 3 })
 *
 * PyMC: Gumbel; Stan: gumbel; NumPyro: Gumbel.
 */
export const gumbel = defineDistribution({
  name: 'Gumbel',
  method: 'gumbel',
  parameters: { mu: realParameter('location, unit of x'), beta: positiveParameter('scale, unit of x') },
  support: real,
  // z + exp(-z) = 1 + (exp(-z) - 1 + z), whose derivative keeps its digits near the mode.
  logProb: (x, { mu, beta }) => expm1mx(mu.sub(x).div(beta)).add(1).add(log(beta)).neg(),
  logCdf: (x, { mu, beta }) => exp(mu.sub(x).div(beta)).neg(),
  logSurvival: (x, { mu, beta }) => logOneMinusExpOfMinusExp(mu.sub(x).div(beta)),
  icdf: (p, { mu, beta }) => ofProbability(p, log(log(p).neg()).mul(beta).neg().add(mu)),
  random: (rng, { mu, beta }) => mu - beta * logOf(rng.exponential()),
  mean: ({ mu, beta }) => mu + EULER * beta,
  variance: ({ beta }) => (beta * beta * Math.PI ** 2) / 6,
  mode: ({ mu }) => mu,
});
