import { binomialDeviance, exp, expandDims, greater, log, logSoftmax, maximum, sum, where } from '@credence/autodiff';
import { real, simplex } from '../supports/index.js';
import { countsWithSum } from './countsWithSum.js';
import { defineDistribution } from './distribution.js';
import { multinomialCounts, probabilitiesOf, shareCovariance } from './multinomialNumbers.js';
import { countParameter } from './parameters.js';
import { countNormaliser } from './saddlePoint.js';

/** Log probabilities below this have deviances that overflow. */
const TINY = -600;

/**
 * Multinomial distribution: counts of k classes among n independent draws.
 *
 *   P(x | n, p) = n! prod_i p_i^x_i / x_i!,   x_i in {0, 1, ...}, sum_i x_i = n
 *
 * Written by the saddle-point form of Loader (2000), Fast and Accurate Computation of Binomial Probabilities, whose terms do
 * not cancel at large counts.
 *
 * @param n number of draws, a whole number >= 0, [...].
 * @param p probabilities of the classes, which sum to 1, [..., k]; or
 * @param logit their logarithms up to a constant, [..., k]: p = softmax(logit).
 * @drawn { n: 20, p: [0.5, 0.3, 0.2] }, { n: 20, p: [0.1, 0.3, 0.6] }
 * @example model.multinomial('votes', { n: 500, p: theta }, { observed: [210, 180, 110] })
 *
 * PyMC: Multinomial; Stan: multinomial, multinomial_logit; NumPyro: MultinomialProbs, MultinomialLogits.
 */
export const multinomial = defineDistribution({
  name: 'Multinomial',
  method: 'multinomial',
  parameters: {
    n: countParameter('number of draws'),
    p: { description: 'probabilities of the classes', constraint: simplex, rank: 1 },
    logit: {
      description: 'logarithms of the probabilities, up to a constant',
      constraint: { ...real, text: 'finite' },
      rank: 1,
    },
  },
  alternatives: [['p'], ['logit']],
  support: ({ n }) => countsWithSum(n),
  eventRank: 1,
  eventShape: ({ p, logit }) => p ?? logit ?? [],
  logProb: (x, { n, p, logit }) => {
    const draws = expandDims(n, -1);
    const normaliser = countNormaliser(n).sub(sum(countNormaliser(x), { axes: -1 }));
    if (logit === undefined) {
      // The sum of p is 1 but for rounding; with this term slopes in p are those of the formula above.
      const excess = n.mul(sum(p, { axes: -1 }).sub(1));
      return normaliser.sub(sum(binomialDeviance(x, draws.mul(p)), { axes: -1 })).add(excess);
    }
    const logs = logSoftmax(logit);
    const near = binomialDeviance(x, draws.mul(exp(maximum(logs, TINY))));
    const far = x.mul(
      log(maximum(x, 1))
        .sub(log(maximum(draws, 1)))
        .sub(logs)
        .sub(1),
    );
    return normaliser.sub(sum(where(greater(logs, TINY), near, far), { axes: -1 }));
  },
  random: (rng, { n, p, logit }) => multinomialCounts(rng, n, probabilitiesOf(p, logit)),
  eventMean: ({ n, p, logit }) => probabilitiesOf(p, logit).map((share) => n * share),
  eventCovariance: ({ n, p, logit }) => shareCovariance(probabilitiesOf(p, logit), n),
});
