/** Parts of arrays at places known when the graph is built: slices, diagonals, triangles. */

import { CredenceError } from '@credence/numerics';
import { iota, toTensor } from '../graph/literal.js';
import { contiguousStrides, formatShape, type Shape } from '../graph/shape.js';
import type { Tensor, TensorLike } from '../graph/tensor.js';
import { sub } from './arithmetic.js';
import { equal, lessEqual } from './comparison.js';
import { cast } from './conversion.js';
import { expandDims } from './layout.js';
import { assemble, view } from './view.js';
import { where } from './where.js';

/** One axis of a slice: an index (drops the axis), or a range with a step; undefined is the whole axis. */
export type SliceRange = number | { readonly from?: number; readonly to?: number; readonly step?: number } | undefined;

/**
 * Elements at regular places. Negative positions count from the end, as in NumPy; `to` is exclusive; a negative step goes
 * backwards. Ranges are cut to the array; an index outside it is an error.
 *
 * @param ranges one for each leading axis; missing ones are whole
 * @example slice(x, [0, { from: 1 }, { step: -1 }]) // x[0, 1:, ::-1]
 */
export function slice(value: TensorLike, ranges: readonly SliceRange[]): Tensor {
  const x = toTensor(value);
  if (ranges.length > x.rank) {
    throw new CredenceError('shape/slice', `slice got ${ranges.length} ranges for shape ${formatShape(x.shape)}.`, {
      shape: x.shape,
      ranges,
    });
  }
  const own = contiguousStrides(x.shape);
  let offset = 0;
  const shape: number[] = [];
  const strides: number[] = [];
  x.shape.forEach((n, axis) => {
    const range = ranges[axis];
    if (typeof range === 'number') {
      const index = range < 0 ? range + n : range;
      if (!Number.isInteger(index) || index < 0 || index >= n) {
        throw new CredenceError(
          'index/range',
          `slice: index ${range} is outside axis ${axis} of ${formatShape(x.shape)}.`,
          {
            index: range,
            axis,
            shape: x.shape,
          },
        );
      }
      offset += index * own[axis]!;
      return;
    }
    const { from, count, step } = resolveRange(range ?? {}, n, axis);
    if (count > 0) offset += from * own[axis]!;
    shape.push(count);
    strides.push(step * own[axis]!);
  });
  return view(x, 'slice', shape, { offset, strides });
}

function resolveRange(
  range: Exclude<SliceRange, number | undefined>,
  n: number,
  axis: number,
): { readonly from: number; readonly count: number; readonly step: number } {
  const unknown = Object.keys(range).find((key) => key !== 'from' && key !== 'to' && key !== 'step');
  if (unknown !== undefined) {
    throw new CredenceError(
      'shape/slice',
      `slice: axis ${axis} takes an index or a range { from, to, step }, which has no '${unknown}'.`,
      { axis, unknown },
    );
  }
  const step = range.step ?? 1;
  if (!Number.isInteger(step) || step === 0) {
    throw new CredenceError(
      'shape/slice',
      `slice: the step along axis ${axis} is ${step}; it must be whole and not 0.`,
      {
        axis,
        step,
      },
    );
  }
  const last = step > 0 ? n : n - 1;
  const first = step > 0 ? 0 : -1;
  const place = (position: number | undefined, otherwise: number): number =>
    position === undefined ? otherwise : Math.min(last, Math.max(first, position < 0 ? position + n : position));
  const from = place(range.from, step > 0 ? 0 : n - 1);
  const to = place(range.to, step > 0 ? n : -1);
  return { from, count: Math.max(0, Math.ceil((to - from) / step)), step };
}

/** Number of elements on the diagonal `offset` of an n x m matrix. */
function diagonalLength(n: number, m: number, offset: number): number {
  return Math.max(0, Math.min(n + Math.min(offset, 0), m - Math.max(offset, 0)));
}

/** The diagonal of the last two axes; `offset` > 0 lies above the main one. */
export function diagonal(value: TensorLike, offset = 0): Tensor {
  const x = toTensor(value);
  const [n, m] = matrixAxes('diagonal', x.shape);
  const strides = contiguousStrides(x.shape);
  return view(x, 'diagonal', [...x.shape.slice(0, -2), diagonalLength(n, m, offset)], {
    offset: offset >= 0 ? offset : -offset * m,
    strides: [...strides.slice(0, -2), m + 1],
  });
}

/** A square matrix with the last axis on its main diagonal, 0 elsewhere. */
export function diagonalMatrix(value: TensorLike): Tensor {
  const x = toTensor(value);
  const n = x.shape[x.rank - 1];
  if (n === undefined)
    throw new CredenceError('shape/matrix', 'diagonalMatrix needs at least one axis, got a scalar.', {});
  const shape = [...x.shape, n];
  const strides = contiguousStrides(shape);
  return assemble('diagonalMatrix', shape, [x], [{ offset: 0, strides: [...strides.slice(0, -2), n + 1] }]);
}

/**
 * The identity matrix of n rows. It is never written to memory where it is only added or multiplied elementwise.
 * @example kernel.add(sigma.square().mul(eye(n))) // noise on the diagonal
 */
export function eye(n: number): Tensor {
  return cast(equal(iota(n), expandDims(iota(n), 1)), 'float64');
}

/** The elements on and below diagonal `offset` of the last two axes; 0 above. */
export function tril(value: TensorLike, offset = 0): Tensor {
  const x = toTensor(value);
  const [n, m] = matrixAxes('tril', x.shape);
  return where(lessEqual(sub(iota(m), expandDims(iota(n), 1)), offset), x, 0);
}

/** The elements on and above diagonal `offset` of the last two axes; 0 below. */
export function triu(value: TensorLike, offset = 0): Tensor {
  const x = toTensor(value);
  const [n, m] = matrixAxes('triu', x.shape);
  return where(lessEqual(offset, sub(iota(m), expandDims(iota(n), 1))), x, 0);
}

/** The sizes of the last two axes. */
export function matrixAxes(operation: string, shape: Shape): readonly [number, number] {
  const n = shape[shape.length - 2];
  const m = shape[shape.length - 1];
  if (n === undefined || m === undefined) {
    throw new CredenceError('shape/matrix', `${operation} needs at least two axes, got shape ${formatShape(shape)}.`, {
      operation,
      shape,
    });
  }
  return [n, m];
}
