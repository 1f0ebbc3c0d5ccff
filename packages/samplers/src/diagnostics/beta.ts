/** The Beta distribution's cdf and quantile, which say how far an order statistic may lie from a quantile. */
import { exp, log, log1p, logBeta } from '@credence/numerics';

/**
 * P(X <= x) for X ~ Beta(a, b), the regularised incomplete beta function; a, b > 0.
 *
 * Continued fraction by Lentz's method on the side where it converges fast: about sqrt(max(a, b)) terms. Relative error
 * about 1e-15 times a + b. Source: DLMF 8.17.22; Thompson & Barnett (1986), J. Comput. Phys. 64.
 */
export function betaCdf(x: number, a: number, b: number): number {
  if (!(x > 0)) return x <= 0 ? 0 : Number.NaN;
  if (x >= 1) return 1;
  const front = exp(a * log(x) + b * log1p(-x) - logBeta(a, b));
  return x < (a + 1) / (a + b + 2)
    ? (front / a) * continuedFraction(x, a, b)
    : 1 - (front / b) * continuedFraction(1 - x, b, a);
}

function continuedFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1), tiny);
  let value = d;
  for (let m = 1; m < 100000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d, tiny);
    c = away(1 + even / c, tiny);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d, tiny);
    c = away(1 + odd / c, tiny);
    const step = d * c;
    value *= step;
    if (Math.abs(step - 1) < 2 * Number.EPSILON) break;
  }
  return value;
}

function away(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}

/**
 * The x with P(X <= x) = probability for X ~ Beta(a, b), a, b >= 1 (one mode or a flat density). Newton's steps on the
 * cdf, kept inside a bracket that halves when they would leave it.
 */
export function betaQuantile(probability: number, a: number, b: number): number {
  if (!(probability > 0 && probability < 1)) return probability === 0 || probability === 1 ? probability : Number.NaN;
  const logNormaliser = logBeta(a, b);
  let low = 0;
  let high = 1;
  let x = a / (a + b);
  for (let step = 0; step < 200; step++) {
    const excess = betaCdf(x, a, b) - probability;
    if (excess > 0) high = x;
    else low = x;
    const density = exp((a - 1) * log(x) + (b - 1) * log1p(-x) - logNormaliser);
    let next = x - excess / density;
    if (!(next > low && next < high)) next = (low + high) / 2;
    if (Math.abs(next - x) <= 1e-15 * x) return next;
    x = next;
  }
  return x;
}
