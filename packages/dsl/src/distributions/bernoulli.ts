import {
  equal,
  greater,
  greaterEqual,
  less,
  lessEqual,
  log,
  log1p,
  neg,
  softplus,
  sub,
  where,
} from '@credence/autodiff';
import { exp } from '@credence/numerics';
import { binary } from '../supports/index.js';
import { defineDistribution } from './distribution.js';
import { ofProbability } from './outside.js';
import { probabilityParameter, realParameter } from './parameters.js';

const probabilityOf = (logit: number) => 1 / (1 + exp(-logit));

/**
 * Bernoulli distribution, by its probability or its log odds.
 *
 *   P(x | p) = p^x (1 - p)^(1 - x),   x in {0, 1};   p = 1 / (1 + exp(-logit))
 *
 * @param p probability of 1, in [0, 1]; or
 * @param logit its log odds, any finite number.
 * @drawn { p: 0.3 }, { logit: 1.5 }
 * @example model.bernoulli('passed', { logit: 'alpha + dot(X, beta)' }, { observed: passed })
 *
 * PyMC: Bernoulli; Stan: bernoulli, bernoulli_logit; NumPyro: BernoulliProbs, BernoulliLogits.
 */
export const bernoulli = defineDistribution({
  name: 'Bernoulli',
  method: 'bernoulli',
  parameters: { p: probabilityParameter('probability of 1'), logit: realParameter('log odds of 1') },
  alternatives: [['p'], ['logit']],
  support: binary,
  logProb: (x, { p, logit }) =>
    logit === undefined ? where(equal(x, 1), log(p), log1p(neg(p))) : softplus(x.mul(-2).add(1).mul(logit)).neg(),
  logCdf: (x, { p, logit }) => {
    const none = logit === undefined ? log1p(neg(p)) : softplus(logit).neg();
    return where(less(x, 0), Number.NEGATIVE_INFINITY, where(greaterEqual(x, 1), 0, none));
  },
  logSurvival: (x, { p, logit }) => {
    const one = logit === undefined ? log(p) : softplus(logit.neg()).neg();
    return where(less(x, 0), 0, where(greaterEqual(x, 1), Number.NEGATIVE_INFINITY, one));
  },
  icdf: (level, { p, logit }) => {
    const none = logit === undefined ? sub(1, p) : logit.neg().sigmoid();
    return ofProbability(level, where(greater(level, none), 1, where(lessEqual(level, none), 0, Number.NaN)));
  },
  random: (rng, { p, logit }) => (rng.uniform() < (p ?? probabilityOf(logit)) ? 1 : 0),
  mean: ({ p, logit }) => p ?? probabilityOf(logit),
  variance: ({ p, logit }) => (p === undefined ? probabilityOf(logit) * probabilityOf(-logit) : p * (1 - p)),
  mode: ({ p, logit }) => ((p ?? probabilityOf(logit)) > 0.5 ? 1 : 0),
});
