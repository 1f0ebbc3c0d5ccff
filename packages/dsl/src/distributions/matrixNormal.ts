import { cholesky, diagonal, log, matrixTranspose, square, sum, triangularSolve } from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import { choleskyOf } from '../supports/choleskyOf.js';
import { real } from '../supports/index.js';
import { HALF_LOG_TWO_PI } from './constants.js';
import { covarianceForms, covarianceOf } from './covarianceForms.js';
import { defineDistribution } from './distribution.js';
import { rowsOf } from './matrixNumbers.js';

const { chol, cov } = covarianceForms;

function sizesOf(mu: readonly number[], rows: readonly number[], columns: readonly number[]): readonly number[] {
  const [m = 0, rowsAcross = 0] = rows;
  const [n = 0, columnsAcross = 0] = columns;
  if (m === rowsAcross && n === columnsAcross && mu[0] === m && mu[1] === n) return [m, n];
  throw new CredenceError(
    'shape/parameter',
    `the covariances of rows and columns must be square and have a row for each row and column of mu; their shapes are [${rows.join(', ')}] and [${columns.join(', ')}] beside mu of [${mu.join(', ')}].`,
    { mu, rows, columns },
  );
}

/**
 * Matrix normal distribution of m x n matrices: elements x_ij and x_kl have the covariance rowcov_ik colcov_jl.
 *
 *   p(X | M, A, B) = exp(-|A⁻¹ (X - M) B⁻ᵀ|² / 2) / ((2 pi)^(m n / 2) prod_i A_ii^n prod_j B_jj^m),   rowcov = A A', colcov = B B'
 *
 * @param mu mean, [..., m, n], unit of x.
 * @param rowchol lower Cholesky factor A of the covariance among rows, [..., m, m], and
 * @param colchol that of the covariance among columns, B, [..., n, n]; or
 * @param rowcov covariance among rows, [..., m, m], and
 * @param colcov covariance among columns, [..., n, n]. Only their product has a unit, that of x squared.
 * @drawn { mu: [[0, 0], [0, 0]], rowcov: [[1, 0.5], [0.5, 1]], colcov: [[1, 0], [0, 4]] }, { mu: [[1, 0], [0, 0]], rowcov:
 * [[1, 0], [0, 1]], colcov: [[1, 0], [0, 1]] }
 * @example model.matrixNormal('y', { mu: zeros, rowcov, colcov }, { observed: y })
 *
 * Source: Dawid (1981), Some matrix-variate distribution theory, Biometrika 68(1).
 * PyMC: MatrixNormal; Stan: none; NumPyro: MatrixNormal.
 */
export const matrixNormal = defineDistribution({
  name: 'MatrixNormal',
  method: 'matrixNormal',
  parameters: {
    mu: { description: 'mean, unit of x', constraint: { ...real, text: 'finite' }, rank: 2 },
    rowchol: { ...chol, description: 'lower Cholesky factor of the covariance among rows' },
    colchol: { ...chol, description: 'lower Cholesky factor of the covariance among columns' },
    rowcov: { ...cov, description: 'covariance among rows' },
    colcov: { ...cov, description: 'covariance among columns' },
  },
  alternatives: [
    ['rowchol', 'colchol'],
    ['rowcov', 'colcov'],
  ],
  support: real,
  eventRank: 2,
  eventShape: ({ mu = [], rowchol, colchol, rowcov, colcov }) =>
    sizesOf(mu, rowchol ?? rowcov ?? [], colchol ?? colcov ?? []),
  logProb: (x, { mu, rowchol, colchol, rowcov, colcov }) => {
    const [m = 0, n = 0] = x.shape.slice(-2);
    const rows = rowchol ?? cholesky(rowcov);
    const columns = colchol ?? cholesky(colcov);
    const once = triangularSolve(rows, x.sub(mu));
    const twice = triangularSolve(columns, matrixTranspose(once));
    return sum(square(twice), { axes: [-2, -1] })
      .mul(-0.5)
      .sub(sum(log(diagonal(rows)), { axes: -1 }).mul(n))
      .sub(sum(log(diagonal(columns)), { axes: -1 }).mul(m))
      .sub(m * n * HALF_LOG_TWO_PI);
  },
  random: (rng, { mu, rowchol, colchol, rowcov, colcov }, [m = 0, n = 0]) => {
    const rows = rowchol ?? choleskyOf(rowcov, m);
    const columns = colchol ?? choleskyOf(colcov, n);
    const standard = new Float64Array(m * n);
    rng.normals(standard);
    return Float64Array.from(standard, (_, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      let value = mu[at]!;
      for (let k = 0; k <= i; k++) {
        for (let l = 0; l <= j; l++) value += rows[i * m + k]! * standard[k * n + l]! * columns[j * n + l]!;
      }
      return value;
    });
  },
  eventMean: ({ mu }) => mu,
  eventCovariance: ({ rowchol, colchol, rowcov, colcov }) => {
    const rows = covarianceOf({ chol: rowchol, cov: rowcov });
    const columns = covarianceOf({ chol: colchol, cov: colcov });
    const [m, n] = [rowsOf(rows), rowsOf(columns)];
    return Float64Array.from({ length: (m * n) ** 2 }, (_, place) => {
      const [first, second] = [Math.floor(place / (m * n)), place % (m * n)];
      const row = Math.floor(first / n) * m + Math.floor(second / n);
      return rows[row]! * columns[(first % n) * n + (second % n)]!;
    });
  },
});
