import {
  betaQuantile,
  binomialDeviance,
  greater,
  log,
  log1p,
  logBetaCdf,
  logBetaSurvival,
  stirlingError,
  type Tensor,
  where,
} from '@credence/autodiff';
import { constraint, unitInterval } from '../supports/index.js';
import { HALF_LOG_TWO_PI } from './constants.js';
import { defineDistribution } from './distribution.js';
import { logCdfBetween, logSurvivalBetween, ofProbability } from './outside.js';
import { positiveParameter } from './parameters.js';

/** Shapes, and their sum; the mean where it is a parameter. */
interface Shapes {
  readonly alpha: Tensor;
  readonly beta: Tensor;
  readonly total: Tensor;
  readonly mean?: Tensor;
}

const shapesOfMean = (mu: Tensor, nu: Tensor): Shapes => ({
  alpha: mu.mul(nu),
  beta: mu.neg().add(1).mul(nu),
  total: nu,
  mean: mu,
});

type Given =
  | {
      readonly alpha: Tensor;
      readonly beta: Tensor;
      readonly mu?: undefined;
      readonly nu?: undefined;
      readonly sigma?: undefined;
    }
  | { readonly alpha?: undefined; readonly mu: Tensor; readonly nu: Tensor; readonly sigma?: undefined }
  | { readonly alpha?: undefined; readonly mu: Tensor; readonly nu?: undefined; readonly sigma: Tensor };

/** Shapes by whatever is given; not > 0 where there is no beta number of this standard deviation. */
function shapesOf(given: Given): Shapes {
  const { alpha, mu, nu, sigma } = given;
  if (alpha !== undefined) return { alpha, beta: given.beta, total: alpha.add(given.beta) };
  return shapesOfMean(mu, nu ?? mu.mul(mu.neg().add(1)).div(sigma.square()).sub(1));
}

/** The concentration at which a mean has this standard deviation; not > 0 when there is none. */
const concentrationOf = (mu: number, sigma: number) => (mu * (1 - mu)) / (sigma * sigma) - 1;

function logDensity(x: Tensor, { alpha, beta, total, mean }: Shapes): Tensor {
  const rest = x.neg().add(1);
  const normaliser = stirlingError(total)
    .sub(stirlingError(alpha))
    .sub(stirlingError(beta))
    .add(log(alpha).add(log(beta)).sub(log(total)).mul(0.5))
    .sub(HALF_LOG_TWO_PI);
  // By the mean, where it is given, without the rounding of its products.
  const deviance =
    mean === undefined
      ? binomialDeviance(alpha, total.mul(x)).add(binomialDeviance(beta, total.mul(rest)))
      : binomialDeviance(mean, x)
          .add(binomialDeviance(mean.neg().add(1), rest))
          .mul(total);
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
 * @drawn { alpha: 2, beta: 5 }, { alpha: 0.5, beta: 0.5 }, { mu: 0.7, nu: 30 }
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
  logProb: (x, given) => {
    const shapes = shapesOf(given);
    const inside = logDensity(x, shapes);
    return given.sigma === undefined ? inside : where(greater(shapes.total, 0), inside, Number.NEGATIVE_INFINITY);
  },
  logCdf: (x, given) => {
    const { alpha, beta } = shapesOf(given);
    return logCdfBetween(0, 1, x, logBetaCdf(alpha, beta, x));
  },
  logSurvival: (x, given) => {
    const { alpha, beta } = shapesOf(given);
    return logSurvivalBetween(0, 1, x, logBetaSurvival(alpha, beta, x));
  },
  icdf: (p, given) => {
    const { alpha, beta } = shapesOf(given);
    return ofProbability(p, betaQuantile(alpha, beta, p));
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
