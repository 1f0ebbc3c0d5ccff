/** Comparisons: bool results, false where NaN is involved (notEqual: true). */

import type { Lanes } from '@credence/numerics';
import { alwaysBool } from '../graph/dtype.js';
import { binary, unary } from './elementwise.js';

const points = [0, -0, 1, -1, 2.5, Infinity, -Infinity, NaN].flatMap((a) =>
  [0, -0, 1, 2.5, Infinity, NaN].map((b) => [a, b]),
);

/** A mask as the numbers 1 and 0. */
export function truth<V, M>(k: Lanes<V, M>, mask: M): V {
  return k.select(mask, k.constant(1), k.constant(0));
}

/** a < b */
export const less = binary({
  name: 'less',
  program: (k, a, b) => truth(k, k.less(a, b)),
  dtype: alwaysBool,
  partials: [undefined, undefined],
  tfjs: (tf, a, b) => tf.less(a, b),
  checkAt: points,
});

/** a <= b */
export const lessEqual = binary({
  name: 'lessEqual',
  program: (k, a, b) => truth(k, k.lessEqual(a, b)),
  dtype: alwaysBool,
  partials: [undefined, undefined],
  tfjs: (tf, a, b) => tf.lessEqual(a, b),
  checkAt: points,
});

/** a > b */
export const greater = binary({
  name: 'greater',
  program: (k, a, b) => truth(k, k.less(b, a)),
  dtype: alwaysBool,
  partials: [undefined, undefined],
  tfjs: (tf, a, b) => tf.less(b, a),
  checkAt: points,
});

/** a >= b */
export const greaterEqual = binary({
  name: 'greaterEqual',
  program: (k, a, b) => truth(k, k.lessEqual(b, a)),
  dtype: alwaysBool,
  partials: [undefined, undefined],
  tfjs: (tf, a, b) => tf.lessEqual(b, a),
  checkAt: points,
});

/** a = b */
export const equal = binary({
  name: 'equal',
  program: (k, a, b) => truth(k, k.equal(a, b)),
  dtype: alwaysBool,
  partials: [undefined, undefined],
  commutative: true,
  tfjs: (tf, a, b) => tf.equal(a, b),
  checkAt: points,
});

/** a != b; true where either is NaN */
export const notEqual = binary({
  name: 'notEqual',
  program: (k, a, b) => truth(k, k.notEqual(a, b)),
  dtype: alwaysBool,
  partials: [undefined, undefined],
  commutative: true,
  tfjs: (tf, a, b) => tf.notEqual(a, b),
  checkAt: points,
});

const unaryPoints = [0, 1, -2.5, Infinity, -Infinity, NaN].map((x) => [x]);

/** Whether x is NaN. */
const testNaN = unary({
  name: 'isNaN',
  program: (k, x) => truth(k, k.notEqual(x, x)),
  dtype: alwaysBool,
  partials: [undefined],
  tfjs: (tf, x) => tf.isNaN(x),
  checkAt: unaryPoints,
});

/** Whether x is neither NaN nor infinite. */
const testFinite = unary({
  name: 'isFinite',
  program: (k, x) => truth(k, k.less(k.abs(x), k.constant(Infinity))),
  dtype: alwaysBool,
  partials: [undefined],
  tfjs: (tf, x) => tf.isFinite(x),
  checkAt: unaryPoints,
});

export { testFinite, testFinite as isFinite, testNaN, testNaN as isNaN };
