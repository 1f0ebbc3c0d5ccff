/** Products and solves of small row-major matrices of numbers, for draws and moments. */

/** L z for lower triangular L. */
export function timesLower(factor: ArrayLike<number>, z: ArrayLike<number>): Float64Array {
  const k = z.length;
  return Float64Array.from(z, (_, i) => {
    let total = 0;
    for (let j = 0; j <= i; j++) total += factor[i * k + j]! * z[j]!;
    return total;
  });
}

/** The x with L x = b, or with L' x = b. */
export function solveLower(
  factor: ArrayLike<number>,
  b: ArrayLike<number>,
  which: 'plain' | 'transposed' = 'plain',
): Float64Array {
  const k = b.length;
  const x = Float64Array.from(b);
  for (let step = 0; step < k; step++) {
    const i = which === 'plain' ? step : k - 1 - step;
    for (let done = 0; done < step; done++) {
      const j = which === 'plain' ? done : k - 1 - done;
      x[i]! -= factor[which === 'plain' ? i * k + j : j * k + i]! * x[j]!;
    }
    x[i]! /= factor[i * k + i]!;
  }
  return x;
}

/** A B' of matrices with `inner` columns. */
export function timesTransposed(a: ArrayLike<number>, b: ArrayLike<number>, inner: number): Float64Array {
  const [rows, columns] = [a.length / inner, b.length / inner];
  const product = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let total = 0;
      for (let l = 0; l < inner; l++) total += a[i * inner + l]! * b[j * inner + l]!;
      product[i * columns + j] = total;
    }
  }
  return product;
}

/** The inverse of L L' from L. */
export function inverseOfFactored(factor: ArrayLike<number>, k: number): Float64Array {
  const inverse = new Float64Array(k * k);
  for (let j = 0; j < k; j++) {
    const unit = Float64Array.from({ length: k }, (_, i) => (i === j ? 1 : 0));
    const column = solveLower(factor, solveLower(factor, unit), 'transposed');
    for (let i = 0; i < k; i++) inverse[i * k + j] = column[i]!;
  }
  return inverse;
}

/** Number of rows of a square matrix. */
export function rowsOf(matrix: ArrayLike<number>): number {
  return Math.round(Math.sqrt(matrix.length));
}
