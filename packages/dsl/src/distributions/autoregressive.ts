import { log, square, sum, type Tensor } from '@credence/autodiff';
import { real } from '../supports/index.js';
import { HALF_LOG_TWO_PI } from './constants.js';
import { defineDistribution } from './distribution.js';
import { positiveParameter, realParameter } from './parameters.js';
import { forAllTimes, times } from './timeAxis.js';

/** Coefficients as numbers: one is a list of one. */
const listOf = (rho: number | Float64Array): Float64Array => (typeof rho === 'number' ? Float64Array.of(rho) : rho);

/**
 * Autoregressive series of order p, x_0, ..., x_(T-1): each value is normal about a linear function of the p before it.
 *
 *   x_t ~ Normal(initMu, initSigma) for t < p,   x_t ~ Normal(constant + sum_i rho_i x_(t-1-i), sigma) for t >= p
 *
 * The shape states T. The series need not be stationary; one that is starts in its own distribution where, for p = 1,
 * initMu = constant / (1 - rho) and initSigma = sigma / sqrt(1 - rho²).
 *
 * @param rho coefficients, [..., p]; the first is that of the value just before.
 * @param constant what is added at every step, unit of x. The mean of a stationary series is constant / (1 - sum rho).
 * @param sigma standard deviation of the noise, > 0, unit of x.
 * @param initMu mean of the first p values, unit of x.
 * @param initSigma their standard deviation, > 0, unit of x.
 * @drawn { rho: [0.9], constant: 0, sigma: 1, initMu: 0, initSigma: 2.3 }, { rho: [0.5, -0.6], constant: 0, sigma: 1, initMu:
 * 0, initSigma: 1 }; shape [100]
 * @example
 * model.autoregressive('x', { rho: [0.6, 0.2], constant: 0, sigma, initMu: 0, initSigma: 10 }, { observed: series })
 *
 * PyMC: AR (rho with the constant first, init_dist); Stan: none, by a loop; NumPyro: none, by scan.
 */
export const autoregressive = defineDistribution({
  name: 'Autoregressive',
  method: 'autoregressive',
  parameters: {
    rho: {
      description: 'list of the coefficients of the values before',
      constraint: { ...real, text: 'finite' },
      rank: 1,
    },
    constant: realParameter('constant of every step, unit of x'),
    sigma: positiveParameter('standard deviation of the noise, unit of x'),
    initMu: realParameter('mean of the first values, unit of x'),
    initSigma: positiveParameter('standard deviation of the first values, unit of x'),
  },
  support: real,
  eventRank: 1,
  eventShape: () => [undefined],
  logProb: (x, { rho, constant, sigma, initMu, initSigma }) => {
    const length = x.shape.at(-1) ?? 0;
    const order = rho.shape.at(-1) ?? 1;
    const first = Math.min(order, length);
    const normals = (z: Tensor, scale: Tensor, count: number) =>
      sum(square(z), { axes: -1 })
        .mul(-0.5)
        .sub(log(scale).mul(count))
        .sub(count * HALF_LOG_TWO_PI);
    const start = normals(
      times(x, { to: first }).sub(forAllTimes(initMu)).div(forAllTimes(initSigma)),
      initSigma,
      first,
    );
    if (length <= order) return start;
    const before = Array.from({ length: order }, (_, lag) =>
      times(x, { from: order - 1 - lag, to: length - 1 - lag }).mul(forAllTimes(times(rho, lag))),
    );
    const mean = before.reduce((total, term) => total.add(term), forAllTimes(constant));
    const steps = times(x, { from: order }).sub(mean).div(forAllTimes(sigma));
    return start.add(normals(steps, sigma, length - order));
  },
  random: (rng, { rho, constant, sigma, initMu, initSigma }, [length = 1]) => {
    const coefficients = listOf(rho);
    const x = new Float64Array(length);
    rng.normals(x);
    for (let t = 0; t < length; t++) {
      x[t] =
        t < coefficients.length
          ? initMu + initSigma * x[t]!
          : coefficients.reduce((total, r, lag) => total + r * x[t - 1 - lag]!, constant) + sigma * x[t]!;
    }
    return x;
  },
  eventMean: ({ rho, constant, initMu }, [length = 1]) => {
    const coefficients = listOf(rho);
    const mean = new Float64Array(length);
    for (let t = 0; t < length; t++) {
      mean[t] =
        t < coefficients.length
          ? initMu
          : coefficients.reduce((total, r, lag) => total + r * mean[t - 1 - lag]!, constant);
    }
    return mean;
  },
  eventCovariance: ({ rho, sigma, initSigma }, [length = 1]) => {
    const coefficients = listOf(rho);
    // Row t holds what each normal number of the series, in units of its own spread, adds to x_t.
    const shares = new Float64Array(length * length);
    for (let t = 0; t < length; t++) {
      shares[t * length + t] = t < coefficients.length ? initSigma : sigma;
      if (t < coefficients.length) continue;
      for (const [lag, r] of coefficients.entries()) {
        for (let s = 0; s < t; s++) shares[t * length + s]! += r * shares[(t - 1 - lag) * length + s]!;
      }
    }
    return Float64Array.from({ length: length ** 2 }, (_, at) => {
      const [row, column] = [Math.floor(at / length) * length, (at % length) * length];
      let total = 0;
      for (let s = 0; s < length; s++) total += shares[row + s]! * shares[column + s]!;
      return total;
    });
  },
});
