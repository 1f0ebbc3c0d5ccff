import { broadcastShapes, broadcastTo, concat, log, scan, square, sum, type Tensor } from '@credence/autodiff';
import { real } from '../supports/index.js';
import { HALF_LOG_TWO_PI } from './constants.js';
import { defineDistribution } from './distribution.js';
import { nonNegativeParameter, positiveParameter, realParameter } from './parameters.js';
import { timeFirst } from './timeAxis.js';

/** Variances of all times, along the first axis, from squared deviations along the first axis. */
function variances(squares: Tensor, first: Tensor, omega: Tensor, alpha: Tensor, beta: Tensor): Tensor {
  const shape = broadcastShapes(
    'garch',
    [first, omega, alpha, beta].map((value) => value.shape).concat([squares.shape.slice(1)]),
  );
  const start = broadcastTo(first, shape);
  const length = squares.shape[0] ?? 1;
  if (length === 1) return start.expandDims(0);
  const { histories } = scan(
    { initial: [start], sequences: [squares.slice([{ to: -1 }])] },
    ([variance], [before]) => ({
      carries: [omega.add(alpha.mul(before!)).add(beta.mul(variance!))],
    }),
  );
  return concat([start.expandDims(0), histories[0]!], 0);
}

/**
 * Generalized autoregressive conditional heteroscedasticity, GARCH(1, 1), x_0, ..., x_(T-1): values about one mean, whose
 * variance follows the last deviation and the last variance.
 *
 *   x_t ~ Normal(mu, s_t),   s_0 = initSigma,   s_t² = omega + alpha (x_(t-1) - mu)² + beta s_(t-1)²
 *
 * The shape states T. The variance is stationary, of mean omega / (1 - alpha - beta), where alpha + beta < 1; this is not
 * asked for.
 *
 * @param mu mean of every value, unit of x.
 * @param omega constant of the variance, > 0, unit of x².
 * @param alpha weight of the last squared deviation, >= 0.
 * @param beta weight of the last variance, >= 0.
 * @param initSigma standard deviation of the first value, > 0, unit of x.
 * @drawn { mu: 0, omega: 0.1, alpha: 0.3, beta: 0.6, initSigma: 1 }, { mu: 0, omega: 0.5, alpha: 0.1, beta: 0.4, initSigma: 1
 * }; shape [200]
 * @example
 * const alpha = model.uniform('alpha', { lower: 0, upper: 1 });
 * const beta = model.uniform('beta', { lower: 0, upper: sub(1, alpha) });
 * model.garch('returns', { mu, omega, alpha, beta, initSigma: 0.5 }, { observed: returns })
 *
 * Source: Bollerslev (1986), Generalized autoregressive conditional heteroskedasticity, Journal of Econometrics 31.
 * PyMC: GARCH11 (mean 0); Stan: none, by a loop; NumPyro: none, by scan.
 */
export const garch = defineDistribution({
  name: 'Garch',
  method: 'garch',
  parameters: {
    mu: realParameter('mean, unit of x'),
    omega: positiveParameter('constant of the variance, unit of x²'),
    alpha: nonNegativeParameter('weight of the last squared deviation'),
    beta: nonNegativeParameter('weight of the last variance'),
    initSigma: positiveParameter('standard deviation of the first value, unit of x'),
  },
  support: real,
  eventRank: 1,
  eventShape: () => [undefined],
  logProb: (x, { mu, omega, alpha, beta, initSigma }) => {
    const length = x.shape.at(-1) ?? 1;
    const squares = square(timeFirst(x).sub(mu));
    const variance = variances(squares, square(initSigma), omega, alpha, beta);
    return sum(squares.div(variance).add(log(variance)), { axes: 0 })
      .mul(-0.5)
      .sub(length * HALF_LOG_TWO_PI);
  },
  random: (rng, { mu, omega, alpha, beta, initSigma }, [length = 1]) => {
    const x = new Float64Array(length);
    rng.normals(x);
    let variance = initSigma ** 2;
    for (let t = 0; t < length; t++) {
      const deviation = Math.sqrt(variance) * x[t]!;
      x[t] = mu + deviation;
      variance = omega + alpha * deviation ** 2 + beta * variance;
    }
    return x;
  },
  eventMean: ({ mu }, [length = 1]) => new Float64Array(length).fill(mu),
  eventCovariance: ({ omega, alpha, beta, initSigma }, [length = 1]) => {
    const covariance = new Float64Array(length ** 2);
    let variance = initSigma ** 2;
    for (let t = 0; t < length; t++) {
      covariance[t * (length + 1)] = variance;
      variance = omega + (alpha + beta) * variance;
    }
    return covariance;
  },
});
