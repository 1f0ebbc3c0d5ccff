/** Exponentials, logarithms, and the forms of them that keep digits: sigmoid, softplus, log1mexp, logAddExp, xlogy. */

import {
  expm1Program,
  expProgram,
  type Lanes,
  log1mexpProgram,
  log1pProgram,
  log1pUnitProgram,
  logAddExpProgram,
  logProgram,
  xlog1pyProgram,
  xlogyProgram,
} from '@credence/numerics';
import { add, mul, mulNoNaN, neg, reciprocal, sub } from './arithmetic.js';
import { binary, unary } from './elementwise.js';

const points = [
  -745,
  -708,
  -37,
  -1,
  -1e-8,
  -0,
  0,
  1e-300,
  1e-8,
  0.5,
  1,
  18,
  33.3,
  709,
  710,
  Infinity,
  -Infinity,
  NaN,
].map((x) => [x]);
const positivePoints = [0, -0, 5e-324, 1e-300, 1e-8, 0.5, 0.999, 1, 1.001, 2, 1e10, 1e308, Infinity, -1, NaN].map(
  (x) => [x],
);
const unitPoints = [0, 1e-300, 1e-8, 0.25, 0.5, 0.9, 1 - 1e-12, 1, -0.5, 1.5, NaN].map((x) => [x]);

/** e^x */
export const exp = unary({
  name: 'exp',
  program: expProgram,
  partials: [(y) => y],
  tfjs: (tf, x) => tf.exp(x),
  checkAt: points,
});

/** Natural logarithm: -Infinity at 0, NaN below. */
export const log = unary({
  name: 'log',
  program: logProgram,
  partials: [(_, x) => reciprocal(x)],
  tfjs: (tf, x) => tf.log(x),
  checkAt: positivePoints,
});

/** e^x - 1, with its digits near 0 */
export const expm1 = unary({
  name: 'expm1',
  program: expm1Program,
  partials: [(y) => add(y, 1)],
  tfjs: (tf, x) => tf.expm1(x),
  checkAt: points,
});

/** log(1 + x), with its digits near 0 */
export const log1p = unary({
  name: 'log1p',
  program: log1pProgram,
  partials: [(_, x) => reciprocal(add(1, x))],
  tfjs: (tf, x) => tf.log1p(x),
  checkAt: [...unitPoints, [-1], [-2], [1e10], [1e308], [Infinity], [-1e-12]],
});

/** exp(-|x|), shared by the functions below. */
function decay<V, M>(k: Lanes<V, M>, x: V): V {
  return k.call(expProgram, k.neg(k.abs(x)));
}

/** 1 / (1 + e^-x): no overflow, full digits in both tails */
export const sigmoid = unary({
  name: 'sigmoid',
  program: (k, x) => {
    const e = decay(k, x);
    const one = k.constant(1);
    const upper = k.div(one, k.add(one, e));
    return k.select(k.less(x, k.constant(0)), k.mul(e, upper), upper);
  },
  partials: [(y, x) => mul(y, sigmoid(neg(x)))],
  tfjs: (tf, x) => tf.sigmoid(x),
  checkAt: points,
});

/** log(1 + e^x): max(x, 0) + log1p(e^-|x|) */
export const softplus = unary({
  name: 'softplus',
  program: (k, x) => k.add(k.max(x, k.constant(0)), k.call(log1pUnitProgram, decay(k, x))),
  partials: [(_, x) => sigmoid(x)],
  tfjs: (tf, x) => tf.softplus(x),
  checkAt: points,
});

/** log(sigmoid(x)) = min(x, 0) - log1p(e^-|x|) */
export const logSigmoid = unary({
  name: 'logSigmoid',
  program: (k, x) => k.sub(k.min(x, k.constant(0)), k.call(log1pUnitProgram, decay(k, x))),
  partials: [(_, x) => sigmoid(neg(x))],
  tfjs: (tf, x) => tf.neg(tf.softplus(tf.neg(x))),
  checkAt: points,
});

