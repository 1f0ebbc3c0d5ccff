import { real } from '../supports/index.js';
import { HALF_LOG_TWO_PI } from './constants.js';
import { covarianceForms, covarianceOf, lengthOf, meanAt, normalVector, standardised } from './covarianceForms.js';
import { defineDistribution } from './distribution.js';

/**
 * Multivariate normal distribution of vectors of length k, by a Cholesky factor, a covariance matrix or a precision matrix.
 *
 *   p(x | mu, L) = exp(-|L⁻¹ (x - mu)|² / 2) / ((2 pi)^(k/2) prod_i L_ii),   cov = L L'
 *
 * @param mu mean, [..., k], unit of x.
 * @param chol lower Cholesky factor with a positive diagonal, [..., k, k], unit of x; or
 * @param cov covariance matrix, symmetric and positive definite, [..., k, k], unit of x squared; or
 * @param tau precision matrix, the inverse of the covariance, [..., k, k].
 * @drawn { mu: [0, 0], cov: [[1, 0.8], [0.8, 1]] }, { mu: [1, 0], cov: [[0.25, 0], [0, 1]] }
 * @example model.multivariateNormal('y', { mu: zeros, cov: kernel }, { observed: y })
 *
 * PyMC: MvNormal; Stan: multi_normal, multi_normal_prec, multi_normal_cholesky; NumPyro: MultivariateNormal.
 */
export const multivariateNormal = defineDistribution({
  name: 'MultivariateNormal',
  method: 'multivariateNormal',
  parameters: {
    mu: { description: 'mean, unit of x', constraint: { ...real, text: 'finite' }, rank: 1 },
    ...covarianceForms,
  },
  alternatives: [['chol'], ['cov'], ['tau']],
  support: real,
  eventRank: 1,
  eventShape: ({ mu, ...form }) => [lengthOf(form, mu)],
  logProb: (x, { mu, ...form }) => {
    const { squares, logScale } = standardised(x.sub(mu), form);
    return squares
      .mul(-0.5)
      .sub(logScale)
      .sub((x.shape.at(-1) ?? 0) * HALF_LOG_TWO_PI);
  },
  random: (rng, { mu, ...form }) => normalVector(rng, form).map((value, i) => meanAt(mu, i) + value),
  eventMean: ({ mu }, [size = 0]) => Float64Array.from({ length: size }, (_, i) => meanAt(mu, i)),
  eventCovariance: ({ mu: _, ...form }) => covarianceOf(form),
});
