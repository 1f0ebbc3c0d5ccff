/** Vectors whose elements ascend. */
import { all, concat, cumsum, exp, greater, less, log, sum, type Tensor } from '@credence/autodiff';
import { rangeOf } from './helmert.js';
import { allOf, type Fault, type Support } from './support.js';

const infinity = Number.POSITIVE_INFINITY;

/** The first element, with its axis, and the others, along the last axis. */
function firstAndRest(x: Tensor): readonly [Tensor, Tensor] {
  const axis = x.rank - 1;
  return [rangeOf(x, axis, { to: 1 }), rangeOf(x, axis, { from: 1 })];
}

/** x_i - x_(i-1) for all elements but the first. */
function steps(x: Tensor): Tensor {
  const axis = x.rank - 1;
  return rangeOf(x, axis, { from: 1 }).sub(rangeOf(x, axis, { to: -1 }));
}

const fault =
  (lowest: number): Fault =>
  (event) => {
    for (let i = 0; i < event.length; i++) {
      const value = event[i]!;
      if (!(Math.abs(value) < infinity)) return `has the element [${i}] = ${value}, and all must be finite`;
      if (!(value > lowest)) return `has the element [${i}] = ${value}, and all must be > ${lowest}`;
      if (i > 0 && !(value > event[i - 1]!))
        return `has [${i}] = ${value} behind [${i - 1}] = ${event[i - 1]}, and its elements must ascend`;
    }
    return undefined;
  };

/** Vectors x_1 < x_2 < ...: x_1 = u_1, x_i = x_(i-1) + exp(u_i), log-Jacobian the sum of u_2, u_3, ... */
export const ordered: Support = {
  name: 'ordered',
  text: 'the ordered vectors',
  eventRank: 1,
  range: { lower: -infinity, upper: infinity, lowerExcluded: true, upperExcluded: true },
  contains: (x) =>
    allOf(
      all(greater(steps(x), 0), { axes: -1 }),
      all(greater(x, -infinity), { axes: -1 }),
      all(less(x, infinity), { axes: -1 }),
    ),
  fault: fault(-infinity),
  arrange: (event) => void event.sort(),
  transform: {
    name: 'ordered',
    constrain: (u) => {
      const [first, rest] = firstAndRest(u);
      return cumsum(concat([first, exp(rest)], -1), { axis: u.rank - 1 });
    },
    unconstrain: (x) => concat([firstAndRest(x)[0], log(steps(x))], -1),
    logJacobian: (u) => sum(firstAndRest(u)[1], { axes: -1 }),
  },
};

/** Vectors 0 < x_1 < x_2 < ...: x_i = x_(i-1) + exp(u_i) with x_0 = 0, log-Jacobian the sum of u. */
export const positiveOrdered: Support = {
  name: 'positiveOrdered',
  text: 'the positive ordered vectors',
  eventRank: 1,
  range: { lower: 0, upper: infinity, lowerExcluded: true, upperExcluded: true },
  contains: (x) =>
    allOf(
      all(greater(steps(x), 0), { axes: -1 }),
      all(greater(x, 0), { axes: -1 }),
      all(less(x, infinity), { axes: -1 }),
    ),
  fault: fault(0),
  arrange: (event) => void event.sort(),
  transform: {
    name: 'positiveOrdered',
    constrain: (u) => cumsum(exp(u), { axis: u.rank - 1 }),
    unconstrain: (x) => log(concat([firstAndRest(x)[0], steps(x)], -1)),
    logJacobian: (u) => sum(u, { axes: -1 }),
  },
};
