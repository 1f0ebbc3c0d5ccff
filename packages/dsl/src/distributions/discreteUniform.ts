import { add, ceil, lessEqual, log, log1p, maximum, neg, sub } from '@credence/autodiff';
import { constraint, integers } from '../supports/index.js';
import { defineDistribution } from './distribution.js';
import { logCdfBetween, logSurvivalBetween, ofProbability } from './outside.js';
import { zerosLike } from './zeros.js';

const bound = (description: string) => ({
  description,
  constraint: constraint('a whole number', integers(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)),
});

/**
 * Uniform distribution of whole numbers.
 *
 *   P(x | lower, upper) = 1 / (upper - lower + 1),   x in {lower, ..., upper}
 *
 * @param lower least value, a whole number.
 * @param upper largest value, a whole number >= lower.
 * @throws CredenceError support/bounds when these are numbers out of order
 * @drawn { lower: 1, upper: 6 }, { lower: -2, upper: 8 }
 * @example model.discreteUniform('die', { lower: 1, upper: 6 }, { observed: rolls })
 *
 * PyMC: DiscreteUniform; Stan: discrete_range; NumPyro: DiscreteUniform.
 */
export const discreteUniform = defineDistribution({
  name: 'DiscreteUniform',
  method: 'discreteUniform',
  parameters: { lower: bound('least value'), upper: bound('largest value') },
  support: ({ lower, upper }) => ({
    ...integers(lower, upper),
    valid: lessEqual(lower, upper),
    validText: 'lower must be at most upper',
  }),
  logProb: (x, { lower, upper }) => zerosLike(x).sub(log(upper.sub(lower).add(1))),
  logCdf: (x, { lower, upper }) =>
    logCdfBetween(sub(lower, 1), upper, x, log(sub(add(x, 1), lower).div(upper.sub(lower).add(1)))),
  logSurvival: (x, { lower, upper }) =>
    logSurvivalBetween(sub(lower, 1), upper, x, log1p(neg(sub(add(x, 1), lower).div(upper.sub(lower).add(1))))),
  icdf: (level, { lower, upper }) =>
    ofProbability(level, maximum(ceil(level.mul(upper.sub(lower).add(1))).sub(1), 0).add(lower)),
  random: (rng, { lower, upper }) => lower + Math.min(upper - lower, Math.floor(rng.uniform() * (upper - lower + 1))),
  mean: ({ lower, upper }) => (lower + upper) / 2,
  variance: ({ lower, upper }) => ((upper - lower + 1) ** 2 - 1) / 12,
  mode: ({ lower }) => lower,
});
