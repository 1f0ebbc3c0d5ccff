/** The regularised incomplete beta function, its logarithm, and its derivatives; the upper tail is I_y(b, a). */
import { expProgram } from '../elementary/exp.js';
import { logProgram } from '../elementary/log.js';
import { log1mexpProgram } from '../elementary/logForms.js';
import { laneProgram } from '../lanes/laneProgram.js';
import type { LaneProgram, Lanes } from '../lanes/lanes.js';
import { betaPlace, logOddsDensity } from './betaPlace.js';
import { betaTailRateProgram, logBetaTailProgram, logBetaTailSlopeProgram } from './betaTail.js';

type Arguments<V> = readonly [a: V, b: V, x: V, y: V];

/** `inside` for shapes and x, y inside their domains; what holds at x = 0 and x = 1, and NaN beyond the domain. */
function withEnds<V, M>(
  l: Lanes<V, M>,
  [a, b, x, y]: Arguments<V>,
  inside: V,
  ends: { readonly atZero: number; readonly atOne: number },
): V {
  const zero = l.constant(0);
  const infinity = l.constant(Infinity);
  const shapes = l.and(l.and(l.less(zero, a), l.less(a, infinity)), l.and(l.less(zero, b), l.less(b, infinity)));
  const sides = l.and(l.and(l.lessEqual(zero, x), l.lessEqual(zero, y)), l.less(zero, l.add(x, y)));
  const value = l.select(
    l.equal(x, zero),
    l.constant(ends.atZero),
    l.select(l.equal(y, zero), l.constant(ends.atOne), inside),
  );
  return l.select(l.and(shapes, sides), value, l.constant(NaN));
}

/** log I_x(a, b), y = 1 - x: log of the cdf at x of a beta variable, with its digits in both tails. */
export const logBetaCdfProgram = laneProgram({
  name: 'logBetaCdf',
  arity: 4,
  body: (l, a, b, x, y) => {
    const { lower } = betaPlace(l, a, b, x, y);
    const tail = l.call(logBetaTailProgram, a, b, x, y);
    const inside = l.branch(
      lower,
      () => tail,
      () => l.call(log1mexpProgram, l.min(tail, l.constant(0))),
    );
    return withEnds(l, [a, b, x, y], inside, { atZero: -Infinity, atOne: 0 });
  },
});

/** I_x(a, b), y = 1 - x, the regularised incomplete beta function. */
export const betaCdfProgram = laneProgram({
  name: 'betaCdf',
  arity: 4,
  body: (l, a, b, x, y) => {
    const { lower } = betaPlace(l, a, b, x, y);
    const tail = l.call(expProgram, l.call(logBetaTailProgram, a, b, x, y));
    return withEnds(l, [a, b, x, y], l.select(lower, tail, l.sub(l.constant(1), tail)), { atZero: 0, atOne: 1 });
  },
});

/** A rate of the wanted side from that of the tail: the sides' derivatives are opposite, so the rates differ by the ratio. */
function rateOf<V, M>(l: Lanes<V, M>, place: Arguments<V>, side: 'lower' | 'upper', rate: V, sign: 1 | -1): V {
  const { lower } = betaPlace(l, ...place);
  return l.branch(
    side === 'lower' ? lower : l.not(lower),
    () => rate,
    () => {
      const tail = l.call(logBetaTailProgram, ...place);
      const ratio = l.call(expProgram, l.sub(tail, l.call(log1mexpProgram, l.min(tail, l.constant(0)))));
      return l.mul(l.mul(rate, l.constant(sign)), ratio);
    },
  );
}

function slope(name: string, side: 'lower' | 'upper'): LaneProgram {
  return laneProgram({
    name,
    arity: 4,
    body: (l, a, b, x, y) => {
      const inside = rateOf(l, [a, b, x, y], side, l.call(logBetaTailSlopeProgram, a, b, x, y), -1);
      const ends = side === 'lower' ? { atZero: NaN, atOne: 0 } : { atZero: 0, atOne: NaN };
      return withEnds(l, [a, b, x, y], inside, ends);
    },
  });
}

/** The derivative of log I_x(a, b) by a. */
export const logBetaCdfShapeSlopeProgram = slope('logBetaCdfShapeSlope', 'lower');

/** The derivative of log(1 - I_x(a, b)) by a, which is that of log I_y(b, a) by its second shape. */
export const logBetaSurvivalShapeSlopeProgram = slope('logBetaSurvivalShapeSlope', 'upper');

/** Density at x over I_x(a, b): the derivative of `logBetaCdf` by x. */
export const betaReverseHazardProgram = laneProgram({
  name: 'betaReverseHazard',
  arity: 4,
  body: (l, a, b, x, y) => {
    const { u, v } = betaPlace(l, a, b, x, y);
    const rate = rateOf(l, [a, b, x, y], 'lower', l.call(betaTailRateProgram, a, b, x, y), 1);
    const one = l.constant(1);
    const inside = l.div(l.div(rate, l.max(u, v)), l.min(u, v));
    const value = withEnds(l, [a, b, x, y], inside, { atZero: Infinity, atOne: 0 });
    const rising = l.select(l.equal(b, one), a, l.constant(0));
    const last = l.select(l.less(b, one), l.constant(Infinity), rising);
    return l.select(l.and(l.equal(y, l.constant(0)), l.equal(value, value)), last, value);
  },
});

/** log of the density x^(a - 1) y^(b - 1) / B(a, b) of a beta variable, y = 1 - x. */
export const logBetaDensityProgram = laneProgram({
  name: 'logBetaDensity',
  arity: 4,
  body: (l, a, b, x, y) => {
    const place = betaPlace(l, a, b, x, y);
    const [zero, one] = [l.constant(0), l.constant(1)];
    const odds = l.add(l.call(logProgram, place.u), l.call(logProgram, place.v));
    const inside = withEnds(l, [a, b, x, y], l.sub(logOddsDensity(l, place), odds), { atZero: 0, atOne: 0 });
    const atStart = l.equal(x, zero);
    const shape = l.select(atStart, a, b);
    const other = l.select(atStart, b, a);
    const level = l.select(l.equal(shape, one), l.call(logProgram, other), l.constant(-Infinity));
    const atEnd = l.select(l.less(shape, one), l.constant(Infinity), level);
    const value = l.select(l.or(atStart, l.equal(y, zero)), atEnd, inside);
    return l.select(l.equal(inside, inside), value, l.constant(NaN));
  },
});
