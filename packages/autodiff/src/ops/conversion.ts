/** Changing what the graph knows of a value, not the value: its type, or that it is to be differentiated. */

import type { DType } from '../graph/dtype.js';
import { toTensor } from '../graph/literal.js';
import type { Tensor, TensorLike } from '../graph/tensor.js';
import { notEqual } from './comparison.js';
import { unary } from './elementwise.js';

const points = [0, -0, 1.5, -3, Infinity, NaN].map((x) => [x]);

/** x, as a constant for derivatives. */
export const stopGradient = unary({
  name: 'stopGradient',
  program: (_, x) => x,
  partials: [undefined],
  tfjs: (_, x) => x,
  checkAt: points,
});

const toFloat = unary({
  name: 'toFloat',
  program: (_, x) => x,
  partials: [() => 1],
  tfjs: (_, x) => x,
  checkAt: points,
});

const toInt = unary({
  name: 'toInt',
  program: (k, x) => k.trunc(x),
  dtype: () => 'int32',
  partials: [undefined],
  tfjs: (tf, x) => tf.where(tf.less(x, tf.scalar(0)), tf.ceil(x), tf.floor(x)),
  checkAt: points,
});

/** x in another type: to int32 by cutting off the fraction, to bool by x != 0. */
export function cast(value: TensorLike, dtype: DType): Tensor {
  const x = toTensor(value);
  if (x.dtype === dtype) return x;
  if (dtype === 'float64') return toFloat(x);
  return dtype === 'int32' ? toInt(x) : notEqual(x, 0);
}

export { toFloat, toInt };
