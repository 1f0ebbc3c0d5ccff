import { equal, log, log1p, neg, softplus, where } from '@credence/autodiff';
import { exp } from '@credence/numerics';
import { binary } from '../supports/index.js';
import { defineDistribution } from './distribution.js';
import { probabilityParameter, realParameter } from './parameters.js';

const probabilityOf = (logit: number) => 1 / (1 + exp(-logit));

/**
 * Bernoulli distribution, by its probability or its log odds.
 *
 *   P(1 | p) = p, P(0 | p) = 1 - p,   p = 1 / (1 + exp(-logit))
 *
 * @param p probability of 1, in [0, 1]; or
 * @param logit its log odds, any finite number.
 * @example model.bernoulli('passed', { logit: 'alpha + dot(X, beta)' }, { observed: passed })
 */
export const bernoulli = defineDistribution({
  name: 'Bernoulli',
  method: 'bernoulli',
  parameters: { p: probabilityParameter('probability of 1'), logit: realParameter('log odds of 1') },
  alternatives: [['p'], ['logit']],
  support: binary,
  logProb: (x, { p, logit }) =>
    logit === undefined ? where(equal(x, 1), log(p), log1p(neg(p))) : softplus(x.mul(-2).add(1).mul(logit)).neg(),
  random: (rng, { p, logit }) => (rng.uniform() < (p ?? probabilityOf(logit)) ? 1 : 0),
  mean: ({ p, logit }) => p ?? probabilityOf(logit),
  variance: ({ p, logit }) => (p === undefined ? probabilityOf(logit) * probabilityOf(-logit) : p * (1 - p)),
});
