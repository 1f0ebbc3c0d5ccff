/** Sums of squares in exact arithmetic, on the same float64 numbers: what rewrites of them are held against. */

/** Binary places behind the point that a number may have. */
const PLACES = 300n;

/** A number as a whole multiple of 2^-300. */
function exact(x: number): bigint {
  let scaled = x;
  let doublings = 0n;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    doublings++;
  }
  if (doublings > PLACES) throw new Error(`${x} has more than ${PLACES} binary places.`);
  return BigInt(scaled) << (PLACES - doublings);
}

export interface ExactRow {
  readonly y: number;
  readonly weight?: number;
  /** Pairs of a coefficient and a value. */
  readonly terms: readonly (readonly [number, number])[];
}

/** sum over rows of weight (y - sum of coefficient x value)^2, in units of 2^-1500. */
export function exactSquares(rows: readonly ExactRow[]): bigint {
  let total = 0n;
  for (const { y, weight = 1, terms } of rows) {
    let residual = exact(y) << PLACES;
    for (const [coefficient, value] of terms) residual -= exact(coefficient) * exact(value);
    total += exact(weight) * residual * residual;
  }
  return total;
}

/** A difference of two such sums as a number. */
export function difference(a: bigint, b: bigint): number {
  // 2^-1500 is below the smallest number: two steps.
  return Number((a - b) >> 900n) * 2 ** -600;
}
