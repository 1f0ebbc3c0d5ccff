import { log1p, type Tensor } from '@credence/autodiff';
import { integers } from '../supports/index.js';
import { defineDistribution } from './distribution.js';
import { countParameter, positiveParameter } from './parameters.js';
import { logPairProbability, pairNormaliser } from './saddlePoint.js';

/**
 * Beta-binomial distribution: successes in n trials whose probability is a beta number.
 *
 *   P(x | n, alpha, beta) = C(n, x) B(x + alpha, n - x + beta) / B(alpha, beta),   x in {0, ..., n}
 *
 * Written as a product of two negative binomial probabilities over that of their sum, each by the saddle-point form of Loader
 * (2000), Fast and Accurate Computation of Binomial Probabilities: no terms cancel at large n, alpha and beta.
 *
 * @param n number of trials, a whole number >= 0.
 * @param alpha, beta shapes of the probability, > 0.
 * @example model.betaBinomial('hits', { n: atBats, alpha, beta }, { observed: hits })
 *
 * PyMC: BetaBinomial; Stan: beta_binomial; NumPyro: BetaBinomial.
 */
export const betaBinomial = defineDistribution({
  name: 'BetaBinomial',
  method: 'betaBinomial',
  parameters: {
    n: countParameter('number of trials'),
    alpha: positiveParameter('shape at 0 of the probability'),
    beta: positiveParameter('shape at 1 of the probability'),
  },
  support: ({ n }) => integers(0, n),
  logProb: (x, { n, alpha, beta }) => {
    const total = alpha.add(beta);
    const shares = { success: total.div(total.add(n)), failure: n.div(total.add(n)) };
    const part = (count: Tensor, shape: Tensor) =>
      logPairProbability(count, shape, shares).sub(log1p(count.div(shape)));
    return part(x, alpha)
      .add(part(n.sub(x), beta))
      .sub(pairNormaliser(n, total, { always: true }))
      .add(log1p(n.div(total)));
  },
  random: (rng, { n, alpha, beta }) => rng.binomial(n, rng.beta(alpha, beta)),
  mean: ({ n, alpha, beta }) => (n * alpha) / (alpha + beta),
  variance: ({ n, alpha, beta }) => {
    const total = alpha + beta;
    return (n * alpha * beta * (total + n)) / (total * total * (total + 1));
  },
});
