/** Circular and hyperbolic functions and their inverses; angles in radians. */

import {
  acoshProgram,
  acosProgram,
  asinhProgram,
  asinProgram,
  atan2Program,
  atanhProgram,
  atanProgram,
  coshProgram,
  cosProgram,
  sinhProgram,
  sinProgram,
  tanhProgram,
  tanProgram,
} from '@credence/numerics';
import { add, mul, neg, reciprocal, sqrt, square, sub } from './arithmetic.js';
import { binary, unary } from './elementwise.js';

const angles = [0, -0, 1e-300, 1e-8, 0.5, -1, 1.5, 2.5, -3, 10, 100, -1e5, 1e15, Infinity, -Infinity, NaN].map((x) => [
  x,
]);
const units = [0, -0, 1e-8, 0.3, -0.5, 0.9, -0.999, 1, -1, 1.5, NaN].map((x) => [x]);
const reals = [0, -0, 1e-300, 1e-8, 0.5, -1, 2.5, -10, 20, 40, 700, -700, 711, Infinity, -Infinity, NaN].map((x) => [
  x,
]);

/** (-1)^k / (2 k + 1)! for k = 4, ..., 0: sin x by odd powers, to 3e-9 of itself up to pi/4. */
const SERIES_OF_SINE = [1 / 362880, -1 / 5040, 1 / 120, -1 / 6, 1];

/** sin x. TensorFlow.js' own, which has an absolute error of 2e-7, would lose the digits of a small sine: that is by its series */
export const sin = unary({
  name: 'sin',
  program: sinProgram,
  partials: [(_, x) => cos(x)],
  tfjs: (tf, x) => {
    const square = tf.square(x);
    const [first, ...others] = SERIES_OF_SINE.map((coefficient) => tf.scalar(coefficient));
    const series = others.reduce((sum, coefficient) => tf.add(tf.mul(sum, square), coefficient), first!);
    return tf.where(tf.less(tf.abs(x), tf.scalar(Math.PI / 4)), tf.mul(x, series), tf.sin(x));
  },
  checkAt: angles,
});

/** cos x */
export const cos = unary({
  name: 'cos',
  program: cosProgram,
  partials: [(_, x) => neg(sin(x))],
  tfjs: (tf, x) => tf.cos(x),
  checkAt: angles,
});

/** tan x */
export const tan = unary({
  name: 'tan',
  program: tanProgram,
  partials: [(y) => add(1, square(y))],
  tfjs: (tf, x) => tf.tan(x),
  checkAt: angles,
});

/** The angle in [-pi/2, pi/2] with this sine; NaN outside [-1, 1]. */
export const asin = unary({
  name: 'asin',
  program: asinProgram,
  partials: [(_, x) => reciprocal(sqrt(mul(sub(1, x), add(1, x))))],
  tfjs: (tf, x) => tf.asin(x),
  checkAt: units,
});

/** The angle in [0, pi] with this cosine; NaN outside [-1, 1]. */
export const acos = unary({
  name: 'acos',
  program: acosProgram,
  partials: [(_, x) => neg(reciprocal(sqrt(mul(sub(1, x), add(1, x)))))],
  tfjs: (tf, x) => tf.acos(x),
  checkAt: units,
});

/** The angle in [-pi/2, pi/2] with this tangent. */
export const atan = unary({
  name: 'atan',
  program: atanProgram,
  partials: [(_, x) => reciprocal(add(1, square(x)))],
  tfjs: (tf, x) => tf.atan(x),
  checkAt: reals,
});

/** The angle in [-pi, pi] of the point (x, y), given as atan2(y, x). */
export const atan2 = binary({
  name: 'atan2',
  program: atan2Program,
  partials: [
    (_, y, x) => mul(x, reciprocal(add(square(x), square(y)))),
    (_, y, x) => neg(mul(y, reciprocal(add(square(x), square(y))))),
  ],
  tfjs: (tf, y, x) => tf.atan2(y, x),
  checkAt: [0, -0, 1, -2.5, 1e-8, Infinity, NaN].flatMap((y) =>
    [1, -1, 0.5, 0, -3, Infinity, -Infinity].map((x) => [y, x]),
  ),
});

/** (e^x - e^-x) / 2 */
export const sinh = unary({
  name: 'sinh',
  program: sinhProgram,
  partials: [(_, x) => cosh(x)],
  tfjs: (tf, x) => tf.sinh(x),
  checkAt: reals,
});

/** (e^x + e^-x) / 2 */
export const cosh = unary({
  name: 'cosh',
  program: coshProgram,
  partials: [(_, x) => sinh(x)],
  tfjs: (tf, x) => tf.cosh(x),
  checkAt: reals,
});

/** sinh x / cosh x */
export const tanh = unary({
  name: 'tanh',
  program: tanhProgram,
  partials: [(y) => sub(1, square(y))],
  tfjs: (tf, x) => tf.tanh(x),
  checkAt: reals,
});

/** The x with sinh x = y */
export const asinh = unary({
  name: 'asinh',
  program: asinhProgram,
  partials: [(_, x) => reciprocal(sqrt(add(1, square(x))))],
  checkAt: reals,
});

/** The x >= 0 with cosh x = y; NaN below 1 */
export const acosh = unary({
  name: 'acosh',
  program: acoshProgram,
  partials: [(_, x) => reciprocal(sqrt(mul(sub(x, 1), add(x, 1))))],
  checkAt: [0.5, 1, 1 + 1e-12, 1.5, 3, 100, 1e10, Infinity, NaN].map((x) => [x]),
});

/** The x with tanh x = y; NaN outside [-1, 1] */
export const atanh = unary({
  name: 'atanh',
  program: atanhProgram,
  partials: [(_, x) => reciprocal(mul(sub(1, x), add(1, x)))],
  checkAt: units,
});
