import { cholesky, diagonal, expandDims, log, squeeze, sum, triangularSolve } from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import { real } from '../supports/index.js';
import { choleskyOf } from './choleskyOf.js';
import { HALF_LOG_TWO_PI } from './constants.js';
import { defineDistribution } from './distribution.js';

const vector = { description: 'mean, unit of x', constraint: { ...real, text: 'finite' }, rank: 1 } as const;
const matrix = { constraint: { ...real, text: 'finite' }, rank: 2 } as const;

const sizeOf = (event: Float64Array) => Math.round(Math.sqrt(event.length));

function isCholeskyFactor(event: Float64Array): boolean {
  const size = sizeOf(event);
  return event.every((value, i) => {
    const [row, column] = [Math.floor(i / size), i % size];
    return column < row || (column === row ? value > 0 : value === 0);
  });
}

/** Symmetric to rounding, and with a Cholesky factor. */
function isCovariance(event: Float64Array): boolean {
  const size = sizeOf(event);
  const symmetric = event.every((value, i) => {
    const other = event[(i % size) * size + Math.floor(i / size)]!;
    return Math.abs(value - other) <= 1e-10 * (Math.abs(value) + Math.abs(other));
  });
  return symmetric && choleskyOf(event, size).every((value) => !Number.isNaN(value));
}

/**
 * Multivariate normal distribution of vectors of length k, by a Cholesky factor or a covariance matrix.
 *
 *   p(x | mu, L) = exp(-|L⁻¹ (x - mu)|² / 2) / ((2 pi)^(k/2) prod_i L_ii),   cov = L L'
 *
 * @param mu mean, [..., k], unit of x.
 * @param chol lower Cholesky factor with a positive diagonal, [..., k, k], unit of x; or
 * @param cov covariance matrix, symmetric and positive definite, [..., k, k], unit of x squared.
 * @example model.multivariateNormal('y', { mu: zeros, cov: kernel }, { observed: y })
 */
export const multivariateNormal = defineDistribution({
  name: 'MultivariateNormal',
  method: 'multivariateNormal',
  parameters: {
    mu: vector,
    chol: {
      ...matrix,
      description: 'lower Cholesky factor of the covariance',
      whole: { text: 'lower triangular with a positive diagonal', holds: isCholeskyFactor },
    },
    cov: {
      ...matrix,
      description: 'covariance',
      whole: { text: 'symmetric and positive definite', holds: isCovariance },
    },
  },
  alternatives: [['chol'], ['cov']],
  support: real,
  eventRank: 1,
  eventShape: ({ mu = [], chol, cov }) => {
    const [name, matrix] = chol === undefined ? ['cov', cov ?? []] : ['chol', chol];
    const [length = 0] = mu;
    const [rows = 0, columns = 0] = matrix;
    if (rows === columns && (length === rows || length === 1)) return [rows];
    throw new CredenceError(
      'shape/parameter',
      `${name} must be a square matrix with a row for each element of mu, and has the shape [${rows}, ${columns}] beside mu of length ${length}.`,
      { mu, matrix },
    );
  },
  logProb: (x, { mu, chol, cov }) => {
    const factor = chol ?? cholesky(cov);
    const size = factor.shape.at(-1) ?? 0;
    const difference = expandDims(x.sub(mu), -1);
    const standard = squeeze(triangularSolve(factor, difference), -1);
    const logDeterminant = sum(log(diagonal(factor)), { axes: -1 });
    return sum(standard.square(), { axes: -1 })
      .mul(-0.5)
      .sub(logDeterminant)
      .sub(size * HALF_LOG_TWO_PI);
  },
  random: (rng, { mu, chol, cov }) => {
    const size = Math.round(Math.sqrt((chol ?? cov).length));
    const factor = chol ?? choleskyOf(cov, size);
    const standard = new Float64Array(size);
    rng.normals(standard);
    return Float64Array.from(standard, (_, i) => {
      let value = mu[mu.length === 1 ? 0 : i] ?? 0;
      for (let j = 0; j <= i; j++) value += (factor[i * size + j] ?? 0) * (standard[j] ?? 0);
      return value;
    });
  },
});
