import { binomialDeviance, logBetaCdf, maximum, neg, sigmoid, type Tensor } from '@credence/autodiff';
import { exp } from '@credence/numerics';
import { integers } from '../supports/index.js';
import { defineDistribution } from './distribution.js';
import { logCdfBetween, logSurvivalBetween } from './outside.js';
import { countParameter, probabilityParameter, realParameter } from './parameters.js';
import { pairNormaliser } from './saddlePoint.js';

type Probability =
  | { readonly p: Tensor; readonly logit?: undefined }
  | { readonly p?: undefined; readonly logit: Tensor };

/** Probabilities of a success and of a failure, each with its digits where it is small. */
function shares({ p, logit }: Probability): { readonly success: Tensor; readonly failure: Tensor } {
  if (p !== undefined) return { success: p, failure: p.neg().add(1) };
  return { success: sigmoid(logit), failure: sigmoid(neg(logit)) };
}

/**
 * The shapes of a beta number that lies above the probability as often as the count is at most x: more than x of n uniform
 * numbers lie below it. For x in {0, ..., n - 1}; numbers > 0 elsewhere.
 */
const shapesAt = (x: Tensor, n: Tensor) => ({ more: maximum(x, 0).add(1), rest: maximum(n.sub(x), 1) });

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
 * @drawn { n: 20, p: 0.3 }, { n: 20, p: 0.7 }, { n: 40, logit: 0 }
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
  logProb: (x, given) => {
    const { n } = given;
    const { success, failure } = shares(given);
    const failures = n.sub(x);
    const deviance = binomialDeviance(x, n.mul(success)).add(binomialDeviance(failures, n.mul(failure)));
    return pairNormaliser(x, failures).sub(deviance);
  },
  logCdf: (x, given) => {
    const { success, failure } = shares(given);
    const { more, rest } = shapesAt(x, given.n);
    return logCdfBetween(-1, given.n, x, logBetaCdf(rest, more, failure, success));
  },
  logSurvival: (x, given) => {
    const { success, failure } = shares(given);
    const { more, rest } = shapesAt(x, given.n);
    return logSurvivalBetween(-1, given.n, x, logBetaCdf(more, rest, success, failure));
  },
  random: (rng, { n, p, logit }) => rng.binomial(n, p ?? probabilityOf(logit)),
  mean: ({ n, p, logit }) => n * (p ?? probabilityOf(logit)),
  variance: ({ n, p, logit }) => n * (p === undefined ? probabilityOf(logit) * probabilityOf(-logit) : p * (1 - p)),
  mode: ({ n, p, logit }) => Math.max(0, Math.ceil((n + 1) * (p ?? probabilityOf(logit))) - 1),
});
