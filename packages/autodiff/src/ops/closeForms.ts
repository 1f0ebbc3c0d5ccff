/** Forms that keep their digits where two terms of the textbook's nearly cancel: ratios near 1, exponentials near 0, tails. */

import {
  erfcxProgram,
  expm1Program,
  expProgram,
  type Lanes,
  log1pProgram,
  log1pUnitProgram,
  logNormalCdfProgram,
  logProgram,
} from '@credence/numerics';
import type { Tensor, TensorLike } from '../graph/tensor.js';
import { abs, add, mul, neg, reciprocal, square, sub } from './arithmetic.js';
import { less } from './comparison.js';
import { unary } from './elementwise.js';
import { expm1 } from './exponential.js';
import { log1pmx } from './gamma.js';
import { inverseMillsExcess } from './normal.js';
import { tanh } from './trigonometric.js';
import { where } from './where.js';

const HALF_LOG_TWO_PI = 0.9189385332046728;
const HALF_LOG_HALF_PI = 0.22579135264472744;

const reals = [0, -0, 1e-300, 1e-8, -1e-8, 0.3, -0.45, 0.7, -1, 2.5, -3, 10, -26, 40, -700].map((x) => [x]);
const ends = [1e5, -1e5, Infinity, -Infinity, NaN].map((x) => [x]);

/** log(cosh x), without overflow, and to 2e-16 near 0, where its slope tanh x has all digits */
export const logCosh = unary({
  name: 'logCosh',
  program: (k, x) => {
    const size = k.abs(x);
    const decay = k.call(log1pUnitProgram, k.call(expProgram, k.mul(k.constant(-2), size)));
    return k.add(k.sub(size, k.constant(Math.LN2)), decay);
  },
  partials: [(_, x) => tanh(x)],
  tfjs: (tf, x) => {
    const size = tf.abs(x);
    return tf.add(tf.sub(size, tf.scalar(Math.LN2)), tf.log1p(tf.exp(tf.mul(tf.scalar(-2), size))));
  },
  checkAt: [...reals, ...ends],
});

/** 2 / n! for n = 16, ..., 2, the series of 2 (e^x - 1 - x) / x^2. */
const TAIL_OF_EXP = (() => {
  const coefficients = [1];
  for (let n = 3; n <= 16; n++) coefficients.unshift(coefficients[0]! / n);
  return coefficients;
})();

function expm1mxNearZero<V, M>(k: Lanes<V, M>, x: V): V {
  let series = k.constant(TAIL_OF_EXP[0]!);
  for (const coefficient of TAIL_OF_EXP.slice(1)) series = k.add(k.mul(series, x), k.constant(coefficient));
  return k.mul(k.mul(k.constant(0.5), k.mul(x, x)), series);
}

/** e^x - 1 - x, with its digits near 0 */
export const expm1mx = unary({
  name: 'expm1mx',
  program: (k, x) =>
    k.branch(
      k.less(k.abs(x), k.constant(0.5)),
      () => expm1mxNearZero(k, x),
      () => {
        const main = k.call(expm1Program, x);
        // From here on x is less than a last place of the exponential, and may be infinite with it.
        return k.select(k.less(x, k.constant(50)), k.sub(main, x), main);
      },
    ),
  partials: [(_, x) => expm1(x)],
  tfjs: (tf, x) => {
    const series = tf.mul(
      tf.square(x),
      tf.add(tf.scalar(0.5), tf.mul(x, tf.add(tf.scalar(1 / 6), tf.div(x, tf.scalar(24))))),
    );
    const far = tf.sub(tf.expm1(x), tf.minimum(x, tf.scalar(50)));
    return tf.where(tf.less(tf.abs(x), tf.scalar(0.1)), series, far);
  },
  checkAt: [...reals, [-1e5], [709], [800], [-Infinity], [Infinity], [NaN]],
});

/** log(normalCdf(x) / normalDensity(x)), with its digits in both tails: about -log(-x) in the lower one */
export const logMillsRatio = unary({
  name: 'logMillsRatio',
  program: (k, x) =>
    k.branch(
      k.less(x, k.constant(0)),
      () => {
        const scaled = k.call(erfcxProgram, k.mul(k.constant(-Math.SQRT1_2), x));
        return k.add(k.call(logProgram, scaled), k.constant(HALF_LOG_HALF_PI));
      },
      () => {
        const square = k.mul(k.constant(0.5), k.mul(x, x));
        return k.add(k.call(logNormalCdfProgram, x), k.add(square, k.constant(HALF_LOG_TWO_PI)));
      },
    ),
  partials: [(_, x) => inverseMillsExcess(x)],
  checkAt: [...reals, ...ends],
});

/** A polynomial, its highest coefficient first. */
function atZero(x: TensorLike, coefficients: readonly number[]): Tensor {
  return coefficients.reduce<Tensor>((sum, coefficient) => add(mul(sum, x), coefficient), mul(0, x));
}

/** log(1 + x) / x, and 1 at 0 */
export const log1pShare = unary({
  name: 'log1pShare',
  program: (k, x) => {
    const share = k.div(k.call(log1pProgram, x), x);
    const limits = k.select(k.equal(x, k.constant(Infinity)), k.constant(0), share);
    return k.select(k.equal(x, k.constant(0)), k.constant(1), limits);
  },
  partials: [
    (y, x) => {
      const inverse = reciprocal(add(x, 1));
      const series = neg(add(inverse, mul(log1pmx(x), reciprocal(square(x)))));
      const near = where(less(abs(x), 1e-4), atZero(x, [4 / 5, -3 / 4, 2 / 3, -1 / 2]), series);
      return where(less(abs(x), 0.5), near, mul(sub(inverse, y), reciprocal(x)));
    },
  ],
  checkAt: [0, 1e-300, 1e-9, -1e-9, 0.3, -0.4, 0.7, -0.8, 2, 50, 1e5, Infinity, -1, -2, NaN].map((x) => [x]),
});

/** (e^x - 1) / x, and 1 at 0 */
export const expm1Share = unary({
  name: 'expm1Share',
  program: (k, x) => {
    const share = k.div(k.call(expm1Program, x), x);
    const limits = k.select(k.equal(x, k.constant(Infinity)), x, share);
    return k.select(k.equal(x, k.constant(0)), k.constant(1), limits);
  },
  partials: [
    (y, x) => {
      const main = expm1(x);
      const series = mul(sub(mul(main, x), expm1mx(x)), reciprocal(square(x)));
      const near = where(less(abs(x), 1e-4), atZero(x, [1 / 30, 1 / 8, 1 / 3, 1 / 2]), series);
      return where(less(abs(x), 0.5), near, mul(sub(add(main, 1), y), reciprocal(x)));
    },
  ],
  checkAt: [0, 1e-300, 1e-9, -1e-9, 0.3, -0.4, 0.7, -3, 5, 40, -700, 705, Infinity, -Infinity, NaN].map((x) => [x]),
});
