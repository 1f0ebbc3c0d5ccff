import { exp, less, log, log1mexp, log1p, type Tensor, where } from '@credence/autodiff';
import { expm1, exp as expOf, log1mexp as log1mexpOf, logBeta, log as logOf } from '@credence/numerics';
import { unitInterval } from '../supports/index.js';
import { logOneMinusExpOfMinusExp } from './cloglog.js';
import { defineDistribution } from './distribution.js';
import { logCdfBetween, logSurvivalBetween, ofProbability } from './outside.js';
import { positiveParameter } from './parameters.js';

/** log(-log(1 - exp(t))) for t < 0: about t far below 0. */
const logOfMinusLog1mexp = (t: Tensor) => where(less(t, -37), t, log(log1mexp(t).neg()));

/** log of the moment of this order, b B(1 + order / a, b). */
const logMoment = (order: number, a: number, b: number) => logOf(b) + logBeta(1 + order / a, b);

/**
 * Kumaraswamy distribution, much like a beta distribution, with a cdf in closed form: P(X <= x) = 1 - (1 - x^a)^b.
 *
 *   p(x | a, b) = a b x^(a - 1) (1 - x^a)^(b - 1),   x in (0, 1)
 *
 * @param a shape at 0, > 0.
 * @param b shape at 1, > 0.
 * @drawn { a: 2, b: 5 }, { a: 0.5, b: 0.5 }, { a: 5, b: 2 }
 * @example model.kumaraswamy('share', { a: 2, b: 5 })
 *
 * Source: Kumaraswamy (1980), A generalized probability density function for double-bounded random processes, Journal of
 * Hydrology 46.
 * PyMC: Kumaraswamy; Stan: none; NumPyro: Kumaraswamy (concentration1, concentration0).
 */
export const kumaraswamy = defineDistribution({
  name: 'Kumaraswamy',
  method: 'kumaraswamy',
  parameters: { a: positiveParameter('shape at 0'), b: positiveParameter('shape at 1') },
  support: unitInterval,
  logProb: (x, { a, b }) => {
    const logX = log(x);
    const logPower = logX.mul(a);
    return log(a)
      .add(log(b))
      .add(logPower)
      .sub(logX)
      .add(log1mexp(logPower).mul(b.sub(1)));
  },
  logCdf: (x, { a, b }) =>
    logCdfBetween(0, 1, x, logOneMinusExpOfMinusExp(logOfMinusLog1mexp(log(x).mul(a)).add(log(b)))),
  logSurvival: (x, { a, b }) => logSurvivalBetween(0, 1, x, log1mexp(log(x).mul(a)).mul(b)),
  icdf: (p, { a, b }) => ofProbability(p, exp(log1mexp(log1p(p.neg()).div(b)).div(a))),
  random: (rng, { a, b }) => expOf(log1mexpOf(-rng.exponential() / b) / a),
  mean: ({ a, b }) => expOf(logMoment(1, a, b)),
  variance: ({ a, b }) => {
    const first = logMoment(1, a, b);
    return expOf(2 * first) * expm1(logMoment(2, a, b) - 2 * first);
  },
  mode: ({ a, b }) => {
    if (a < 1 || (a === 1 && b >= 1)) return 0;
    return b < 1 ? 1 : expOf(logOf((a - 1) / (a * b - 1)) / a);
  },
});
