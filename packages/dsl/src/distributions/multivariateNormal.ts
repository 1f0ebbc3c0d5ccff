import { cholesky, diagonal, expandDims, log, squeeze, sum, triangularSolve } from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import { choleskyOf } from '../supports/choleskyOf.js';
import { choleskyCovariance, covariance, real } from '../supports/index.js';
import { HALF_LOG_TWO_PI } from './constants.js';
import { defineDistribution } from './distribution.js';
import { wholeIn } from './parameters.js';

const vector = { description: 'mean, unit of x', constraint: { ...real, text: 'finite' }, rank: 1 } as const;
const matrix = { constraint: { ...real, text: 'finite' }, rank: 2 } as const;

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
      whole: wholeIn('lower triangular with a positive diagonal', choleskyCovariance),
    },
    cov: {
      ...matrix,
      description: 'covariance',
      whole: wholeIn('symmetric and positive definite', covariance),
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
