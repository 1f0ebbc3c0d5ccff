import { exp, log, logCosh, logit, logRatio, logSigmoid } from '@credence/autodiff';
import { cos, exp as expOf, log as logOf, sin } from '@credence/numerics';
import { nonNegative } from '../supports/index.js';
import { LOG_TWO } from './constants.js';
import { defineDistribution } from './distribution.js';
import { logCdfFrom, logSurvivalFrom, ofProbability } from './outside.js';
import { positiveParameter } from './parameters.js';

/** Variance for the scale 1: 2 v / sin(2 v) - (v / sin v)², v = pi / beta; by its series where the two are close. */
function standardVariance(v: number): number {
  const square = v * v;
  if (v < 0.01) return square * (1 / 3 + square * (11 / 45 + (square * 114) / 945));
  const ratio = v / sin(v);
  return ratio * (1 / cos(v) - ratio);
}

/**
 * Log-logistic distribution: exp of a logistic number.
 *
 *   p(x | alpha, beta) = beta / x u / (1 + u)²,   u = (x / alpha)^beta,   x in [0, ∞)
 *
 * @param alpha scale (median), > 0, unit of x.
 * @param beta shape, > 0.
 * @drawn { alpha: 1, beta: 1.5 }, { alpha: 1, beta: 4 }, { alpha: 2, beta: 4 }
 * @example model.logLogistic('survival', { alpha: 12, beta: 2.5 })
 *
 * PyMC: none; Stan: loglogistic; NumPyro: none.
 */
export const logLogistic = defineDistribution({
  name: 'LogLogistic',
  method: 'logLogistic',
  parameters: { alpha: positiveParameter('scale, unit of x'), beta: positiveParameter('shape') },
  support: nonNegative,
  logProb: (x, { alpha, beta }) => {
    const half = logRatio(x, alpha).mul(beta).mul(0.5);
    return log(beta)
      .sub(log(x))
      .sub(logCosh(half).mul(2))
      .sub(2 * LOG_TWO);
  },
  logCdf: (x, { alpha, beta }) => logCdfFrom(0, x, logSigmoid(logRatio(x, alpha).mul(beta))),
  logSurvival: (x, { alpha, beta }) => logSurvivalFrom(0, x, logSigmoid(logRatio(x, alpha).mul(beta).neg())),
  icdf: (p, { alpha, beta }) => ofProbability(p, exp(logit(p).div(beta)).mul(alpha)),
  random: (rng, { alpha, beta }) => {
    const u = rng.uniform();
    return alpha * expOf((logOf(u) - logOf(1 - u)) / beta);
  },
  mean: ({ alpha, beta }) => {
    const angle = Math.PI / beta;
    return beta > 1 ? (alpha * angle) / sin(angle) : Number.POSITIVE_INFINITY;
  },
  variance: ({ alpha, beta }) => {
    if (!(beta > 2)) return beta > 1 ? Number.POSITIVE_INFINITY : Number.NaN;
    return alpha * alpha * standardVariance(Math.PI / beta);
  },
  mode: ({ alpha, beta }) => (beta > 1 ? alpha * expOf(logOf((beta - 1) / (beta + 1)) / beta) : 0),
});
