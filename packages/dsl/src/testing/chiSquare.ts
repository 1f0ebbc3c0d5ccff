/** Pearson's statistic of counts in cells, as a standard normal number. */

export interface Cell {
  readonly expected: number;
  readonly seen: number;
}

/**
 * By the cube-root transform of Wilson & Hilferty (1931).
 * @param limit of it, in standard deviations
 */
export function checkChiSquare(cells: readonly Cell[], freedom: number, limit: number): void {
  const statistic = cells.reduce((sum, { expected, seen }) => sum + (seen - expected) ** 2 / expected, 0);
  const spread = 2 / (9 * freedom);
  const z = (Math.cbrt(statistic / freedom) - (1 - spread)) / Math.sqrt(spread);
  if (!(z < limit)) throw new Error(`chi-square of draws is ${statistic} with ${freedom} degrees of freedom`);
}
