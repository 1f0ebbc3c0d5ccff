/** Sums, products, powers by multiplication, roots, magnitudes and rounding. */

import type { Lanes } from '@credence/numerics';
import { arithmeticType } from '../graph/dtype.js';
import { equal, less } from './comparison.js';
import { binary, unary } from './elementwise.js';
import { where } from './where.js';

const signs = [0, -0, 1, -1, 0.5, -2.5, 1e-8, 3e8, 5e-324, 1e308, Infinity, -Infinity, NaN];
const unaryPoints = signs.map((x) => [x]);
const binaryPoints = signs.flatMap((a) => [1, -0.75, 0, 1e5, Infinity, NaN].map((b) => [a, b]));

/** a + b. int32 and bool stay whole. */
export const add = binary({
  name: 'add',
  program: (k, a, b) => k.add(a, b),
  dtype: arithmeticType,
  partials: [() => 1, () => 1],
  commutative: true,
  tfjs: (tf, a, b) => tf.add(a, b),
  checkAt: binaryPoints,
});

/** a - b */
export const sub = binary({
  name: 'sub',
  program: (k, a, b) => k.sub(a, b),
  dtype: arithmeticType,
  partials: [() => 1, () => -1],
  tfjs: (tf, a, b) => tf.sub(a, b),
  checkAt: binaryPoints,
});

/** a b */
export const mul = binary({
  name: 'mul',
  program: (k, a, b) => k.mul(a, b),
  dtype: arithmeticType,
  partials: [(_, _a, b) => b, (_, a) => a],
  commutative: true,
  tfjs: (tf, a, b) => tf.mul(a, b),
  checkAt: binaryPoints,
});

/** a / b, float64 */
export const div = binary({
  name: 'div',
  program: (k, a, b) => k.div(a, b),
  partials: [(_, _a, b) => reciprocal(b), (y, _a, b) => neg(mul(y, reciprocal(b)))],
  tfjs: (tf, a, b) => tf.div(a, b),
  checkAt: binaryPoints,
});

/**
 * a b, but exactly 0 where a or b is 0, whatever the other: what stands behind a `where`, so that no NaN comes from the
 * branch that was not taken.
 */
export const mulNoNaN = binary({
  name: 'mulNoNaN',
  program: zeroAbsorbingProduct,
  dtype: arithmeticType,
  partials: [(_, _a, b) => b, (_, a) => a],
  guards: [0, 1],
  commutative: true,
  tfjs: (tf, a, b) => {
    const zero = tf.scalar(0);
    return tf.where(tf.logicalOr(tf.equal(a, zero), tf.equal(b, zero)), zero, tf.mul(a, b));
  },
  checkAt: binaryPoints,
});

function zeroAbsorbingProduct<V, M>(k: Lanes<V, M>, a: V, b: V): V {
  const zero = k.constant(0);
  return k.select(k.or(k.equal(a, zero), k.equal(b, zero)), zero, k.mul(a, b));
}

/** -x */
export const neg = unary({
  name: 'neg',
  program: (k, x) => k.neg(x),
  dtype: arithmeticType,
  partials: [() => -1],
  tfjs: (tf, x) => tf.neg(x),
  checkAt: unaryPoints,
});

/** x^2 */
export const square = unary({
  name: 'square',
  program: (k, x) => k.mul(x, x),
  dtype: arithmeticType,
  partials: [(_, x) => mul(2, x)],
  tfjs: (tf, x) => tf.square(x),
  checkAt: unaryPoints,
});

/** The square root; NaN below 0. */
export const sqrt = unary({
  name: 'sqrt',
  program: (k, x) => k.sqrt(x),
  partials: [(y) => mul(0.5, reciprocal(y))],
  tfjs: (tf, x) => tf.sqrt(x),
  checkAt: unaryPoints,
});

/** 1 / x */
export const reciprocal = unary({
  name: 'reciprocal',
  program: (k, x) => k.div(k.constant(1), x),
  partials: [(y) => neg(square(y))],
  tfjs: (tf, x) => tf.reciprocal(x),
  checkAt: unaryPoints,
});

/** |x|; derivative 0 at 0 */
export const abs = unary({
  name: 'abs',
  program: (k, x) => k.abs(x),
  dtype: arithmeticType,
  partials: [(_, x) => sign(x)],
  tfjs: (tf, x) => tf.abs(x),
  checkAt: unaryPoints,
});

/** -1, 0 or 1; NaN stays */
export const sign = unary({
  name: 'sign',
  program: (k, x) => {
    const zero = k.constant(0);
    return k.select(k.or(k.less(x, zero), k.less(zero, x)), k.copySign(k.constant(1), x), x);
  },
  dtype: arithmeticType,
  partials: [undefined],
  tfjs: (tf, x) => tf.sign(x),
  checkAt: unaryPoints,
});

/** The share of `chosen` in the derivative of a minimum or maximum against `other`: 1, 0, or 1/2 at a tie. */
const tieShare = (chosenFirst: ReturnType<typeof less>, tie: ReturnType<typeof less>) => where(tie, 0.5, chosenFirst);

/** The smaller; NaN if either is. At a tie each has half the derivative. */
export const minimum = binary({
  name: 'minimum',
  program: (k, a, b) => k.min(a, b),
  dtype: arithmeticType,
  partials: [(_, a, b) => tieShare(less(a, b), equal(a, b)), (_, a, b) => tieShare(less(b, a), equal(a, b))],
  commutative: true,
  tfjs: (tf, a, b) => tf.minimum(a, b),
  checkAt: binaryPoints,
});

/** The larger; NaN if either is. At a tie each has half the derivative. */
export const maximum = binary({
  name: 'maximum',
  program: (k, a, b) => k.max(a, b),
  dtype: arithmeticType,
  partials: [(_, a, b) => tieShare(less(b, a), equal(a, b)), (_, a, b) => tieShare(less(a, b), equal(a, b))],
  commutative: true,
  tfjs: (tf, a, b) => tf.maximum(a, b),
  checkAt: binaryPoints,
});
