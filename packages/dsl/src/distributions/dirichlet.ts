import { binomialDeviance, expandDims, log, stirlingError, sum } from '@credence/autodiff';
import { openSimplex, positive } from '../supports/index.js';
import { HALF_LOG_TWO_PI } from './constants.js';
import { defineDistribution } from './distribution.js';
import { shareCovariance, sharesOf, totalOf } from './multinomialNumbers.js';

/**
 * Dirichlet distribution of vectors of k shares that sum to 1.
 *
 *   p(x | a) = Gamma(A) prod_i x_i^(a_i - 1) / Gamma(a_i),   A = sum_i a_i,   x_i > 0, sum_i x_i = 1
 *
 * The density is one of the first k - 1 shares. Written by the saddle-point form of Loader (2000), Fast and Accurate
 * Computation of Binomial Probabilities, whose terms do not cancel at large a.
 *
 * @param a concentrations, [..., k], > 0: the mean of x_i is a_i / A, its variance that of a beta number.
 * @drawn { a: [1, 1, 1] }, { a: [4, 2, 2] }, { a: [0.5, 1, 1] }
 * @example model.dirichlet('theta', { a: [1, 1, 1] })
 *
 * PyMC: Dirichlet; Stan: dirichlet; NumPyro: Dirichlet.
 */
export const dirichlet = defineDistribution({
  name: 'Dirichlet',
  method: 'dirichlet',
  parameters: { a: { description: 'concentrations', constraint: { ...positive, text: '> 0' }, rank: 1 } },
  support: openSimplex,
  eventRank: 1,
  eventShape: ({ a = [] }) => a,
  logProb: (x, { a }) => {
    const size = a.shape.at(-1) ?? 0;
    const total = sum(a, { axes: -1 });
    const normaliser = stirlingError(total)
      .sub(log(total).mul(0.5))
      .add(sum(log(a).mul(0.5).sub(stirlingError(a)), { axes: -1 }))
      .sub((size - 1) * HALF_LOG_TWO_PI);
    const deviance = binomialDeviance(a, expandDims(total, -1).mul(x));
    // The sum of x is 1 but for rounding; with this term slopes in x are those of the formula above.
    const excess = total.mul(sum(x, { axes: -1 }).sub(1));
    return normaliser.sub(sum(deviance.add(log(x)), { axes: -1 })).add(excess);
  },
  random: (rng, { a }) => rng.dirichlet(a),
  eventMean: ({ a }) => sharesOf(a),
  eventCovariance: ({ a }) => shareCovariance(sharesOf(a), 1 / (totalOf(a) + 1)),
});
