import { log, log1mexp, log1p, reciprocal } from '@credence/autodiff';
import { nonNegative } from '../supports/index.js';
import { defineDistribution } from './distribution.js';
import { logCdfFrom, logSurvivalFrom, ofProbability } from './outside.js';
import { positiveParameter } from './parameters.js';

/**
 * Exponential distribution, by its rate or its scale.
 *
 *   p(x | lam) = lam exp(-lam x),   x in [0, ∞);   scale = 1 / lam
 *
 * @param lam rate, > 0, one over the unit of x; or
 * @param scale mean, > 0, unit of x.
 * @drawn { lam: 1 }, { lam: 0.5 }, { scale: 4 }
 * @example model.exponential('waiting', { scale: 10 })
 *
 * PyMC: Exponential; Stan: exponential; NumPyro: Exponential.
 */
export const exponential = defineDistribution({
  name: 'Exponential',
  method: 'exponential',
  parameters: {
    lam: positiveParameter('rate, one over the unit of x'),
    scale: positiveParameter('mean, unit of x'),
  },
  alternatives: [['lam'], ['scale']],
  support: nonNegative,
  logProb: (x, { lam, scale }) => (lam === undefined ? x.div(scale).neg().sub(log(scale)) : log(lam).sub(x.mul(lam))),
  logCdf: (x, { lam, scale }) => logCdfFrom(0, x, log1mexp(x.mul(lam ?? reciprocal(scale)).neg())),
  logSurvival: (x, { lam, scale }) => logSurvivalFrom(0, x, x.mul(lam ?? reciprocal(scale)).neg()),
  icdf: (p, { lam, scale }) =>
    ofProbability(
      p,
      log1p(p.neg())
        .neg()
        .mul(scale ?? reciprocal(lam)),
    ),
  random: (rng, { lam, scale }) => (lam === undefined ? scale * rng.exponential() : rng.exponential() / lam),
  mean: ({ lam, scale }) => (lam === undefined ? scale : 1 / lam),
  variance: ({ lam, scale }) => (lam === undefined ? scale * scale : 1 / (lam * lam)),
  mode: () => 0,
});
