import { exp, expm1mx, log, log1p, logRatio } from '@credence/autodiff';
import { exp as expOf, lgamma, log as logOf } from '@credence/numerics';
import { nonNegative } from '../supports/index.js';
import { logOneMinusExpOfMinusExp } from './cloglog.js';
import { defineDistribution } from './distribution.js';
import { varianceOfPower } from './exponentialPower.js';
import { logCdfFrom, logSurvivalFrom, ofProbability } from './outside.js';
import { positiveParameter } from './parameters.js';

/**
 * Weibull distribution.
 *
 *   p(x | alpha, beta) = alpha / x u exp(-u),   u = (x / beta)^alpha,   x in [0, ∞)
 *
 * Written in log u, which keeps its digits at any shape.
 *
 * @param alpha shape, > 0.
 * @param beta scale, > 0, unit of x.
 * @drawn { alpha: 1, beta: 1 }, { alpha: 2, beta: 1 }, { alpha: 5, beta: 2 }
 * @example model.weibull('lifetime', { alpha: 1.5, beta: 1000 })
 *
 * PyMC: Weibull; Stan: weibull; NumPyro: Weibull (scale, concentration).
 */
export const weibull = defineDistribution({
  name: 'Weibull',
  method: 'weibull',
  parameters: { alpha: positiveParameter('shape'), beta: positiveParameter('scale, unit of x') },
  support: nonNegative,
  logProb: (x, { alpha, beta }) => {
    const logU = logRatio(x, beta).mul(alpha);
    return log(alpha).sub(log(x)).sub(expm1mx(logU)).sub(1);
  },
  logCdf: (x, { alpha, beta }) => logCdfFrom(0, x, logOneMinusExpOfMinusExp(logRatio(x, beta).mul(alpha))),
  logSurvival: (x, { alpha, beta }) => logSurvivalFrom(0, x, exp(logRatio(x, beta).mul(alpha)).neg()),
  icdf: (p, { alpha, beta }) => ofProbability(p, exp(log(log1p(p.neg()).neg()).div(alpha)).mul(beta)),
  random: (rng, { alpha, beta }) => beta * expOf(logOf(rng.exponential()) / alpha),
  mean: ({ alpha, beta }) => beta * expOf(lgamma(1 + 1 / alpha)),
  variance: ({ alpha, beta }) => beta * beta * varianceOfPower(-1 / alpha),
  mode: ({ alpha, beta }) => (alpha > 1 ? beta * expOf(logOf((alpha - 1) / alpha) / alpha) : 0),
});
