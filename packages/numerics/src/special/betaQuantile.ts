/**
 * Quantiles of the beta distribution, from either tail.
 *
 * log I is concave in the log odds of x (their density is log-concave), so Newton's method on the log of the smaller tail over
 * the log odds converges from wherever it starts: from the normal approximation of the log odds, or from where the leading
 * power of the tail puts it.
 */
import { expProgram } from '../elementary/exp.js';
import { log1pProgram, logProgram } from '../elementary/log.js';
import { laneProgram } from '../lanes/laneProgram.js';
import type { Lanes } from '../lanes/lanes.js';
import { logBetaProgram } from './beta.js';
import { betaReverseHazardProgram, logBetaCdfProgram } from './incompleteBeta.js';
import { normalQuantileProgram } from './normalQuantile.js';

/** Residuals of a logarithm that the next step squares away. */
const CLOSE = 1e-7;
const MOST = 80;
/** Below e^-40 (over the other shape) the leading power is all there is of a tail. */
const LEADING = -40;

/** The odds u/(1 - u) with log I_u(p, q) = target, of a tail of at most a half; z its normal quantile. */
function oddsOfTail<V, M>(l: Lanes<V, M>, p: V, q: V, target: V, z: V): V {
  const one = l.constant(1);
  const leading = l.div(l.add(target, l.add(l.call(logProgram, p), l.call(logBetaProgram, p, q))), p);
  const spread = l.sqrt(l.add(l.div(one, p), l.div(one, q)));
  const normal = l.add(l.sub(l.call(logProgram, p), l.call(logProgram, q)), l.mul(z, spread));
  return l.branch(
    l.less(l.add(leading, l.call(logProgram, l.max(q, one))), l.constant(LEADING)),
    () => l.call(expProgram, leading),
    () => {
      const start = l.call(expProgram, l.min(l.max(leading, normal), l.constant(600)));
      const [odds] = l.repeat([start], MOST, ([at]) => {
        const v = l.div(one, l.add(one, at!));
        const u = l.mul(at!, v);
        const residual = l.sub(l.call(logBetaCdfProgram, p, q, u, v), target);
        const step = l.div(residual, l.mul(l.call(betaReverseHazardProgram, p, q, u, v), l.mul(u, v)));
        // An overshoot stays where odds are numbers.
        const bounded = l.max(l.min(step, l.constant(100)), l.constant(-100));
        const next = l.max(l.mul(at!, l.call(expProgram, l.neg(bounded))), l.constant(2 ** -1000));
        return { next: [next], going: l.less(l.constant(CLOSE), l.abs(residual)) };
      });
      return odds!;
    },
  );
}

/** The quantile of a probability that is given as the lower tail or as the upper one. */
function quantile<V, M>(l: Lanes<V, M>, [a, b]: readonly [V, V], given: V, tail: 'lower' | 'upper'): V {
  const [zero, one, infinity] = [l.constant(0), l.constant(1), l.constant(Infinity)];
  const isSmall = l.less(given, l.constant(0.5));
  const target = l.branch(
    isSmall,
    () => l.call(logProgram, given),
    () => l.call(log1pProgram, l.neg(given)),
  );
  const z = l.neg(l.abs(l.call(normalQuantileProgram, given)));
  const byLower = tail === 'lower' ? isSmall : l.not(isSmall);
  const odds = oddsOfTail(l, l.select(byLower, a, b), l.select(byLower, b, a), target, z);
  const value = l.div(l.select(byLower, odds, one), l.add(one, odds));
  const least = l.equal(given, tail === 'lower' ? zero : one);
  const most = l.equal(given, tail === 'lower' ? one : zero);
  const shapes = l.and(l.and(l.less(zero, a), l.less(a, infinity)), l.and(l.less(zero, b), l.less(b, infinity)));
  const inside = l.and(l.lessEqual(zero, given), l.lessEqual(given, one));
  const ended = l.select(least, zero, l.select(most, one, value));
  return l.select(l.and(shapes, inside), ended, l.constant(NaN));
}

/** The x with I_x(a, b) = p. */
export const betaQuantileProgram = laneProgram({
  name: 'betaQuantile',
  arity: 3,
  body: (l, a, b, p) => quantile(l, [a, b], p, 'lower'),
});

/** The x with 1 - I_x(a, b) = q = I_{1-x}(b, a): the quantile from the upper tail. */
export const betaUpperQuantileProgram = laneProgram({
  name: 'betaUpperQuantile',
  arity: 3,
  body: (l, a, b, q) => quantile(l, [a, b], q, 'upper'),
});
