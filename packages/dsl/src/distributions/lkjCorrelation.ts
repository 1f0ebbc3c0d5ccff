import { cholesky, diagonal, log, sum } from '@credence/autodiff';
import { correlation } from '../supports/index.js';
import { defineDistribution } from './distribution.js';
import { lkjFactor, lkjNormaliser } from './lkjNormaliser.js';
import { timesTransposed } from './matrixNumbers.js';
import { positiveParameter } from './parameters.js';

/**
 * LKJ distribution of correlation matrices R of k rows.
 *
 *   p(R | eta) = c_k(eta) det(R)^(eta - 1)
 *
 * The density is of the elements below the diagonal; each of them is a beta number of shape eta - 1 + k / 2, stretched to
 * (-1, 1). The shape states k twice. `lkjCholesky` says the same of the Cholesky factor, faster.
 *
 * @param eta shape, > 0: 1 is uniform, more favours weak correlations, less strong ones.
 * @drawn { eta: 1 }, { eta: 4 }, { eta: 0.5 }; shape [3, 3]
 * @example model.lkjCorrelation('R', { eta: 2 }, { shape: [3, 3] })
 *
 * Source: Lewandowski, Kurowicka & Joe (2009), Generating random correlation matrices based on vines and extended onion method,
 * J. Multivariate Analysis 100(9).
 * PyMC: LKJCorr; Stan: lkj_corr; NumPyro: LKJ.
 */
export const lkjCorrelation = defineDistribution({
  name: 'LKJCorrelation',
  method: 'lkjCorrelation',
  parameters: { eta: positiveParameter('shape') },
  support: correlation,
  eventRank: 2,
  eventShape: () => [undefined, undefined],
  logProb: (x, { eta }) => {
    const logDeterminant = sum(log(diagonal(cholesky(x))), { axes: -1 }).mul(2);
    return lkjNormaliser(eta, x.shape.at(-1) ?? 0).add(eta.sub(1).mul(logDeterminant));
  },
  random: (rng, { eta }, [size = 1]) => {
    const factor = lkjFactor(rng, eta, size);
    return timesTransposed(factor, factor, size);
  },
  eventMean: (_, [size = 1]) => Float64Array.from({ length: size * size }, (__, at) => (at % (size + 1) === 0 ? 1 : 0)),
  eventCovariance: ({ eta }, [size = 1]) => {
    // An element and its mirror image are one number; all others are not correlated, since signs of rows can be changed.
    const variance = 1 / (2 * eta + size - 1);
    const count = size * size;
    return Float64Array.from({ length: count * count }, (_, at) => {
      const [first, second] = [Math.floor(at / count), at % count];
      const mirror = (first % size) * size + Math.floor(first / size);
      return first !== mirror && (second === first || second === mirror) ? variance : 0;
    });
  },
});
