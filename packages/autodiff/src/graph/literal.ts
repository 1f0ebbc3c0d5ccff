/** Numbers and arrays as literal nodes. */

import { CredenceError } from '@credence/numerics';
import type { DType } from './dtype.js';
import { checkShape, formatShape, type Shape, sizeOf } from './shape.js';
import { type ArrayLike1, type NestedNumbers, Tensor, type TensorLike } from './tensor.js';

/** A literal from row-major values. */
export function literal(values: Float64Array, shape: Shape, dtype: DType = 'float64'): Tensor {
  return new Tensor({ kind: 'source', name: 'literal', values }, [], shape, dtype);
}

const scalar: Shape = [];

/** A literal of one number, shape `[]`. */
export function scalarLiteral(value: number, dtype: DType = 'float64'): Tensor {
  return literal(Float64Array.of(value), scalar, dtype);
}

/** The number, when the node is a literal of one element. */
export function literalNumber(node: Tensor): number | undefined {
  return node.size === 1 && node.op.kind === 'source' && node.op.name === 'literal' ? node.op.values[0] : undefined;
}

/** A typed array or an array with numbers in it, read without trusting its realm. */
function isArray(value: unknown): value is NestedNumbers | ArrayLike1 {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

/** Shape and row-major values of nested or typed arrays. Every row must have the same shape. */
export function flatten(
  operation: string,
  value: TensorLike & object,
): { shape: Shape; values: Float64Array; dtype: DType } {
  const shape: number[] = [];
  for (let level: unknown = value; isArray(level); level = level[0]) shape.push(level.length);
  const values = new Float64Array(sizeOf(shape));
  let at = 0;
  let whole = true;
  let truth = true;
  const fill = (level: unknown, depth: number): void => {
    if (isArray(level)) {
      if (level.length !== shape[depth]) {
        throw new CredenceError(
          'shape/ragged',
          `${operation} got nested arrays of different lengths: ${level.length} where ${shape[depth] ?? 'a number'} was expected at depth ${depth}.`,
          { operation, shape },
        );
      }
      for (let i = 0; i < level.length; i++) fill(level[i], depth + 1);
      return;
    }
    if (depth !== shape.length || (typeof level !== 'number' && typeof level !== 'boolean')) {
      throw new CredenceError(
        'shape/ragged',
        `${operation} got ${String(level)} at depth ${depth} of an array of shape ${formatShape(shape)}; it takes numbers or equally nested arrays of them.`,
        { operation, shape },
      );
    }
    whole = false;
    truth &&= typeof level === 'boolean';
    values[at++] = Number(level);
  };
  const typed = ArrayBuffer.isView(value);
  if (typed) {
    values.set(value as unknown as ArrayLike<number>);
    const name = Object.prototype.toString.call(value);
    whole = !name.includes('Float');
    truth = false;
  } else {
    fill(value, 0);
  }
  return { shape, values, dtype: truth && values.length > 0 ? 'bool' : whole ? 'int32' : 'float64' };
}

/**
 * A literal: part of the module. Values that change between fits are `data`.
 *
 * @param value number, boolean, nested or typed array
 * @param options.dtype default: bool of booleans, int32 of integer typed arrays, else float64
 * @example constant([[1, 2], [3, 4]])
 */
export function constant(value: Exclude<TensorLike, Tensor>, options: { readonly dtype?: DType } = {}): Tensor {
  if (typeof value === 'number' || typeof value === 'boolean') {
    return scalarLiteral(Number(value), options.dtype ?? (typeof value === 'boolean' ? 'bool' : 'float64'));
  }
  const { shape, values, dtype } = flatten('constant', value);
  return literal(values, shape, options.dtype ?? dtype);
}

/**
 * An input whose values are bound once per data set.
 *
 * @param name unique in a graph
 * @param dtype int32 for what is used as an index or a count
 */
export function data(name: string, shape: Shape = scalar, dtype: DType = 'float64'): Tensor {
  return new Tensor({ kind: 'source', name: 'data', label: name }, [], checkShape('data', shape), dtype);
}

/** An input that changes with every evaluation, and with respect to which one differentiates. float64. */
export function parameter(name: string, shape: Shape = scalar): Tensor {
  return new Tensor({ kind: 'source', name: 'parameter', label: name }, [], checkShape('parameter', shape), 'float64');
}

/** 0, 1, ..., n - 1 as int32. */
export function iota(n: number): Tensor {
  return new Tensor({ kind: 'source', name: 'iota' }, [], checkShape('iota', [n]), 'int32');
}

/** A tensor from whatever may stand for one. A whole number beside int32 or bool tensors is taken as int32. */
export function toTensor(value: TensorLike, beside: readonly TensorLike[] = []): Tensor {
  if (value instanceof Tensor) return value;
  if (typeof value !== 'number' || !Number.isInteger(value) || Object.is(value, -0)) return constant(value);
  let integers = false;
  for (const other of beside) {
    if (!(other instanceof Tensor)) continue;
    if (other.dtype === 'float64') return constant(value);
    integers = true;
  }
  return constant(value, integers ? { dtype: 'int32' } : {});
}
