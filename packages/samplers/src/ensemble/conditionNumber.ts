/** Whether walkers span all dimensions: the condition number of their deviations. */

/** Sweeps of rotations; a handful is enough, and more would change nothing. */
const SWEEPS = 40;

/**
 * Largest over smallest singular value of the walkers' deviations from their mean, every parameter scaled to length 1 first, so
 * that units do not matter. Infinity when a parameter is the same for all walkers, or they lie in one hyperplane exactly.
 *
 * Columns are made orthogonal by one-sided Jacobi rotations; the singular values are then their lengths. Unlike eigenvalues
 * of the covariance, these are good to rounding where the condition number is large.
 *
 * Source: Hestenes (1958), Inversion of matrices by biorthogonalization, J. SIAM 6(1).
 *
 * @param positions walkers x dimension, row by row
 */
export function conditionNumber(positions: Float64Array, walkers: number, dimension: number): number {
  const columns = Array.from({ length: dimension }, (_, d) => {
    const column = Float64Array.from({ length: walkers }, (_, w) => positions[w * dimension + d]!);
    const first = column[0]!;
    const offset = column.reduce((sum, value) => sum + (value - first), 0) / walkers;
    for (let w = 0; w < walkers; w++) column[w] = column[w]! - first - offset;
    const largest = column.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const length = largest * Math.sqrt(column.reduce((sum, value) => sum + (value / largest) ** 2, 0));
    return length > 0 ? column.map((value) => value / length) : column;
  });
  for (let sweep = 0; sweep < SWEEPS; sweep++) if (!orthogonalize(columns)) break;
  const lengths = columns.map((column) => Math.sqrt(product(column, column)));
  const least = Math.min(...lengths);
  return least > 0 ? Math.max(...lengths) / least : Number.POSITIVE_INFINITY;
}

/** One sweep over all pairs of columns; whether any was rotated. */
function orthogonalize(columns: readonly Float64Array[]): boolean {
  let rotated = false;
  for (let i = 0; i < columns.length; i++) {
    for (let j = i + 1; j < columns.length; j++) {
      const [a, b] = [columns[i]!, columns[j]!];
      const [aa, bb, ab] = [product(a, a), product(b, b), product(a, b)];
      if (Math.abs(ab) <= 1e-15 * Math.sqrt(aa * bb)) continue;
      rotated = true;
      const slope = (bb - aa) / (2 * ab);
      const tangent = (slope < 0 ? -1 : 1) / (Math.abs(slope) + Math.sqrt(1 + slope * slope));
      const cosine = 1 / Math.sqrt(1 + tangent * tangent);
      const sine = cosine * tangent;
      for (let w = 0; w < a.length; w++) {
        const value = a[w]!;
        a[w] = cosine * value - sine * b[w]!;
        b[w] = sine * value + cosine * b[w]!;
      }
    }
  }
  return rotated;
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let w = 0; w < a.length; w++) sum += a[w]! * b[w]!;
  return sum;
}
