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

/** Location, scale and tail index of a distribution of this law. */
export interface TailParameters {
  readonly mu: Tensor;
  readonly sigma: Tensor;
  readonly xi: Tensor;
}

/** 1 + xi z with z = (x - mu) / sigma, which is > 0 inside. */
export const room = (x: Tensor, { mu, sigma, xi }: TailParameters): Tensor => mulNoNaN(x.sub(mu).div(sigma), xi).add(1);

/** log(1 + xi z) / xi, for x inside: the place of a number that follows the law of index 0. */
export const place = (x: Tensor, { mu, sigma, xi }: TailParameters): Tensor => logOfPower(x.sub(mu).div(sigma), xi);
