/** Mean and covariance of walkers, with the map that makes the covariance the identity. */

export interface Covariance {
  readonly mean: Float64Array;
  /** Writes L^-1 (x - mean) of row x of `from`, where the covariance is L L'. */
  whiten(from: Float64Array, at: number, to: Float64Array, out: number): void;
}

/** Pivots of the factor below this, relative to the variance they come from, are rounding. */
const SINGULAR = 1e-14;

/** Of `count` walkers, row by row, divisor count - 1; undefined where it is singular to rounding. */
export function covarianceFor(walkers: Float64Array, count: number, dimension: number): Covariance | undefined {
  const mean = new Float64Array(dimension);
  for (let j = 0; j < count; j++) for (let d = 0; d < dimension; d++) mean[d]! += walkers[j * dimension + d]! / count;
  const factor = new Float64Array(dimension * dimension);
  for (let j = 0; j < count; j++) {
    for (let r = 0; r < dimension; r++) {
      const deviation = (walkers[j * dimension + r]! - mean[r]!) / (count - 1);
      for (let c = 0; c <= r; c++) factor[r * dimension + c]! += deviation * (walkers[j * dimension + c]! - mean[c]!);
    }
  }
  for (let c = 0; c < dimension; c++) {
    const variance = factor[c * dimension + c]!;
    let pivot = variance;
    for (let k = 0; k < c; k++) pivot -= factor[c * dimension + k]! * factor[c * dimension + k]!;
    if (!(pivot > SINGULAR * variance)) return undefined;
    const root = Math.sqrt(pivot);
    factor[c * dimension + c] = root;
    for (let r = c + 1; r < dimension; r++) {
      let value = factor[r * dimension + c]!;
      for (let k = 0; k < c; k++) value -= factor[r * dimension + k]! * factor[c * dimension + k]!;
      factor[r * dimension + c] = value / root;
    }
  }
  return {
    mean,
    whiten(from, at, to, out) {
      for (let r = 0; r < dimension; r++) {
        let value = from[at + r]! - mean[r]!;
        for (let k = 0; k < r; k++) value -= factor[r * dimension + k]! * to[out + k]!;
        to[out + r] = value / factor[r * dimension + r]!;
      }
    },
  };
}
