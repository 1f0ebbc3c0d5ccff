import { lgammaDifference, log, log1p } from '@credence/autodiff';
import { real } from '../supports/index.js';
import { HALF_LOG_TWO_PI } from './constants.js';
import { covarianceForms, covarianceOf, lengthOf, meanAt, normalVector, standardised } from './covarianceForms.js';
import { defineDistribution } from './distribution.js';
import { positiveParameter } from './parameters.js';

/**
 * Multivariate Student t distribution of vectors of length k, by the Cholesky factor L of its scale matrix S = L L', by S, or
 * by its inverse.
 *
 *   p(x | nu, mu, L) = Gamma((nu + k) / 2) / (Gamma(nu / 2) (nu pi)^(k/2) prod_i L_ii) (1 + |L⁻¹ (x - mu)|² / nu)^(-(nu + k) / 2)
 *
 * @param nu degrees of freedom, > 0.
 * @param mu location, [..., k], unit of x; the mean for nu > 1.
 * @param chol lower Cholesky factor of the scale matrix, [..., k, k], unit of x; or
 * @param cov scale matrix S, [..., k, k], unit of x squared: the covariance is nu / (nu - 2) S for nu > 2; or
 * @param tau the inverse of S, [..., k, k].
 * @drawn { nu: 4, mu: [0, 0], cov: [[1, 0.5], [0.5, 1]] }, { nu: 30, mu: [0, 0], cov: [[1, 0.5], [0.5, 1]] }
 * @example model.multivariateStudentT('y', { nu: 4, mu: [0, 0], chol }, { observed: y })
 *
 * PyMC: MvStudentT; Stan: multi_student_t, multi_student_t_cholesky; NumPyro: MultivariateStudentT.
 */
export const multivariateStudentT = defineDistribution({
  name: 'MultivariateStudentT',
  method: 'multivariateStudentT',
  parameters: {
    nu: positiveParameter('degrees of freedom'),
    mu: { description: 'location, unit of x', constraint: { ...real, text: 'finite' }, rank: 1 },
    ...covarianceForms,
  },
  alternatives: [['chol'], ['cov'], ['tau']],
  support: real,
  eventRank: 1,
  eventShape: ({ nu: _, mu, ...form }) => [lengthOf(form, mu)],
  logProb: (x, { nu, mu, ...form }) => {
    const size = x.shape.at(-1) ?? 0;
    const { squares, logScale } = standardised(x.sub(mu), form);
    const half = nu.mul(0.5);
    return lgammaDifference(half, size / 2)
      .sub(log(half).mul(size / 2))
      .sub(size * HALF_LOG_TWO_PI)
      .sub(logScale)
      .sub(half.add(size / 2).mul(log1p(squares.div(nu))));
  },
  random: (rng, { nu, mu, ...form }) => {
    const spread = Math.sqrt(nu / (2 * rng.gamma(nu / 2)));
    return normalVector(rng, form).map((value, i) => meanAt(mu, i) + spread * value);
  },
  eventMean: ({ nu, mu }, [size = 0]) =>
    Float64Array.from({ length: size }, (_, i) => (nu > 1 ? meanAt(mu, i) : Number.NaN)),
  eventCovariance: ({ nu, mu: _, ...form }) =>
    covarianceOf(form).map((value) => (nu > 2 ? (nu / (nu - 2)) * value : Number.NaN)),
});
