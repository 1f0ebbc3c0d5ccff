import { expandDims, log1p, sum } from '@credence/autodiff';
import { positive } from '../supports/index.js';
import { countsWithSum } from './countsWithSum.js';
import { defineDistribution } from './distribution.js';
import { multinomialCounts, shareCovariance, sharesOf, totalOf } from './multinomialNumbers.js';
import { countParameter } from './parameters.js';
import { logPairProbability, pairNormaliser } from './saddlePoint.js';

/**
 * Dirichlet-multinomial distribution: counts of k classes among n draws whose probabilities are a Dirichlet vector.
 *
 *   P(x | n, a) = n! Gamma(A) / Gamma(n + A) prod_i Gamma(x_i + a_i) / (x_i! Gamma(a_i)),   A = sum_i a_i
 *
 * Written as a product of negative binomial probabilities over one of their sum, each by the saddle-point form of Loader
 * (2000), Fast and Accurate Computation of Binomial Probabilities, with the success probability A / (A + n): no terms cancel
 * at large counts or large a, where the distribution goes over into the multinomial.
 *
 * @param n number of draws, a whole number >= 0, [...].
 * @param a concentrations, [..., k], > 0.
 * @drawn { n: 20, a: [4, 2, 2] }, { n: 20, a: [40, 20, 20] }
 * @example model.dirichletMultinomial('species', { n: 100, a: alpha }, { observed: counts })
 *
 * PyMC: DirichletMultinomial; Stan: dirichlet_multinomial; NumPyro: DirichletMultinomial.
 */
export const dirichletMultinomial = defineDistribution({
  name: 'DirichletMultinomial',
  method: 'dirichletMultinomial',
  parameters: {
    n: countParameter('number of draws'),
    a: { description: 'concentrations', constraint: { ...positive, text: '> 0' }, rank: 1 },
  },
  support: ({ n }) => countsWithSum(n),
  eventRank: 1,
  eventShape: ({ a = [] }) => a,
  logProb: (x, { n, a }) => {
    const total = sum(a, { axes: -1 });
    const whole = expandDims(total.add(n), -1);
    const shares = { success: expandDims(total, -1).div(whole), failure: expandDims(n, -1).div(whole) };
    const each = logPairProbability(x, a, shares).sub(log1p(x.div(a)));
    return sum(each, { axes: -1 })
      .sub(pairNormaliser(n, total, { always: true }))
      .add(log1p(n.div(total)));
  },
  random: (rng, { n, a }) => multinomialCounts(rng, n, rng.dirichlet(a)),
  eventMean: ({ n, a }) => sharesOf(a).map((share) => n * share),
  eventCovariance: ({ n, a }) => {
    const total = totalOf(a);
    return shareCovariance(sharesOf(a), (n * (n + total)) / (1 + total));
  },
});
