/** Powers of an exponential number, of which Weibull's, Fréchet's and the generalised extreme values are made. */
import { exp, expm1, lgamma, lgammaDifference } from '@credence/numerics';

/** Variance of E^(-xi) for an exponential number E of mean 1, xi < 1/2: Gamma(1 - 2 xi) - Gamma(1 - xi)², with its digits near xi = 0. */
export function varianceOfPower(xi: number): number {
  const excess = lgammaDifference(1 - xi, -xi) - lgammaDifference(1, -xi);
  return exp(2 * lgamma(1 - xi)) * expm1(excess);
}
