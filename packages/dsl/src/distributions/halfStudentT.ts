import { log } from '@credence/autodiff';
import { exp, lgammaDifference } from '@credence/numerics';
import { nonNegative } from '../supports/index.js';
import { LOG_TWO } from './constants.js';
import { defineDistribution } from './distribution.js';
import { positiveParameter } from './parameters.js';
import { standardStudentT } from './standardStudentT.js';

/** Mean of |t| over the scale: 2 sqrt(nu / pi) Gamma((nu + 1) / 2) / (Gamma(nu / 2) (nu - 1)), for nu > 1. */
const meanOfMagnitude = (nu: number) =>
  nu > 1 ? (2 * Math.sqrt(nu / Math.PI) * exp(lgammaDifference(nu / 2, 0.5))) / (nu - 1) : Number.POSITIVE_INFINITY;

/**
 * Half Student's t distribution: the absolute value of a t number with location 0.
 *
 *   p(x | nu, sigma) = 2 StudentT(x | nu, 0, sigma),   x in [0, ∞)
 *
 * @param nu degrees of freedom, > 0.
 * @param sigma scale, > 0, unit of x.
 * @example model.halfStudentT('tau', { nu: 3, sigma: 2.5 })
 */
export const halfStudentT = defineDistribution({
  name: 'HalfStudentT',
  method: 'halfStudentT',
  parameters: { nu: positiveParameter('degrees of freedom'), sigma: positiveParameter('scale, unit of x') },
  support: nonNegative,
  logProb: (x, { nu, sigma }) => standardStudentT(x.div(sigma), nu).sub(log(sigma)).add(LOG_TWO),
  random: (rng, { nu, sigma }) => sigma * Math.abs(rng.studentT(nu)),
  mean: ({ nu, sigma }) => sigma * meanOfMagnitude(nu),
  variance: ({ nu, sigma }) =>
    nu > 2
      ? sigma * sigma * (nu / (nu - 2) - meanOfMagnitude(nu) ** 2)
      : nu > 1
        ? Number.POSITIVE_INFINITY
        : Number.NaN,
});
