/** A tensor in its simplest form; one number where all its elements are the same one. */
import { simplify, type Tensor } from '@credence/autodiff';

export function tidy(tensor: Tensor): Tensor {
  const [simplest = tensor] = simplify([tensor]).outputs;
  if (simplest.op.kind !== 'view') return simplest;
  const [input] = simplest.inputs;
  return input !== undefined && input.size === 1 && simplest.op.strides.every((stride) => stride === 0)
    ? input.reshape([])
    : simplest;
}
