/** Values as weights of grid points. */

/**
 * Weights of `cells` points at the middles of equal cells over [low, high]: each value is shared by the two points beside it,
 * so that the mean is kept. Values outside are left out; one nearer an end than half a cell belongs to the last point.
 */
export function linearCounts(values: Float64Array, low: number, high: number, cells: number): Float64Array {
  const counts = new Float64Array(cells);
  const step = (high - low) / cells;
  for (const value of values) {
    if (!(value >= low && value <= high)) continue;
    const position = Math.min(cells - 1, Math.max(0, (value - low) / step - 0.5));
    const below = Math.min(cells - 2, Math.floor(position));
    const share = position - below;
    counts[below]! += 1 - share;
    counts[below + 1]! += share;
  }
  return counts;
}