/** log(p / (1 - p)) for p in [0, 1], with its digits near 1/2 */
export const logit = unary({
  name: 'logit',
  program: (k, p) =>
    k.branch(
      k.less(k.abs(k.sub(p, k.constant(0.5))), k.constant(0.25)),
      () => k.call(log1pProgram, k.div(k.sub(k.add(p, p), k.constant(1)), k.sub(k.constant(1), p))),
      () => k.sub(k.call(logProgram, p), k.call(log1pProgram, k.neg(p))),
    ),
  partials: [(_, p) => reciprocal(mul(p, sub(1, p)))],
  tfjs: (tf, p) => tf.sub(tf.log(p), tf.log1p(tf.neg(p))),
  checkAt: unitPoints,
});

/**
 * log(1 - e^x) for x <= 0: log(-expm1(x)) above -log 2, log1p(-e^x) below (Maechler 2012, Accurately computing
 * log(1 - exp(-|a|)), the Rmpfr package's vignette, eq. 7).
 */
export const log1mexp = unary({
  name: 'log1mexp',
  program: log1mexpProgram,
  partials: [(y, x) => neg(exp(sub(x, y)))],
  tfjs: (tf, x) => tf.where(tf.less(tf.scalar(-Math.LN2), x), tf.log(tf.neg(tf.expm1(x))), tf.log1p(tf.neg(tf.exp(x)))),
  checkAt: [-1e-300, -1e-8, -0.5, -0.69, -0.7, -1, -37, -800, -Infinity, 0, 1, NaN].map((x) => [x]),
});

/** log(e^a + e^b) without overflow; -Infinity when both are */
export const logAddExp = binary({
  name: 'logAddExp',
  program: logAddExpProgram,
  partials: [(_, a, b) => sigmoid(sub(a, b)), (_, a, b) => sigmoid(sub(b, a))],
  commutative: true,
  tfjs: (tf, a, b) => {
    const high = tf.maximum(a, b);
    const sum = tf.add(high, tf.log1p(tf.exp(tf.neg(tf.abs(tf.sub(a, b))))));
    return tf.where(tf.equal(tf.abs(high), tf.scalar(Number.POSITIVE_INFINITY)), high, sum);
  },
  checkAt: [-1e5, -745, -1, 0, 2, 710, Infinity, -Infinity, NaN].flatMap((a) =>
    [-1, 0, 700, -Infinity].map((b) => [a, b]),
  ),
});

/** x log y, and 0 where x is 0 (unless y is NaN) */
export const xlogy = binary({
  name: 'xlogy',
  program: xlogyProgram,
  partials: [(_, _x, y) => log(y), (_, x, y) => mulNoNaN(x, reciprocal(y))],
  tfjs: (tf, x, y) => {
    const absent = tf.logicalAnd(tf.equal(x, tf.scalar(0)), tf.equal(y, y));
    return tf.where(absent, tf.scalar(0), tf.mul(x, tf.log(y)));
  },
  checkAt: [0, 1, 2.5, -1, Infinity].flatMap((x) => [0, 1e-300, 0.5, 1, 7, Infinity, -1, NaN].map((y) => [x, y])),
});

/** x log(1 + y), and 0 where x is 0 (unless y is NaN) */
export const xlog1py = binary({
  name: 'xlog1py',
  program: xlog1pyProgram,
  partials: [(_, _x, y) => log1p(y), (_, x, y) => mulNoNaN(x, reciprocal(add(1, y)))],
  tfjs: (tf, x, y) => {
    const absent = tf.logicalAnd(tf.equal(x, tf.scalar(0)), tf.equal(y, y));
    return tf.where(absent, tf.scalar(0), tf.mul(x, tf.log1p(y)));
  },
  checkAt: [0, 1, 2.5, -1, Infinity].flatMap((x) => [-1, -0.5, 1e-300, 0.5, 7, Infinity, -2, NaN].map((y) => [x, y])),
});
