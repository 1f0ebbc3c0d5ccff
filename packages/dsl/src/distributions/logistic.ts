import { log, logCosh, logit, logSigmoid } from '@credence/autodiff';
import { log as logOf } from '@credence/numerics';
import { real } from '../supports/index.js';
import { LOG_TWO } from './constants.js';
import { defineDistribution } from './distribution.js';
import { ofProbability } from './outside.js';
import { positiveParameter, realParameter } from './parameters.js';

/**
 * Logistic distribution.
 *
 *   p(x | mu, s) = exp(-z) / (s (1 + exp(-z))²) = 1 / (4 s cosh(z / 2)²),   z = (x - mu) / s,   x in (-∞, ∞)
 *
 * @param mu mean, unit of x.
 * @param s scale, > 0, unit of x: the standard deviation is s pi / sqrt(3).
 * @drawn { mu: 0, s: 1 }, { mu: 0, s: 2 }, { mu: 3, s: 0.5 }
 * @example model.logistic('threshold', { mu: 0, s: 1 })
 *
 * PyMC: Logistic; Stan: logistic; NumPyro: Logistic.
 */
export const logistic = defineDistribution({
  name: 'Logistic',
  method: 'logistic',
  parameters: { mu: realParameter('mean, unit of x'), s: positiveParameter('scale, unit of x') },
  support: real,
  // By cosh, whose derivative keeps its digits near mu.
  logProb: (x, { mu, s }) =>
    logCosh(x.sub(mu).div(s).mul(0.5))
      .mul(-2)
      .sub(log(s))
      .sub(2 * LOG_TWO),
  logCdf: (x, { mu, s }) => logSigmoid(x.sub(mu).div(s)),
  logSurvival: (x, { mu, s }) => logSigmoid(mu.sub(x).div(s)),
  icdf: (p, { mu, s }) => ofProbability(p, logit(p).mul(s).add(mu)),
  random: (rng, { mu, s }) => {
    const u = rng.uniform();
    return mu + s * (logOf(u) - logOf(1 - u));
  },
  mean: ({ mu }) => mu,
  variance: ({ s }) => (s * s * Math.PI ** 2) / 3,
  mode: ({ mu }) => mu,
});
