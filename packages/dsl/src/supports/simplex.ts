/** Vectors of probabilities. */
import {
  abs,
  all,
  exp,
  greater,
  greaterEqual,
  lessEqual,
  log,
  logSoftmax,
  logSumExp,
  mean,
  sum,
} from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import { gathered, spread } from './helmert.js';
import { allOf, type Support, shown } from './support.js';

/** How far sums of events may be from what they must be: rounding of many operations, and of printed numbers. */
const TOLERANCE = 1e-8;

/**
 * Vectors of k numbers >= 0 that sum to 1 (to 1e-8), moved to k - 1 reals by the isometric log ratio of Egozcue et al. (2003),
 * Isometric logratio transformations for compositional data analysis, Mathematical Geology 35(3): x = softmax(V u) with V an
 * orthonormal basis of the vectors that sum to zero; u = 0 is the centre. log-Jacobian of the first k - 1 numbers:
 * sum log x + log(k) / 2.
 */
export const simplex: Support = {
  name: 'simplex',
  text: 'the simplex',
  eventRank: 1,
  thin: true,
  range: { lower: 0, upper: 1 },
  contains: (x) => allOf(all(greaterEqual(x, 0), { axes: -1 }), lessEqual(abs(sum(x, { axes: -1 }).sub(1)), TOLERANCE)),
  fault: (event) => {
    let total = 0;
    for (let i = 0; i < event.length; i++) {
      const value = event[i]!;
      if (!(value >= 0)) return `has the element [${i}] = ${value}, and all must be >= 0`;
      total += value;
    }
    return Math.abs(total - 1) <= TOLERANCE ? undefined : `sums to ${shown(total)}, and must sum to 1`;
  },
  transform: {
    name: 'simplex',
    unconstrainedShape: ([size = 0]) => {
      if (size > 0) return [size - 1];
      throw new CredenceError('shape/support', 'a simplex has at least one element, and the shape gives it none.', {});
    },
    constrain: (u) => exp(logSoftmax(spread(u, -1))),
    unconstrain: (x) => {
      const logs = log(x);
      return gathered(logs.sub(mean(logs, { axes: -1, keepDims: true })), -1);
    },
    logJacobian: (u) => {
      const size = (u.shape.at(-1) ?? 0) + 1;
      return logSumExp(spread(u, -1), { axes: -1 }).mul(-size).add(log(size).mul(0.5));
    },
  },
};

/** The simplex without its border: all elements > 0. */
export const openSimplex: Support = {
  ...simplex,
  text: 'the simplex without its border',
  range: { lower: 0, upper: 1, lowerExcluded: true },
  contains: (x) => allOf(all(greater(x, 0), { axes: -1 }), simplex.contains(x)),
  fault: (event, shape, valueAt) => {
    for (let i = 0; i < event.length; i++) {
      if (event[i] === 0) return `has the element [${i}] = 0, and all must be > 0`;
    }
    return simplex.fault?.(event, shape, valueAt);
  },
};
