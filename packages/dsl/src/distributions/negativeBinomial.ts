import { binomialDeviance, log, type Tensor } from '@credence/autodiff';
import { counts } from '../supports/index.js';
import { defineDistribution } from './distribution.js';
import { nonNegativeParameter, positiveParameter, probabilityParameter } from './parameters.js';
import { pairNormaliser } from './saddlePoint.js';

/** log P(x) where a success has the share `success` of all trials, and a failure the share `failure`. */
function logProbOfShares(x: Tensor, alpha: Tensor, success: Tensor, failure: Tensor): Tensor {
  const trials = x.add(alpha);
  const deviance = binomialDeviance(alpha, trials.mul(success)).add(binomialDeviance(x, trials.mul(failure)));
  return pairNormaliser(x, alpha, { always: true }).sub(deviance).add(log(alpha)).sub(log(trials));
}

const meanOf = (n: number, p: number) => (n * (1 - p)) / p;

/**
 * Negative binomial distribution: a Poisson number whose mean is gamma distributed; or failures before the n-th success.
 *
 *   P(x | mu, alpha) = Gamma(x + alpha) / (Gamma(alpha) x!) (alpha / (mu + alpha))^alpha (mu / (mu + alpha))^x,
 *   x in {0, 1, 2, ...};   with n and p: alpha = n, mu = n (1 - p) / p
 *
 * Written by the saddle-point form of Loader (2000), as the binomial it is proportional to.
 *
 * @param mu mean, >= 0, and
 * @param alpha dispersion, > 0: the variance is mu + mu² / alpha; or
 * @param n number of successes, > 0, and
 * @param p probability of a success, in [0, 1].
 * @example model.negativeBinomial('cases', { mu, alpha: 2 }, { observed: cases })
 */
export const negativeBinomial = defineDistribution({
  name: 'NegativeBinomial',
  method: 'negativeBinomial',
  parameters: {
    mu: nonNegativeParameter('mean'),
    alpha: positiveParameter('dispersion'),
    n: positiveParameter('number of successes'),
    p: probabilityParameter('probability of a success'),
  },
  alternatives: [
    ['mu', 'alpha'],
    ['n', 'p'],
  ],
  support: counts,
  logProb: (x, { mu, alpha, n, p }) => {
    if (mu === undefined) return logProbOfShares(x, n, p, p.neg().add(1));
    const total = mu.add(alpha);
    return logProbOfShares(x, alpha, alpha.div(total), mu.div(total));
  },
  random: (rng, { mu, alpha, n, p }) =>
    mu === undefined ? rng.negativeBinomial(meanOf(n, p), n) : rng.negativeBinomial(mu, alpha),
  mean: ({ mu, n, p }) => (mu === undefined ? meanOf(n, p) : mu),
  variance: ({ mu, alpha, n, p }) => (mu === undefined ? meanOf(n, p) / p : mu + (mu * mu) / alpha),
});
