import { exp, expm1mx, isFinite as finite, greater, less, lessEqual, log, logicalAnd, where } from '@credence/autodiff';
import { expm1, lgamma, log1p, log as logOf } from '@credence/numerics';
import type { Support } from '../supports/index.js';
import { logOneMinusExpOfMinusExp } from './cloglog.js';
import { EULER } from './constants.js';
import { defineDistribution } from './distribution.js';
import { varianceOfPower } from './exponentialPower.js';
import { ofProbability } from './outside.js';
import { positiveParameter, realParameter } from './parameters.js';
import { place, powerOfLog, room, type TailParameters } from './tailIndex.js';

/** Where 1 + xi (x - mu) / sigma > 0: moved to the reals by the place of a Gumbel number, for every sign of xi alike. */
function supportOf(given: TailParameters): Support {
  const { mu, sigma, xi } = given;
  const end = mu.sub(sigma.div(xi));
  return {
    name: 'generalizedExtremeValue',
    text: 'where 1 + xi (x - mu) / sigma > 0',
    contains: (x) => logicalAnd(finite(x), greater(room(x, given), 0)),
    ends: {
      lower: where(greater(xi, 0), end, Number.NEGATIVE_INFINITY),
      upper: where(less(xi, 0), end, Number.POSITIVE_INFINITY),
    },
    transform: {
      name: 'generalizedExtremeValue',
      constrain: (u) => powerOfLog(u, xi).mul(sigma).add(mu),
      unconstrain: (x) => place(x, given),
      logJacobian: (u) => log(sigma).add(u.mul(xi)),
    },
  };
}

/** (exp(xi s) - 1) / xi of numbers. */
const power = (s: number, xi: number) => (xi === 0 ? s : expm1(xi * s) / xi);

/**
 * Generalised extreme value distribution of largest values: Fréchet's, Gumbel's and the reversed Weibull distribution in one.
 *
 *   p(x | mu, sigma, xi) = t^(xi + 1) exp(-t) / sigma,   t = (1 + xi z)^(-1 / xi),   z = (x - mu) / sigma,   1 + xi z > 0;
 *   t = exp(-z) for xi = 0
 *
 * @param mu location, unit of x.
 * @param sigma scale, > 0, unit of x.
 * @param xi tail index: > 0 for Fréchet's (lower end mu - sigma / xi), 0 for Gumbel's, < 0 for Weibull's (upper end there).
 * @drawn { mu: 0, sigma: 1, xi: 0 }, { mu: 0, sigma: 1, xi: 0.4 }, { mu: 0, sigma: 1, xi: -0.4 }
 * @example model.generalizedExtremeValue('flood', { mu: 20, sigma: 3, xi: 0.1 })
 *
 * Source: Jenkinson (1955), The frequency distribution of the annual maximum (or minimum) values of meteorological elements,
 * Quarterly Journal of the Royal Meteorological Society 81.
 * PyMC: GenExtreme of pymc-extras; Stan: none; NumPyro: none.
 */
export const generalizedExtremeValue = defineDistribution({
  name: 'GeneralizedExtremeValue',
  method: 'generalizedExtremeValue',
  parameters: {
    mu: realParameter('location, unit of x'),
    sigma: positiveParameter('scale, unit of x'),
    xi: realParameter('tail index'),
  },
  support: supportOf,
  // s + exp(-s) = 1 + (exp(-s) - 1 + s), whose derivative keeps its digits near the mode.
  logProb: (x, given) => {
    const s = place(x, given);
    return expm1mx(s.neg()).add(1).add(s.mul(given.xi)).add(log(given.sigma)).neg();
  },
  logCdf: (x, given) => {
    const beyond = where(greater(given.xi, 0), Number.NEGATIVE_INFINITY, 0);
    return where(lessEqual(room(x, given), 0), beyond, exp(place(x, given).neg()).neg());
  },
  logSurvival: (x, given) => {
    const beyond = where(greater(given.xi, 0), 0, Number.NEGATIVE_INFINITY);
    return where(lessEqual(room(x, given), 0), beyond, logOneMinusExpOfMinusExp(place(x, given).neg()));
  },
  icdf: (p, { mu, sigma, xi }) =>
    ofProbability(
      p,
      powerOfLog(log(log(p).neg()).neg(), xi)
        .mul(sigma)
        .add(mu),
    ),
  random: (rng, { mu, sigma, xi }) => mu + sigma * power(-logOf(rng.exponential()), xi),
  mean: ({ mu, sigma, xi }) => {
    if (!(xi < 1)) return Number.POSITIVE_INFINITY;
    return mu + sigma * (xi === 0 ? EULER : expm1(lgamma(1 - xi)) / xi);
  },
  variance: ({ sigma, xi }) => {
    if (!(xi < 0.5)) return xi < 1 ? Number.POSITIVE_INFINITY : Number.NaN;
    if (Math.abs(xi) < 1e-7) return (sigma * sigma * Math.PI ** 2) / 6;
    return (sigma / xi) ** 2 * varianceOfPower(xi);
  },
  mode: ({ mu, sigma, xi }) => mu + sigma * (xi > -1 ? power(-log1p(xi), xi) : -1 / xi),
});
