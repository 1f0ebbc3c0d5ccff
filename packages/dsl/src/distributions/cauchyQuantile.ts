/** Cauchy numbers as tangents, with the digits of both tails. */
import { atan2, less, log, minimum, reciprocal, type Tensor, tan, where } from '@credence/autodiff';

/** log P(Z <= z) of a standard Cauchy number. */
export const logCauchyCdf = (z: Tensor): Tensor => log(atan2(1, z.neg()).mul(1 / Math.PI));

/** The z with P(Z <= z) = p, for p in [0, 1]. */
export function cauchyQuantile(p: Tensor): Tensor {
  const tail = minimum(p, p.neg().add(1));
  const far = reciprocal(tan(tail.mul(Math.PI)));
  const near = tan(tail.neg().add(0.5).mul(Math.PI));
  const size = where(less(tail, 0.25), far, near);
  return where(less(p, 0.5), size.neg(), size);
}
