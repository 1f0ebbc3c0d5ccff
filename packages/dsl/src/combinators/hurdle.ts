/** Hurdles: zeros come from elsewhere, and all other values from a distribution that gives no zero. */
import { log, log1mexp, log1p, logAddExp, maximum, type Tensor, where } from '@credence/autodiff';
import { CredenceError, expm1, type Rng } from '@credence/numerics';
import type { AppliedDistribution } from '../distributions/applied.js';
import { hasCdf } from '../distributions/cumulative.js';
import type { Distribution } from '../distributions/distribution.js';
import { type DrawnParameters, numericFunction } from '../distributions/numericFunction.js';
import { numberOf } from '../supports/bounds.js';
import { canDraw, combined, numberPart, type Part } from './parts.js';
import { shareParameter } from './specs.js';
import { exactAtEnds, logMass, tensorOf } from './tails.js';
import { truncated } from './truncated.js';
import { withZero } from './withZero.js';
import { type Share, thinnedVariance } from './zeroInflated.js';

type Tensors = Readonly<Record<string, Tensor>>;

/**
 * A distribution with its zeros told apart from the rest:
 *
 *   P(0) = 1 - psi,   P(x) = psi P(X = x) / (1 - P(X = 0)) for x ≠ 0
 *
 * Of a density, as in rain or in costs, p(x) = psi p_X(x). As in PyMC psi is the probability of not being 0; brms' `hu` is 1 - psi.
 *
 * @param base any distribution of numbers or whole numbers; of a density a variable is observed, not sampled
 * @throws CredenceError combinator/kind
 * @example model.random('rain', hurdle(distributions.gamma.dist({ alpha: 2, beta: rate }), { psi }), { observed: rain });
 *
 * PyMC: Hurdle distributions of single families; Stan: none; NumPyro: none.
 */
export function hurdle<R extends number | Float64Array>(
  base: AppliedDistribution<R>,
  share: Share<number>,
): AppliedDistribution<R>;
export function hurdle(base: AppliedDistribution, share: Share): AppliedDistribution;
export function hurdle(base: AppliedDistribution, { psi }: Share): AppliedDistribution<number> {
  const part = numberPart('hurdle', 'base', base);
  const { distribution: inner } = part;
  const { mean, variance } = inner;
  const share = ({ psi = tensorOf(1) }: Tensors) => psi;
  const cut = part.kind === 'discrete' && hasCdf(inner) && isNonNegative(part);
  const positive = cut ? truncated(base, { lower: 1 }).distribution : undefined;
  const applied = combined({
    combinator: 'hurdle',
    of: inner.name,
    parts: [part],
    own: { psi: { ...shareParameter, value: psi } },
    eventRank: 0,
    support: (all) => withZero(part.support(all)),
    logProb: (x, all) => {
      const value = log(share(all)).add(part.logProb(x, all));
      const zero = atZero(part, all);
      return where(x.equal(0), log1p(share(all).neg()), zero === undefined ? value : value.sub(log1mexp(zero)));
    },
    ...(hasCdf(inner) && (part.kind === 'continuous' || isNonNegative(part)) ? cumulative(part, share) : {}),
    ...(canDraw(part)
      ? { random: (rng, all) => (rng.uniform() < Number(all.psi) ? drawOther(part, rng, all, positive) : 0) }
      : {}),
    ...(mean === undefined
      ? {}
      : {
          mean: (all) =>
            Number(all.psi) * otherMoments(part, applied.distribution, all, mean.call(inner, part.own(all)), 0).mean,
        }),
    ...(mean === undefined || variance === undefined
      ? {}
      : {
          variance: (all) => {
            const own = part.own(all);
            const moments = otherMoments(
              part,
              applied.distribution,
              all,
              mean.call(inner, own),
              variance.call(inner, own),
            );
            return thinnedVariance(Number(all.psi), moments.mean, moments.variance);
          },
        }),
  });
  return applied;
}

/** log P(X = 0), or undefined where it is 0: of a density, or where 0 lies outside the support. */
function atZero(part: Part, all: Tensors): Tensor | undefined {
  if (part.kind !== 'discrete') return undefined;
  const { contains, holds } = part.support(all);
  if (holds?.(0) === false) return undefined;
  const zero = tensorOf(0);
  const value = part.logProb(zero, all);
  return holds === undefined ? where(contains(zero), value, Number.NEGATIVE_INFINITY) : value;
}

function isNonNegative({ anySupport }: Part): boolean {
  const lower = anySupport.ends === undefined ? undefined : numberOf(anySupport.ends.lower);
  return lower !== undefined && lower >= 0;
}

function cumulative(part: Part, share: (all: Tensors) => Tensor) {
  const rest = (all: Tensors) => log1p(share(all).neg());
  /** log of psi / (1 - P(X = 0)) times a probability of the base. */
  const kept = (value: Tensor, all: Tensors): Tensor => {
    const zero = atZero(part, all);
    const whole = log(share(all)).add(value);
    return zero === undefined ? whole : whole.sub(log1mexp(zero));
  };
  const exact = (x: Tensor, all: Tensors, value: Tensor, below: number, above: number) =>
    exactAtEnds(x, withZero(part.support(all)), value, below, above);
  return {
    logCdf: (x: Tensor, all: Tensors): Tensor => {
      const positive = part.kind === 'discrete' ? logMass(part, all, 0, maximum(x, 0)) : part.logCdf(x, all);
      const value = kept(positive ?? x.mul(0), all);
      const below = part.kind === 'discrete' ? Number.NEGATIVE_INFINITY : value;
      return exact(x, all, where(x.less(0), below, logAddExp(rest(all), value)), Number.NEGATIVE_INFINITY, 0);
    },
    logSurvival: (x: Tensor, all: Tensors): Tensor => {
      const whole = part.kind === 'discrete';
      const value = kept(part.logSurvival(whole ? maximum(x, 0) : x, all), all);
      const survival = where(x.less(0), whole ? 0 : logAddExp(rest(all), value), value);
      return exact(x, all, survival, 0, Number.NEGATIVE_INFINITY);
    },
  };
}

/** Draws of a base without a cdf that are tried for one that is not 0. */
const TRIES = 10_000;

/** One draw that is not 0: of counts by a cut cdf, where there is one. @throws CredenceError combinator/rejection */
function drawOther(part: Part, rng: Rng, all: DrawnParameters, positive: Distribution | undefined): number {
  if (positive?.random !== undefined) return Number(positive.random(rng, { ...all, lower: 1 }));
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const x = Number(part.draw(rng, all));
    if (x !== 0) return x;
  }
  const { name } = part.distribution;
  throw new CredenceError(
    'combinator/rejection',
    `hurdle: ${TRIES} draws of ${name} in a row were 0, and a draw that is not 0 is needed. Give ${name} a logCdf, from which such draws are made directly.`,
    { distribution: name, tries: TRIES },
  );
}

/** Moments of the base given that it is not 0. */
function otherMoments(part: Part, whole: Distribution, all: DrawnParameters, mean: number, variance: number) {
  const zero = numericFunction(whole, 'zero', (_, nodes) => [
    atZero(part, nodes) ?? tensorOf(Number.NEGATIVE_INFINITY),
  ]);
  const scale = -1 / expm1(zero(0, all)[0] ?? Number.NaN);
  const own = scale * mean;
  return { mean: own, variance: scale * (variance + mean * mean) - own * own };
}
