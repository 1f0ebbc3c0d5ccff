/** The three forms in which a covariance is given: its lower Cholesky factor, itself, or its inverse, the precision. */
import {
  cholesky,
  diagonal,
  expandDims,
  log,
  matMul,
  matrixTranspose,
  reshape,
  square,
  squeeze,
  sum,
  type Tensor,
  triangularSolve,
} from '@credence/autodiff';
import { CredenceError, type Rng } from '@credence/numerics';
import { choleskyOf } from '../supports/choleskyOf.js';
import { choleskyCovariance, covariance, real } from '../supports/index.js';
import { inverseOfFactored, rowsOf, solveLower, timesLower, timesTransposed } from './matrixNumbers.js';
import { wholeIn } from './parameters.js';

const matrix = { constraint: { ...real, text: 'finite' }, rank: 2 } as const;

/** Specifications of the parameters. */
export const covarianceForms = {
  chol: {
    ...matrix,
    description: 'lower Cholesky factor of the covariance',
    whole: wholeIn('lower triangular with a positive diagonal', choleskyCovariance),
  },
  cov: {
    ...matrix,
    description: 'covariance',
    whole: wholeIn('symmetric and positive definite', covariance),
  },
  tau: {
    ...matrix,
    description: 'precision, the inverse of the covariance',
    whole: wholeIn('symmetric and positive definite', covariance),
  },
} as const;

/** One of them is given. */
export interface CovarianceForm<V> {
  readonly chol?: V | undefined;
  readonly cov?: V | undefined;
  readonly tau?: V | undefined;
}

/**
 * The length of vectors with this covariance.
 * @throws CredenceError shape/parameter
 */
export function lengthOf(form: CovarianceForm<readonly number[]>, mu: readonly number[] = [1]): number {
  const name = form.chol !== undefined ? 'chol' : form.cov !== undefined ? 'cov' : 'tau';
  const [rows = 0, columns = 0] = form[name] ?? [];
  const [length = 0] = mu;
  if (rows === columns && (length === rows || length === 1)) return rows;
  throw new CredenceError(
    'shape/parameter',
    `${name} must be a square matrix with a row for each element of mu, and has the shape [${rows}, ${columns}] beside mu of length ${length}.`,
    { mu, matrix: form[name] },
  );
}

/** What the density of a vector with this covariance is made of. */
export interface Standardised {
  /** d' cov^-1 d of each vector d. */
  readonly squares: Tensor;
  /** Half the log-determinant of the covariance. */
  readonly logScale: Tensor;
}

/** @param difference vectors from their mean, [..., k] */
export function standardised(difference: Tensor, { chol, cov, tau }: CovarianceForm<Tensor>): Standardised {
  const factor = chol ?? cholesky(cov ?? tau ?? difference);
  const logs = sum(log(diagonal(factor)), { axes: -1 });
  return {
    squares: tau === undefined ? solvedSquares(factor, difference) : productSquares(factor, difference),
    logScale: tau === undefined ? logs : logs.neg(),
  };
}

/** |L^-1 d|². Many vectors over one factor are the columns of one solve. */
function solvedSquares(factor: Tensor, difference: Tensor): Tensor {
  const k = difference.shape.at(-1) ?? 0;
  if (factor.rank > 2 || difference.rank < 2) {
    const solved = squeeze(triangularSolve(factor, expandDims(difference, -1)), -1);
    return sum(square(solved), { axes: -1 });
  }
  const batch = difference.shape.slice(0, -1);
  const columns = matrixTranspose(reshape(difference, [-1, k]));
  return reshape(sum(square(triangularSolve(factor, columns)), { axes: 0 }), batch);
}

/** |L' d|². */
function productSquares(factor: Tensor, difference: Tensor): Tensor {
  const k = difference.shape.at(-1) ?? 0;
  if (factor.rank > 2 || difference.rank < 2) {
    return sum(square(squeeze(matMul(expandDims(difference, -2), factor), -2)), { axes: -1 });
  }
  const batch = difference.shape.slice(0, -1);
  return reshape(sum(square(matMul(reshape(difference, [-1, k]), factor)), { axes: -1 }), batch);
}

/** A normal vector with mean 0 and this covariance. */
export function normalVector(rng: Rng, form: CovarianceForm<Float64Array>): Float64Array {
  const { chol, cov, tau } = form;
  const given = chol ?? cov ?? tau ?? new Float64Array(0);
  const factor = chol ?? choleskyOf(given, rowsOf(given));
  const standard = new Float64Array(rowsOf(given));
  rng.normals(standard);
  return tau === undefined ? timesLower(factor, standard) : solveLower(factor, standard, 'transposed');
}

/** The covariance itself. */
export function covarianceOf({ chol, cov, tau }: CovarianceForm<Float64Array>): Float64Array {
  if (cov !== undefined) return cov;
  const given = chol ?? tau ?? new Float64Array(0);
  const k = rowsOf(given);
  return chol === undefined ? inverseOfFactored(choleskyOf(given, k), k) : timesTransposed(chol, chol, k);
}

/** The element of a mean that may be one number for all. */
export function meanAt(mu: ArrayLike<number>, i: number): number {
  return mu[mu.length === 1 ? 0 : i] ?? 0;
}
