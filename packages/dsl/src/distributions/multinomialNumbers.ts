/** What the distributions of classes and of their shares have in common where they work on numbers. */
import { exp, type Rng } from '@credence/numerics';

export const totalOf = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

/** In proportion, with the sum 1. */
export function sharesOf(values: Float64Array): Float64Array {
  const total = totalOf(values);
  return values.map((value) => value / total);
}

/** Probabilities of classes, from themselves or from their logarithms up to a constant. */
export function probabilitiesOf(p: Float64Array | undefined, logit: Float64Array | undefined): Float64Array {
  const from = logit ?? p ?? new Float64Array(0);
  const highest = logit?.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY) ?? 0;
  const weights = logit === undefined ? from : from.map((value) => exp(value - highest));
  return sharesOf(weights);
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
