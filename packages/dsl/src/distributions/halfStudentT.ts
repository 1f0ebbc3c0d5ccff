import {
  betaQuantile,
  betaUpperQuantile,
  less,
  log,
  logBetaCdfAtOdds,
  logStudentTCdf,
  minimum,
  reciprocal,
  sqrt,
  studentTQuantile,
  where,
} from '@credence/autodiff';
import { exp, lgammaDifference } from '@credence/numerics';
import { nonNegative } from '../supports/index.js';
import { LOG_TWO } from './constants.js';
import { defineDistribution } from './distribution.js';
import { logCdfBetween, logSurvivalBetween } from './outside.js';
import { positiveParameter } from './parameters.js';
import { standardStudentT } from './standardStudentT.js';

const infinity = Number.POSITIVE_INFINITY;

/** Mean of |t| over the scale: 2 sqrt(nu / pi) Gamma((nu + 1) / 2) / (Gamma(nu / 2) (nu - 1)), for nu > 1. */
const meanOfMagnitude = (nu: number) =>
  nu > 1 ? (2 * Math.sqrt(nu / Math.PI) * exp(lgammaDifference(nu / 2, 0.5))) / (nu - 1) : Number.POSITIVE_INFINITY;

/**
 * Half Student's t distribution: the absolute value of a t number with location 0.
 *
 *   p(x | nu, sigma) = 2 StudentT(x | nu, 0, sigma),   x in [0, ∞)
 *
 * @param nu degrees of freedom, > 0.
 * @param sigma scale, > 0, unit of x; or
 * @param lam its inverse square, > 0, one over the square of the unit of x: sigma = 1 / sqrt(lam).
 * @drawn { nu: 3, sigma: 1 }, { nu: 3, sigma: 2.5 }, { nu: 30, sigma: 1 }
 * @example model.halfStudentT('tau', { nu: 3, sigma: 2.5 })
 *
 * PyMC: HalfStudentT; Stan: student_t with a lower bound of 0; NumPyro: none.
 */
export const halfStudentT = defineDistribution({
  name: 'HalfStudentT',
  method: 'halfStudentT',
  parameters: {
    nu: positiveParameter('degrees of freedom'),
    sigma: positiveParameter('scale, unit of x'),
    lam: positiveParameter('inverse square of the scale, one over the square of the unit of x'),
  },
  alternatives: [['sigma'], ['lam']],
  support: nonNegative,
  logProb: (x, { nu, sigma, lam }) => {
    const scale = sigma ?? reciprocal(sqrt(lam));
    return standardStudentT(x.div(scale), nu).sub(log(scale)).add(LOG_TWO);
  },
  // z² / (nu + z²) is a beta number of shapes 1/2 and nu/2.
  logCdf: (x, { nu, sigma, lam }) => {
    const square = minimum(x.div(sigma ?? reciprocal(sqrt(lam))).square(), 1e300);
    return logCdfBetween(0, infinity, x, logBetaCdfAtOdds(0.5, nu.mul(0.5), square, nu));
  },
  logSurvival: (x, { nu, sigma, lam }) => {
    const z = x.div(sigma ?? reciprocal(sqrt(lam)));
    return logSurvivalBetween(0, infinity, x, logStudentTCdf(nu, z.neg()).add(LOG_TWO));
  },
  icdf: (p, { nu, sigma, lam }) => {
    const half = nu.mul(0.5);
    const lower = sqrt(nu.mul(betaQuantile(0.5, half, p)).div(betaUpperQuantile(half, 0.5, p)));
    const upper = studentTQuantile(nu, p.neg().add(1).mul(0.5)).neg();
    return where(less(p, 0.5), lower, upper).mul(sigma ?? reciprocal(sqrt(lam)));
  },
  random: (rng, { nu, sigma, lam }) => (sigma ?? 1 / Math.sqrt(lam)) * Math.abs(rng.studentT(nu)),
  mean: ({ nu, sigma, lam }) => (sigma ?? 1 / Math.sqrt(lam)) * meanOfMagnitude(nu),
  variance: ({ nu, sigma, lam }) => {
    const square = sigma === undefined ? 1 / lam : sigma * sigma;
    if (nu > 2) return square * (nu / (nu - 2) - meanOfMagnitude(nu) ** 2);
    return nu > 1 ? Number.POSITIVE_INFINITY : Number.NaN;
  },
  mode: () => 0,
});
