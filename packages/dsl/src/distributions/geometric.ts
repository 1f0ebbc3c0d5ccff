import {
  ceil,
  greater,
  log,
  log1mexp,
  log1p,
  logicalAnd,
  maximum,
  neg,
  type Tensor,
  xlog1py,
} from '@credence/autodiff';
import { log1p as log1pOf } from '@credence/numerics';
import { closedUnitInterval, positiveIntegers } from '../supports/index.js';
import { defineDistribution } from './distribution.js';
import { logCdfFrom, logSurvivalFrom, ofProbability } from './outside.js';

const unitAboveZero = {
  ...closedUnitInterval,
  text: 'in (0, 1]',
  contains: (x: Tensor) => logicalAnd(closedUnitInterval.contains(x), greater(x, 0)),
  holds: (x: number) => x > 0 && x <= 1,
  range: { lower: 0, upper: 1, lowerExcluded: true },
};

/**
 * Geometric distribution: trials up to the first success, which is counted.
 *
 *   P(x | p) = p (1 - p)^(x - 1),   x in {1, 2, ...}
 *
 * @param p probability of a success, in (0, 1].
 * @drawn { p: 0.3 }, { p: 0.6 }
 * @example model.geometric('attempts', { p }, { observed: attempts })
 *
 * PyMC: Geometric; Stan: none (neg_binomial counts failures); NumPyro: Geometric counts the failures, x - 1.
 */
export const geometric = defineDistribution({
  name: 'Geometric',
  method: 'geometric',
  parameters: { p: { description: 'probability of a success', constraint: unitAboveZero } },
  support: positiveIntegers,
  logProb: (x, { p }) => log(p).add(xlog1py(x.sub(1), neg(p))),
  logCdf: (x, { p }) => logCdfFrom(0, x, log1mexp(log1p(neg(p)).mul(x))),
  logSurvival: (x, { p }) => logSurvivalFrom(0, x, log1p(neg(p)).mul(x)),
  icdf: (level, { p }) => ofProbability(level, maximum(ceil(log1p(neg(level)).div(log1p(neg(p)))), 1)),
  random: (rng, { p }) => 1 + Math.floor(rng.exponential() / -log1pOf(-p)),
  mean: ({ p }) => 1 / p,
  variance: ({ p }) => (1 - p) / (p * p),
  mode: () => 1,
});
