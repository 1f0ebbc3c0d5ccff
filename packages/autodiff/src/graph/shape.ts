/** Shapes: sizes, strides, NumPy broadcasting, and axes, with errors that name the operation. */

import { CredenceError } from '@credence/numerics';

/** Sizes of the axes, outermost first; `[]` is a scalar. */
export type Shape = readonly number[];

export function sizeOf(shape: Shape): number {
  let size = 1;
  for (let axis = 0; axis < shape.length; axis++) size *= shape[axis]!;
  return size;
}

export function sameShape(a: Shape, b: Shape): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false;
  return true;
}

/** Row-major strides, in elements. */
export function contiguousStrides(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= shape[axis]!;
  }
  return strides;
}

export function formatShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

/**
 * The shape of an elementwise result: aligned from the right, sizes equal or 1.
 * @param names of the arrays, for errors; empty for those that have none
 * @throws CredenceError shape/broadcast
 */
export function broadcastShapes(operation: string, shapes: readonly Shape[], names: readonly string[] = []): Shape {
  const first = shapes[0];
  if (first && shapes.every((shape) => sameShape(shape, first))) return first;
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  const result = new Array<number>(rank).fill(1);
  for (const shape of shapes) {
    const shift = rank - shape.length;
    for (let i = 0; i < shape.length; i++) {
      const n = shape[i]!;
      if (n === 1 || n === result[i + shift]) continue;
      if (result[i + shift] !== 1) {
        throw new CredenceError(
          'shape/broadcast',
          `${operation} cannot broadcast ${shapes.map((own, k) => `${names[k] ? `${names[k]} ` : ''}${formatShape(own)}`).join(' with ')}. ` +
            'Shapes are aligned from the right; each pair of sizes must be equal or contain a 1.',
          { operation, shapes },
        );
      }
      result[i + shift] = n;
    }
  }
  return result;
}

/** Whether an array of shape `from` can stand for one of shape `to`. */
export function broadcastsTo(from: Shape, to: Shape): boolean {
  const shift = to.length - from.length;
  return shift >= 0 && from.every((n, i) => n === 1 || n === to[i + shift]);
}

/**
 * Strides with which an array of shape `from` is read over the index space `to`: 0 along broadcast axes.
 * Expects `broadcastsTo(from, to)`.
 */
export function broadcastStrides(from: Shape, to: Shape): number[] {
  const own = contiguousStrides(from);
  const shift = to.length - from.length;
  return to.map((_, axis) => (axis < shift || from[axis - shift] === 1 ? 0 : own[axis - shift]!));
}

/** An axis counted from the front, from one that may be counted from the back (-1 is the last). */
export function normalizeAxis(operation: string, axis: number, rank: number): number {
  const positive = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(axis) || positive < 0 || positive >= rank) {
    throw new CredenceError('shape/axis', `${operation} has no axis ${axis}: its input has ${rank} axes.`, {
      operation,
      axis,
      rank,
    });
  }
  return positive;
}

/** Distinct axes in ascending order; all of them when none are given. */
export function normalizeAxes(operation: string, axes: number | readonly number[] | undefined, rank: number): number[] {
  if (axes === undefined) return Array.from({ length: rank }, (_, i) => i);
  const list = (typeof axes === 'number' ? [axes] : axes).map((axis) => normalizeAxis(operation, axis, rank));
  const distinct = [...new Set(list)].sort((a, b) => a - b);
  if (distinct.length !== list.length) {
    throw new CredenceError('shape/axis', `${operation} got the same axis twice: ${formatShape(list)}.`, {
      operation,
      axes: list,
    });
  }
  return distinct;
}

/** Checks that sizes are whole and not negative. */
export function checkShape(operation: string, shape: Shape): Shape {
  for (const n of shape) {
    if (!Number.isInteger(n) || n < 0) {
      throw new CredenceError(
        'shape/size',
        `${operation} got the shape ${formatShape(shape)}; sizes are whole numbers >= 0.`,
        { operation, shape },
      );
    }
  }
  return shape;
}
