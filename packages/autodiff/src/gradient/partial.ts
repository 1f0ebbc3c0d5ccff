/** The product of an adjoint or a tangent with a partial derivative. */

import type { Tensor } from '../graph/tensor.js';
import { mul, mulNoNaN, neg } from '../ops/arithmetic.js';
import { where } from '../ops/where.js';

/**
 * flow times partial. A bool partial chooses elements of the flow; with `guarded`, a 0 in either factor wins over Infinity
 * and NaN in the other.
 */
export function alongPartial(flow: Tensor, partial: Tensor | number, guarded: boolean): Tensor {
  if (partial === 1) return flow;
  if (partial === -1) return neg(flow);
  if (typeof partial === 'number') return mul(partial, flow);
  if (partial.dtype === 'bool') return where(partial, flow, 0);
  return guarded ? mulNoNaN(flow, partial) : mul(flow, partial);
}
