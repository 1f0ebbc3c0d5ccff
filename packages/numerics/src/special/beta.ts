/** log of the beta function and of binomial coefficients. */
import { log1pProgram, logProgram } from '../elementary/log.js';
import { laneProgram } from '../lanes/laneProgram.js';
import { lgammaProgram } from './gamma.js';
import { lgammaDifferenceProgram } from './gammaDifferences.js';
import { stirlingErrorProgram } from './stirlingError.js';

const HALF_LOG_TWO_PI = 0.9189385332046728;

/** lgamma(a) + lgamma(b) - lgamma(a + b), for a > 0 and b > 0. */
export const logBetaProgram = laneProgram({
  name: 'logBeta',
  arity: 2,
  body: (l, a, b) => {
    const ordered = l.less(a, b);
    const p = l.select(ordered, a, b);
    const q = l.select(ordered, b, a);
    return l.branch(
      l.lessEqual(l.constant(8), p),
      () => {
        // Stirling's formula three times, with the logarithms brought together.
        const half = l.constant(0.5);
        const ratio = l.div(p, q);
        const share = l.div(ratio, l.add(l.constant(1), ratio)); // p/(p + q)
        const errors = l.sub(
          l.add(l.call(stirlingErrorProgram, p), l.call(stirlingErrorProgram, q)),
          l.call(stirlingErrorProgram, l.add(p, q)),
        );
        const constants = l.sub(l.add(l.constant(HALF_LOG_TWO_PI), errors), l.mul(half, l.call(logProgram, q)));
        const first = l.mul(l.sub(p, half), l.call(logProgram, share));
        const second = l.mul(q, l.call(log1pProgram, ratio));
        return l.add(constants, l.sub(first, second));
      },
      () => {
        const value = l.sub(l.call(lgammaProgram, p), l.call(lgammaDifferenceProgram, q, p));
        return l.select(l.and(l.equal(p, l.constant(0)), l.lessEqual(p, q)), l.constant(Infinity), value);
      },
    );
  },
});

/** log of n choose k, for 0 <= k <= n, not only whole. */
export const logChooseProgram = laneProgram({
  name: 'logChoose',
  arity: 2,
  body: (l, n, k) => {
    const one = l.constant(1);
    const other = l.sub(n, k);
    const ordered = l.less(k, other);
    const fewer = l.select(ordered, k, other);
    const more = l.add(l.select(ordered, other, k), one);
    return l.branch(
      l.less(fewer, l.constant(16)),
      () => l.sub(l.call(lgammaDifferenceProgram, more, fewer), l.call(lgammaProgram, l.add(fewer, one))),
      () => l.neg(l.add(l.call(logBetaProgram, more, l.add(fewer, one)), l.call(log1pProgram, n))),
    );
  },
});
