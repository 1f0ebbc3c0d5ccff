/** Vectors of counts with a given sum: what multinomial distributions draw. */
import { all, equal, floor, greaterEqual, logicalAnd, sum, type Tensor } from '@credence/autodiff';
import type { Support } from '../supports/index.js';

/** @param n the sum, one for every vector */
export function countsWithSum(n: Tensor): Support {
  return {
    name: 'countsWithSum',
    text: 'the vectors of counts that sum to n',
    eventRank: 1,
    discrete: true,
    thin: true,
    contains: (x) =>
      logicalAnd(all(logicalAnd(equal(floor(x), x), greaterEqual(x, 0)), { axes: -1 }), equal(sum(x, { axes: -1 }), n)),
    fault: (event, _, valueAt) => {
      let total = 0;
      for (let i = 0; i < event.length; i++) {
        const value = event[i]!;
        if (!(Number.isInteger(value) && value >= 0))
          return `has the element [${i}] = ${value}, and all must be whole numbers >= 0`;
        total += value;
      }
      const expected = valueAt(n);
      return total === expected ? undefined : `sums to ${total}, and must sum to n = ${expected}`;
    },
  };
}
