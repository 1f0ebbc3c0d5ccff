/** Forms that keep their digits where two terms of the textbook's nearly cancel: ratios near 1, exponentials near 0, tails. */

import {
  erfcxProgram,
  expm1Program,
  expProgram,
  type Lanes,
  log1pUnitProgram,
  logNormalCdfProgram,
  logProgram,
} from '@credence/numerics';
import { unary } from './elementwise.js';
import { expm1 } from './exponential.js';
import { inverseMillsExcess } from './normal.js';
import { tanh } from './trigonometric.js';

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
