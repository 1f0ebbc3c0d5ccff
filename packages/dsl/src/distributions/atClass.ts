/** What belongs to the class that a whole number names, out of values with one for each class. */
import { cast, clip, equal, expandDims, gather, iota, sum, type Tensor, where } from '@credence/autodiff';

/**
 * @param values one for each class along the last axis; leading axes are those of x
 * @param x numbers of classes from 0 on; the value is anything where it is none
 * @returns of the shape of x and leading axes together
 */
export function atClass(values: Tensor, x: Tensor): Tensor {
  const count = values.shape.at(-1) ?? 1;
  if (values.rank > 1) return sum(where(equal(expandDims(x, -1), iota(count)), values, 0), { axes: -1 });
  return gather(values, cast(clip(x, 0, count - 1), 'int32'));
}
