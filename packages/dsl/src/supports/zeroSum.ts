/** Vectors that sum to zero, and matrices whose rows and columns do. */
import { abs, all, isFinite as finite, lessEqual, maximum, sum, type Tensor } from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import { gathered, spread } from './helmert.js';
import { allOf, type Support, shown } from './support.js';

/** How far a sum may be from 0, in sums of absolute values or in 1, whichever is more. */
const TOLERANCE = 1e-8;

const isZero = (total: number, absolute: number) => Math.abs(total) <= TOLERANCE * Math.max(1, absolute);

/** Whether all sums along an axis are zero, for each event of `rank` axes. */
function sumsAreZero(x: Tensor, axis: number, rank: number): Tensor {
  const small = lessEqual(abs(sum(x, { axes: axis })), maximum(sum(abs(x), { axes: axis }), 1).mul(TOLERANCE));
  return rank === 1 ? small : all(small, { axes: -1 });
}

function sized(eventShape: readonly number[]): readonly number[] {
  if (eventShape.every((size) => size > 0)) return eventShape.map((size) => size - 1);
  throw new CredenceError(
    'shape/support',
    `numbers that sum to zero are at least one, and the shape of an event is [${eventShape.join(', ')}].`,
    { eventShape },
  );
}

/**
 * Vectors of k finite numbers that sum to 0 (to 1e-8), moved to k - 1 reals by an isometry, so densities are with respect to
 * lengths in that plane and there is no Jacobian.
 */
export const zeroSum: Support = {
  name: 'zeroSum',
  text: 'the vectors that sum to 0',
  eventRank: 1,
  thin: true,
  contains: (x) => allOf(all(finite(x), { axes: -1 }), sumsAreZero(x, -1, 1)),
  fault: (event) => lineFault(event, 0, 1, event.length, ''),
  transform: {
    name: 'zeroSum',
    unconstrainedShape: sized,
    constrain: (u) => spread(u, -1),
    unconstrain: (x) => gathered(x, -1),
  },
};

/** Matrices whose rows and columns all sum to 0, moved to a matrix with a row and a column less, by an isometry. */
export const zeroSumMatrix: Support = {
  name: 'zeroSumMatrix',
  text: 'the matrices whose rows and columns sum to 0',
  eventRank: 2,
  thin: true,
  contains: (x) => allOf(all(finite(x), { axes: [-2, -1] }), sumsAreZero(x, -1, 2), sumsAreZero(x, -2, 2)),
  fault: (event, [rows = 0, columns = 0]) => {
    for (let i = 0; i < rows; i++) {
      const wrong = lineFault(event, i * columns, 1, columns, `row ${i} that `);
      if (wrong !== undefined) return wrong;
    }
    for (let j = 0; j < columns; j++) {
      const wrong = lineFault(event, j, columns, rows, `column ${j} that `);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  },
  transform: {
    name: 'zeroSumMatrix',
    unconstrainedShape: sized,
    constrain: (u) => spread(spread(u, -1), -2),
    unconstrain: (x) => gathered(gathered(x, -2), -1),
  },
};

/** What is wrong with the numbers on one line of an array. */
function lineFault(
  event: ArrayLike<number>,
  first: number,
  stride: number,
  count: number,
  line: string,
): string | undefined {
  let total = 0;
  let absolute = 0;
  const has = line === '' ? '' : `has a ${line}`;
  for (let i = 0; i < count; i++) {
    const value = event[first + i * stride]!;
    if (!Number.isFinite(value)) return `${has}has the element [${i}] = ${value}, and all must be finite`;
    total += value;
    absolute += Math.abs(value);
  }
  return isZero(total, absolute) ? undefined : `${has}sums to ${shown(total)}, and must sum to 0`;
}
