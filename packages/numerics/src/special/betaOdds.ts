/**
 * The incomplete beta function at a place that is said by its odds, c to d: x = c/(c + d) without the rounding of that quotient,
 * which at large shapes moves the tails by more than float64 resolves.
 */
import { twoProduct, twoSum } from '../lanes/compensated.js';
import { laneProgram } from '../lanes/laneProgram.js';
import { betaReverseHazardProgram, logBetaCdfProgram } from './incompleteBeta.js';

/** log I_x(a, b) at x = c/(c + d), for c, d >= 0: the value at the rounded x, and by the derivative what rounding took from it. */
export const logBetaCdfAtOddsProgram = laneProgram({
  name: 'logBetaCdfAtOdds',
  arity: 4,
  body: (l, a, b, c, d) => {
    const one = l.constant(1);
    const { high: total, low: rest } = twoSum(l, c, d);
    const smaller = l.min(c, d);
    const share = l.div(smaller, total);
    const xIsSmaller = l.lessEqual(c, d);
    const x = l.select(xIsSmaller, share, l.sub(one, share));
    const y = l.select(xIsSmaller, l.sub(one, share), share);
    const { high, low } = twoProduct(l, share, total);
    const missing = l.div(l.sub(l.sub(l.sub(smaller, high), low), l.mul(share, rest)), total);
    const value = l.call(logBetaCdfProgram, a, b, x, y);
    return l.branch(
      l.equal(missing, l.constant(0)),
      () => value,
      () => {
        const change = l.mul(l.call(betaReverseHazardProgram, a, b, x, y), missing);
        return l.add(value, l.select(xIsSmaller, change, l.neg(change)));
      },
    );
  },
});
