/** Tail probabilities of sums of independent, equally distributed numbers that take few values. */
import { exp, log, normalCdf, sqrt } from '@credence/numerics';

/** Standard scores below this are taken for normal: the formula cancels there. */
const NEAR = 0.01;
const MOST_STEPS = 100;
/** Relative precision of the tilt. */
const PRECISION = 1e-13;

/**
 * Probability that the sum of `count` numbers, each of which is one of `values` with equal probability, is at least `sum`, and
 * that it is at most that.
 *
 * Saddle-point approximation, relative error of some thousandths far into the tails where count x values is some hundreds.
 * At the ends of the range it is exact. The step of a lattice is left out.
 *
 * Source: Lugannani & Rice (1980), Saddle point approximation for the distribution of the sum of independent random
 * variables, Advances in Applied Probability 12(2), equation (10).
 */
export function sumTails(
  values: ArrayLike<number>,
  count: number,
  sum: number,
): { readonly upper: number; readonly lower: number } {
  const all = Array.from(values);
  const mean = sum / count;
  const largest = Math.max(...all);
  const smallest = Math.min(...all);
  const share = (end: number) => exp(count * log(all.filter((value) => value === end).length / all.length));
  if (mean >= largest) return { upper: share(largest), lower: 1 };
  if (mean <= smallest) return { upper: 1, lower: share(smallest) };
  const t = saddlePoint(all, mean);
  const { logMean, variance } = tilted(all, t);
  const w = (t < 0 ? -1 : 1) * sqrt(Math.max(0, 2 * count * (t * mean - logMean)));
  const u = t * sqrt(count * variance);
  if (Math.abs(w) < NEAR) return { upper: normalCdf(-w), lower: normalCdf(w) };
  const rest = (exp(-0.5 * w * w) / sqrt(2 * Math.PI)) * (1 / u - 1 / w);
  return { upper: normalCdf(-w) + rest, lower: normalCdf(w) - rest };
}

/** The tilt under which the numbers have this mean: Newton's steps, halved intervals where they leave what is known. */
function saddlePoint(values: readonly number[], mean: number): number {
  let low = -1;
  let high = 1;
  while (tilted(values, low).mean > mean) low *= 2;
  while (tilted(values, high).mean < mean) high *= 2;
  let t = 0;
  for (let step = 0; step < MOST_STEPS; step++) {
    const now = tilted(values, t);
    if (now.mean < mean) low = t;
    else high = t;
    const next = t + (mean - now.mean) / now.variance;
    const inside = next > low && next < high ? next : (low + high) / 2;
    if (Math.abs(inside - t) <= PRECISION * Math.abs(inside) || inside === t) break;
    t = inside;
  }
  return t;
}

/** Log of the mean of exp(t x), and mean and variance of x with weights exp(t x). */
function tilted(values: readonly number[], t: number) {
  const shift = Math.max(...values.map((value) => t * value));
  let total = 0;
  let first = 0;
  for (const value of values) {
    const weight = exp(t * value - shift);
    total += weight;
    first += weight * value;
  }
  const mean = first / total;
  const second = values.reduce((sum, value) => sum + exp(t * value - shift) * (value - mean) ** 2, 0);
  return { logMean: shift + log(total / values.length), mean, variance: second / total };
}
