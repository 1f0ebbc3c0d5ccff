import { log, logBesselIRest, logRiceCdf, logRiceSurvival, type Tensor } from '@credence/autodiff';
import { besselIRatio, exp as expOf, logBesselIRest as logBesselIRestOf } from '@credence/numerics';
import { positive } from '../supports/index.js';
import { bisect } from './bisect.js';
import { defineDistribution } from './distribution.js';
import { logCdfFrom, logSurvivalFrom } from './outside.js';
import { nonNegativeParameter, positiveParameter } from './parameters.js';

/** The mean for sigma = 1: sqrt(pi / 2) exp(-y) ((1 + 2 y) I_0(y) + 2 y I_1(y)), y = b² / 4. */
function standardMean(b: number): number {
  const y = (b * b) / 4;
  const weights = 1 + 2 * y * (1 + besselIRatio(0, y));
  return Math.sqrt(Math.PI / 2) * expOf(logBesselIRestOf(0, y)) * weights;
}

/** The variance for sigma = 1: 2 + b² less the square of the mean, and where these cancel a series in 1 / b². */
function standardVariance(b: number): number {
  if (b < 100) return 2 + b * b - standardMean(b) ** 2;
  const t = 1 / (b * b);
  return 1 - t * (0.5 + t * (0.5 + t * 1.375));
}

/** The mode for sigma = 1: where 1 / x - x + b I_1(b x) / I_0(b x), the slope of the log density, falls to 0, by bisection. */
const standardMode = (b: number): number => bisect((x) => 1 / x + b * besselIRatio(0, b * x) > x, 1, 1 + b);

interface RiceParameters {
  readonly nu?: Tensor | undefined;
  readonly b?: Tensor | undefined;
  readonly sigma: Tensor;
}

/** x and nu in units of sigma, and their difference, which keeps its digits where both are large. */
function standard(x: Tensor, { nu, b, sigma }: RiceParameters) {
  const z = x.div(sigma);
  const shift = b ?? nu!.div(sigma);
  return { z, shift, difference: b === undefined ? x.sub(nu!).div(sigma) : z.sub(b) };
}

/**
 * Rice distribution: the distance from 0 of a point in the plane with independent normal coordinates.
 *
 *   p(x | nu, sigma) = x / sigma² exp(-(x² + nu²) / (2 sigma²)) I_0(x nu / sigma²),   x in (0, ∞);   b = nu / sigma
 *
 * with I_0 the modified Bessel function.
 *
 * @param nu distance from 0 of the point's mean, >= 0, unit of x; or
 * @param b the same in units of sigma, >= 0.
 * @param sigma standard deviation of a coordinate, > 0, unit of x.
 * @drawn { nu: 0, sigma: 1 }, { nu: 2, sigma: 1 }, { b: 1, sigma: 2 }
 * @example model.rice('amplitude', { nu: signal, sigma: noise }, { observed: magnitudes })
 *
 * Source: Rice (1945), Mathematical analysis of random noise, Bell System Technical Journal 24(1), equation 3.10-11.
 * PyMC: Rice; Stan: none; NumPyro: none.
 */
export const rice = defineDistribution({
  name: 'Rice',
  method: 'rice',
  parameters: {
    nu: nonNegativeParameter('distance from 0 of the mean, unit of x'),
    b: nonNegativeParameter('distance from 0 of the mean, in units of sigma'),
    sigma: positiveParameter('standard deviation of a coordinate, unit of x'),
  },
  alternatives: [['nu'], ['b']],
  support: positive,
  logProb: (x, given) => {
    const { z, shift, difference } = standard(x, given);
    return log(z)
      .sub(log(given.sigma))
      .sub(difference.square().mul(0.5))
      .add(logBesselIRest(0, z.mul(shift)));
  },
  logCdf: (x, given) => {
    const { z, shift, difference } = standard(x, given);
    return logCdfFrom(0, x, logRiceCdf(z, shift, difference));
  },
  logSurvival: (x, given) => {
    const { z, shift, difference } = standard(x, given);
    return logSurvivalFrom(0, x, logRiceSurvival(z, shift, difference));
  },
  random: (rng, { nu, b, sigma }) => {
    const first = (b ?? nu / sigma) + rng.normal();
    const second = rng.normal();
    return sigma * Math.sqrt(first * first + second * second);
  },
  mean: ({ nu, b, sigma }) => sigma * standardMean(b ?? nu / sigma),
  variance: ({ nu, b, sigma }) => sigma * sigma * standardVariance(b ?? nu / sigma),
  mode: ({ nu, b, sigma }) => sigma * standardMode(b ?? nu / sigma),
});
