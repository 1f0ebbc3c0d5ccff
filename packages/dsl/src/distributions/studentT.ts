import { log, logStudentTCdf, reciprocal, sqrt, studentTQuantile } from '@credence/autodiff';
import { real } from '../supports/index.js';
import { defineDistribution } from './distribution.js';
import { positiveParameter, realParameter } from './parameters.js';
import { standardStudentT } from './standardStudentT.js';

/**
 * Student's t distribution with location, and scale or precision.
 *
 *   p(x | nu, mu, sigma) = Gamma((nu + 1) / 2) / (Gamma(nu / 2) sqrt(nu pi) sigma) * (1 + z² / nu)^(-(nu + 1) / 2),
 *   z = (x - mu) / sigma,   x in (-∞, ∞)
 *
 * The ratio of gamma functions is a difference form, so digits are kept at large nu.
 *
 * @param nu degrees of freedom, > 0.
 * @param mu location, unit of x.
 * @param sigma scale, > 0, unit of x; or
 * @param lam its inverse square, > 0, one over the square of the unit of x: sigma = 1 / sqrt(lam).
 * @drawn { nu: 1, mu: 0, sigma: 1 }, { nu: 4, mu: 0, sigma: 1 }, { nu: 30, mu: 0, sigma: 1 }
 * @example model.studentT('y', { nu: 4, mu, sigma }, { observed: y })
 *
 * PyMC: StudentT; Stan: student_t; NumPyro: StudentT (df, loc, scale).
 */
export const studentT = defineDistribution({
  name: 'StudentT',
  method: 'studentT',
  parameters: {
    nu: positiveParameter('degrees of freedom'),
    mu: realParameter('location, unit of x'),
    sigma: positiveParameter('scale, unit of x'),
    lam: positiveParameter('inverse square of the scale, one over the square of the unit of x'),
  },
  alternatives: [['sigma'], ['lam']],
  support: real,
  logProb: (x, { nu, mu, sigma, lam }) => {
    const scale = sigma ?? reciprocal(sqrt(lam));
    return standardStudentT(x.sub(mu).div(scale), nu).sub(log(scale));
  },
  logCdf: (x, { nu, mu, sigma, lam }) => logStudentTCdf(nu, x.sub(mu).div(sigma ?? reciprocal(sqrt(lam)))),
  logSurvival: (x, { nu, mu, sigma, lam }) => logStudentTCdf(nu, mu.sub(x).div(sigma ?? reciprocal(sqrt(lam)))),
  icdf: (p, { nu, mu, sigma, lam }) =>
    studentTQuantile(nu, p)
      .mul(sigma ?? reciprocal(sqrt(lam)))
      .add(mu),
  random: (rng, { nu, mu, sigma, lam }) => mu + (sigma ?? 1 / Math.sqrt(lam)) * rng.studentT(nu),
  mean: ({ nu, mu }) => (nu > 1 ? mu : Number.NaN),
  variance: ({ nu, sigma, lam }) => {
    const square = sigma === undefined ? 1 / lam : sigma * sigma;
    return nu > 2 ? (square * nu) / (nu - 2) : nu > 1 ? Number.POSITIVE_INFINITY : Number.NaN;
  },
  mode: ({ mu }) => mu,
});
