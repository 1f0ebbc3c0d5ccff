import { binomialDeviance, greater, log, log1p, stirlingError, type Tensor, where } from '@credence/autodiff';
import { constraint, unitInterval } from '../supports/index.js';
import { HALF_LOG_TWO_PI } from './constants.js';
import { defineDistribution } from './distribution.js';
import { positiveParameter } from './parameters.js';

/** Shapes, and their sum. */
interface Shapes<V> {
  readonly alpha: V;
  readonly beta: V;
  readonly total: V;
}

const shapesOfMean = (mu: Tensor, nu: Tensor): Shapes<Tensor> => ({
  alpha: mu.mul(nu),
  beta: mu.neg().add(1).mul(nu),
  total: nu,
});

/** The concentration at which a mean has this standard deviation; not > 0 when there is none. */
const concentrationOf = (mu: number, sigma: number) => (mu * (1 - mu)) / (sigma * sigma) - 1;

function logDensity(x: Tensor, { alpha, beta, total }: Shapes<Tensor>): Tensor {
  const rest = x.neg().add(1);
  const normaliser = stirlingError(total)
    .sub(stirlingError(alpha))
    .sub(stirlingError(beta))
    .add(log(alpha).add(log(beta)).sub(log(total)).mul(0.5))
    .sub(HALF_LOG_TWO_PI);
  const deviance = binomialDeviance(alpha, total.mul(x)).add(binomialDeviance(beta, total.mul(rest)));
  return normaliser.sub(deviance).sub(log(x)).sub(log1p(x.neg()));
}

/** At 0 or 1 where the density has no maximum between them. */
function modeOf(alpha: number, beta: number): number {
  if (alpha > 1 && beta > 1) return (alpha - 1) / (alpha + beta - 2);
  return alpha > 1 || (alpha === 1 && beta < 1) ? 1 : 0;
}

/**
 * Beta distribution by two shapes, by mean and concentration, or by mean and standard deviation.
 *
 *   p(x | alpha, beta) = x^(alpha - 1) (1 - x)^(beta - 1) / B(alpha, beta),   x in (0, 1)
 *
 * Written by the saddle-point form of Loader (2000), Fast and Accurate Computation of Binomial Probabilities, whose terms
 * do not cancel at large alpha and beta.
 *
 * @param alpha, beta shapes, > 0; or
 * @param mu mean, in (0, 1), and
 * @param nu concentration, > 0: alpha = mu nu, beta = (1 - mu) nu, and the variance is mu (1 - mu) / (nu + 1); or
 * @param mu mean, and
 * @param sigma standard deviation, in (0, sqrt(mu (1 - mu))): nu = mu (1 - mu) / sigma² - 1. A larger one gives -Infinity.
 * @example model.beta('rate', { alpha: 2, beta: 5 })
 *
 * PyMC: Beta; Stan: beta, beta_proportion; NumPyro: Beta (concentration1, concentration0), BetaProportion.
 */
export const beta = defineDistribution({
  name: 'Beta',
  method: 'beta',
  parameters: {
    alpha: positiveParameter('shape at 0'),
    beta: positiveParameter('shape at 1'),
    mu: { description: 'mean', constraint: constraint('in (0, 1)', unitInterval) },
    nu: positiveParameter('concentration'),
    sigma: positiveParameter('standard deviation'),
  },
  alternatives: [
    ['alpha', 'beta'],
    ['mu', 'nu'],
    ['mu', 'sigma'],
  ],
  support: unitInterval,
  logProb: (x, { alpha, beta, mu, nu, sigma }) => {
    if (alpha !== undefined) return logDensity(x, { alpha, beta, total: alpha.add(beta) });
    if (nu !== undefined) return logDensity(x, shapesOfMean(mu, nu));
    const concentration = mu.mul(mu.neg().add(1)).div(sigma.square()).sub(1);
    const inside = logDensity(x, shapesOfMean(mu, concentration));
    return where(greater(concentration, 0), inside, Number.NEGATIVE_INFINITY);
  },
  random: (rng, { alpha, beta, mu, nu, sigma }) => {
    if (alpha !== undefined) return rng.beta(alpha, beta);
    const concentration = nu ?? concentrationOf(mu, sigma);
    return rng.beta(mu * concentration, (1 - mu) * concentration);
  },
  mean: ({ alpha, beta, mu }) => (alpha === undefined ? mu : alpha / (alpha + beta)),
  variance: ({ alpha, beta, mu, nu, sigma }) => {
    if (alpha !== undefined) return (alpha * beta) / ((alpha + beta) ** 2 * (alpha + beta + 1));
    return nu === undefined ? sigma * sigma : (mu * (1 - mu)) / (nu + 1);
  },
  mode: ({ alpha, beta, mu, nu, sigma }) => {
    if (alpha !== undefined) return modeOf(alpha, beta);
    const concentration = nu ?? concentrationOf(mu, sigma);
    return modeOf(mu * concentration, (1 - mu) * concentration);
  },
});
