/** Censoring: values beyond a bound are seen as the bound, which then carries the probability of everything beyond it. */
import { greaterEqual, lessEqual, logicalAnd, logicalOr, type Tensor, where } from '@credence/autodiff';
import type { AppliedDistribution } from '../distributions/applied.js';
import { hasCdf } from '../distributions/cumulative.js';
import { missingFunction } from '../distributions/quantile.js';
import { type Bound, boundText, numberOf } from '../supports/bounds.js';
import type { Support } from '../supports/index.js';
import { type Bounds, boundsGiven, checkBoundsGiven } from './bounds.js';
import { canDraw, combined, numberPart, type Part } from './parts.js';
import { tensorOf } from './tails.js';

type Tensors = Readonly<Record<string, Tensor>>;
const infinity = Number.POSITIVE_INFINITY;

/**
 * A distribution of numbers, seen through a window:
 *
 *   P(x = lower) = P(X <= lower),   P(x = upper) = P(X >= upper),   p(x) = p_X(x) for lower < x < upper
 *
 * What PyMC calls `Censored`. Bounds may differ from observation to observation: an infinite one means that this one is not
 * censored on that side. Predictions are censored too. A variable of it is observed, not sampled: of a free one declare the
 * base.
 *
 * @param base any distribution of numbers, or of whole numbers, with a cdf
 * @throws CredenceError combinator/kind, combinator/bounds, distribution/missing-function
 * @example
 * // times at which the study ended stand for those who had no event by then
 * model.random('t', censored(distributions.exponential.dist({ lam: rate }), { upper: followUp }), { observed: times });
 *
 * PyMC: Censored; Stan: none, by lcdf and lccdf terms; NumPyro: LeftCensoredDistribution, RightCensoredDistribution.
 */
export function censored<R extends number | Float64Array>(
  base: AppliedDistribution<R>,
  bounds: Bounds<number>,
): AppliedDistribution<R>;
export function censored(base: AppliedDistribution, bounds: Bounds): AppliedDistribution;
export function censored(base: AppliedDistribution, bounds: Bounds): AppliedDistribution<number> {
  const part = numberPart('censored', 'base', base);
  const { distribution: inner } = part;
  checkBoundsGiven('censored', bounds);
  if (!hasCdf(inner)) throw missingFunction(inner, 'logCdf', 'censored: ');
  return combined({
    combinator: 'censored',
    of: inner.name,
    parts: [part],
    own: boundsGiven(bounds, part),
    eventRank: 0,
    support: (all) => windowOf(part, all),
    logProb: (x, all) => {
      const { lower, upper } = all;
      // P(X >= upper), which of whole numbers holds upper itself.
      const last = part.kind === 'discrete' && upper !== undefined ? upper.sub(1) : upper;
      const inside = part.logProb(x, all);
      const capped =
        last === undefined ? inside : where(greaterEqual(x, upper ?? 0), part.logSurvival(last, all), inside);
      return lower === undefined ? capped : where(lessEqual(x, lower), part.logCdf(lower, all), capped);
    },
    logCdf: (x, all) => beyond(x, all, part.logCdf(x, all), -infinity, 0),
    logSurvival: (x, all) => beyond(x, all, part.logSurvival(x, all), 0, -infinity),
    ...(canDraw(part)
      ? {
          random: (rng, all) => {
            const { lower = -infinity, upper = infinity } = all;
            const x = part.draw(rng, all);
            const [a, b, value] = [lower, upper, x].map((one) => (typeof one === 'number' ? one : Number.NaN));
            return Math.max(a ?? -infinity, Math.min(b ?? infinity, value ?? Number.NaN));
          },
        }
      : {}),
  });
}

/** A function of x below `lower` and from `upper` on replaced by constants. */
function beyond(x: Tensor, { lower, upper }: Tensors, value: Tensor, below: number, above: number): Tensor {
  const cut = upper === undefined ? value : where(greaterEqual(x, upper), above, value);
  return lower === undefined ? cut : where(x.less(lower), below, cut);
}

function windowOf(part: Part, all: Tensors): Support {
  const whole = part.support(all);
  const { lower = tensorOf(-infinity), upper = tensorOf(infinity) } = all;
  const [a, b] = [numberOf(lower), numberOf(upper)];
  const { holds, range } = whole;
  const discrete = part.kind === 'discrete';
  const atBound = (x: Tensor) => logicalOr(x.equal(lower), x.equal(upper));
  return {
    name: 'censored',
    text: windowText(part, whole, all),
    contains: (x) =>
      logicalAnd(
        logicalOr(whole.contains(x), logicalAnd(atBound(x), x.abs().less(infinity))),
        logicalAnd(greaterEqual(x, lower), lessEqual(x, upper)),
      ),
    ends: { lower, upper },
    ...(discrete ? { discrete } : { mixed: 'the bounds of its censoring' }),
    ...(a === undefined || b === undefined || holds === undefined
      ? {}
      : {
          holds: (x: number) => Number.isFinite(x) && (x === a || x === b || (holds(x) && x > a && x < b)),
          ...(range === undefined
            ? {}
            : { range: { lower: Math.max(a, range.lower), upper: Math.min(b, range.upper) } }),
        }),
    valid: lower.less(upper),
  };
}

/** `(-∞, 3]`, `{0, ..., upper}` */
function windowText({ kind }: Part, { text, ends }: Support, { lower, upper }: Tensors): string {
  const bound = (value: Bound | undefined, otherwise: string) => boundText(value ?? Number.NaN, otherwise);
  const discrete = kind === 'discrete';
  const [open, shut] = discrete ? ['{', '}'] : ['[', ']'];
  const begins = lower === undefined ? `${text[0]}${bound(ends?.lower, 'lower')}` : `${open}${bound(lower, 'lower')}`;
  const finishes =
    upper === undefined ? `${bound(ends?.upper, 'upper')}${text.at(-1)}` : `${bound(upper, 'upper')}${shut}`;
  return `${begins}, ${discrete ? '..., ' : ''}${finishes}`;
}
