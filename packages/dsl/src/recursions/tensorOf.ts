/** Numbers and arrays that stand for tensors. */
import { constant, Tensor, type TensorLike } from '@credence/autodiff';

export function tensorOf(value: TensorLike): Tensor {
  return value instanceof Tensor ? value : constant(value);
}
