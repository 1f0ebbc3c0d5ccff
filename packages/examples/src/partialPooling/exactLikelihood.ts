/** The yardstick: for this model the mu_i can be integrated out by hand, x_i ~ normal(theta_mu, sqrt(theta_sigma^2 + alpha^2)). */
import { log } from '@credence/numerics';
import type { LogLikelihood } from './gridPosterior.js';
import type { Survey } from './survey.js';

/** log p(x | theta_mu, theta_sigma), from number, mean and squares of the measurements. */
export function exactLogLikelihood({ x, alpha }: Survey): LogLikelihood {
  const N = x.length;
  const mean = x.reduce((sum, value) => sum + value, 0) / N;
  const squares = x.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return (thetaMu, thetaSigma) => {
    const variance = thetaSigma ** 2 + alpha ** 2;
    return -0.5 * (N * log(2 * Math.PI * variance) + (squares + N * (mean - thetaMu) ** 2) / variance);
  };
}
