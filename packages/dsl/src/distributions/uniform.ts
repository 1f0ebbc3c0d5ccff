import { log } from '@credence/autodiff';
import { interval } from '../supports/index.js';
import { defineDistribution } from './distribution.js';
import { realParameter } from './parameters.js';
import { zerosLike } from './zeros.js';

/**
 * Uniform distribution.
 *
 *   p(x | lower, upper) = 1 / (upper - lower),   x in [lower, upper]
 *
 * @param lower, upper bounds, lower < upper, unit of x. They may be other variables.
 * @example model.uniform('share', { lower: 0, upper: 1 })
 */
export const uniform = defineDistribution({
  name: 'Uniform',
  method: 'uniform',
  parameters: { lower: realParameter('lower bound, unit of x'), upper: realParameter('upper bound, unit of x') },
  support: ({ lower, upper }) => interval(lower, upper, { closed: true }),
  logProb: (x, { lower, upper }) => zerosLike(x).sub(log(upper.sub(lower))),
  random: (rng, { lower, upper }) => lower + (upper - lower) * rng.uniform(),
  mean: ({ lower, upper }) => lower + (upper - lower) / 2,
  variance: ({ lower, upper }) => (upper - lower) ** 2 / 12,
});
