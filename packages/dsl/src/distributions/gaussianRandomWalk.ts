import { log, square, sum } from '@credence/autodiff';
import { real } from '../supports/index.js';
import { HALF_LOG_TWO_PI } from './constants.js';
import { defineDistribution } from './distribution.js';
import { positiveParameter, realParameter } from './parameters.js';
import { forAllTimes, times } from './timeAxis.js';

/**
 * Gaussian random walk x_0, x_1, ..., x_(T-1): the first value is normal, and so is every step.
 *
 *   x_0 ~ Normal(initMu, initSigma),   x_t - x_(t-1) ~ Normal(mu, sigma)
 *
 * The shape states T.
 *
 * @param mu drift: the mean of a step, unit of x.
 * @param sigma standard deviation of a step, > 0, unit of x.
 * @param initMu mean of the first value, unit of x.
 * @param initSigma its standard deviation, > 0, unit of x.
 * @drawn { mu: 0, sigma: 1, initMu: 0, initSigma: 1 }, { mu: 0.3, sigma: 1, initMu: 0, initSigma: 1 }; shape [100]
 * @example model.gaussianRandomWalk('level', { mu: 0, sigma, initMu: 0, initSigma: 10 }, { dims: ['week'] })
 *
 * PyMC: GaussianRandomWalk; Stan: none; NumPyro: GaussianRandomWalk (mean 0).
 */
export const gaussianRandomWalk = defineDistribution({
  name: 'GaussianRandomWalk',
  method: 'gaussianRandomWalk',
  parameters: {
    mu: realParameter('drift, unit of x'),
    sigma: positiveParameter('standard deviation of a step, unit of x'),
    initMu: realParameter('mean of the first value, unit of x'),
    initSigma: positiveParameter('standard deviation of the first value, unit of x'),
  },
  support: real,
  eventRank: 1,
  eventShape: () => [undefined],
  logProb: (x, { mu, sigma, initMu, initSigma }) => {
    const length = x.shape.at(-1) ?? 1;
    const steps = times(x, { from: 1 }).sub(times(x, { to: -1 }));
    const first = square(times(x, 0).sub(initMu).div(initSigma));
    const squares = sum(square(steps.sub(forAllTimes(mu)).div(forAllTimes(sigma))), { axes: -1 }).add(first);
    return squares
      .mul(-0.5)
      .sub(log(initSigma))
      .sub(log(sigma).mul(length - 1))
      .sub(length * HALF_LOG_TWO_PI);
  },
  random: (rng, { mu, sigma, initMu, initSigma }, [length = 1]) => {
    const x = new Float64Array(length);
    rng.normals(x);
    for (let t = 0; t < length; t++) x[t] = t === 0 ? initMu + initSigma * x[t]! : x[t - 1]! + mu + sigma * x[t]!;
    return x;
  },
  eventMean: ({ mu, initMu }, [length = 1]) => Float64Array.from({ length }, (_, t) => initMu + t * mu),
  eventCovariance: ({ sigma, initSigma }, [length = 1]) =>
    Float64Array.from(
      { length: length ** 2 },
      (_, at) => initSigma ** 2 + Math.min(Math.floor(at / length), at % length) * sigma ** 2,
    ),
});
