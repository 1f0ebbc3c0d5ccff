/** The adjoint of broadcasting: sums over the axes along which one element stood for many. */

import type { Shape } from '../graph/shape.js';
import type { Tensor } from '../graph/tensor.js';
import { mul } from '../ops/arithmetic.js';
import { sum } from '../ops/reduction.js';
import { reinterpret } from '../ops/view.js';

/**
 * The adjoint of an input of shape `from` that was broadcast to `to`, given an adjoint that itself may only broadcast to
 * `to`. Axes along which the adjoint is constant are multiplied by their size instead of being summed. The result
 * broadcasts to `from`.
 */
export function unbroadcast(adjoint: Tensor, from: Shape, to: Shape): Tensor {
  const shiftFrom = to.length - from.length;
  const shiftOwn = to.length - adjoint.rank;
  let copies = 1;
  const summed: number[] = [];
  for (let axis = 0; axis < to.length; axis++) {
    const n = to[axis]!;
    const broadcast = axis < shiftFrom || from[axis - shiftFrom] === 1;
    if (!broadcast || n === 1) continue;
    if (axis < shiftOwn || adjoint.shape[axis - shiftOwn] === 1) copies *= n;
    else summed.push(axis - shiftOwn);
  }
  let result = summed.length > 0 ? sum(adjoint, { axes: summed, keepDims: true }) : adjoint;
  if (result.rank > from.length) result = reinterpret(result, result.shape.slice(result.rank - from.length));
  return copies === 1 ? result : mul(copies, result);
}
