/** Distributions that a user might add, for tests of what works on any. */
import { floor, log, log1p, maximum, where } from '@credence/autodiff';
import { defineDistribution } from '../distributions/distribution.js';
import { positiveParameter, probabilityParameter } from '../distributions/parameters.js';
import { counts, positive } from '../supports/index.js';

/** Lomax: a survival function, and no inverse of the cdf. */
export const lomax = defineDistribution({
  name: 'Lomax',
  method: 'lomax',
  parameters: { alpha: positiveParameter('shape') },
  support: positive,
  logProb: (x, { alpha }) => log(alpha).sub(log1p(x).mul(alpha.add(1))),
  logSurvival: (x, { alpha }) => log1p(maximum(x, 0)).mul(alpha).neg(),
  random: (rng, { alpha }) => Math.expm1(rng.exponential() / alpha),
});

/** Failures before the first success: whole numbers with a cdf. */
export const failures = defineDistribution({
  name: 'Failures',
  method: 'failures',
  parameters: { p: probabilityParameter('probability of success') },
  support: counts,
  logProb: (x, { p }) => log(p).add(log1p(p.neg()).mul(x)),
  logSurvival: (x, { p }) => where(x.less(0), 0, log1p(p.neg()).mul(floor(x).add(1))),
  random: (rng, { p }) => Math.floor(rng.exponential() / -Math.log1p(-p)),
  mean: ({ p }) => (1 - p) / p,
  variance: ({ p }) => (1 - p) / (p * p),
});
