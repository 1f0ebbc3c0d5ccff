import { exp, log, logBetaCdf, logBetaCdfAtOdds, maximum, type Tensor } from '@credence/autodiff';
import { exp as expOf } from '@credence/numerics';
import { counts } from '../supports/index.js';
import { defineDistribution } from './distribution.js';
import { logCdfBetween, logSurvivalBetween } from './outside.js';
import { nonNegativeParameter, positiveParameter, probabilityParameter, realParameter } from './parameters.js';
import { logPairProbability } from './saddlePoint.js';

/** log P(x) where a success has the share `success` of all trials, and a failure the share `failure`. */
function logProbOfShares(x: Tensor, alpha: Tensor, success: Tensor, failure: Tensor): Tensor {
  return logPairProbability(x, alpha, { success, failure })
    .add(log(alpha))
    .sub(log(x.add(alpha)));
}

const infinity = Number.POSITIVE_INFINITY;

/** x + 1, the second shape of the beta number that is below the share of successes as often as the count is at most x. */
const above = (x: Tensor) => maximum(x, 0).add(1);

const meanOf = (n: number, p: number) => (n * (1 - p)) / p;

/**
 * Negative binomial distribution: a Poisson number whose mean is gamma distributed; or failures before the n-th success.
 *
 *   P(x | mu, alpha) = Gamma(x + alpha) / (Gamma(alpha) x!) (alpha / (mu + alpha))^alpha (mu / (mu + alpha))^x,
 *   x in {0, 1, 2, ...};   alpha = n,   mu = n (1 - p) / p
 *
 * Written by the saddle-point form of Loader (2000), as the binomial it is proportional to.
 *
 * @param mu mean, >= 0, or
 * @param logMu its logarithm, and
 * @param alpha dispersion, > 0: the variance is mu + mu² / alpha; or
 * @param n number of successes, > 0, and
 * @param p probability of a success, in [0, 1].
 * @drawn { mu: 5, alpha: 2 }, { mu: 5, alpha: 20 }, { n: 3, p: 0.2 }
 * @example model.negativeBinomial('cases', { mu, alpha: 2 }, { observed: cases })
 *
 * PyMC: NegativeBinomial; Stan: neg_binomial_2, neg_binomial_2_log; NumPyro: NegativeBinomial2, NegativeBinomialProbs.
 */
export const negativeBinomial = defineDistribution({
  name: 'NegativeBinomial',
  method: 'negativeBinomial',
  parameters: {
    mu: nonNegativeParameter('mean'),
    logMu: realParameter('logarithm of the mean'),
    alpha: positiveParameter('dispersion'),
    n: positiveParameter('number of successes'),
    p: probabilityParameter('probability of a success'),
  },
  alternatives: [
    ['mu', 'alpha'],
    ['logMu', 'alpha'],
    ['n', 'p'],
  ],
  support: counts,
  logProb: (x, { mu, logMu, alpha, n, p }) => {
    if (n !== undefined) return logProbOfShares(x, n, p, p.neg().add(1));
    const mean = mu ?? exp(logMu);
    const total = mean.add(alpha);
    return logProbOfShares(x, alpha, alpha.div(total), mean.div(total));
  },
  logCdf: (x, { mu, logMu, alpha, n, p }) => {
    const inside =
      n === undefined
        ? logBetaCdfAtOdds(alpha, above(x), alpha, mu ?? exp(logMu))
        : logBetaCdf(n, above(x), p, p.neg().add(1));
    return logCdfBetween(-1, infinity, x, inside);
  },
  logSurvival: (x, { mu, logMu, alpha, n, p }) => {
    const inside =
      n === undefined
        ? logBetaCdfAtOdds(above(x), alpha, mu ?? exp(logMu), alpha)
        : logBetaCdf(above(x), n, p.neg().add(1), p);
    return logSurvivalBetween(-1, infinity, x, inside);
  },
  random: (rng, { mu, logMu, alpha, n, p }) =>
    n === undefined ? rng.negativeBinomial(mu ?? expOf(logMu), alpha) : rng.negativeBinomial(meanOf(n, p), n),
  mean: ({ mu, logMu, n, p }) => (n === undefined ? (mu ?? expOf(logMu)) : meanOf(n, p)),
  variance: ({ mu, logMu, alpha, n, p }) => {
    if (n !== undefined) return meanOf(n, p) / p;
    const mean = mu ?? expOf(logMu);
    return mean + (mean * mean) / alpha;
  },
  mode: ({ mu, logMu, alpha, n, p }) => {
    const mean = n === undefined ? (mu ?? expOf(logMu)) : meanOf(n, p);
    return Math.max(0, Math.ceil(mean * (1 - 1 / (n ?? alpha))) - 1);
  },
});
