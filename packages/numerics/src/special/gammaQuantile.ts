/**
 * Quantiles of the gamma distribution, from either tail.
 *
 * log P and log Q are concave in log x (the density of log x is log-concave), so Newton's method on the log of the smaller
 * tail over log x converges from wherever it starts; it starts from the cube root of Wilson and Hilferty (1931), or where the
 * leading power of P puts it.
 */
import { expProgram } from '../elementary/exp.js';
import { log1pProgram, logProgram } from '../elementary/log.js';
import { laneProgram } from '../lanes/laneProgram.js';
import type { Lanes } from '../lanes/lanes.js';
import { lgammaProgram } from './gamma.js';
import { lgamma1p } from './gammaTail.js';
import {
  gammaHazardProgram,
  gammaReverseHazardProgram,
  logGammaCdfProgram,
  logGammaSurvivalProgram,
} from './incompleteGamma.js';
import { normalQuantileProgram } from './normalQuantile.js';

/** Residuals of a logarithm that the next step squares away. */
const CLOSE = 1e-7;
const MOST = 80;
/** Below e^-40 the leading power is all there is of P. */
const LEADING = -40;

function start<V, M>(l: Lanes<V, M>, a: V, leading: V, logUpper: V, z: V): V {
  const third = l.div(z, l.mul(l.constant(3), l.sqrt(a)));
  const base = l.add(l.sub(l.constant(1), l.div(l.constant(1 / 9), a)), third);
  const cube = l.mul(a, l.mul(base, l.mul(base, base)));
  const fromPower = l.call(expProgram, leading);
  // Q(a, x) <= e^-x for a <= 1.
  const fromTail = l.neg(logUpper);
  const large = l.select(l.less(l.constant(0), base), l.max(cube, fromPower), fromPower);
  const isUpper = l.less(l.constant(0), z);
  return l.select(l.and(isUpper, l.lessEqual(a, l.constant(1))), l.max(fromTail, fromPower), large);
}

/** The quantile of a probability that is given as the lower tail or as the upper one. */
function quantile<V, M>(l: Lanes<V, M>, a: V, given: V, tail: 'lower' | 'upper'): V {
  const isGivenLower = tail === 'lower';
  const [zero, one] = [l.constant(0), l.constant(1)];
  const logGiven = l.call(logProgram, given);
  const logOther = l.call(log1pProgram, l.neg(given));
  const [logLower, logUpper] = isGivenLower ? [logGiven, logOther] : [logOther, logGiven];
  const shapeTerm = l.branch(
    l.less(a, l.constant(2)),
    () => lgamma1p(l, a),
    () => l.call(lgammaProgram, l.add(a, one)),
  );
  const leading = l.div(l.add(logLower, shapeTerm), a);
  const signedZ = l.call(normalQuantileProgram, given);
  const z = isGivenLower ? signedZ : l.neg(signedZ);
  const byLower = l.less(z, zero);
  const target = l.select(byLower, logLower, logUpper);
  const value = l.branch(
    l.less(leading, l.constant(LEADING)),
    () => l.call(expProgram, leading),
    () => {
      const [x] = l.repeat([start(l, a, leading, logUpper, z)], MOST, ([at]) => {
        const reached = l.branch(
          byLower,
          () => l.call(logGammaCdfProgram, a, at!),
          () => l.call(logGammaSurvivalProgram, a, at!),
        );
        const rate = l.branch(
          byLower,
          () => l.call(gammaReverseHazardProgram, a, at!),
          () => l.neg(l.call(gammaHazardProgram, a, at!)),
        );
        const residual = l.sub(reached, target);
        const step = l.div(residual, l.mul(at!, rate));
        return {
          next: [l.mul(at!, l.call(expProgram, l.neg(step)))],
          going: l.less(l.constant(CLOSE), l.abs(residual)),
        };
      });
      return x!;
    },
  );
  const valid = l.and(l.and(l.less(zero, a), l.less(a, l.constant(Infinity))), l.equal(given, given));
  const least = l.equal(given, isGivenLower ? zero : one);
  const most = l.equal(given, isGivenLower ? one : zero);
  const ended = l.select(least, zero, l.select(most, l.constant(Infinity), value));
  const inside = l.and(l.lessEqual(zero, given), l.lessEqual(given, one));
  return l.select(l.and(valid, inside), ended, l.constant(NaN));
}

/** The x with P(a, x) = p. */
export const gammaQuantileProgram = laneProgram({
  name: 'gammaQuantile',
  arity: 2,
  body: (l, a, p) => quantile(l, a, p, 'lower'),
});

/** The x with Q(a, x) = q: the quantile from the upper tail. */
export const gammaUpperQuantileProgram = laneProgram({
  name: 'gammaUpperQuantile',
  arity: 2,
  body: (l, a, q) => quantile(l, a, q, 'upper'),
});
