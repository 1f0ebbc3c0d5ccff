import { less, log, where } from '@credence/autodiff';
import { interval } from '../supports/index.js';
import { defineDistribution } from './distribution.js';
import { logCdfBetween, logSurvivalBetween, ofProbability } from './outside.js';
import { realParameter } from './parameters.js';
import { zerosLike } from './zeros.js';

/**
 * Uniform distribution.
 *
 *   p(x | lower, upper) = 1 / (upper - lower),   x in [lower, upper]
 *
 * @param lower, upper bounds, lower < upper, unit of x. They may be other variables.
 * @drawn { lower: 0, upper: 1 }, { lower: -1, upper: 3 }
 * @example model.uniform('share', { lower: 0, upper: 1 })
 *
 * PyMC: Uniform; Stan: uniform; NumPyro: Uniform.
 */
export const uniform = defineDistribution({
  name: 'Uniform',
  method: 'uniform',
  parameters: { lower: realParameter('lower bound, unit of x'), upper: realParameter('upper bound, unit of x') },
  support: ({ lower, upper }) => interval(lower, upper, { closed: true }),
  logProb: (x, { lower, upper }) => zerosLike(x).sub(log(upper.sub(lower))),
  logCdf: (x, { lower, upper }) => logCdfBetween(lower, upper, x, log(x.sub(lower).div(upper.sub(lower)))),
  logSurvival: (x, { lower, upper }) => logSurvivalBetween(lower, upper, x, log(upper.sub(x).div(upper.sub(lower)))),
  icdf: (p, { lower, upper }) => {
    const width = upper.sub(lower);
    // From the nearer bound, so that both are reached.
    const quantile = where(less(p, 0.5), lower.add(p.mul(width)), upper.sub(p.neg().add(1).mul(width)));
    return ofProbability(p, quantile);
  },
  random: (rng, { lower, upper }) => lower + (upper - lower) * rng.uniform(),
  mean: ({ lower, upper }) => lower + (upper - lower) / 2,
  variance: ({ lower, upper }) => (upper - lower) ** 2 / 12,
  mode: ({ lower }) => lower,
});
