import { constant, diagonal, expandDims, log, sum } from '@credence/autodiff';
import { choleskyCorrelation } from '../supports/index.js';
import { defineDistribution } from './distribution.js';
import { lkjFactor, lkjFactorMoments, lkjNormaliser, uncorrelated } from './lkjNormaliser.js';
import { positiveParameter } from './parameters.js';

/**
 * LKJ distribution of the lower Cholesky factor L of a correlation matrix R = L L' of k rows, such that R has the density
 * of `lkjCorrelation`. Cheaper and more exact than that: what is computed with R is mostly computed with L.
 *
 *   p(L | eta) = c_k(eta) prod_(i=2..k) L_ii^(k - i + 2 eta - 2)
 *
 * The density is of the elements below the diagonal. The shape states k twice.
 *
 * @param eta shape, > 0: 1 is uniform over correlation matrices, more favours weak correlations, less strong ones.
 * @drawn { eta: 1 }, { eta: 4 }; shape [3, 3]
 * @example
 * const L = model.lkjCholesky('L', { eta: 2 }, { shape: [3, 3] });
 * const chol = expandDims(sigma, -1).mul(L); // factor of the covariance with standard deviations sigma
 *
 * Source: Lewandowski, Kurowicka & Joe (2009), Generating random correlation matrices based on vines and extended onion method,
 * J. Multivariate Analysis 100(9).
 * PyMC: LKJCholeskyCov, with standard deviations (see lkjCholeskyCovariance); Stan: lkj_corr_cholesky; NumPyro: LKJCholesky.
 */
export const lkjCholesky = defineDistribution({
  name: 'LKJCholesky',
  method: 'lkjCholesky',
  parameters: { eta: positiveParameter('shape') },
  support: choleskyCorrelation,
  eventRank: 2,
  eventShape: () => [undefined, undefined],
  logProb: (x, { eta }) => {
    const size = x.shape.at(-1) ?? 0;
    const behind = constant(Float64Array.from({ length: size }, (_, i) => (i === 0 ? 0 : size - 1 - i)));
    const first = constant(Float64Array.from({ length: size }, (_, i) => (i === 0 ? 0 : 2)));
    const powers = behind.add(first.mul(expandDims(eta.sub(1), -1)));
    return lkjNormaliser(eta, size).add(sum(powers.mul(log(diagonal(x))), { axes: -1 }));
  },
  random: (rng, { eta }, [size = 1]) => lkjFactor(rng, eta, size),
  eventMean: ({ eta }, [size = 1]) => lkjFactorMoments(eta, size).mean,
  eventCovariance: ({ eta }, [size = 1]) => uncorrelated(lkjFactorMoments(eta, size).variance),
});
