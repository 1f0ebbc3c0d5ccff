/** The same elements in another arrangement: reshape, transpose, broadcast, joining, flipping. */

import { CredenceError } from '@credence/numerics';
import { toTensor } from '../graph/literal.js';
import type { AffineMap } from '../graph/op.js';
import {
  checkShape,
  contiguousStrides,
  formatShape,
  normalizeAxes,
  normalizeAxis,
  type Shape,
  sameShape,
  sizeOf,
} from '../graph/shape.js';
import type { Tensor, TensorLike } from '../graph/tensor.js';
import { assemble, expand, reinterpret, view } from './view.js';

/**
 * The same elements, in row-major order, under another shape.
 * @param shape one size may be -1: whatever is left
 */
export function reshape(value: TensorLike, shape: Shape): Tensor {
  const x = toTensor(value);
  const known = sizeOf(shape.filter((n) => n !== -1));
  const free = shape.filter((n) => n === -1).length;
  const full = free === 1 ? shape.map((n) => (n === -1 ? x.size / Math.max(known, 1) : n)) : shape;
  if (free > 1 || full.some((n) => !Number.isInteger(n) || n < 0) || sizeOf(full) !== x.size) {
    throw new CredenceError(
      'shape/reshape',
      `reshape cannot turn ${formatShape(x.shape)} into ${formatShape(shape)}: ${x.size} elements must stay ${x.size}; one size may be -1.`,
      { from: x.shape, to: shape },
    );
  }
  return sameShape(full, x.shape) ? x : reinterpret(x, full);
}

/** Axes in another order; by default reversed. `axes[k]` is the input's axis that becomes axis k. */
export function transpose(value: TensorLike, axes?: readonly number[]): Tensor {
  const x = toTensor(value);
  const order = axes
    ? axes.map((axis) => normalizeAxis('transpose', axis, x.rank))
    : x.shape.map((_, axis) => x.rank - 1 - axis);
  if (new Set(order).size !== x.rank || order.length !== x.rank) {
    throw new CredenceError(
      'shape/axis',
      `transpose got axes ${formatShape(axes ?? [])} for an input of ${x.rank} axes; it needs each axis once.`,
      { axes, rank: x.rank },
    );
  }
  if (order.every((axis, k) => axis === k)) return x;
  const strides = contiguousStrides(x.shape);
  return view(
    x,
    'transpose',
    order.map((axis) => x.shape[axis]!),
    { offset: 0, strides: order.map((axis) => strides[axis]!) },
  );
}

/** The last two axes exchanged. */
export function matrixTranspose(value: TensorLike): Tensor {
  const x = toTensor(value);
  const order = x.shape.map((_, axis) => axis);
  return transpose(x, [...order.slice(0, -2), x.rank - 1, x.rank - 2]);
}

/** Repeated along new axes and axes of size 1, as in arithmetic. */
export function broadcastTo(value: TensorLike, shape: Shape): Tensor {
  return expand(toTensor(value), checkShape('broadcastTo', shape));
}

/** Without axes of size 1: all of them, or those named. */
export function squeeze(value: TensorLike, axes?: number | readonly number[]): Tensor {
  const x = toTensor(value);
  const dropped =
    axes === undefined ? x.shape.flatMap((n, axis) => (n === 1 ? [axis] : [])) : normalizeAxes('squeeze', axes, x.rank);
  const wrong = dropped.find((axis) => x.shape[axis] !== 1);
  if (wrong !== undefined) {
    throw new CredenceError(
      'shape/squeeze',
      `squeeze cannot drop axis ${wrong} of ${formatShape(x.shape)}: its size is ${x.shape[wrong]}, not 1.`,
      { axis: wrong, shape: x.shape },
    );
  }
  return reshape(
    x,
    x.shape.filter((_, axis) => !dropped.includes(axis)),
  );
}

/** With a new axis of size 1 at each of the given places of the result. */
export function expandDims(value: TensorLike, axes: number | readonly number[]): Tensor {
  const x = toTensor(value);
  const list = typeof axes === 'number' ? [axes] : axes;
  const added = normalizeAxes('expandDims', list, x.rank + list.length);
  let next = 0;
  return reshape(
    x,
    Array.from({ length: x.rank + added.length }, (_, axis) => (added.includes(axis) ? 1 : x.shape[next++]!)),
  );
}

/** Joined along an existing axis; all other sizes must agree. */
export function concat(values: readonly TensorLike[], axis = 0): Tensor {
  const parts = values.map((value) => toTensor(value));
  const first = parts[0];
  if (first === undefined) throw new CredenceError('shape/concat', 'concat needs at least one array.', {});
  const along = normalizeAxis('concat', axis, first.rank);
  for (const part of parts) {
    if (part.rank !== first.rank || part.shape.some((n, k) => k !== along && n !== first.shape[k])) {
      throw new CredenceError(
        'shape/concat',
        `concat cannot join ${parts.map(({ shape }) => formatShape(shape)).join(', ')} along axis ${along}: all other sizes must agree.`,
        { shapes: parts.map(({ shape }) => shape), axis: along },
      );
    }
  }
  const shape = first.shape.map((n, k) => (k === along ? parts.reduce((sum, part) => sum + part.shape[along]!, 0) : n));
  const strides = contiguousStrides(shape);
  const placements: AffineMap[] = [];
  let start = 0;
  for (const part of parts) {
    placements.push({ offset: start * strides[along]!, strides });
    start += part.shape[along]!;
  }
  if (parts.length === 1) return first;
  return assemble('concat', shape, parts, placements);
}

/** Joined along a new axis; all shapes must agree. */
export function stack(values: readonly TensorLike[], axis = 0): Tensor {
  return concat(
    values.map((value) => expandDims(value, axis)),
    axis,
  );
}

/** Backwards along axes (all by default). */
export function flip(value: TensorLike, axes?: number | readonly number[]): Tensor {
  const x = toTensor(value);
  const turned = normalizeAxes('flip', axes, x.rank);
  const strides = contiguousStrides(x.shape);
  if (x.size === 0) return x;
  const offset = turned.reduce((at, axis) => at + (x.shape[axis]! - 1) * strides[axis]!, 0);
  return view(x, 'flip', x.shape, { offset, strides: strides.map((s, axis) => (turned.includes(axis) ? -s : s)) });
}

/**
 * Zeros around: `before[k]` of them before and `after[k]` after the elements along axis k.
 */
export function pad(value: TensorLike, before: readonly number[], after: readonly number[]): Tensor {
  const x = toTensor(value);
  if (before.length !== x.rank || after.length !== x.rank) {
    throw new CredenceError('shape/pad', `pad needs one count before and one after for each of the ${x.rank} axes.`, {
      before,
      after,
      shape: x.shape,
    });
  }
  const shape = checkShape(
    'pad',
    x.shape.map((n, axis) => n + before[axis]! + after[axis]!),
  );
  const strides = contiguousStrides(shape);
  const offset = before.reduce((at, n, axis) => at + n * strides[axis]!, 0);
  return assemble('pad', shape, [x], [{ offset, strides }]);
}
