import {
  binomialDeviance,
  exp,
  expm1,
  log,
  logGammaCdf,
  logGammaSurvival,
  maximum,
  type Tensor,
} from '@credence/autodiff';
import { exp as expOf } from '@credence/numerics';
import { counts } from '../supports/index.js';
import { defineDistribution } from './distribution.js';
import { logCdfFrom, logSurvivalFrom } from './outside.js';
import { nonNegativeParameter, realParameter } from './parameters.js';
import { countNormaliser } from './saddlePoint.js';

/** x + 1, the shape of the gamma number that is above mu as often as the count is at most x; 1 below the support. */
const above = (x: Tensor) => maximum(x, 0).add(1);

/**
 * Poisson distribution, by its mean or the logarithm of it.
 *
 *   P(x | mu) = mu^x exp(-mu) / x!,   x in {0, 1, 2, ...}
 *
 * Written by the saddle-point form of Loader (2000), Fast and Accurate Computation of Binomial Probabilities.
 *
 * @param mu mean, >= 0; or
 * @param logMu its logarithm.
 * @drawn { mu: 1 }, { mu: 4 }, { logMu: 2.3 }
 * @example model.poisson('visits', { logMu: 'alpha + beta * x' }, { observed: visits })
 *
 * PyMC: Poisson; Stan: poisson, poisson_log; NumPyro: Poisson.
 */
export const poisson = defineDistribution({
  name: 'Poisson',
  method: 'poisson',
  parameters: { mu: nonNegativeParameter('mean'), logMu: realParameter('logarithm of the mean') },
  alternatives: [['mu'], ['logMu']],
  support: counts,
  logProb: (x, { mu, logMu }) => {
    const normaliser = countNormaliser(x).neg();
    if (logMu === undefined) return normaliser.sub(binomialDeviance(x, mu));
    // With m = max(x, 1) and d = logMu - log m the deviance is m (expm1(d) - d) + (m - x) (1 + d); m - x is 0 or, at x = 0, 1.
    const atLeastOne = maximum(x, 1);
    const d = logMu.sub(log(atLeastOne));
    const missing = atLeastOne.sub(x);
    return normaliser.sub(expm1(d).sub(d).mul(atLeastOne)).sub(d.add(1).mul(missing));
  },
  logCdf: (x, { mu, logMu }) => logCdfFrom(-1, x, logGammaSurvival(above(x), mu ?? exp(logMu))),
  logSurvival: (x, { mu, logMu }) => logSurvivalFrom(-1, x, logGammaCdf(above(x), mu ?? exp(logMu))),
  random: (rng, { mu, logMu }) => rng.poisson(mu ?? expOf(logMu)),
  mean: ({ mu, logMu }) => mu ?? expOf(logMu),
  variance: ({ mu, logMu }) => mu ?? expOf(logMu),
  mode: ({ mu, logMu }) => Math.max(0, Math.ceil(mu ?? expOf(logMu)) - 1),
});
