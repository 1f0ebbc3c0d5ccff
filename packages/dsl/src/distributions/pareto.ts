import { exp, log, log1mexp, log1p, logRatio } from '@credence/autodiff';
import { exp as expOf } from '@credence/numerics';
import { lowerBounded } from '../supports/index.js';
import { defineDistribution } from './distribution.js';
import { logCdfFrom, logSurvivalFrom, ofProbability } from './outside.js';
import { positiveParameter } from './parameters.js';

/**
 * Pareto distribution.
 *
 *   p(x | alpha, m) = alpha / x (m / x)^alpha,   x in [m, ∞)
 *
 * @param alpha exponent, > 0.
 * @param m least value, > 0, unit of x. It may be another variable.
 * @drawn { alpha: 1, m: 1 }, { alpha: 3, m: 1 }, { alpha: 3, m: 2 }
 * @example model.pareto('income', { alpha: 2.5, m: 1000 })
 *
 * PyMC: Pareto; Stan: pareto; NumPyro: Pareto (scale, alpha).
 */
export const pareto = defineDistribution({
  name: 'Pareto',
  method: 'pareto',
  parameters: { alpha: positiveParameter('exponent'), m: positiveParameter('least value, unit of x') },
  support: ({ m }) => lowerBounded(m, { closed: true }),
  logProb: (x, { alpha, m }) => log(alpha).sub(log(x)).sub(logRatio(x, m).mul(alpha)),
  logCdf: (x, { alpha, m }) => logCdfFrom(m, x, log1mexp(logRatio(x, m).mul(alpha).neg())),
  logSurvival: (x, { alpha, m }) => logSurvivalFrom(m, x, logRatio(x, m).mul(alpha).neg()),
  icdf: (p, { alpha, m }) => ofProbability(p, exp(log1p(p.neg()).div(alpha).neg()).mul(m)),
  random: (rng, { alpha, m }) => m * expOf(rng.exponential() / alpha),
  mean: ({ alpha, m }) => (alpha > 1 ? (alpha * m) / (alpha - 1) : Number.POSITIVE_INFINITY),
  variance: ({ alpha, m }) =>
    alpha > 2 ? (m * m * alpha) / ((alpha - 1) ** 2 * (alpha - 2)) : alpha > 1 ? Number.POSITIVE_INFINITY : Number.NaN,
  mode: ({ m }) => m,
});
