/** A log density of 0 for every element, of the shape of x. */
import { broadcastTo, constant, type Tensor } from '@credence/autodiff';

export function zerosLike(x: Tensor): Tensor {
  return broadcastTo(constant(0), x.shape);
}
