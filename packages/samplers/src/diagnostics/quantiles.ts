/** Quantiles and the shortest interval of draws in ascending order. */

/** A position this close to an order statistic is that statistic. */
const ROUNDING = 4 * Number.EPSILON;

/**
 * Quantile of values in ascending order: linear between the order statistics around 1 + (n - 1) probability
 * (definition 7 of Hyndman & Fan 1996, The American Statistician 50(4); that of R and NumPy).
 */
export function sortedQuantile(sorted: Float64Array, probability: number): number {
  const position = (sorted.length - 1) * probability;
  const below = Math.floor(position + ROUNDING);
  const lower = sorted[below];
  if (lower === undefined) return Number.NaN;
  const fraction = position - below;
  const upper = sorted[below + 1];
  return fraction <= ROUNDING || upper === undefined || upper === lower
    ? lower
    : (1 - fraction) * lower + fraction * upper;
}

/** Mean of the middle values. */
export function sortedMedian(sorted: Float64Array): number {
  const size = sorted.length;
  return size === 0 ? Number.NaN : (sorted[(size - 1) >> 1]! + sorted[size >> 1]!) / 2;
}

/** An interval, both ends included. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Highest-density interval of values in ascending order: the shortest that reaches over floor(probability n) steps of the
 * order statistics, the first of equally short ones. It is one interval even where the density has several modes.
 */
export function sortedHighestDensityInterval(sorted: Float64Array, probability: number): Interval {
  const size = sorted.length;
  if (size === 0) return { lower: Number.NaN, upper: Number.NaN };
  const steps = Math.min(Math.floor(probability * size), size - 1);
  let best = 0;
  let width = Number.POSITIVE_INFINITY;
  for (let i = 0; i + steps < size; i++) {
    const candidate = sorted[i + steps]! - sorted[i]!;
    if (candidate < width) {
      width = candidate;
      best = i;
    }
  }
  return { lower: sorted[best]!, upper: sorted[best + steps]! };
}
