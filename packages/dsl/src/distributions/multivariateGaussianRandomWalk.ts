import { expandDims, log, slice, square, sum, type Tensor } from '@credence/autodiff';
import { positive, real } from '../supports/index.js';
import { HALF_LOG_TWO_PI } from './constants.js';
import { covarianceForms, covarianceOf, lengthOf, meanAt, normalVector, standardised } from './covarianceForms.js';
import { defineDistribution } from './distribution.js';

/** Part of the last axis but one. */
function times(x: Tensor, range: number | { readonly from?: number; readonly to?: number }): Tensor {
  return slice(x, [...x.shape.slice(0, -2).map(() => undefined), range]);
}

/** A vector for every time. */
const forEach = (value: Tensor) => expandDims(value, -2);
const matrixForEach = (value: Tensor) => (value.rank > 2 ? expandDims(value, -3) : value);

/**
 * Gaussian random walk of vectors of length k over T times: a T x k matrix whose first row is normal with independent
 * elements, and whose steps are multivariate normal.
 *
 *   x_0i ~ Normal(initMu_i, initSigma_i),   x_t - x_(t-1) ~ MultivariateNormal(mu, cov)
 *
 * The shape states T.
 *
 * @param mu drift: the mean of a step, [..., k], unit of x.
 * @param initMu means of the first vector, [..., k], unit of x.
 * @param initSigma their standard deviations, [..., k], > 0, unit of x.
 * @param chol lower Cholesky factor of the covariance of a step, [..., k, k], unit of x; or
 * @param cov that covariance, [..., k, k]; or
 * @param tau its inverse, [..., k, k].
 * @drawn { mu: [0, 0], cov: [[1, 0.8], [0.8, 1]], initMu: [0, 0], initSigma: [1, 1] }; shape [100, 2]
 * @example
 * model.multivariateGaussianRandomWalk('beta', { mu: [0, 0], chol, initMu: [0, 0], initSigma: [5, 5] }, { dims: ['week', 'effect'] })
 *
 * PyMC: MvGaussianRandomWalk; Stan: none; NumPyro: none.
 */
export const multivariateGaussianRandomWalk = defineDistribution({
  name: 'MultivariateGaussianRandomWalk',
  method: 'multivariateGaussianRandomWalk',
  parameters: {
    mu: { description: 'drift, unit of x', constraint: { ...real, text: 'finite' }, rank: 1 },
    initMu: { description: 'means of the first vector, unit of x', constraint: { ...real, text: 'finite' }, rank: 1 },
    initSigma: {
      description: 'standard deviations of the first vector, unit of x',
      constraint: { ...positive, text: '> 0' },
      rank: 1,
    },
    ...covarianceForms,
  },
  alternatives: [['chol'], ['cov'], ['tau']],
  support: real,
  eventRank: 2,
  eventShape: ({ mu, initMu, initSigma, ...form }) => {
    const size = lengthOf(form, mu);
    lengthOf(form, initMu);
    lengthOf(form, initSigma);
    return [undefined, size];
  },
  logProb: (x, { mu, initMu, initSigma, chol, cov, tau }) => {
    const [length = 1, size = 0] = x.shape.slice(-2);
    const first = square(times(x, 0).sub(initMu).div(initSigma)).mul(-0.5);
    // A mean or spread that is one number for all elements counts for each of them.
    const start = sum(first.sub(log(initSigma)), { axes: -1 });
    const steps = times(x, { from: 1 })
      .sub(times(x, { to: -1 }))
      .sub(forEach(mu));
    const form = {
      chol: chol && matrixForEach(chol),
      cov: cov && matrixForEach(cov),
      tau: tau && matrixForEach(tau),
    };
    const { squares, logScale } = standardised(steps, form);
    const walk = sum(squares.mul(-0.5).sub(logScale), { axes: -1 });
    return start.add(walk).sub(length * size * HALF_LOG_TWO_PI);
  },
  random: (rng, { mu, initMu, initSigma, ...form }, [length = 1, size = 0]) => {
    const x = new Float64Array(length * size);
    for (let i = 0; i < size; i++) x[i] = meanAt(initMu, i) + meanAt(initSigma, i) * rng.normal();
    for (let t = 1; t < length; t++) {
      const step = normalVector(rng, form);
      for (let i = 0; i < size; i++) x[t * size + i] = x[(t - 1) * size + i]! + meanAt(mu, i) + step[i]!;
    }
    return x;
  },
  eventMean: ({ mu, initMu }, [length = 1, size = 0]) =>
    Float64Array.from(
      { length: length * size },
      (_, at) => meanAt(initMu, at % size) + Math.floor(at / size) * meanAt(mu, at % size),
    ),
  eventCovariance: ({ mu: _, initMu: __, initSigma, ...form }, [length = 1, size = 0]) => {
    const covariance = covarianceOf(form);
    const count = length * size;
    return Float64Array.from({ length: count ** 2 }, (___, place) => {
      const [first, second] = [Math.floor(place / count), place % count];
      const [i, j] = [first % size, second % size];
      const start = i === j ? meanAt(initSigma, i) ** 2 : 0;
      return start + Math.min(Math.floor(first / size), Math.floor(second / size)) * covariance[i * size + j]!;
    });
  },
});
