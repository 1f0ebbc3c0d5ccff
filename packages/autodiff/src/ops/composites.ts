/** Functions that build graphs of other operations: nothing that a backend has to know. */

import { iota, scalarLiteral, toTensor } from '../graph/literal.js';
import { normalizeAxes, normalizeAxis } from '../graph/shape.js';
import type { Tensor, TensorLike } from '../graph/tensor.js';
import { add, mul, neg, sub } from './arithmetic.js';
import { equal, testFinite, testNaN } from './comparison.js';
import { stopGradient } from './conversion.js';
import { exp, log } from './exponential.js';
import { reshape } from './layout.js';
import { logicalOr } from './logic.js';
import { max, min, type ReduceOptions, sum } from './reduction.js';
import { where } from './where.js';

/** Arithmetic mean over axes, float64; NaN of nothing. */
export function mean(value: TensorLike, options: ReduceOptions = {}): Tensor {
  const x = toTensor(value);
  const axes = normalizeAxes('mean', options.axes, x.rank);
  const count = axes.reduce((product, axis) => product * x.shape[axis]!, 1);
  return mul(scalarLiteral(1 / count), sum(x, options));
}

/** The largest element where it is finite, else 0; carries no derivative. */
function shift(x: Tensor, axes: readonly number[]): Tensor {
  const largest = max(x, { axes, keepDims: true });
  return stopGradient(where(testFinite(largest), largest, 0));
}

/** log of the sum of exponentials over axes, without overflow; -Infinity of nothing. The gradient is the softmax. */
export function logSumExp(value: TensorLike, options: ReduceOptions = {}): Tensor {
  const x = toTensor(value);
  const axes = normalizeAxes('logSumExp', options.axes, x.rank);
  const high = shift(x, axes);
  const result = add(high, log(sum(exp(sub(x, high)), { axes, keepDims: true })));
  if (options.keepDims) return result;
  return reshape(
    result,
    x.shape.filter((_, axis) => !axes.includes(axis)),
  );
}

export interface AxisOption {
  /** Counted from the back when negative; the last by default. */
  readonly axis?: number;
}

/** x - logSumExp(x) along an axis, also where x is large: logarithms of probabilities that sum to 1. */
export function logSoftmax(value: TensorLike, { axis = -1 }: AxisOption = {}): Tensor {
  const x = toTensor(value);
  const axes = normalizeAxes('logSoftmax', axis, x.rank);
  const fromHigh = sub(x, shift(x, axes));
  return sub(fromHigh, log(sum(exp(fromHigh), { axes, keepDims: true })));
}

/** e^x / sum e^x along an axis. */
export function softmax(value: TensorLike, options: AxisOption = {}): Tensor {
  return exp(logSoftmax(value, options));
}

export interface ArgOptions extends AxisOption {
  /** Leaves the axis with size 1. Default false. */
  readonly keepDims?: boolean;
}

/** The place of the largest element along an axis, int32: the first of equal ones, or of NaNs. */
export function argMax(value: TensorLike, { axis = -1, keepDims = false }: ArgOptions = {}): Tensor {
  const x = toTensor(value);
  const along = normalizeAxis('argMax', axis, x.rank);
  const n = x.shape[along]!;
  const largest = max(x, { axes: along, keepDims: true });
  const places = reshape(
    iota(n),
    x.shape.map((_, k) => (k === along ? n : 1)),
  );
  return min(where(logicalOr(equal(x, largest), testNaN(x)), places, n), { axes: along, keepDims });
}

/** The place of the smallest element along an axis, int32: the first of equal ones, or of NaNs. */
export function argMin(value: TensorLike, options: ArgOptions = {}): Tensor {
  return argMax(neg(value), options);
}
