/** The regularised incomplete gamma functions, their logarithms, and the derivatives by the shape. */
import { expProgram } from '../elementary/exp.js';
import { logProgram } from '../elementary/log.js';
import { log1mexpProgram } from '../elementary/logForms.js';
import { laneProgram } from '../lanes/laneProgram.js';
import type { LaneProgram, Lanes } from '../lanes/lanes.js';
import {
  gammaTailRateProgram,
  isLowerTail,
  logGammaTailProgram,
  logGammaTailSlopeProgram,
  logGammaTermProgram,
} from './gammaTail.js';

type Side = 'lower' | 'upper';

/** `inside` for 0 < a, x < Infinity; what holds at the ends of the domain, and NaN beyond it. */
function withEnds<V, M>(
  l: Lanes<V, M>,
  [a, x]: readonly [a: V, x: V],
  inside: V,
  ends: { readonly atLeast: number; readonly atMost: number },
): V {
  const zero = l.constant(0);
  const infinity = l.constant(Infinity);
  const least = l.or(l.equal(x, zero), l.equal(a, infinity));
  const most = l.or(l.equal(x, infinity), l.equal(a, zero));
  const valid = l.and(l.and(l.lessEqual(zero, a), l.lessEqual(zero, x)), l.not(l.and(least, most)));
  const value = l.select(least, l.constant(ends.atLeast), l.select(most, l.constant(ends.atMost), inside));
  return l.select(valid, value, l.constant(NaN));
}

/** log of one side from the log of the tail that is computed. */
function logOf<V, M>(l: Lanes<V, M>, a: V, x: V, side: Side, tail: V): V {
  const lower = isLowerTail(l, a, x);
  return l.branch(
    side === 'lower' ? lower : l.not(lower),
    () => tail,
    () => l.call(log1mexpProgram, l.min(tail, l.constant(0))),
  );
}

function logSide(name: string, side: Side): LaneProgram {
  return laneProgram({
    name,
    arity: 2,
    body: (l, a, x) => {
      const inside = logOf(l, a, x, side, l.call(logGammaTailProgram, a, x));
      const [atLeast, atMost] = side === 'lower' ? [-Infinity, 0] : [0, -Infinity];
      return withEnds(l, [a, x], inside, { atLeast, atMost });
    },
  });
}

/** log P(a, x): log of the cdf at x of a gamma variable of shape a and scale 1, with its digits in both tails. */
export const logGammaCdfProgram = logSide('logGammaCdf', 'lower');

/** log Q(a, x) = log(1 - P(a, x)), with its digits in both tails. */
export const logGammaSurvivalProgram = logSide('logGammaSurvival', 'upper');

function side(name: string, of: Side): LaneProgram {
  return laneProgram({
    name,
    arity: 2,
    body: (l, a, x) => {
      const tail = l.call(expProgram, l.call(logGammaTailProgram, a, x));
      const lower = isLowerTail(l, a, x);
      const isTail = of === 'lower' ? lower : l.not(lower);
      const inside = l.select(isTail, tail, l.sub(l.constant(1), tail));
      const [atLeast, atMost] = of === 'lower' ? [0, 1] : [1, 0];
      return withEnds(l, [a, x], inside, { atLeast, atMost });
    },
  });
}

/** P(a, x), the regularised lower incomplete gamma function. */
export const gammaCdfProgram = side('gammaCdf', 'lower');

/** Q(a, x) = 1 - P(a, x), the regularised upper incomplete gamma function. */
export const gammaSurvivalProgram = side('gammaSurvival', 'upper');

/** A rate of the wanted side from that of the tail: P' = -Q', so they differ by the ratio of the two, and perhaps in sign. */
function rateOf<V, M>(l: Lanes<V, M>, [a, x]: readonly [a: V, x: V], of: Side, rate: V, sign: 1 | -1): V {
  const lower = isLowerTail(l, a, x);
  return l.branch(
    of === 'lower' ? lower : l.not(lower),
    () => rate,
    () => {
      const tail = l.call(logGammaTailProgram, a, x);
      const ratio = l.call(expProgram, l.sub(tail, l.call(log1mexpProgram, l.min(tail, l.constant(0)))));
      return l.mul(l.mul(rate, l.constant(sign)), ratio);
    },
  );
}

function slope(name: string, of: Side): LaneProgram {
  return laneProgram({
    name,
    arity: 2,
    body: (l, a, x) => {
      const inside = rateOf(l, [a, x], of, l.call(logGammaTailSlopeProgram, a, x), -1);
      return withEnds(l, [a, x], inside, of === 'lower' ? { atLeast: NaN, atMost: 0 } : { atLeast: 0, atMost: NaN });
    },
  });
}

/** The derivative of `logGammaCdf` by a. */
export const logGammaCdfShapeSlopeProgram = slope('logGammaCdfShapeSlope', 'lower');

/** The derivative of `logGammaSurvival` by a. */
export const logGammaSurvivalShapeSlopeProgram = slope('logGammaSurvivalShapeSlope', 'upper');

/** What the density is at x = 0, as a choice between its values for a < 1, a = 1 and a > 1. */
function atZero<V, M>(l: Lanes<V, M>, a: V, [below, at, above]: readonly [number, number, number]): V {
  const one = l.constant(1);
  return l.select(l.less(a, one), l.constant(below), l.select(l.equal(a, one), l.constant(at), l.constant(above)));
}

/** Density over P: the derivative of `logGammaCdf` by x. */
export const gammaReverseHazardProgram = laneProgram({
  name: 'gammaReverseHazard',
  arity: 2,
  body: (l, a, x) => {
    const inside = l.div(rateOf(l, [a, x], 'lower', l.call(gammaTailRateProgram, a, x), 1), x);
    return withEnds(l, [a, x], inside, { atLeast: Infinity, atMost: 0 });
  },
});

/** Density over Q, the hazard rate: minus the derivative of `logGammaSurvival` by x. */
export const gammaHazardProgram = laneProgram({
  name: 'gammaHazard',
  arity: 2,
  body: (l, a, x) => {
    const inside = l.div(rateOf(l, [a, x], 'upper', l.call(gammaTailRateProgram, a, x), 1), x);
    const start = l.and(l.equal(x, l.constant(0)), l.less(l.constant(0), a));
    return l.select(start, atZero(l, a, [Infinity, 1, 0]), withEnds(l, [a, x], inside, { atLeast: 0, atMost: 1 }));
  },
});

/** log of the density x^(a - 1) e^-x / Gamma(a) of a gamma variable of shape a and scale 1. */
export const logGammaDensityProgram = laneProgram({
  name: 'logGammaDensity',
  arity: 2,
  body: (l, a, x) => {
    const zero = l.constant(0);
    const inside = l.add(l.call(logGammaTermProgram, a, x), l.sub(l.call(logProgram, a), l.call(logProgram, x)));
    const ended = l.select(l.equal(x, l.constant(Infinity)), l.constant(-Infinity), inside);
    const value = l.select(l.equal(x, zero), atZero(l, a, [Infinity, 0, -Infinity]), ended);
    const valid = l.and(l.and(l.less(zero, a), l.less(a, l.constant(Infinity))), l.lessEqual(zero, x));
    return l.select(valid, value, l.constant(NaN));
  },
});
