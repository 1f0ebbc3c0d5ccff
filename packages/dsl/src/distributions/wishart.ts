import { cholesky, triangularSolve } from '@credence/autodiff';
import { choleskyOf } from '../supports/choleskyOf.js';
import { covarianceForms, covarianceOf, lengthOf } from './covarianceForms.js';
import { defineDistribution } from './distribution.js';
import { rowsOf, timesLower, timesTransposed } from './matrixNumbers.js';
import { positiveParameter } from './parameters.js';
import { bartlettFactor, wishartDensity, wishartSupport } from './wishartDensity.js';

const { chol, cov } = covarianceForms;

/**
 * Wishart distribution of symmetric positive definite matrices X of k rows: the sum of x x' over nu normal vectors x with mean
 * 0 and covariance V.
 *
 *   p(X | nu, V) = det(X)^((nu - k - 1) / 2) exp(-tr(V⁻¹ X) / 2) / (2^(nu k / 2) det(V)^(nu / 2) Gamma_k(nu / 2))
 *
 * with the multivariate gamma function Gamma_k. The density is of the elements on and below the diagonal.
 *
 * @param nu degrees of freedom, > k - 1.
 * @param v scale matrix V, [..., k, k]; the mean is nu V; or
 * @param chol its lower Cholesky factor, [..., k, k].
 * @drawn { nu: 5, v: [[0.2, 0], [0, 0.2]] }, { nu: 20, v: [[0.05, 0], [0, 0.05]] }
 * @example model.wishart('precision', { nu: 5, v: [[1, 0], [0, 1]] })
 * @throws CredenceError support/bounds when nu is not greater than k - 1
 *
 * Source: Bartlett (1933), On the theory of statistical regression, Proc. Royal Society of Edinburgh 53.
 * PyMC: Wishart; Stan: wishart, wishart_cholesky; NumPyro: Wishart, WishartCholesky.
 */
export const wishart = defineDistribution({
  name: 'Wishart',
  method: 'wishart',
  parameters: {
    nu: positiveParameter('degrees of freedom'),
    v: { ...cov, description: 'scale matrix' },
    chol: { ...chol, description: 'lower Cholesky factor of the scale matrix' },
  },
  alternatives: [['v'], ['chol']],
  support: ({ nu, v, chol }) => wishartSupport(nu, (v ?? chol).shape.at(-1) ?? 0),
  eventRank: 2,
  eventShape: ({ v, chol }) => {
    const size = lengthOf({ cov: v, chol });
    return [size, size];
  },
  logProb: (x, { nu, v, chol }) => {
    const own = cholesky(x);
    return wishartDensity(nu, own, triangularSolve(chol ?? cholesky(v), own));
  },
  random: (rng, { nu, v, chol }) => {
    const size = rowsOf(v ?? chol);
    const factor = chol ?? choleskyOf(v, size);
    const bartlett = bartlettFactor(rng, nu, size);
    const product = new Float64Array(size * size);
    for (let j = 0; j < size; j++) {
      const column = timesLower(
        factor,
        Float64Array.from({ length: size }, (_, i) => bartlett[i * size + j]!),
      );
      for (let i = 0; i < size; i++) product[i * size + j] = column[i]!;
    }
    return timesTransposed(product, product, size);
  },
  eventMean: ({ nu, v, chol }) => covarianceOf({ cov: v, chol }).map((value) => nu * value),
  eventCovariance: ({ nu, v, chol }) => {
    const scale = covarianceOf({ cov: v, chol });
    const k = rowsOf(scale);
    const at = (i: number, j: number) => scale[i * k + j]!;
    return Float64Array.from({ length: k ** 4 }, (_, place) => {
      const [first, second] = [Math.floor(place / k ** 2), place % k ** 2];
      const [i, j, m, n] = [Math.floor(first / k), first % k, Math.floor(second / k), second % k];
      return nu * (at(i, m) * at(j, n) + at(i, n) * at(j, m));
    });
  },
});
