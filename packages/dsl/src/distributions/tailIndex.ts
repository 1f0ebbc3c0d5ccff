/**
 * The power law of generalised extreme values, log(1 + xi z) / xi, and its inverse, (exp(xi s) - 1) / xi: z itself where xi is
 * 0 (of infinite z too), with all digits and slopes close to it.
 */
import { abs, expm1, expm1Share, less, log1p, log1pShare, mulNoNaN, type Tensor, where } from '@credence/autodiff';

/** log(1 + xi z) / xi, for 1 + xi z > 0. */
export function logOfPower(z: Tensor, xi: Tensor): Tensor {
  const t = mulNoNaN(z, xi);
  return where(less(abs(t), 0.5), z.mul(log1pShare(t)), log1p(t).div(xi));
}

/** (exp(xi s) - 1) / xi. */
export function powerOfLog(s: Tensor, xi: Tensor): Tensor {
  const t = mulNoNaN(s, xi);
  return where(less(abs(t), 0.5), s.mul(expm1Share(t)), expm1(t).div(xi));
}
