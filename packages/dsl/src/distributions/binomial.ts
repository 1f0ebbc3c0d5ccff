import { binomialDeviance, neg, sigmoid } from '@credence/autodiff';
import { exp } from '@credence/numerics';
import { integers } from '../supports/index.js';
import { defineDistribution } from './distribution.js';
import { countParameter, probabilityParameter, realParameter } from './parameters.js';
import { pairNormaliser } from './saddlePoint.js';

const probabilityOf = (logit: number) => 1 / (1 + exp(-logit));

/**
 * Binomial distribution: successes in n independent trials, by the probability of one success or its log odds.
 *
 *   P(x | n, p) = n! / (x! (n - x)!) p^x (1 - p)^(n - x),   x in {0, ..., n}
 *
 * Written by the saddle-point form of Loader (2000), Fast and Accurate Computation of Binomial Probabilities.
 *
 * @param n number of trials, a whole number >= 0.
 * @param p probability of a success, in [0, 1]; or
 * @param logit its log odds.
 * @example model.binomial('deaths', { n: patients, p }, { observed: deaths })
 *
 * PyMC: Binomial; Stan: binomial, binomial_logit; NumPyro: BinomialProbs, BinomialLogits.
 */
export const binomial = defineDistribution({
  name: 'Binomial',
  method: 'binomial',
  parameters: {
    n: countParameter('number of trials'),
    p: probabilityParameter('probability of a success'),
    logit: realParameter('log odds of a success'),
  },
  alternatives: [['p'], ['logit']],
  support: ({ n }) => integers(0, n),
  logProb: (x, { n, p, logit }) => {
    const success = logit === undefined ? p : sigmoid(logit);
    const failure = logit === undefined ? p.neg().add(1) : sigmoid(neg(logit));
    const failures = n.sub(x);
    const deviance = binomialDeviance(x, n.mul(success)).add(binomialDeviance(failures, n.mul(failure)));
    return pairNormaliser(x, failures).sub(deviance);
  },
  random: (rng, { n, p, logit }) => rng.binomial(n, p ?? probabilityOf(logit)),
  mean: ({ n, p, logit }) => n * (p ?? probabilityOf(logit)),
  variance: ({ n, p, logit }) => n * (p === undefined ? probabilityOf(logit) * probabilityOf(-logit) : p * (1 - p)),
  mode: ({ n, p, logit }) => Math.max(0, Math.ceil((n + 1) * (p ?? probabilityOf(logit))) - 1),
});
