import { exp, expm1mx, log, logRatio } from '@credence/autodiff';
import { exp as expOf, lgamma, log as logOf } from '@credence/numerics';
import { positive } from '../supports/index.js';
import { logOneMinusExpOfMinusExp } from './cloglog.js';
import { defineDistribution } from './distribution.js';
import { varianceOfPower } from './exponentialPower.js';
import { logCdfFrom, logSurvivalFrom, ofProbability } from './outside.js';
import { positiveParameter } from './parameters.js';

/**
 * Fréchet distribution of largest values, one over a Weibull number.
 *
 *   p(x | alpha, sigma) = alpha / x u exp(-u),   u = (x / sigma)^(-alpha),   x in (0, ∞)
 *
 * @param alpha shape, > 0.
 * @param sigma scale, > 0, unit of x.
 * @drawn { alpha: 2, sigma: 1 }, { alpha: 4, sigma: 1 }, { alpha: 4, sigma: 2 }
 * @example model.frechet('rainfall', { alpha: 3, sigma: 40 })
 *
 * PyMC: none; Stan: frechet; NumPyro: none.
 */
export const frechet = defineDistribution({
  name: 'Frechet',
  method: 'frechet',
  parameters: { alpha: positiveParameter('shape'), sigma: positiveParameter('scale, unit of x') },
  support: positive,
  logProb: (x, { alpha, sigma }) => {
    const logU = logRatio(x, sigma).mul(alpha).neg();
    return log(alpha).sub(log(x)).sub(expm1mx(logU)).sub(1);
  },
  logCdf: (x, { alpha, sigma }) => logCdfFrom(0, x, exp(logRatio(x, sigma).mul(alpha).neg()).neg()),
  logSurvival: (x, { alpha, sigma }) =>
    logSurvivalFrom(0, x, logOneMinusExpOfMinusExp(logRatio(x, sigma).mul(alpha).neg())),
  icdf: (p, { alpha, sigma }) => ofProbability(p, exp(log(log(p).neg()).div(alpha).neg()).mul(sigma)),
  random: (rng, { alpha, sigma }) => sigma * expOf(-logOf(rng.exponential()) / alpha),
  mean: ({ alpha, sigma }) => (alpha > 1 ? sigma * expOf(lgamma(1 - 1 / alpha)) : Number.POSITIVE_INFINITY),
  variance: ({ alpha, sigma }) => {
    if (!(alpha > 2)) return alpha > 1 ? Number.POSITIVE_INFINITY : Number.NaN;
    return sigma * sigma * varianceOfPower(1 / alpha);
  },
  mode: ({ alpha, sigma }) => sigma * expOf(logOf(alpha / (1 + alpha)) / alpha),
});
