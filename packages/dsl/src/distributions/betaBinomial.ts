import { clip, less, log1mexp, log1p, logBetaBinomialSum, type Tensor, where } from '@credence/autodiff';
import { integers } from '../supports/index.js';
import { LOG_TWO } from './constants.js';
import { defineDistribution } from './distribution.js';
import { logCdfBetween, logSurvivalBetween } from './outside.js';
import { countParameter, positiveParameter } from './parameters.js';
import { logPairProbability, pairNormaliser } from './saddlePoint.js';

interface Given {
  readonly n: Tensor;
  readonly alpha: Tensor;
  readonly beta: Tensor;
}

function logProbability(x: Tensor, { n, alpha, beta }: Given): Tensor {
  const total = alpha.add(beta);
  const shares = { success: total.div(total.add(n)), failure: n.div(total.add(n)) };
  const part = (count: Tensor, shape: Tensor) => logPairProbability(count, shape, shares).sub(log1p(count.div(shape)));
  return part(x, alpha)
    .add(part(n.sub(x), beta))
    .sub(pairNormaliser(n, total, { always: true }))
    .add(log1p(n.div(total)));
}

/** log P(X <= x) and log P(X > x) for x in {0, ..., n - 1}, each summed by itself. */
function tails(x: Tensor, { n, alpha, beta }: Given): { readonly below: Tensor; readonly above: Tensor } {
  const last = clip(x, 0, n.sub(1));
  const next = last.add(1);
  return {
    below: logProbability(last, { n, alpha, beta }).add(logBetaBinomialSum(n, alpha, beta, last)),
    above: logProbability(next, { n, alpha, beta }).add(logBetaBinomialSum(n, beta, alpha, n.sub(next))),
  };
}

/** A tail by its own sum, by the other one where that is the smaller. */
const byTheSmaller = (own: Tensor, other: Tensor) => where(less(own, -LOG_TWO), own, log1mexp(other));

/** The least mode: probabilities rise at k as long as k (alpha + beta - 2) < (n + 1) (alpha - 1). */
function modeOf(n: number, alpha: number, beta: number): number {
  if (alpha < 1 && beta < 1) return alpha > beta ? n : 0;
  if (alpha <= 1 && beta >= 1) return 0;
  if (beta <= 1) return n;
  return Math.min(n, Math.max(0, Math.ceil(((n + 1) * (alpha - 1)) / (alpha + beta - 2)) - 1));
}

/**
 * Beta-binomial distribution: successes in n trials whose probability is a beta number.
 *
 *   P(x | n, alpha, beta) = C(n, x) B(x + alpha, n - x + beta) / B(alpha, beta),   x in {0, ..., n}
 *
 * Written as a product of two negative binomial probabilities over that of their sum, each by the saddle-point form of Loader
 * (2000), Fast and Accurate Computation of Binomial Probabilities: no terms cancel at large n, alpha and beta.
 *
 * Its cdf is a sum of probabilities: at most n rounds of some nanoseconds for each number, few where alpha and beta are at
 * least 1 and x lies in a tail.
 *
 * @param n number of trials, a whole number >= 0.
 * @param alpha, beta shapes of the probability, > 0.
 * @drawn { n: 20, alpha: 2, beta: 3 }, { n: 20, alpha: 0.6, beta: 0.6 }, { n: 20, alpha: 60, beta: 20 }
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
  logProb: logProbability,
  logCdf: (x, given) => {
    const { below, above } = tails(x, given);
    return logCdfBetween(-1, given.n, x, byTheSmaller(below, above));
  },
  logSurvival: (x, given) => {
    const { below, above } = tails(x, given);
    return logSurvivalBetween(-1, given.n, x, byTheSmaller(above, below));
  },
  random: (rng, { n, alpha, beta }) => rng.binomial(n, rng.beta(alpha, beta)),
  mean: ({ n, alpha, beta }) => (n * alpha) / (alpha + beta),
  variance: ({ n, alpha, beta }) => {
    const total = alpha + beta;
    return (n * alpha * beta * (total + n)) / (total * total * (total + 1));
  },
  mode: ({ n, alpha, beta }) => modeOf(n, alpha, beta),
});
