/** Where the support of a density ends. */

/** Ends of a support; infinite where it has none. */
export interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Ends of the support that draws point at. An end is taken to be there when the draws are crowded against their extreme:
 * within one bandwidth of it lie as many as a density of at least a third of the peak would put there (and at least 20).
 * 0 is taken to be an end when no draw lies below it and the kernel would reach beyond it, and so is 1 when all lie
 * in [0, 1]: such quantities are scales and probabilities.
 *
 * @param sorted draws in ascending order
 */
export function boundsOf(sorted: Float64Array, bandwidth: number): Bounds {
  const size = sorted.length;
  const low = sorted[0] ?? Number.NaN;
  const high = sorted[size - 1] ?? Number.NaN;
  const densest = mostWithin(sorted, bandwidth);
  const crowded = (count: number) => count >= 20 && 3 * count >= densest;
  let lower = crowded(countBelow(sorted, low + bandwidth)) ? low : Number.NEGATIVE_INFINITY;
  let upper = crowded(size - countBelow(sorted, high - bandwidth)) ? high : Number.POSITIVE_INFINITY;
  if (low >= 0 && low < 3 * bandwidth) lower = 0;
  if (low >= 0 && high <= 1 && 1 - high < 3 * bandwidth) upper = 1;
  return { lower, upper };
}

/** Number of values at or below a limit. */
function countBelow(sorted: Float64Array, limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function mostWithin(sorted: Float64Array, width: number): number {
  let most = 0;
  for (let start = 0, end = 0; start < sorted.length; start++) {
    while (end < sorted.length && sorted[end]! - sorted[start]! <= width) end++;
    most = Math.max(most, end - start);
  }
  return most;
}
