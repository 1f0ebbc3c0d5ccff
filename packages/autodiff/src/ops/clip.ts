/** Limiting to an interval, and rounding to whole numbers. */

import { arithmeticType } from '../graph/dtype.js';
import { maximum } from './arithmetic.js';
import { less, lessEqual } from './comparison.js';
import { ternary, unary } from './elementwise.js';
import { logicalAnd } from './logic.js';

/** min(max(x, lower), upper). The derivative in x is 1 within the closed bounds, 0 outside. Everything broadcasts. */
export const clip = ternary({
  name: 'clip',
  program: (k, x, lower, upper) => k.min(k.max(x, lower), upper),
  dtype: arithmeticType,
  partials: [
    (_, x, lower, upper) => logicalAnd(lessEqual(lower, x), lessEqual(x, upper)),
    (_, x, lower, upper) => logicalAnd(less(x, lower), lessEqual(lower, upper)),
    (_, x, lower, upper) => less(upper, maximum(x, lower)),
  ],
  tfjs: (tf, x, lower, upper) => tf.minimum(tf.maximum(x, lower), upper),
  checkAt: [-2, -1, -0.5, 0, 1, 1.5, 2, 7, Infinity, -Infinity, NaN].flatMap((x) => [
    [x, -1, 2],
    [x, 0, 0],
    [x, -Infinity, 1.5],
  ]),
});

const roundingPoints = [
  0,
  -0,
  0.4,
  0.5,
  1.5,
  2.5,
  -0.5,
  -1.5,
  -2.7,
  4503599627370495.5,
  1e300,
  Infinity,
  -Infinity,
  NaN,
].map((x) => [x]);

/** Down to a whole number. */
export const floor = unary({
  name: 'floor',
  program: (k, x) => k.floor(x),
  dtype: arithmeticType,
  partials: [undefined],
  tfjs: (tf, x) => tf.floor(x),
  checkAt: roundingPoints,
});

/** Up to a whole number. */
export const ceil = unary({
  name: 'ceil',
  program: (k, x) => k.ceil(x),
  dtype: arithmeticType,
  partials: [undefined],
  tfjs: (tf, x) => tf.ceil(x),
  checkAt: roundingPoints,
});

/** To the nearest whole number, ties to even. */
export const round = unary({
  name: 'round',
  program: (k, x) => k.nearest(x),
  dtype: arithmeticType,
  partials: [undefined],
  tfjs: (tf, x) => tf.round(x),
  checkAt: roundingPoints,
});
