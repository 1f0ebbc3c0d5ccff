/** Indices that are known when data are bound must be in range then. */

import { CredenceError } from '@credence/numerics';
import type { Tensor } from '../../graph/tensor.js';

/**
 * @param values of the nodes that do not depend on parameters
 * @throws CredenceError `index/range`
 */
export function checkIndices(order: readonly Tensor[], values: ReadonlyMap<Tensor, Float64Array>): void {
  for (const { op, inputs } of order) {
    if (op.kind !== 'indexing') continue;
    const indices = inputs[1]!;
    const known = values.get(indices);
    const position = known?.findIndex((index) => !(index >= 0 && index < op.size)) ?? -1;
    if (!known || position < 0) continue;
    const name = indices.op.kind === 'source' && indices.op.name === 'data' ? indices.op.label : undefined;
    const value = known[position]!;
    throw new CredenceError(
      'index/range',
      name === undefined
        ? 'An index computed from data is out of range. Check the data that indices are made of.'
        : `'${name}' holds the index ${value} at position ${position}, which is outside [0, ${op.size}). Indices are whole numbers that start at 0.`,
      name === undefined ? {} : { name, position, value, size: op.size },
    );
  }
}
