/** The matrix between two symmetric positive definite ones that a metric is made of, by eigenvalues. */
import { choleskyInPlace } from '../hamiltonian/triangular.js';

/** Sweeps of rotations: eigenvalues converge quadratically, five or six are enough. */
const SWEEPS = 30;

/**
 * The positive definite S with S G S = X: of draws with covariance X whose gradients have the covariance G, the covariance of the
 * normal distribution that fits both best (least Fisher divergence). For draws from anywhere on a normal density it is exactly
 * that density's, as soon as there are more of them than dimensions.
 *
 * Seyboldt, Carlson & Carpenter, Preconditioning Hamiltonian Monte Carlo by minimizing Fisher divergence, section 3.
 * @param x packed lower triangle
 * @param g packed lower triangle; spoilt
 * @returns a packed lower triangle, undefined where G is not positive definite to working precision
 */
export function geometricMean(x: Float64Array, g: Float64Array, n: number): Float64Array | undefined {
  if (!choleskyInPlace(g, n)) return undefined;
  const lower = (i: number, j: number) => g[(i * (i + 1)) / 2 + j]!;
  const symmetric = (i: number, j: number) => (i >= j ? x[(i * (i + 1)) / 2 + j]! : x[(j * (j + 1)) / 2 + i]!);
  // L' X L with G = L L'
  const half = square(n, (i, j) => {
    let sum = 0;
    for (let k = j; k < n; k++) sum += symmetric(i, k) * lower(k, j);
    return sum;
  });
  const whole = square(n, (i, j) => {
    let sum = 0;
    for (let k = i; k < n; k++) sum += lower(k, i) * half[k * n + j]!;
    return sum;
  });
  const vectors = diagonalize(whole, n);
  const root = square(n, (i, j) => {
    let sum = 0;
    for (let k = 0; k < n; k++)
      sum += Math.sqrt(Math.max(0, whole[k * n + k]!)) * vectors[i * n + k]! * vectors[j * n + k]!;
    return sum;
  });
  // S = L'⁻¹ (root) L⁻¹: two times, columns of the transpose are solved for.
  solveTransposed(g, root, n);
  const other = square(n, (i, j) => root[j * n + i]!);
  solveTransposed(g, other, n);
  const mean = new Float64Array(x.length);
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = 0; j <= i; j++, at++) mean[at] = 0.5 * (other[i * n + j]! + other[j * n + i]!);
  }
  return mean;
}

/** An n x n matrix, row by row. */
function square(n: number, at: (i: number, j: number) => number): Float64Array {
  const matrix = new Float64Array(n * n);
  for (let i = 0, place = 0; i < n; i++) for (let j = 0; j < n; j++, place++) matrix[place] = at(i, j);
  return matrix;
}

/** Every column c of B becomes L'⁻¹ c. */
function solveTransposed(factor: Float64Array, b: Float64Array, n: number): void {
  for (let i = n - 1; i >= 0; i--) {
    const row = (i * (i + 1)) / 2;
    const pivot = factor[row + i]!;
    for (let c = 0; c < n; c++) {
      const value = b[i * n + c]! / pivot;
      b[i * n + c] = value;
      for (let k = 0; k < i; k++) b[k * n + c] = b[k * n + c]! - factor[row + k]! * value;
    }
  }
}

/**
 * Makes a symmetric matrix diagonal by rotations in place; returns its eigenvectors, one a column.
 * Source: Jacobi (1846), by rows; rotations as in Golub & Van Loan, Matrix Computations, section 8.5.
 */
export function diagonalize(a: Float64Array, n: number): Float64Array {
  const vectors = square(n, (i, j) => (i === j ? 1 : 0));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let off = 0;
    let diagonal = 0;
    for (let i = 0; i < n; i++) {
      diagonal += a[i * n + i]! ** 2;
      for (let j = 0; j < i; j++) off += a[i * n + j]! ** 2;
    }
    if (!(off > 1e-28 * diagonal)) break;
    for (let p = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) rotate(a, vectors, n, p, q);
    }
  }
  return vectors;
}

/** Makes the entry (p, q) zero. */
function rotate(a: Float64Array, vectors: Float64Array, n: number, p: number, q: number): void {
  const apq = a[p * n + q]!;
  if (apq === 0) return;
  const tau = (a[q * n + q]! - a[p * n + p]!) / (2 * apq);
  const t = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
  const c = 1 / Math.sqrt(1 + t * t);
  const s = t * c;
  for (let k = 0; k < n; k++) {
    const [akp, akq] = [a[k * n + p]!, a[k * n + q]!];
    a[k * n + p] = c * akp - s * akq;
    a[k * n + q] = s * akp + c * akq;
  }
  for (let k = 0; k < n; k++) {
    const [apk, aqk] = [a[p * n + k]!, a[q * n + k]!];
    a[p * n + k] = c * apk - s * aqk;
    a[q * n + k] = s * apk + c * aqk;
  }
  for (let k = 0; k < n; k++) {
    const [vkp, vkq] = [vectors[k * n + p]!, vectors[k * n + q]!];
    vectors[k * n + p] = c * vkp - s * vkq;
    vectors[k * n + q] = s * vkp + c * vkq;
  }
}
