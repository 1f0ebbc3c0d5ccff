/** Interval censoring: all that is known of each value is that it lies between two others. */
import {
  ceil,
  equal,
  floor,
  less,
  lessEqual,
  logicalAnd,
  logicalOr,
  slice,
  type Tensor,
  where,
} from '@credence/autodiff';
import type { AppliedDistribution } from '../distributions/applied.js';
import { hasCdf } from '../distributions/cumulative.js';
import { missingFunction } from '../distributions/quantile.js';
import type { Support } from '../supports/index.js';
import { canDraw, combined, numberPart, type Part } from './parts.js';
import { logMass } from './tails.js';

type Tensors = Readonly<Record<string, Tensor>>;

/**
 * A distribution of pairs [low, high] between which a number of the base lies, both included:
 *
 *   P(low, high) = P(low <= X <= high),   p(x, x) = p_X(x)
 *
 * So one array holds every kind of observation, as `Surv(type = 'interval2')` of R does: [x, x] seen exactly, [-Infinity, b]
 * censored from the left, [a, Infinity] from the right, [a, b] an interval. Observed values have the shape [..., 2]; each pair
 * is one observation. Draws are exact values: which intervals they would have been seen in, the model does not say.
 *
 * @param base any distribution of numbers, or of whole numbers, with a cdf
 * @throws CredenceError combinator/kind, distribution/missing-function
 * @example
 * const pairs = [[2, 4], [3, 3], [5, Infinity]];
 * model.random('t', intervalCensored(distributions.exponential.dist({ lam: rate })), { observed: pairs });
 *
 * PyMC: none; Stan: none, by log_diff_exp of lcdf terms; NumPyro: IntervalCensoredDistribution.
 */
export function intervalCensored(base: AppliedDistribution): AppliedDistribution {
  const part = numberPart('intervalCensored', 'base', base);
  const { distribution: inner } = part;
  if (!hasCdf(inner)) throw missingFunction(inner, 'logCdf', 'intervalCensored: ');
  return combined({
    combinator: 'intervalCensored',
    of: inner.name,
    parts: [part],
    own: {},
    eventRank: 1,
    eventShape: () => [2],
    support: (all) => pairs(part, all),
    logProb: (x, all) => {
      const [low, high] = endsOf(x);
      const seen = where(part.support(all).contains(low), part.logProb(low, all), Number.NEGATIVE_INFINITY);
      const from = part.kind === 'discrete' ? ceil(low).sub(1) : low;
      const mass = logMass(part, all, from, part.kind === 'discrete' ? floor(high) : high) ?? low.mul(0);
      return where(equal(low, high), seen, mass);
    },
    ...(canDraw(part)
      ? {
          random: (rng, all) => {
            const x = part.draw(rng, all);
            return typeof x === 'number' ? Float64Array.of(x, x) : x;
          },
        }
      : {}),
  });
}

/** The two columns of pairs. */
function endsOf(x: Tensor): readonly [Tensor, Tensor] {
  const column = (index: number) =>
    slice(
      x,
      x.shape.map((_, axis) => (axis === x.rank - 1 ? index : {})),
    );
  return [column(0), column(1)];
}

/** Pairs in order, of which a single number lies in the support. */
function pairs(part: Part, all: Tensors): Support {
  const { contains, holds, text } = part.support(all);
  return {
    name: `pairs in ${text}`,
    text: 'pairs [low, high] in order',
    eventRank: 1,
    contains: (x) => {
      const [low, high] = endsOf(x);
      return logicalAnd(lessEqual(low, high), logicalOr(less(low, high), contains(low)));
    },
    fault: (pair) => {
      const [low = Number.NaN, high = Number.NaN] = Array.from(pair);
      if (!(low <= high)) return `= [${low}, ${high}], and the first must be at most the second`;
      const outside = low === high && holds?.(low) === false;
      return outside ? `= [${low}, ${high}] lies outside ${text}` : undefined;
    },
    mixed: 'pairs of equal numbers',
  };
}
