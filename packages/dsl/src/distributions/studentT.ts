import { log } from '@credence/autodiff';
import { real } from '../supports/index.js';
import { defineDistribution } from './distribution.js';
import { positiveParameter, realParameter } from './parameters.js';
import { standardStudentT } from './standardStudentT.js';

/**
 * Student's t distribution with location and scale.
 *
 *   p(x | nu, mu, sigma) = Gamma((nu + 1) / 2) / (Gamma(nu / 2) sqrt(nu pi) sigma) * (1 + z² / nu)^(-(nu + 1) / 2),
 *   z = (x - mu) / sigma,   x in (-∞, ∞)
 *
 * The ratio of gamma functions is a difference form, so digits are kept at large nu.
 *
 * @param nu degrees of freedom, > 0.
 * @param mu location, unit of x.
 * @param sigma scale, > 0, unit of x.
 * @example model.studentT('y', { nu: 4, mu, sigma }, { observed: y })
 */
export const studentT = defineDistribution({
  name: 'StudentT',
  method: 'studentT',
  parameters: {
    nu: positiveParameter('degrees of freedom'),
    mu: realParameter('location, unit of x'),
    sigma: positiveParameter('scale, unit of x'),
  },
  support: real,
  logProb: (x, { nu, mu, sigma }) => standardStudentT(x.sub(mu).div(sigma), nu).sub(log(sigma)),
  random: (rng, { nu, mu, sigma }) => mu + sigma * rng.studentT(nu),
  mean: ({ nu, mu }) => (nu > 1 ? mu : Number.NaN),
  variance: ({ nu, sigma }) =>
    nu > 2 ? (sigma * sigma * nu) / (nu - 2) : nu > 1 ? Number.POSITIVE_INFINITY : Number.NaN,
});
