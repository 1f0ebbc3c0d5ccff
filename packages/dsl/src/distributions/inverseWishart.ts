import { cholesky, triangularSolve } from '@credence/autodiff';
import { choleskyOf } from '../supports/choleskyOf.js';
import { covarianceForms, covarianceOf, lengthOf } from './covarianceForms.js';
import { defineDistribution } from './distribution.js';
import { rowsOf, solveLower, timesTransposed } from './matrixNumbers.js';
import { positiveParameter } from './parameters.js';
import { bartlettFactor, wishartDensity, wishartSupport } from './wishartDensity.js';

const { chol, cov } = covarianceForms;

/**
 * Inverse Wishart distribution of symmetric positive definite matrices X of k rows: X⁻¹ is Wishart with nu degrees of freedom
 * and the scale matrix S⁻¹.
 *
 *   p(X | nu, S) = det(S)^(nu / 2) det(X)^(-(nu + k + 1) / 2) exp(-tr(S X⁻¹) / 2) / (2^(nu k / 2) Gamma_k(nu / 2))
 *
 * The density is of the elements on and below the diagonal. As a prior of covariances it ties scales to correlations; standard
 * deviations beside an `lkjCholesky` do not.
 *
 * @param nu degrees of freedom, > k - 1.
 * @param s scale matrix S, [..., k, k], unit of X; the mean is S / (nu - k - 1) for nu > k + 1; or
 * @param chol its lower Cholesky factor, [..., k, k].
 * @drawn { nu: 6, s: [[3, 0], [0, 3]] }, { nu: 20, s: [[17, 0], [0, 17]] }
 * @example model.inverseWishart('sigma', { nu: 6, s: [[1, 0], [0, 1]] })
 * @throws CredenceError support/bounds when nu is not greater than k - 1
 *
 * PyMC: none; Stan: inv_wishart, inv_wishart_cholesky; NumPyro: none.
 */
export const inverseWishart = defineDistribution({
  name: 'InverseWishart',
  method: 'inverseWishart',
  parameters: {
    nu: positiveParameter('degrees of freedom'),
    s: { ...cov, description: 'scale matrix' },
    chol: { ...chol, description: 'lower Cholesky factor of the scale matrix' },
  },
  alternatives: [['s'], ['chol']],
  support: ({ nu, s, chol }) => wishartSupport(nu, (s ?? chol).shape.at(-1) ?? 0),
  eventRank: 2,
  eventShape: ({ s, chol }) => {
    const size = lengthOf({ cov: s, chol });
    return [size, size];
  },
  logProb: (x, { nu, s, chol }) => {
    const own = cholesky(x);
    return wishartDensity(nu, own, triangularSolve(own, chol ?? cholesky(s)));
  },
  random: (rng, { nu, s, chol }) => {
    // X = Y' Y with A Y = L', where A A' is Wishart with the identity.
    const size = rowsOf(s ?? chol);
    const factor = chol ?? choleskyOf(s, size);
    const bartlett = bartlettFactor(rng, nu, size);
    const rows = Float64Array.from(factor);
    for (let j = 0; j < size; j++) {
      // Column j of L' is row j of L; solved columns are kept as rows.
      rows.set(solveLower(bartlett, factor.subarray(j * size, (j + 1) * size)), j * size);
    }
    return timesTransposed(rows, rows, size);
  },
  eventMean: ({ nu, s, chol }) => {
    const scale = covarianceOf({ cov: s, chol });
    const k = rowsOf(scale);
    return scale.map((value) => (nu > k + 1 ? value / (nu - k - 1) : Number.NaN));
  },
  eventCovariance: ({ nu, s, chol }) => {
    const scale = covarianceOf({ cov: s, chol });
    const k = rowsOf(scale);
    const free = nu - k;
    const at = (i: number, j: number) => scale[i * k + j]!;
    return Float64Array.from({ length: k ** 4 }, (_, place) => {
      const [first, second] = [Math.floor(place / k ** 2), place % k ** 2];
      const [i, j, m, n] = [Math.floor(first / k), first % k, Math.floor(second / k), second % k];
      const crossed = at(i, m) * at(j, n) + at(i, n) * at(j, m);
      const above = 2 * at(i, j) * at(m, n) + (free - 1) * crossed;
      return free > 3 ? above / (free * (free - 1) ** 2 * (free - 3)) : Number.NaN;
    });
  },
});
