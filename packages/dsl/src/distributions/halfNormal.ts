import { log } from '@credence/autodiff';
import { nonNegative } from '../supports/index.js';
import { HALF_LOG_TWO_OVER_PI } from './constants.js';
import { defineDistribution } from './distribution.js';
import { positiveParameter } from './parameters.js';

/**
 * Half-normal distribution: the absolute value of a normal number with mean 0.
 *
 *   p(x | sigma) = sqrt(2 / pi) / sigma * exp(-(x / sigma)² / 2),   x in [0, ∞)
 *
 * @param sigma scale, > 0, unit of x.
 * @example model.halfNormal('tau', { sigma: 5 })
 */
export const halfNormal = defineDistribution({
  name: 'HalfNormal',
  method: 'halfNormal',
  parameters: { sigma: positiveParameter('scale, unit of x') },
  support: nonNegative,
  logProb: (x, { sigma }) => x.div(sigma).square().mul(-0.5).sub(log(sigma)).add(HALF_LOG_TWO_OVER_PI),
  random: (rng, { sigma }) => sigma * Math.abs(rng.normal()),
  mean: ({ sigma }) => sigma * Math.sqrt(2 / Math.PI),
  variance: ({ sigma }) => sigma * sigma * (1 - 2 / Math.PI),
});
