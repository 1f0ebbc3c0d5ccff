import { less, lessEqual, log, logicalAnd, sqrt, where } from '@credence/autodiff';
import { interval } from '../supports/index.js';
import { defineDistribution } from './distribution.js';
import { logCdfBetween, logSurvivalBetween, ofProbability } from './outside.js';
import { realParameter } from './parameters.js';

/**
 * Triangular distribution: the density rises in a straight line from lower to c, and falls to upper.
 *
 *   p(x | lower, c, upper) = 2 (x - lower) / ((upper - lower) (c - lower)) for x <= c,
 *                            2 (upper - x) / ((upper - lower) (upper - c)) for x > c,   x in [lower, upper]
 *
 * @param lower, upper bounds, lower < upper, unit of x. They may be other variables.
 * @param c mode, in [lower, upper], unit of x.
 * @throws CredenceError support/bounds when these are numbers out of order
 * @drawn { lower: 0, c: 1, upper: 4 }, { lower: 0, c: 3, upper: 4 }
 * @example model.triangular('duration', { lower: 2, c: 3, upper: 7 })
 *
 * PyMC: Triangular; Stan: none; NumPyro: none.
 */
export const triangular = defineDistribution({
  name: 'Triangular',
  method: 'triangular',
  parameters: {
    lower: realParameter('lower bound, unit of x'),
    c: realParameter('mode, unit of x'),
    upper: realParameter('upper bound, unit of x'),
  },
  support: ({ lower, c, upper }) => {
    const bounds = interval(lower, upper, { closed: true });
    const between = logicalAnd(lessEqual(lower, c), lessEqual(c, upper));
    const valid = bounds.valid === undefined ? between : logicalAnd(bounds.valid, between);
    return { ...bounds, valid, validText: 'lower must be less than upper, and c between them' };
  },
  logProb: (x, { lower, c, upper }) => {
    const left = x.sub(lower).div(c.sub(lower));
    const right = upper.sub(x).div(upper.sub(c));
    return log(where(less(x, c), left, right).mul(2).div(upper.sub(lower)));
  },
  // Sums of what is positive: 1 less the other side would lose the digits of a small probability.
  logCdf: (x, { lower, c, upper }) => {
    const width = upper.sub(lower);
    const left = x.sub(lower).square().div(c.sub(lower));
    const right = upper.sub(x).mul(x.sub(lower)).add(x.sub(c).mul(width)).div(upper.sub(c));
    return logCdfBetween(lower, upper, x, log(where(less(x, c), left, right).div(width)));
  },
  logSurvival: (x, { lower, c, upper }) => {
    const width = upper.sub(lower);
    const left = x.sub(lower).mul(upper.sub(x)).add(c.sub(x).mul(width)).div(c.sub(lower));
    const right = upper.sub(x).square().div(upper.sub(c));
    return logSurvivalBetween(lower, upper, x, log(where(less(x, c), left, right).div(width)));
  },
  icdf: (p, { lower, c, upper }) => {
    const width = upper.sub(lower);
    const rise = c.sub(lower);
    const left = lower.add(sqrt(p.mul(width).mul(rise)));
    const right = upper.sub(sqrt(p.neg().add(1).mul(width).mul(upper.sub(c))));
    return ofProbability(p, where(less(p.mul(width), rise), left, right));
  },
  random: (rng, { lower, c, upper }) => {
    const u = rng.uniform();
    const width = upper - lower;
    return u * width < c - lower
      ? lower + Math.sqrt(u * width * (c - lower))
      : upper - Math.sqrt((1 - u) * width * (upper - c));
  },
  mean: ({ lower, c, upper }) => lower + (c - lower + (upper - lower)) / 3,
  variance: ({ lower, c, upper }) => {
    const [width, rise] = [upper - lower, c - lower];
    return (width * width - width * rise + rise * rise) / 18;
  },
  mode: ({ c }) => c,
});
