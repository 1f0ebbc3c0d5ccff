/** Packed lower triangular matrices: row i holds entries (i, 0) to (i, i), rows one after another. */

/** Number of entries of an n x n lower triangle. */
export function packedLength(n: number): number {
  return (n * (n + 1)) / 2;
}

/** out = L x. `out` must not be `x`. */
export function lowerTimes(factor: Float64Array, x: Float64Array, out: Float64Array): void {
  const n = x.length;
  for (let i = 0, row = 0; i < n; i++) {
    let even = 0;
    let odd = 0;
    let j = 0;
    for (; j < i; j += 2) {
      even += factor[row + j]! * x[j]!;
      odd += factor[row + j + 1]! * x[j + 1]!;
    }
    if (j === i) even += factor[row + j]! * x[j]!;
    out[i] = even + odd;
    row += i + 1;
  }
}

/** x <- L' x, in place. */
export function transposedTimes(factor: Float64Array, x: Float64Array): void {
  const n = x.length;
  for (let i = 0, row = 0; i < n; i++) {
    // Rows from above: entry i is used for the last time here, and first written here.
    const xi = x[i]!;
    for (let j = 0; j < i; j++) x[j] = x[j]! + factor[row + j]! * xi;
    x[i] = factor[row + i]! * xi;
    row += i + 1;
  }
}

/** x <- L'⁻¹ x, in place. */
export function transposedSolve(factor: Float64Array, x: Float64Array): void {
  for (let i = x.length - 1; i >= 0; i--) {
    const row = packedLength(i);
    const value = x[i]! / factor[row + i]!;
    x[i] = value;
    for (let j = 0; j < i; j++) x[j] = x[j]! - factor[row + j]! * value;
  }
}

/**
 * Overwrites a packed symmetric matrix with its Cholesky factor L, A = L L'. False, with the matrix spoilt, when A is not
 * positive definite to working precision.
 */
export function choleskyInPlace(matrix: Float64Array, n: number): boolean {
  for (let i = 0, row = 0; i < n; i++) {
    for (let j = 0, column = 0; j <= i; j++) {
      let rest = matrix[row + j]!;
      for (let k = 0; k < j; k++) rest -= matrix[row + k]! * matrix[column + k]!;
      if (j < i) {
        matrix[row + j] = rest / matrix[column + j]!;
      } else {
        if (!(rest > 0) || rest === Number.POSITIVE_INFINITY) return false;
        matrix[row + i] = Math.sqrt(rest);
      }
      column += j + 1;
    }
    row += i + 1;
  }
  return true;
}
