import { log, square, sum } from '@credence/autodiff';
import { zeroSum } from '../supports/index.js';
import { HALF_LOG_TWO_PI } from './constants.js';
import { defineDistribution } from './distribution.js';
import { positiveParameter } from './parameters.js';

/**
 * Normal distribution of k numbers that sum to 0: effects of the levels of a factor, as deviations from their mean.
 *
 *   p(x | sigma) = exp(-sum_i x_i² / (2 sigma²)) / (sqrt(2 pi) sigma)^(k - 1),   sum_i x_i = 0
 *
 * The density is with respect to lengths in the plane of such vectors. Elements have the variance sigma² (1 - 1 / k) and the
 * covariance -sigma² / k: it is what k independent normal numbers are about their mean. The shape states k.
 *
 * @param sigma standard deviation before the mean is taken off, > 0, unit of x.
 * @drawn { sigma: 1 }, { sigma: 2 }; shape [4]
 * @example model.zeroSumNormal('effect', { sigma }, { dims: ['group'] })
 *
 * PyMC: ZeroSumNormal; Stan: normal on a sum_to_zero_vector, scaled; NumPyro: ZeroSumNormal.
 */
export const zeroSumNormal = defineDistribution({
  name: 'ZeroSumNormal',
  method: 'zeroSumNormal',
  parameters: { sigma: positiveParameter('standard deviation, unit of x') },
  support: zeroSum,
  eventRank: 1,
  eventShape: () => [undefined],
  logProb: (x, { sigma }) => {
    const freedom = (x.shape.at(-1) ?? 1) - 1;
    return sum(square(x), { axes: -1 }).div(square(sigma)).mul(-0.5).sub(log(sigma).add(HALF_LOG_TWO_PI).mul(freedom));
  },
  random: (rng, { sigma }, [size = 1]) => {
    const values = new Float64Array(size);
    rng.normals(values);
    const centre = values.reduce((total, value) => total + value, 0) / size;
    return values.map((value) => sigma * (value - centre));
  },
  eventMean: (_, [size = 1]) => new Float64Array(size),
  eventCovariance: ({ sigma }, [size = 1]) =>
    Float64Array.from({ length: size * size }, (_, at) => sigma ** 2 * ((at % (size + 1) === 0 ? 1 : 0) - 1 / size)),
});
