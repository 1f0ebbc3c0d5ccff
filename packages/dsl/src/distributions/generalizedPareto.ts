import {
  exp,
  isFinite as finite,
  greater,
  greaterEqual,
  less,
  lessEqual,
  log,
  log1mexp,
  log1p,
  logicalAnd,
  where,
} from '@credence/autodiff';
import { expm1 } from '@credence/numerics';
import type { Support } from '../supports/index.js';
import { defineDistribution } from './distribution.js';
import { ofProbability } from './outside.js';
import { positiveParameter, realParameter } from './parameters.js';
import { place, powerOfLog, room, type TailParameters } from './tailIndex.js';

/** [mu, ∞) for xi >= 0, else [mu, mu - sigma / xi): moved to the reals by the log of an exponential number's place. */
function supportOf(given: TailParameters): Support {
  const { mu, sigma, xi } = given;
  return {
    name: 'generalizedPareto',
    text: '[mu, ∞), or [mu, mu - sigma / xi) where xi < 0',
    contains: (x) => logicalAnd(logicalAnd(greaterEqual(x, mu), finite(x)), greater(room(x, given), 0)),
    ends: { lower: mu, upper: where(less(xi, 0), mu.sub(sigma.div(xi)), Number.POSITIVE_INFINITY) },
    transform: {
      name: 'generalizedPareto',
      constrain: (u) => powerOfLog(exp(u), xi).mul(sigma).add(mu),
      unconstrain: (x) => log(place(x, given)),
      logJacobian: (u) => log(sigma).add(exp(u).mul(xi)).add(u),
    },
  };
}

/**
 * Generalised Pareto distribution of what exceeds a threshold.
 *
 *   p(x | mu, sigma, xi) = (1 + xi z)^(-1 / xi - 1) / sigma,   z = (x - mu) / sigma,   1 + xi z > 0,   x in [mu, ∞);
 *   p(x | mu, sigma, xi) = exp(-z) / sigma for xi = 0
 *
 * @param mu threshold, unit of x.
 * @param sigma scale, > 0, unit of x.
 * @param xi tail index: > 0 for tails of power -1 / xi, 0 for exponential ones, < 0 for an upper end, mu - sigma / xi.
 * @drawn { mu: 0, sigma: 1, xi: 0 }, { mu: 0, sigma: 1, xi: 0.5 }, { mu: 0, sigma: 1, xi: -0.4 }
 * @example model.generalizedPareto('excess', { mu: 10, sigma: 2, xi: 0.2 })
 *
 * Source: Pickands (1975), Statistical inference using extreme order statistics, Annals of Statistics 3(1).
 * PyMC: none; Stan: pareto_type_2 for xi > 0; NumPyro: none.
 */
export const generalizedPareto = defineDistribution({
  name: 'GeneralizedPareto',
  method: 'generalizedPareto',
  parameters: {
    mu: realParameter('threshold, unit of x'),
    sigma: positiveParameter('scale, unit of x'),
    xi: realParameter('tail index'),
  },
  support: supportOf,
  logProb: (x, given) => place(x, given).mul(given.xi.add(1)).add(log(given.sigma)).neg(),
  logCdf: (x, given) => {
    const inside = where(lessEqual(room(x, given), 0), 0, log1mexp(place(x, given).neg()));
    return where(lessEqual(x, given.mu), Number.NEGATIVE_INFINITY, inside);
  },
  logSurvival: (x, given) => {
    const inside = where(lessEqual(room(x, given), 0), Number.NEGATIVE_INFINITY, place(x, given).neg());
    return where(lessEqual(x, given.mu), 0, inside);
  },
  icdf: (p, { mu, sigma, xi }) => ofProbability(p, powerOfLog(log1p(p.neg()).neg(), xi).mul(sigma).add(mu)),
  random: (rng, { mu, sigma, xi }) => {
    const s = rng.exponential();
    return mu + sigma * (xi === 0 ? s : expm1(xi * s) / xi);
  },
  mean: ({ mu, sigma, xi }) => (xi < 1 ? mu + sigma / (1 - xi) : Number.POSITIVE_INFINITY),
  variance: ({ sigma, xi }) => {
    if (xi < 0.5) return (sigma / (1 - xi)) ** 2 / (1 - 2 * xi);
    return xi < 1 ? Number.POSITIVE_INFINITY : Number.NaN;
  },
  mode: ({ mu, sigma, xi }) => (xi < -1 ? mu - sigma / xi : mu),
});
