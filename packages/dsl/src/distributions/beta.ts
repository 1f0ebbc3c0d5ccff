import { binomialDeviance, log, log1p, stirlingError } from '@credence/autodiff';
import { unitInterval } from '../supports/index.js';
import { HALF_LOG_TWO_PI } from './constants.js';
import { defineDistribution } from './distribution.js';
import { positiveParameter } from './parameters.js';

/**
 * Beta distribution by two shapes, or by mean and concentration.
 *
 *   p(x | alpha, beta) = x^(alpha - 1) (1 - x)^(beta - 1) / B(alpha, beta),   x in (0, 1)
 *
 * Written by the saddle-point form of Loader (2000), Fast and Accurate Computation of Binomial Probabilities, whose terms
 * do not cancel at large alpha and beta.
 *
 * @param alpha, beta shapes, > 0; or
 * @param mu mean, in (0, 1), and
 * @param nu concentration, > 0: alpha = mu nu, beta = (1 - mu) nu, and the variance is mu (1 - mu) / (nu + 1).
 * @example model.beta('rate', { alpha: 2, beta: 5 })
 */
export const beta = defineDistribution({
  name: 'Beta',
  method: 'beta',
  parameters: {
    alpha: positiveParameter('shape at 0'),
    beta: positiveParameter('shape at 1'),
    mu: { description: 'mean', constraint: { ...unitInterval, text: 'in (0, 1)' } },
    nu: positiveParameter('concentration'),
  },
  alternatives: [
    ['alpha', 'beta'],
    ['mu', 'nu'],
  ],
  support: unitInterval,
  logProb: (x, { alpha: first, beta: second, mu, nu }) => {
    const alpha = first ?? mu.mul(nu);
    const beta = second ?? mu.neg().add(1).mul(nu);
    const total = nu ?? alpha.add(beta);
    const rest = x.neg().add(1);
    const normaliser = stirlingError(total)
      .sub(stirlingError(alpha))
      .sub(stirlingError(beta))
      .add(log(alpha).add(log(beta)).sub(log(total)).mul(0.5))
      .sub(HALF_LOG_TWO_PI);
    const deviance = binomialDeviance(alpha, total.mul(x)).add(binomialDeviance(beta, total.mul(rest)));
    return normaliser.sub(deviance).sub(log(x)).sub(log1p(x.neg()));
  },
  random: (rng, { alpha, beta, mu, nu }) =>
    alpha === undefined ? rng.beta(mu * nu, (1 - mu) * nu) : rng.beta(alpha, beta),
  mean: ({ alpha, beta, mu }) => (alpha === undefined ? mu : alpha / (alpha + beta)),
  variance: ({ alpha, beta, mu, nu }) =>
    alpha === undefined ? (mu * (1 - mu)) / (nu + 1) : (alpha * beta) / ((alpha + beta) ** 2 * (alpha + beta + 1)),
});
