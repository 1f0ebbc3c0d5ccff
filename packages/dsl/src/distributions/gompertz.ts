import { expm1, log, log1mexp, log1p } from '@credence/autodiff';
import { log1p as log1pOf, log as logOf } from '@credence/numerics';
import { nonNegative } from '../supports/index.js';
import { defineDistribution } from './distribution.js';
import { logCdfFrom, logSurvivalFrom, ofProbability } from './outside.js';
import { positiveParameter } from './parameters.js';

/**
 * Gompertz distribution: lifetimes whose hazard, eta b exp(b x), grows exponentially.
 *
 *   p(x | eta, b) = eta b exp(b x - eta (exp(b x) - 1)),   x in [0, ∞)
 *
 * @param eta shape, > 0: the hazard at 0 in units of b.
 * @param b rate at which the hazard grows, > 0, in 1 / unit of x.
 * @drawn { eta: 0.1, b: 1 }, { eta: 1, b: 1 }, { eta: 0.1, b: 2 }
 * @example model.gompertz('age', { eta: 0.0002, b: 0.1 }, { observed: ages })
 *
 * Source: Gompertz (1825), On the nature of the function expressive of the law of human mortality, Phil. Trans. R. Soc. 115.
 * PyMC: none; Stan: none; NumPyro: Gompertz (concentration eta, rate b).
 */
export const gompertz = defineDistribution({
  name: 'Gompertz',
  method: 'gompertz',
  parameters: {
    eta: positiveParameter('shape, the hazard at 0 in units of b'),
    b: positiveParameter('rate at which the hazard grows, in 1 / unit of x'),
  },
  support: nonNegative,
  logProb: (x, { eta, b }) =>
    log(eta)
      .add(log(b))
      .add(b.mul(x))
      .sub(expm1(b.mul(x)).mul(eta)),
  logCdf: (x, { eta, b }) => logCdfFrom(0, x, log1mexp(expm1(b.mul(x)).mul(eta).neg())),
  logSurvival: (x, { eta, b }) => logSurvivalFrom(0, x, expm1(b.mul(x)).mul(eta).neg()),
  icdf: (p, { eta, b }) => ofProbability(p, log1p(log1p(p.neg()).neg().div(eta)).div(b)),
  random: (rng, { eta, b }) => log1pOf(rng.exponential() / eta) / b,
  mode: ({ eta, b }) => (eta < 1 ? -logOf(eta) / b : 0),
});
