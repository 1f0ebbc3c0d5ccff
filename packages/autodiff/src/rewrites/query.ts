/** Questions that rules ask about nodes. */

import { literalNumber } from '../graph/literal.js';
import type { Op } from '../graph/op.js';
import { type Shape, sameShape } from '../graph/shape.js';
import type { Tensor } from '../graph/tensor.js';

/** The inputs of a node with this op, else undefined. */
export function partsOf(node: Tensor | undefined, name: Op['name']): readonly Tensor[] | undefined {
  return node && node.op.name === name ? node.inputs : undefined;
}

/** Whether one of the ops has one of these names. */
export function hasOp(ops: readonly Op[], ...names: readonly Op['name'][]): boolean {
  return ops.some(({ name }) => names.includes(name));
}

/** Whether the node is a literal of one element with this value. */
export function isNumber(node: Tensor, value: number): boolean {
  return literalNumber(node) === value;
}

/** Whether the node is one finite number that is part of the module. */
export function isFiniteNumber(node: Tensor): boolean {
  const value = literalNumber(node);
  return value !== undefined && Number.isFinite(value);
}

/** Whether x, broadcast to `shape`, is constant along all of the axes. */
export function constantAlong(x: Tensor, shape: Shape, axes: readonly number[]): boolean {
  const shift = shape.length - x.rank;
  return axes.every((axis) => axis < shift || x.shape[axis - shift] === 1);
}

/** Whether x carries every element of a node of this shape, rather than being broadcast to it. */
export function fills(x: Tensor, shape: Shape): boolean {
  return sameShape(x.shape, shape);
}

/** Number of elements of the broadcast of two shapes (which are known to broadcast). */
export function jointSize(a: Tensor, b: Tensor): number {
  const rank = Math.max(a.rank, b.rank);
  let size = 1;
  for (let axis = 1; axis <= rank; axis++) {
    const n = a.shape[a.rank - axis] ?? 1;
    size *= n === 1 ? (b.shape[b.rank - axis] ?? 1) : n;
  }
  return size;
}
