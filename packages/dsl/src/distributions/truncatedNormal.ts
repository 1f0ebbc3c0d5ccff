import { log, reciprocal, sqrt, type Tensor } from '@credence/autodiff';
import { interval, lowerBounded, upperBounded } from '../supports/index.js';
import { defineDistribution } from './distribution.js';
import { logIntervalCdf, logIntervalDensity, logIntervalSurvival, type NormalInterval } from './normalInterval.js';
import { drawNormalBetween, momentsBetween } from './normalIntervalNumbers.js';
import { logCdfBetween, logSurvivalBetween } from './outside.js';
import { positiveParameter, realParameter } from './parameters.js';

interface Bounds<V> {
  readonly lower?: V | undefined;
  readonly upper?: V | undefined;
}

/** Values and bounds in units of the scale. */
function standard(x: Tensor, mu: Tensor, scale: Tensor, { lower, upper }: Bounds<Tensor>): NormalInterval {
  return {
    z: x.sub(mu).div(scale),
    lower: lower && { at: lower.sub(mu).div(scale), distance: x.sub(lower).div(scale) },
    upper: upper && { at: upper.sub(mu).div(scale), distance: upper.sub(x).div(scale) },
    width: lower === undefined ? undefined : upper?.sub(lower).div(scale),
  };
}

/** Bounds as numbers, infinite where there is none. */
const ends = ({ lower = Number.NEGATIVE_INFINITY, upper = Number.POSITIVE_INFINITY }: Bounds<number>) => ({
  lower,
  upper,
});

/** The bounds in units of the scale. */
function standardEnds(mu: number, scale: number, bounds: Bounds<number>) {
  const { lower, upper } = ends(bounds);
  return { a: (lower - mu) / scale, b: (upper - mu) / scale };
}

/**
 * Normal distribution that is kept to an interval with one bound or two.
 *
 *   p(x | mu, sigma, lower, upper) = Normal(x | mu, sigma) / P(lower <= Normal(mu, sigma) <= upper),   x in [lower, upper]
 *
 * Exact also where the interval lies so far in a tail that its probability is no float64, or where it is very narrow.
 *
 * @param mu mean before truncation, unit of x.
 * @param sigma standard deviation before truncation, > 0, unit of x; or
 * @param tau precision before truncation, > 0, one over the square of the unit of x.
 * @param lower, upper bounds, lower < upper, unit of x; one of them may be left out. They may be other variables.
 * @drawn { mu: 0, sigma: 1, lower: -1, upper: 2 }, { mu: 3, sigma: 1, lower: -1, upper: 2 }
 * @example model.truncatedNormal('speed', { mu: 1, sigma: 2, lower: 0 })
 *
 * PyMC: TruncatedNormal; Stan: normal with T[lower, upper]; NumPyro: TruncatedNormal (loc, scale, low, high).
 */
export const truncatedNormal = defineDistribution({
  name: 'TruncatedNormal',
  method: 'truncatedNormal',
  parameters: {
    mu: realParameter('mean before truncation, unit of x'),
    sigma: positiveParameter('standard deviation before truncation, unit of x'),
    tau: positiveParameter('precision before truncation, one over the square of the unit of x'),
    lower: realParameter('lower bound, unit of x'),
    upper: realParameter('upper bound, unit of x'),
  },
  alternatives: [
    ['sigma', 'lower', 'upper'],
    ['sigma', 'lower'],
    ['sigma', 'upper'],
    ['tau', 'lower', 'upper'],
    ['tau', 'lower'],
    ['tau', 'upper'],
  ],
  support: ({ lower, upper }) => {
    if (lower === undefined) return upperBounded(upper, { closed: true });
    return upper === undefined ? lowerBounded(lower, { closed: true }) : interval(lower, upper, { closed: true });
  },
  logProb: (x, { mu, sigma, tau, ...bounds }) => {
    const scale = sigma ?? reciprocal(sqrt(tau));
    return logIntervalDensity(standard(x, mu, scale, bounds)).sub(log(scale));
  },
  logCdf: (x, { mu, sigma, tau, ...bounds }) => {
    const { lower = Number.NEGATIVE_INFINITY, upper = Number.POSITIVE_INFINITY } = bounds;
    const inside = logIntervalCdf(standard(x, mu, sigma ?? reciprocal(sqrt(tau)), bounds));
    return logCdfBetween(lower, upper, x, inside);
  },
  logSurvival: (x, { mu, sigma, tau, ...bounds }) => {
    const { lower = Number.NEGATIVE_INFINITY, upper = Number.POSITIVE_INFINITY } = bounds;
    const inside = logIntervalSurvival(standard(x, mu, sigma ?? reciprocal(sqrt(tau)), bounds));
    return logSurvivalBetween(lower, upper, x, inside);
  },
  random: (rng, { mu, sigma, tau, ...bounds }) => {
    const scale = sigma ?? 1 / Math.sqrt(tau);
    const { a, b } = standardEnds(mu, scale, bounds);
    const { lower, upper } = ends(bounds);
    return Math.min(Math.max(mu + scale * drawNormalBetween(rng, a, b), lower), upper);
  },
  mean: ({ mu, sigma, tau, ...bounds }) => {
    const scale = sigma ?? 1 / Math.sqrt(tau);
    const { a, b } = standardEnds(mu, scale, bounds);
    const { mean, from } = momentsBetween(a, b);
    // Counted from a bound itself, without the error of going to units of the scale and back.
    const origin = from === a ? bounds.lower : from === b ? bounds.upper : mu;
    return (origin ?? mu) + scale * mean;
  },
  variance: ({ mu, sigma, tau, ...bounds }) => {
    const scale = sigma ?? 1 / Math.sqrt(tau);
    const { a, b } = standardEnds(mu, scale, bounds);
    return scale * scale * momentsBetween(a, b).variance;
  },
  mode: ({ mu, ...bounds }) => {
    const { lower, upper } = ends(bounds);
    return Math.min(Math.max(mu, lower), upper);
  },
});
