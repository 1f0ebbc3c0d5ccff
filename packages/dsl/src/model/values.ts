/** What users give for a parameter or an operand, as tensors. */
import { constant, Tensor } from '@credence/autodiff';
import type { ArrayData, DataArray } from './arrays.js';

/**
 * A value in a declaration: a handle or any tensor, a number, an array, or text: a name of the model or a formula over its
 * names.
 */
export type Value = Tensor | ArrayData | boolean | string;

/** A literal of given values. A model makes data of literals with axes, so that its module does not depend on them. */
export function literalOf(data: DataArray): Tensor {
  const op = { kind: 'source', name: 'literal', values: data.values } as const;
  return new Tensor(op, [], data.shape, data.dtype);
}

/** The number that a tensor is, if it is a literal of one. */
export function literalNumber(tensor: Tensor): number | undefined {
  const { op } = tensor;
  if (op.kind !== 'source' || op.name !== 'literal' || tensor.rank > 0) return undefined;
  return op.values[0];
}

/** A number as a literal. */
export function numberTensor(value: number | boolean): Tensor {
  return constant(value);
}
