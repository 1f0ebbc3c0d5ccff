/** Reading and adding at places given by indices. */

import { CredenceError } from '@credence/numerics';
import { constant, toTensor } from '../graph/literal.js';
import type { IndexingOp } from '../graph/op.js';
import { formatShape, normalizeAxis, sameShape } from '../graph/shape.js';
import { Tensor, type TensorLike } from '../graph/tensor.js';

export interface IndexingOptions {
  /** The axis that is indexed, default 0. */
  readonly axis?: number;
}

/**
 * Elements of `table` along an axis, at int32 indices of any shape. The result has the table's shape with that axis
 * replaced by the axes of `indices`.
 *
 * @param indices whole numbers in [0, size of the axis): arrays, data or computed nodes of dtype int32
 * @example gather(alpha, data('group', [919], 'int32')) // one intercept per row
 */
export function gather(table: TensorLike, indices: TensorLike, { axis = 0 }: IndexingOptions = {}): Tensor {
  const from = toTensor(table);
  const along = normalizeAxis('gather', axis, from.rank);
  const places = indexTensor('gather', indices);
  const size = from.shape[along]!;
  checkLiteral(places, size);
  const shape = [...from.shape.slice(0, along), ...places.shape, ...from.shape.slice(along + 1)];
  return new Tensor({ kind: 'indexing', name: 'gather', axis: along, size }, [from, places], shape, from.dtype);
}

/**
 * Zeros of `size` along an axis, to which updates are added at the indices; repeated indices add up. bool counts as int32.
 *
 * @param updates its axes from `axis` on begin with those of `indices`
 * @example scatterAdd(residuals, group, { size: 85 }) // sums by group
 */
export function scatterAdd(
  updates: TensorLike,
  indices: TensorLike,
  { axis = 0, size }: IndexingOptions & { readonly size: number },
): Tensor {
  const values = toTensor(updates);
  const places = indexTensor('scatterAdd', indices);
  const along = axis < 0 ? axis + values.rank - places.rank + 1 : axis;
  if (!sameShape(values.shape.slice(along, along + places.rank), places.shape)) {
    throw new CredenceError(
      'shape/scatter',
      `scatterAdd: the axes of the updates ${formatShape(values.shape)} from axis ${along} on must be those of the indices ${formatShape(places.shape)}.`,
      { updates: values.shape, indices: places.shape, axis: along },
    );
  }
  checkLiteral(places, size);
  const shape = [...values.shape.slice(0, along), size, ...values.shape.slice(along + places.rank)];
  const dtype = values.dtype === 'bool' ? 'int32' : values.dtype;
  return new Tensor({ kind: 'indexing', name: 'scatterAdd', axis: along, size }, [values, places], shape, dtype);
}

function indexTensor(operation: string, indices: TensorLike): Tensor {
  if (indices instanceof Tensor) {
    if (indices.dtype === 'float64') {
      throw new CredenceError(
        'index/dtype',
        `${operation} needs int32 indices, got float64. Declare the data as int32.`,
        { operation, shape: indices.shape },
      );
    }
    return indices;
  }
  return constant(indices, { dtype: 'int32' });
}

function checkLiteral(indices: Tensor, size: number): void {
  if (indices.op.kind !== 'source' || indices.op.name !== 'literal') return;
  const wrong = indices.op.values.findIndex((index) => !Number.isInteger(index) || index < 0 || index >= size);
  if (wrong >= 0) {
    throw new CredenceError(
      'index/range',
      `index ${indices.op.values[wrong]} at position ${wrong} is outside [0, ${size}). Indices start at 0.`,
      { index: indices.op.values[wrong], position: wrong, size },
    );
  }
}

/** The adjoint of the indexed array: each of the two is the other's transpose. */
export function indexingAdjoint(upstream: Tensor, op: IndexingOp, input: Tensor, indices: Tensor): Tensor {
  return op.name === 'gather'
    ? scatterAdd(upstream, indices, { axis: op.axis, size: input.shape[op.axis]! })
    : gather(upstream, indices, { axis: op.axis });
}
