/**
 * Affine views and their counterpart: reading one array through an index map, and writing arrays into a larger one. The
 * functions here take maps; `layout` and `slicing` give them names.
 */

import { CredenceError } from '@credence/numerics';
import { promote } from '../graph/dtype.js';
import type { AffineMap } from '../graph/op.js';
import {
  broadcastStrides,
  broadcastsTo,
  contiguousStrides,
  formatShape,
  type Shape,
  sameShape,
  sizeOf,
} from '../graph/shape.js';
import { Tensor } from '../graph/tensor.js';
import { mul } from './arithmetic.js';
import { sum } from './reduction.js';

/** x read through a map; the caller vouches that it stays inside x and is one-to-one but for strides of 0. */
export function view(x: Tensor, name: string, shape: Shape, { offset, strides }: AffineMap): Tensor {
  return new Tensor({ kind: 'view', name, offset, strides }, [x], shape, x.dtype);
}

/** The same elements in order under another shape of the same size. */
export function reinterpret(x: Tensor, shape: Shape, name = 'reshape'): Tensor {
  return view(x, name, shape, { offset: 0, strides: contiguousStrides(shape) });
}

/** x repeated to a shape that it broadcasts to; x itself when it has that shape. */
export function expand(x: Tensor, shape: Shape, operation = 'broadcastTo'): Tensor {
  if (sameShape(x.shape, shape)) return x;
  if (!broadcastsTo(x.shape, shape)) {
    throw new CredenceError(
      'shape/broadcast',
      `${operation} cannot broadcast ${formatShape(x.shape)} to ${formatShape(shape)}. ` +
        'Shapes are aligned from the right; each size must be equal or 1.',
      { operation, from: x.shape, to: shape },
    );
  }
  return view(x, 'broadcastTo', shape, { offset: 0, strides: broadcastStrides(x.shape, shape) });
}

/** Arrays written into one of the given shape, 0 elsewhere. Places must not overlap. */
export function assemble(
  name: string,
  shape: Shape,
  parts: readonly Tensor[],
  placements: readonly AffineMap[],
): Tensor {
  const dtype = parts.length === 0 ? 'float64' : promote(...parts.map((part) => part.dtype));
  return new Tensor({ kind: 'assemble', name, placements }, parts, shape, dtype);
}

/** Whether a view reads every element of its input once and in order: a reshape. */
export function isReshape(node: Tensor): boolean {
  if (node.op.kind !== 'view' || node.op.offset !== 0 || node.size !== node.inputs[0]!.size) return false;
  const own = contiguousStrides(node.shape);
  const { strides } = node.op;
  return node.shape.every((n, axis) => n === 1 || strides[axis] === own[axis]);
}

/**
 * The adjoint of a view of shape `shape`: sums over its broadcast axes, then writes the rest back through the map.
 * `adjoint` broadcasts to `shape`, the result to the input's shape.
 */
export function viewAdjoint(adjoint: Tensor, shape: Shape, map: AffineMap, input: Tensor): Tensor {
  if (adjoint.size === 1) {
    const copies = shape.reduce((product, n, axis) => (map.strides[axis] === 0 ? product * n : product), 1);
    if (sizeOf(shape) === input.size * copies) {
      const scalar = adjoint.rank === 0 ? adjoint : reinterpret(adjoint, []);
      return copies === 1 ? scalar : mul(copies, scalar);
    }
  }
  const upstream = expand(adjoint, shape);
  if (sizeOf(shape) === 0) return assemble('embed', input.shape, [], []);
  const repeated = shape.flatMap((n, axis) => (n > 1 && map.strides[axis] === 0 ? [axis] : []));
  const reduced = repeated.length > 0 ? sum(upstream, { axes: repeated }) : upstream;
  const kept = shape.flatMap((n, axis) => (repeated.includes(axis) ? [] : [{ n, stride: map.strides[axis]! }]));
  if (reduced.size !== input.size) {
    return assemble(
      'embed',
      input.shape,
      [reduced],
      [{ offset: map.offset, strides: kept.map(({ stride }) => stride) }],
    );
  }
  // One-to-one onto the whole input: order the axes as they lie in it, turn flipped ones round, and reshape.
  const own = contiguousStrides(reduced.shape);
  const axes = kept
    .map(({ n, stride }, axis) => ({ n, stride, own: own[axis]! }))
    .filter(({ n }) => n > 1)
    .sort((a, b) => Math.abs(b.stride) - Math.abs(a.stride));
  const offset = axes.reduce((at, axis) => (axis.stride < 0 ? at + (axis.n - 1) * axis.own : at), 0);
  const strides = axes.map((axis) => (axis.stride < 0 ? -axis.own : axis.own));
  const ordered = view(
    reduced,
    'transpose',
    axes.map(({ n }) => n),
    { offset, strides },
  );
  return reinterpret(isReshape(ordered) ? reduced : ordered, input.shape);
}

/** The adjoint of one part of an assembly. `adjoint` has the assembly's full shape. */
export function placementAdjoint(adjoint: Tensor, placement: AffineMap, part: Tensor): Tensor {
  return view(adjoint, 'slice', part.shape, placement);
}
