/** Zero inflation: some zeros come from elsewhere, the other values, zeros among them, from a distribution of counts. */
import { log, log1p, logAddExp, type Tensor, where } from '@credence/autodiff';
import type { AppliedDistribution } from '../distributions/applied.js';
import { hasCdf } from '../distributions/cumulative.js';
import type { Value } from '../model/values.js';
import { canDraw, combined, numberPart } from './parts.js';
import { shareParameter } from './specs.js';
import { exactAtEnds, tensorOf } from './tails.js';
import { withZero } from './withZero.js';

/** What zero inflation and hurdles take. */
export interface Share<V = Value> {
  /** Probability of a draw from the base, in [0, 1]: PyMC's psi. Zeros come from elsewhere with probability 1 - psi. */
  readonly psi: V;
}

type Tensors = Readonly<Record<string, Tensor>>;

/**
 * Counts with more zeros than their distribution gives:
 *
 *   P(0) = 1 - psi + psi P(X = 0),   P(x) = psi P(X = x) for x > 0
 *
 * As in PyMC psi is the share of the base; the probability of an extra zero (`gate` of NumPyro, `zi` of brms) is 1 - psi.
 *
 * @param base any distribution of whole numbers
 * @throws CredenceError combinator/kind
 * @example model.random('visits', zeroInflated(distributions.poisson.dist({ mu }), { psi }), { observed: visits });
 *
 * PyMC: ZeroInflated distributions of single families; Stan: none; NumPyro: ZeroInflatedDistribution.
 */
export function zeroInflated<R extends number | Float64Array>(
  base: AppliedDistribution<R>,
  share: Share<number>,
): AppliedDistribution<R>;
export function zeroInflated(base: AppliedDistribution, share: Share): AppliedDistribution;
export function zeroInflated(base: AppliedDistribution, { psi }: Share): AppliedDistribution<number> {
  const hint = ' Of a density a zero has no part: take hurdle.';
  const part = numberPart('zeroInflated', 'base', base, ['discrete'], hint);
  const { distribution: inner } = part;
  const { mean, variance } = inner;
  const share = ({ psi = tensorOf(1) }: Tensors) => psi;
  const supportOf = (all: Tensors) => withZero(part.support(all));
  return combined({
    combinator: 'zeroInflated',
    of: inner.name,
    parts: [part],
    own: { psi: { ...shareParameter, value: psi } },
    eventRank: 0,
    support: supportOf,
    logProb: (x, all) => {
      const own = part.support(all);
      const value = log(share(all)).add(where(own.contains(x), part.logProb(x, all), Number.NEGATIVE_INFINITY));
      const atZero = where(own.contains(tensorOf(0)), part.logProb(tensorOf(0), all), Number.NEGATIVE_INFINITY);
      const zero = logAddExp(log1p(share(all).neg()), log(share(all)).add(atZero));
      return where(x.equal(0), zero, value);
    },
    ...(hasCdf(inner)
      ? {
          logCdf: (x: Tensor, all: Tensors) => {
            const base = log(share(all)).add(part.logCdf(x, all));
            const value = where(x.less(0), base, logAddExp(log1p(share(all).neg()), base));
            return exactAtEnds(x, supportOf(all), value, Number.NEGATIVE_INFINITY, 0);
          },
          logSurvival: (x: Tensor, all: Tensors) => {
            const base = log(share(all)).add(part.logSurvival(x, all));
            const value = where(x.less(0), logAddExp(log1p(share(all).neg()), base), base);
            return exactAtEnds(x, supportOf(all), value, 0, Number.NEGATIVE_INFINITY);
          },
        }
      : {}),
    ...(canDraw(part) ? { random: (rng, all) => (rng.uniform() < Number(all.psi) ? part.draw(rng, all) : 0) } : {}),
    ...(mean === undefined ? {} : { mean: (all) => Number(all.psi) * mean.call(inner, part.own(all)) }),
    ...(mean === undefined || variance === undefined
      ? {}
      : {
          variance: (all) => {
            const own = part.own(all);
            return thinnedVariance(Number(all.psi), mean.call(inner, own), variance.call(inner, own));
          },
        }),
  });
}

/** Variance of a number that is kept with probability `share` and else 0. */
export function thinnedVariance(share: number, mean: number, variance: number): number {
  return share * (variance + (1 - share) * mean * mean);
}
