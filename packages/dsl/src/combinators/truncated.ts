/** Truncation: values outside two bounds cannot happen, and the density between them is scaled to integrate to 1. */
import { clip, exp, type Tensor } from '@credence/autodiff';
import { CredenceError, type Rng } from '@credence/numerics';
import type { AppliedDistribution } from '../distributions/applied.js';
import { hasCdf } from '../distributions/cumulative.js';
import type { Distribution } from '../distributions/distribution.js';
import { type DrawnParameters, numericFunction } from '../distributions/numericFunction.js';
import { betweenEnds } from '../distributions/outside.js';
import { bracketAt, levelOf, missingFunction, quantileByBisection } from '../distributions/quantile.js';
import { between } from './between.js';
import { type Bounds, boundsGiven, checkBoundsGiven, limitsOf } from './bounds.js';
import { combined, numberPart, type Part } from './parts.js';
import { logMass, tensorOf } from './tails.js';

type Tensors = Readonly<Record<string, Tensor>>;
const infinity = Number.POSITIVE_INFINITY;

/**
 * A distribution of numbers between bounds:
 *
 *   p(x | lower, upper) = p(x) / P(lower <= X <= upper),   x in [lower, upper]
 *
 * and in the support of the base. Precise in both tails: the normaliser is a difference of whichever of cdf and survival function is small. Draws are exact:
 * by the inverse cdf, by draws of the base that happen to fall between the bounds, or by bisection of the log cdf.
 *
 * @param base any distribution of numbers, or of whole numbers, with a cdf
 * @param bounds numbers, arrays or variables; they broadcast with the base's parameters
 * @throws CredenceError combinator/kind, combinator/bounds, combinator/support, distribution/missing-function
 * @example model.random('speed', truncated(distributions.normal.dist({ mu, sigma }), { lower: 0 }), { observed });
 *
 * PyMC: Truncated; Stan: a statement with T[lower, upper]; NumPyro: TruncatedDistribution.
 */
export function truncated<R extends number | Float64Array>(
  base: AppliedDistribution<R>,
  bounds: Bounds<number>,
): AppliedDistribution<R>;
export function truncated(base: AppliedDistribution, bounds: Bounds): AppliedDistribution;
export function truncated(base: AppliedDistribution, bounds: Bounds): AppliedDistribution<number> {
  const part = numberPart('truncated', 'base', base);
  const { distribution: inner } = part;
  checkBoundsGiven('truncated', bounds);
  if (!hasCdf(inner)) throw missingFunction(inner, 'logCdf', 'truncated: ');
  const normalised = (value: Tensor, all: Tensors): Tensor => {
    const { low, high } = limitsOf(part, all);
    const mass = logMass(part, all, low, high);
    return mass === undefined ? value : value.sub(mass);
  };
  const applied = combined({
    combinator: 'truncated',
    of: inner.name,
    parts: [part],
    own: boundsGiven(bounds, part),
    eventRank: 0,
    support: (all) => between(part, all),
    logProb: (x, all) => normalised(part.logProb(x, all), all),
    logCdf: (x, all) => {
      const { low, high } = limitsOf(part, all);
      const share = logMass(part, all, low, clip(x, low ?? -infinity, high ?? infinity));
      const inside = normalised(share ?? x.mul(0), all);
      return betweenEnds(x, { lower: low, upper: high }, { below: -infinity, inside, above: 0 });
    },
    logSurvival: (x, all) => {
      const { low, high } = limitsOf(part, all);
      const share = logMass(part, all, clip(x, low ?? -infinity, high ?? infinity), high);
      const inside = normalised(share ?? x.mul(0), all);
      return betweenEnds(x, { lower: low, upper: high }, { below: 0, inside, above: -infinity });
    },
    random: (rng, all) => drawBetween(applied.distribution, part, rng, all),
  });
  return applied;
}

/** Draws of the base that are tried before its cdf is inverted. */
const TRIES = 16;
/** Probabilities that float64 resolves well enough to invert a cdf. */
const RESOLVED = { least: 1e-280, most: 0.99 };

/**
 * One draw. An inverse cdf of the base takes one uniform number; without one, draws of the base are tried. Where neither
 * does, far out in a tail, the log cdf is inverted by bisection.
 */
function drawBetween(distribution: Distribution, part: Part, rng: Rng, all: DrawnParameters): number {
  const { icdf, random } = part.distribution;
  const bracket = bracketAt(distribution, all);
  const p = rng.uniform();
  if (icdf !== undefined) {
    const inverse = numericFunction(distribution, 'inverse', (share, nodes) => {
      const { low, high } = limitsOf(part, nodes);
      const from = low === undefined ? 0 : exp(part.logCdf(tensorOf(low), nodes));
      const to = high === undefined ? 1 : exp(part.logCdf(tensorOf(high), nodes));
      const level = share.mul(tensorOf(to).sub(from)).add(from);
      return [icdf.call(part.distribution, level, part.own(nodes)), level];
    });
    const [x = Number.NaN, level = 0] = inverse(p, all);
    if (level > RESOLVED.least && level < RESOLVED.most) return Math.min(bracket.upper, Math.max(bracket.lower, x));
  } else if (random !== undefined) {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const x = part.draw(rng, all);
      if (typeof x === 'number' && x >= bracket.lower && x <= bracket.upper) return x;
    }
  }
  const mass = numericFunction(distribution, 'mass', (_, nodes) => {
    const { low, high } = limitsOf(part, nodes);
    return [logMass(part, nodes, low, high) ?? tensorOf(0)];
  });
  const [logProbability = Number.NaN] = mass(0, all);
  if (logProbability > Number.NEGATIVE_INFINITY) return quantileByBisection(distribution, all, levelOf(p), bracket);
  const given = Object.entries(all).map(([name, value]) => `${name} = ${String(value)}`);
  throw new CredenceError(
    'combinator/no-mass',
    `${distribution.name} cannot be drawn: its base has no probability between the bounds, with ${given.join(', ')}.`,
    { parameters: all },
  );
}
