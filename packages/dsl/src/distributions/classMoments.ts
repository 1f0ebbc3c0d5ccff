/** Moments of a class by its number, from the probabilities of all classes. */

export interface ClassMoments {
  readonly mean: number;
  readonly variance: number;
  /** The first of the most probable classes. */
  readonly mode: number;
}

export function classMoments(probabilities: Float64Array): ClassMoments {
  const mean = probabilities.reduce((total, p, i) => total + p * i, 0);
  return {
    mean,
    variance: probabilities.reduce((total, p, i) => total + p * (i - mean) ** 2, 0),
    mode: probabilities.reduce((best, p, i) => (p > (probabilities[best] ?? 0) ? i : best), 0),
  };
}
