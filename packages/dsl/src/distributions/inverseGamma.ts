import { gammaUpperQuantile, log, logGammaCdf, logGammaSurvival, type Tensor } from '@credence/autodiff';
import { positive } from '../supports/index.js';
import { defineDistribution } from './distribution.js';
import { type GammaParameters, logGammaDensityTimesValue } from './gammaDensity.js';
import { logCdfFrom, logSurvivalFrom, ofProbability } from './outside.js';
import { positiveParameter } from './parameters.js';

function shapeAndScale({ alpha, beta, mu, sigma }: GammaParameters): {
  readonly shape: Tensor;
  readonly scale: Tensor;
} {
  if (alpha !== undefined) return { shape: alpha, scale: beta };
  const square = mu.div(sigma).square();
  return { shape: square.add(2), scale: mu.mul(square.add(1)) };
}

/** Shape and scale of given mean and standard deviation. */
const shapeOf = (mu: number, sigma: number) => 2 + (mu / sigma) ** 2;
const scaleOf = (mu: number, sigma: number) => mu * (1 + (mu / sigma) ** 2);

/**
 * Inverse gamma distribution, one over a gamma number, by shape and scale, or by mean and standard deviation.
 *
 *   p(x | alpha, beta) = beta^alpha / Gamma(alpha) x^(-alpha - 1) exp(-beta / x),   x in (0, ∞)
 *
 * @param alpha shape, > 0, and
 * @param beta scale, > 0, unit of x; or
 * @param mu mean, > 0, unit of x, and
 * @param sigma standard deviation, > 0, unit of x: alpha = 2 + (mu / sigma)², beta = mu (alpha - 1).
 * @drawn { alpha: 3, beta: 2 }, { alpha: 6, beta: 5 }, { mu: 2, sigma: 1 }
 * @example model.inverseGamma('lengthScale', { alpha: 5, beta: 5 })
 *
 * PyMC: InverseGamma; Stan: inv_gamma; NumPyro: InverseGamma (concentration, rate).
 */
export const inverseGamma = defineDistribution({
  name: 'InverseGamma',
  method: 'inverseGamma',
  parameters: {
    alpha: positiveParameter('shape'),
    beta: positiveParameter('scale, unit of x'),
    mu: positiveParameter('mean, unit of x'),
    sigma: positiveParameter('standard deviation, unit of x'),
  },
  alternatives: [
    ['alpha', 'beta'],
    ['mu', 'sigma'],
  ],
  support: positive,
  logProb: (x, given) => {
    const { shape, scale } = shapeAndScale(given);
    return logGammaDensityTimesValue(shape, scale.div(x)).sub(log(x));
  },
  logCdf: (x, given) => {
    const { shape, scale } = shapeAndScale(given);
    return logCdfFrom(0, x, logGammaSurvival(shape, scale.div(x)));
  },
  logSurvival: (x, given) => {
    const { shape, scale } = shapeAndScale(given);
    return logSurvivalFrom(0, x, logGammaCdf(shape, scale.div(x)));
  },
  icdf: (p, given) => {
    const { shape, scale } = shapeAndScale(given);
    return ofProbability(p, scale.div(gammaUpperQuantile(shape, p)));
  },
  random: (rng, { alpha, beta, mu, sigma }) =>
    alpha === undefined ? scaleOf(mu, sigma) / rng.gamma(shapeOf(mu, sigma)) : beta / rng.gamma(alpha),
  mean: ({ alpha, beta, mu }) => (alpha === undefined ? mu : alpha > 1 ? beta / (alpha - 1) : Number.POSITIVE_INFINITY),
  variance: ({ alpha, beta, sigma }) => {
    if (alpha === undefined) return sigma * sigma;
    if (alpha > 2) return (beta * beta) / ((alpha - 1) ** 2 * (alpha - 2));
    return alpha > 1 ? Number.POSITIVE_INFINITY : Number.NaN;
  },
  mode: ({ alpha, beta, mu, sigma }) =>
    alpha === undefined ? scaleOf(mu, sigma) / (shapeOf(mu, sigma) + 1) : beta / (alpha + 1),
});
