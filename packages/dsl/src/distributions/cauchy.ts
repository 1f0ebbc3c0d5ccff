import { log, log1p } from '@credence/autodiff';
import { real } from '../supports/index.js';
import { cauchyQuantile, logCauchyCdf } from './cauchyQuantile.js';
import { LOG_PI } from './constants.js';
import { defineDistribution } from './distribution.js';
import { ofProbability } from './outside.js';
import { positiveParameter, realParameter } from './parameters.js';

/**
 * Cauchy distribution.
 *
 *   p(x | alpha, beta) = 1 / (pi beta (1 + ((x - alpha) / beta)²)),   x in (-∞, ∞)
 *
 * @param alpha location (median), unit of x.
 * @param beta scale (half width at half height), > 0, unit of x.
 * @drawn { alpha: 0, beta: 1 }, { alpha: 0, beta: 0.5 }, { alpha: 2, beta: 1 }
 * @example model.cauchy('offset', { alpha: 0, beta: 2.5 })
 *
 * PyMC: Cauchy; Stan: cauchy; NumPyro: Cauchy.
 */
export const cauchy = defineDistribution({
  name: 'Cauchy',
  method: 'cauchy',
  parameters: { alpha: realParameter('location, unit of x'), beta: positiveParameter('scale, unit of x') },
  support: real,
  logProb: (x, { alpha, beta }) => log1p(x.sub(alpha).div(beta).square()).neg().sub(log(beta)).sub(LOG_PI),
  logCdf: (x, { alpha, beta }) => logCauchyCdf(x.sub(alpha).div(beta)),
  logSurvival: (x, { alpha, beta }) => logCauchyCdf(alpha.sub(x).div(beta)),
  icdf: (p, { alpha, beta }) => ofProbability(p, cauchyQuantile(p).mul(beta).add(alpha)),
  random: (rng, { alpha, beta }) => alpha + beta * rng.cauchy(),
  mean: () => Number.NaN,
  variance: () => Number.NaN,
  mode: ({ alpha }) => alpha,
});
