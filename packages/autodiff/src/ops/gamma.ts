/** The gamma function's family, and the forms of it that keep their digits where counts are large. */

import {
  binomialDevianceProgram,
  CredenceError,
  digammaDifferenceProgram,
  digammaProgram,
  lgammaDifferenceProgram,
  lgammaProgram,
  log1pmxProgram,
  logBetaProgram,
  logChooseProgram,
  logRatioProgram,
  pentagammaProgram,
  stirlingErrorDerivativeProgram,
  stirlingErrorProgram,
  stirlingErrorSecondDerivativeProgram,
  tetragammaProgram,
  trigammaDifferenceProgram,
  trigammaProgram,
} from '@credence/numerics';
import { add, mul, neg, reciprocal, square, sub } from './arithmetic.js';
import { binary, unary } from './elementwise.js';

const positives = [
  5e-324,
  1e-300,
  1e-8,
  0.1,
  0.5,
  1,
  1.4616,
  2,
  2.5,
  3.7,
  7,
  12.5,
  33,
  170,
  1e5,
  1e10,
  1e300,
  Infinity,
  0,
  NaN,
].map((x) => [x]);
const reals = [...positives, ...[-0.5, -1.3, -7.25, -1, -0].map((x) => [x])];
const pairs = [0.1, 0.9, 2.5, 7, 40, 1e4, 1e8].flatMap((x) => [0.5, 1, 3.25, 20, 1e5].map((a) => [x, a]));

/** log |gamma(x)| */
export const lgamma = unary({
  name: 'lgamma',
  program: lgammaProgram,
  partials: [(_, x) => digamma(x)],
  checkAt: reals,
});

/** The derivative of lgamma */
export const digamma = unary({
  name: 'digamma',
  program: digammaProgram,
  partials: [(_, x) => trigamma(x)],
  checkAt: reals,
});

/** The second derivative of lgamma */
export const trigamma = unary({
  name: 'trigamma',
  program: trigammaProgram,
  partials: [(_, x) => tetragamma(x)],
  checkAt: reals,
});

/** The third derivative of lgamma. */
const tetragamma = unary({
  name: 'tetragamma',
  program: tetragammaProgram,
  partials: [(_, x) => pentagamma(x)],
  checkAt: positives,
});

/** The fourth derivative of lgamma, the last that there is. */
const pentagamma = unary({
  name: 'pentagamma',
  program: pentagammaProgram,
  partials: [
    () => {
      throw new CredenceError(
        'gradient/order',
        'lgamma can be differentiated four times: the fifth derivative is not implemented.',
      );
    },
  ],
  checkAt: positives,
});

/** lgamma(x + a) - lgamma(x) for x > 0 and x + a > 0, with its digits where x is large */
export const lgammaDifference = binary({
  name: 'lgammaDifference',
  program: lgammaDifferenceProgram,
  partials: [(_, x, a) => digammaDifference(x, a), (_, x, a) => digamma(add(x, a))],
  checkAt: pairs,
});

/** digamma(x + a) - digamma(x) for x > 0 and x + a > 0 */
export const digammaDifference = binary({
  name: 'digammaDifference',
  program: digammaDifferenceProgram,
  partials: [(_, x, a) => trigammaDifference(x, a), (_, x, a) => trigamma(add(x, a))],
  checkAt: pairs,
});

/** trigamma(x + a) - trigamma(x) for x > 0 and x + a > 0 */
export const trigammaDifference = binary({
  name: 'trigammaDifference',
  program: trigammaDifferenceProgram,
  partials: [(_, x, a) => sub(tetragamma(add(x, a)), tetragamma(x)), (_, x, a) => tetragamma(add(x, a))],
  checkAt: pairs,
});

/** log of the beta function of a > 0 and b > 0 */
export const logBeta = binary({
  name: 'logBeta',
  program: logBetaProgram,
  partials: [(_, a, b) => neg(digammaDifference(a, b)), (_, a, b) => neg(digammaDifference(b, a))],
  commutative: true,
  checkAt: pairs,
});

/** log of n choose k for 0 <= k <= n, whole or not */
export const logChoose = binary({
  name: 'logChoose',
  program: logChooseProgram,
  partials: [
    (_, n, k) => digammaDifference(add(sub(n, k), 1), k),
    (_, n, k) => digammaDifference(add(k, 1), sub(n, mul(2, k))),
  ],
  checkAt: [
    [5, 2],
    [10, 0],
    [10, 10],
    [7.5, 2.25],
    [1e3, 300],
    [1e8, 4],
    [1, 0.5],
  ],
});

/** lgamma(x) - (x - 1/2) log(x) + x - log(2 pi) / 2 for x > 0: what Stirling's formula leaves out (Loader 2000) */
export const stirlingError = unary({
  name: 'stirlingError',
  program: stirlingErrorProgram,
  partials: [(_, x) => stirlingErrorDerivative(x)],
  checkAt: positives,
});

/** The derivative of stirlingError */
export const stirlingErrorDerivative = unary({
  name: 'stirlingErrorDerivative',
  program: stirlingErrorDerivativeProgram,
  partials: [(_, x) => stirlingErrorSecondDerivative(x)],
  checkAt: positives,
});

/** The second derivative of stirlingError. */
const stirlingErrorSecondDerivative = unary({
  name: 'stirlingErrorSecondDerivative',
  program: stirlingErrorSecondDerivativeProgram,
  partials: [
    (_, x) => {
      const inverse = reciprocal(x);
      return add(tetragamma(x), mul(square(inverse), add(1, inverse)));
    },
  ],
  checkAt: positives,
});

/** log(1 + x) - x, with its digits near 0 */
export const log1pmx = unary({
  name: 'log1pmx',
  program: log1pmxProgram,
  partials: [(_, x) => neg(mul(x, reciprocal(add(1, x))))],
  checkAt: [0, 1e-300, 1e-8, -1e-8, 0.3, -0.5, 0.99, -0.99, 2, 50, 1e10, Infinity, -1, -2, NaN].map((x) => [x]),
});

/** log(x / y) for x >= 0 and y > 0, with its digits where x is close to y, and without overflow of the ratio */
export const logRatio = binary({
  name: 'logRatio',
  program: logRatioProgram,
  partials: [(_, x) => reciprocal(x), (_, _x, y) => neg(reciprocal(y))],
  tfjs: (tf, x, y) => {
    const share = tf.div(tf.sub(x, y), y);
    const near = tf.less(tf.abs(share), tf.scalar(0.5));
    return tf.where(near, tf.log1p(share), tf.sub(tf.log(x), tf.log(y)));
  },
  checkAt: [0, 1e-100, 0.5, 0.999999, 1, 1.5, 3, 1e5, 1e100, Infinity, -1, NaN].flatMap((x) =>
    [1e-100, 0.7, 1, 1.000001, 9, 1e100].map((y) => [x, y]),
  ),
});

/** x log(x / mean) + mean - x for x >= 0 and mean > 0: half the deviance of a Poisson count (Loader 2000) */
export const binomialDeviance = binary({
  name: 'binomialDeviance',
  program: binomialDevianceProgram,
  partials: [(_, x, mean) => logRatio(x, mean), (_, x, mean) => mul(sub(mean, x), reciprocal(mean))],
  checkAt: [0, 0.5, 3, 10, 1e4, 1e8].flatMap((x) => [0.3, 1, 9.5, 1e4, 1.0001e8].map((mean) => [x, mean])),
});
