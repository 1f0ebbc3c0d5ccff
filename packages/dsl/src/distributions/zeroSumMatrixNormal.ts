import { log, square, sum } from '@credence/autodiff';
import { zeroSumMatrix } from '../supports/index.js';
import { HALF_LOG_TWO_PI } from './constants.js';
import { defineDistribution } from './distribution.js';
import { positiveParameter } from './parameters.js';

/**
 * Normal distribution of m x n matrices whose rows and columns all sum to 0: interactions of two factors, beside the main effects
 * that `zeroSumNormal` gives.
 *
 *   p(x | sigma) = exp(-sum_ij x_ij² / (2 sigma²)) / (sqrt(2 pi) sigma)^((m - 1) (n - 1))
 *
 * The density is with respect to lengths in the space of such matrices. Elements x_ij and x_kl have the covariance
 * sigma² (1[i=k] - 1 / m) (1[j=l] - 1 / n). The shape states m and n.
 *
 * @param sigma standard deviation before means of rows and columns are taken off, > 0, unit of x.
 * @drawn { sigma: 1 }, { sigma: 2 }; shape [3, 4]
 * @example model.zeroSumMatrixNormal('interaction', { sigma }, { dims: ['region', 'year'] })
 *
 * PyMC: ZeroSumNormal with n_zerosum_axes=2; Stan: none; NumPyro: ZeroSumNormal with two event axes.
 */
export const zeroSumMatrixNormal = defineDistribution({
  name: 'ZeroSumMatrixNormal',
  method: 'zeroSumMatrixNormal',
  parameters: { sigma: positiveParameter('standard deviation, unit of x') },
  support: zeroSumMatrix,
  eventRank: 2,
  eventShape: () => [undefined, undefined],
  logProb: (x, { sigma }) => {
    const [m = 1, n = 1] = x.shape.slice(-2);
    return sum(square(x), { axes: [-2, -1] })
      .div(square(sigma))
      .mul(-0.5)
      .sub(
        log(sigma)
          .add(HALF_LOG_TWO_PI)
          .mul((m - 1) * (n - 1)),
      );
  },
  random: (rng, { sigma }, [m = 1, n = 1]) => {
    const values = new Float64Array(m * n);
    rng.normals(values);
    const rows = new Float64Array(m);
    const columns = new Float64Array(n);
    for (let at = 0; at < values.length; at++) {
      rows[Math.floor(at / n)]! += values[at]! / n;
      columns[at % n]! += values[at]! / m;
    }
    const centre = rows.reduce((total, value) => total + value, 0) / m;
    return values.map((value, at) => sigma * (value - rows[Math.floor(at / n)]! - columns[at % n]! + centre));
  },
  eventMean: (_, [m = 1, n = 1]) => new Float64Array(m * n),
  eventCovariance: ({ sigma }, [m = 1, n = 1]) =>
    Float64Array.from({ length: (m * n) ** 2 }, (_, place) => {
      const [first, second] = [Math.floor(place / (m * n)), place % (m * n)];
      const rows = (Math.floor(first / n) === Math.floor(second / n) ? 1 : 0) - 1 / m;
      const columns = (first % n === second % n ? 1 : 0) - 1 / n;
      return sigma ** 2 * rows * columns;
    }),
});
