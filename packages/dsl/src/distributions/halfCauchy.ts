import { atan, atan2, less, log, log1p, reciprocal, tan, where } from '@credence/autodiff';
import { nonNegative } from '../supports/index.js';
import { LOG_TWO_OVER_PI } from './constants.js';
import { defineDistribution } from './distribution.js';
import { logCdfFrom, logSurvivalFrom, ofProbability } from './outside.js';
import { positiveParameter } from './parameters.js';

/**
 * Half-Cauchy distribution: the absolute value of a Cauchy number with location 0.
 *
 *   p(x | beta) = 2 / (pi beta (1 + (x / beta)²)),   x in [0, ∞)
 *
 * @param beta scale (median), > 0, unit of x.
 * @drawn { beta: 1 }, { beta: 2.5 }
 * @example model.halfCauchy('tau', { beta: 5 })
 *
 * Use as a prior of scales: Gelman (2006), Prior distributions for variance parameters in hierarchical models,
 * Bayesian Analysis 1(3).
 *
 * PyMC: HalfCauchy; Stan: cauchy with a lower bound of 0; NumPyro: HalfCauchy.
 */
export const halfCauchy = defineDistribution({
  name: 'HalfCauchy',
  method: 'halfCauchy',
  parameters: { beta: positiveParameter('scale, unit of x') },
  support: nonNegative,
  logProb: (x, { beta }) => log1p(x.div(beta).square()).neg().sub(log(beta)).add(LOG_TWO_OVER_PI),
  logCdf: (x, { beta }) => logCdfFrom(0, x, log(atan(x.div(beta)).mul(2 / Math.PI))),
  logSurvival: (x, { beta }) => logSurvivalFrom(0, x, log(atan2(1, x.div(beta)).mul(2 / Math.PI))),
  icdf: (p, { beta }) => {
    const rest = p.neg().add(1);
    const near = tan(p.mul(Math.PI / 2));
    const far = reciprocal(tan(rest.mul(Math.PI / 2)));
    return ofProbability(p, where(less(p, 0.5), near, far).mul(beta));
  },
  random: (rng, { beta }) => beta * Math.abs(rng.cauchy()),
  mean: () => Number.POSITIVE_INFINITY,
  variance: () => Number.NaN,
  mode: () => 0,
});
