/** What the multinomial and Dirichlet distributions share where they work on numbers. */
import type { Rng } from '@credence/numerics';

export const totalOf = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

/** In proportion, with the sum 1. */
export function sharesOf(values: Float64Array): Float64Array {
  const total = totalOf(values);
  return values.map((value) => value / total);
}

/** Counts of n draws with these probabilities, by a binomial number for each class given those before it. */
export function multinomialCounts(rng: Rng, n: number, probabilities: ArrayLike<number>): Float64Array {
  const counts = new Float64Array(probabilities.length);
  // What is left of the probability is summed from the end, so that it keeps its digits where little is left.
  const rest = new Float64Array(probabilities.length + 1);
  for (let i = probabilities.length - 1; i >= 0; i--) rest[i] = rest[i + 1]! + probabilities[i]!;
  let left = n;
  for (let i = 0; i < counts.length && left > 0; i++) {
    const last = i === counts.length - 1 || rest[i + 1] === 0;
    counts[i] = last ? left : rng.binomial(left, Math.min(1, probabilities[i]! / rest[i]!));
    left -= counts[i]!;
  }
  return counts;
}

/** scale (diagonal of p - p p'), the covariance of counts and of shares. */
export function shareCovariance(p: ArrayLike<number>, scale: number): Float64Array {
  const k = p.length;
  return Float64Array.from({ length: k * k }, (_, at) => {
    const [i, j] = [Math.floor(at / k), at % k];
    return scale * ((i === j ? p[i]! : 0) - p[i]! * p[j]!);
  });
}
