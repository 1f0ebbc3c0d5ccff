import {
  ceil,
  exp,
  expm1,
  greater,
  log,
  log1mexp,
  log1p,
  maximum,
  pow,
  reciprocal,
  sub,
  where,
} from '@credence/autodiff';
import { exp as expOf, log as logOf, pow as powOf } from '@credence/numerics';
import { counts, unitInterval } from '../supports/index.js';
import { defineDistribution } from './distribution.js';
import { logCdfFrom, logSurvivalFrom, ofProbability } from './outside.js';
import { positiveParameter } from './parameters.js';

/**
 * Discrete Weibull distribution, whose survival function has the form of Weibull's.
 *
 *   P(x | q, beta) = q^(x^beta) - q^((x + 1)^beta),   x in {0, 1, 2, ...}
 *
 * @param q probability of a value above 0, in (0, 1).
 * @param beta shape, > 0: 1 is a geometric count of failures.
 * @drawn { q: 0.9, beta: 1 }, { q: 0.9, beta: 1.6 }, { q: 0.6, beta: 0.7 }
 * @example model.discreteWeibull('cycles', { q: 0.9, beta: 1.3 }, { observed: cycles })
 *
 * Source: Nakagawa & Osaki (1975), The discrete Weibull distribution, IEEE Trans. Reliability 24(5).
 * PyMC: DiscreteWeibull; Stan: none; NumPyro: none.
 */
export const discreteWeibull = defineDistribution({
  name: 'DiscreteWeibull',
  method: 'discreteWeibull',
  parameters: {
    q: { description: 'probability of a value above 0', constraint: { ...unitInterval, text: 'in (0, 1)' } },
    beta: positiveParameter('shape'),
  },
  support: counts,
  logProb: (x, { q, beta }) => {
    const logQ = log(q);
    const here = pow(x, beta);
    // (x + 1)^beta - x^beta without cancellation at large x.
    const step = where(greater(x, 0), here.mul(expm1(beta.mul(log1p(reciprocal(maximum(x, 1)))))), 1);
    return logQ.mul(here).add(log1mexp(logQ.mul(step)));
  },
  logCdf: (x, { q, beta }) => logCdfFrom(-1, x, log1mexp(log(q).mul(pow(maximum(x.add(1), 0), beta)))),
  logSurvival: (x, { q, beta }) => logSurvivalFrom(-1, x, log(q).mul(pow(maximum(x.add(1), 0), beta))),
  icdf: (level, { q, beta }) => {
    const turned = log(sub(1, level)).div(log(q));
    return ofProbability(level, maximum(ceil(exp(log(turned).div(beta))).sub(1), 0));
  },
  random: (rng, { q, beta }) => Math.max(0, Math.ceil(powOf(rng.exponential() / -logOf(q), 1 / beta)) - 1),
  mode: ({ q, beta }) => modeOf(logOf(q), beta),
});

/** Where the probabilities are largest: they rise as long as beta > 1 and the terms are few. */
function modeOf(logQ: number, beta: number): number {
  const probability = (x: number) => expOf(logQ * powOf(x, beta)) - expOf(logQ * powOf(x + 1, beta));
  let [low, high] = [0, 1];
  while (probability(high) > probability(high - 1)) [low, high] = [high, 2 * high];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (probability(middle) > probability(middle - 1)) low = middle;
    else high = middle;
  }
  return low;
}
