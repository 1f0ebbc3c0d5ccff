/** How unequal the scales of a covariance are in its directions: what trajectories pay for under the metric of its coordinates. */
import { choleskyInPlace, transposedSolve } from '../hamiltonian/triangular.js';

/** Rounds of the power method: a ratio of two eigenvalues of 0.8 comes down to 1e-6. */
const ROUNDS = 60;

/**
 * The square root of the ratio of the largest to the smallest eigenvalue: about how many times as many leapfrog steps a
 * trajectory takes as for a sphere. From below, to a few per cent; Infinity for a matrix that is not positive definite.
 * @param matrix packed lower triangle
 */
export function spread(matrix: Float64Array, n: number): number {
  const factor = matrix.slice();
  if (!choleskyInPlace(factor, n)) return Number.POSITIVE_INFINITY;
  const largest = powerMethod(n, (x, out) => symmetricTimes(matrix, x, out));
  const smallest = 1 / powerMethod(n, (x, out) => solve(factor, x, out));
  return Math.sqrt(largest / smallest);
}

/** The largest variance of a covariance in a direction, as a multiple of that of L L' there. */
export function largestAgainst(matrix: Float64Array, factor: Float64Array, n: number): number {
  const product = new Float64Array(n);
  // Eigenvalues of (L L')⁻¹ A are those of the ratio.
  return powerMethod(n, (x, out) => {
    symmetricTimes(matrix, x, product);
    solve(factor, product, out);
  });
}

/** The largest eigenvalue of a map whose eigenvalues are positive. */
function powerMethod(n: number, apply: (x: Float64Array, out: Float64Array) => void): number {
  // Any start does that is not orthogonal to the vector sought: digits of the golden ratio's multiples are to none of note.
  let x = Float64Array.from({ length: n }, (_, i) => (((i + 1) * 0.6180339887498949) % 1) - 0.3);
  let out = new Float64Array(n);
  let value = 0;
  for (let round = 0; round < ROUNDS; round++) {
    apply(x, out);
    let square = 0;
    for (let i = 0; i < n; i++) square += out[i]! * out[i]!;
    value = Math.sqrt(square);
    if (!(value > 0)) return 0;
    for (let i = 0; i < n; i++) out[i] = out[i]! / value;
    [x, out] = [out, x];
  }
  return value;
}

function symmetricTimes(matrix: Float64Array, x: Float64Array, out: Float64Array): void {
  out.fill(0);
  for (let i = 0, at = 0; i < x.length; i++) {
    for (let j = 0; j < i; j++, at++) {
      out[i] = out[i]! + matrix[at]! * x[j]!;
      out[j] = out[j]! + matrix[at]! * x[i]!;
    }
    out[i] = out[i]! + matrix[at++]! * x[i]!;
  }
}

/** out = (L L')⁻¹ x */
function solve(factor: Float64Array, x: Float64Array, out: Float64Array): void {
  const n = x.length;
  for (let i = 0, row = 0; i < n; i++) {
    let rest = x[i]!;
    for (let j = 0; j < i; j++) rest -= factor[row + j]! * out[j]!;
    out[i] = rest / factor[row + i]!;
    row += i + 1;
  }
  transposedSolve(factor, out);
}
