/**
 * Sums of beta-binomial probabilities from a count downwards, in units of the first: by the ratio of neighbours, all terms
 * positive. P(X <= x) is the probability of x times this; by exchange of successes and failures P(X > x) is one too.
 *
 * From x on it takes at most x rounds of some nanoseconds; fewer where terms fall and go on to fall, which they do for alpha >= 1,
 * and for shapes below 0: those are hypergeometric probabilities, of -alpha successes and -beta failures.
 */
import { logProgram } from '../elementary/log.js';
import { laneProgram } from '../lanes/laneProgram.js';
import type { LaneProgram, Lanes } from '../lanes/lanes.js';

const SMALL = 2 ** -56;
const HUGE = 1e290;
const MOST = 2 ** 30;

type Shape = 'alpha' | 'beta';

/** The sum, and the derivative of its logarithm by one of the shapes; Infinity where it is no float64. */
function downwards<V, M>(l: Lanes<V, M>, [trials, alpha, beta, count]: readonly [V, V, V, V], by?: Shape) {
  const [n, x] = [l.nearest(trials), l.nearest(count)];
  const [zero, one, infinity] = [l.constant(0), l.constant(1), l.constant(Infinity)];
  const falling = l.or(l.lessEqual(one, alpha), l.less(alpha, zero));
  const initial = by === undefined ? [x, one, one] : [x, one, one, zero, zero];
  const [, , sum, , rates] = l.repeat(initial, MOST, ([k, term, total, rate = zero, slopes = zero]) => {
    const left = l.sub(n, k!);
    const before = l.sub(k!, one);
    // p(k - 1)/p(k), 0 from k = 0 on.
    const ratio = l.div(l.mul(k!, l.add(left, beta)), l.mul(l.add(left, one), l.add(before, alpha)));
    const next = l.mul(term!, l.select(l.less(zero, k!), ratio, zero));
    const isHuge = l.less(l.constant(HUGE), next);
    const step =
      by === 'alpha' ? l.neg(l.div(one, l.add(before, alpha))) : by === 'beta' ? l.div(one, l.add(left, beta)) : zero;
    const nextRate = l.add(rate, step);
    const most = l.mul(l.mul(next, k!), l.add(one, l.abs(nextRate)));
    const done = l.and(l.and(falling, l.lessEqual(ratio, one)), l.less(most, l.mul(total!, l.constant(SMALL))));
    const sums = [before, next, l.select(isHuge, infinity, l.add(total!, next))];
    const more = l.select(l.less(zero, next), l.mul(next, nextRate), zero);
    return {
      next: by === undefined ? sums : [...sums, nextRate, l.add(slopes, more)],
      going: l.and(l.and(l.less(zero, next), l.not(isHuge)), l.not(done)),
    };
  });
  return { sum: sum!, slope: rates === undefined ? zero : l.div(rates, sum!) };
}

/** log of (p(0) + ... + p(x))/p(x), p the beta-binomial probabilities of n trials, for 0 <= x <= n, which are taken to whole numbers. */
export const logBetaBinomialSumProgram = laneProgram({
  name: 'logBetaBinomialSum',
  arity: 4,
  body: (l, n, alpha, beta, x) => l.call(logProgram, downwards(l, [n, alpha, beta, x]).sum),
});

const slope = (name: string, by: Shape): LaneProgram =>
  laneProgram({ name, arity: 4, body: (l, n, alpha, beta, x) => downwards(l, [n, alpha, beta, x], by).slope });

/** The derivative of `logBetaBinomialSum` by alpha. */
export const logBetaBinomialSumAlphaSlopeProgram = slope('logBetaBinomialSumAlphaSlope', 'alpha');

/** The derivative of `logBetaBinomialSum` by beta. */
export const logBetaBinomialSumBetaSlopeProgram = slope('logBetaBinomialSumBetaSlope', 'beta');
