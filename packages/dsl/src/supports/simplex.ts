/** Vectors of probabilities. */
import {
  abs,
  all,
  cumsum,
  exp,
  greater,
  greaterEqual,
  iota,
  lessEqual,
  log,
  logSigmoid,
  logSoftmax,
  logSumExp,
  mean,
  neg,
  pad,
  sum,
  type Tensor,
} from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import { gathered, rangeOf, spread } from './helmert.js';
import { allOf, type Support, shown } from './support.js';

/** How far sums of events may be from what they must be: rounding of many operations, and of printed numbers. */
const TOLERANCE = 1e-8;

/** log of the shares that breaks take of what is left, and of what they leave; at 0 all elements are equal. */
function logBreaks(u: Tensor): { readonly taken: Tensor; readonly left: Tensor } {
  const breaks = u.shape.at(-1) ?? 0;
  const shifted = u.sub(log(iota(breaks).neg().add(breaks)));
  return { taken: logSigmoid(shifted), left: cumsum(logSigmoid(neg(shifted)), { axis: u.rank - 1 }) };
}

/** A 0 before, or behind, the last axis. */
function padded(x: Tensor, where: 'before' | 'behind'): Tensor {
  const none = x.shape.map(() => 0);
  const one = [...none.slice(1), 1];
  return where === 'before' ? pad(x, one, none) : pad(x, none, one);
}

function breaksOf([size = 0]: readonly number[]): readonly number[] {
  if (size > 0) return [size - 1];
  throw new CredenceError('shape/support', 'a simplex has at least one element, and the shape gives it none.', {});
}

/**
 * Vectors of k numbers >= 0 that sum to 1 (to 1e-8), moved to k - 1 reals by breaking a stick: x_i = z_i (1 - x_1 - ... - x_(i-1)) with
 * z_i = sigmoid(u_i - log(k - i)); u = 0 is the centre. Shares are computed as logarithms and lose no digits. log-Jacobian of
 * the first k - 1 numbers: sum_i log z_i + log(1 - x_1 - ... - x_i). Breaks of a Dirichlet vector are independent numbers u.
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
    unconstrainedShape: breaksOf,
    constrain: (u) => {
      const { taken, left } = logBreaks(u);
      return exp(padded(taken, 'behind').add(padded(left, 'before')));
    },
    unconstrain: (x) => {
      const breaks = (x.shape.at(-1) ?? 1) - 1;
      const axis = x.rank - 1;
      const behind = rangeOf(cumsum(x, { axis, reverse: true }), axis, { from: 1 });
      const odds = log(rangeOf(x, axis, { to: breaks })).sub(log(behind));
      return odds.add(log(iota(breaks).neg().add(breaks)));
    },
    logJacobian: (u) => {
      const { taken, left } = logBreaks(u);
      return sum(taken.add(left), { axes: -1 });
    },
  },
};

/**
 * The simplex, moved by the isometric log ratio of Egozcue et al. (2003), Isometric logratio transformations for compositional
 * data analysis, Mathematical Geology 35(3): x = softmax(V u) with V an orthonormal basis of the vectors that sum to zero.
 * log-Jacobian of the first k - 1 numbers: sum log x + log(k) / 2. As the option `support` it is the better choice where
 * ratios of elements are normal, as in logistic-normal models.
 */
export const logRatioSimplex: Support = {
  ...simplex,
  transform: {
    name: 'logRatio',
    unconstrainedShape: breaksOf,
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
