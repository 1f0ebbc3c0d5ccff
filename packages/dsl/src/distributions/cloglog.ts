/** log(1 - exp(-exp(t))), which extreme values are made of: about t far below 0, about -exp(-exp(t)) above. */
import { exp, less, log1mexp, type Tensor, where } from '@credence/autodiff';

export function logOneMinusExpOfMinusExp(t: Tensor): Tensor {
  const u = exp(t);
  // log((1 - exp(-u)) / u) = -u / 2 + u² / 24 - ...; the exponential itself would become 0.
  return where(less(t, -30), t.sub(u.mul(0.5)), log1mexp(u.neg()));
}
