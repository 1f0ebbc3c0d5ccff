import { binomialDeviance, log, log1p, stirlingError } from '@credence/autodiff';
import { unitInterval } from '../supports/index.js';
import { HALF_LOG_TWO_PI } from './constants.js';
import { defineDistribution } from './distribution.js';
import { positiveParameter } from './parameters.js';

/**
 * Beta distribution.
 *
 *   p(x | alpha, beta) = x^(alpha - 1) (1 - x)^(beta - 1) / B(alpha, beta),   x in (0, 1)
 *
 * Written by the saddle-point form of Loader (2000), Fast and Accurate Computation of Binomial Probabilities, whose terms
 * do not cancel at large alpha and beta.
 *
 * @param alpha, beta shapes, > 0.
 * @example model.beta('rate', { alpha: 2, beta: 5 })
 */
export const beta = defineDistribution({
  name: 'Beta',
  method: 'beta',
  parameters: { alpha: positiveParameter('shape at 0'), beta: positiveParameter('shape at 1') },
  support: unitInterval,
  logProb: (x, { alpha, beta }) => {
    const total = alpha.add(beta);
    const rest = x.neg().add(1);
    const normaliser = stirlingError(total)
      .sub(stirlingError(alpha))
      .sub(stirlingError(beta))
      .add(log(alpha).add(log(beta)).sub(log(total)).mul(0.5))
      .sub(HALF_LOG_TWO_PI);
    const deviance = binomialDeviance(alpha, total.mul(x)).add(binomialDeviance(beta, total.mul(rest)));
    return normaliser.sub(deviance).sub(log(x)).sub(log1p(x.neg()));
  },
  random: (rng, { alpha, beta }) => rng.beta(alpha, beta),
  mean: ({ alpha, beta }) => alpha / (alpha + beta),
  variance: ({ alpha, beta }) => (alpha * beta) / ((alpha + beta) ** 2 * (alpha + beta + 1)),
});
