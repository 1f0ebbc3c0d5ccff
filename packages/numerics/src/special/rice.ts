/**
 * The cdf of a Rice variable z, the distance from 0 of a point in the plane with independent standard normal coordinates about
 * a point that is b from 0 (Marcum's Q function of first order).
 *
 * The tail is computed on whose side of the mode z lies. The log density curves down by more than 1 everywhere, since
 * y^2 (log I_0)''(y) < 1, so at distance s from z it is less by at least rate s + s^2/2, with the rate that it falls by at z. On
 * the stretch where that is below 38 the density is close to a piece of a normal one, and Gauss-Legendre quadrature with 24
 * nodes leaves less than 1e-14. All terms are positive: nothing cancels, in the far tail either.
 *
 * A place is given by z, b and their difference: where z is near b the difference is taken at its word and z is not.
 */
import { expProgram } from '../elementary/exp.js';
import { logProgram } from '../elementary/log.js';
import { laneProgram } from '../lanes/laneProgram.js';
import type { LaneProgram, Lanes } from '../lanes/lanes.js';
import { scaledBesselI0Program } from './besselI0.js';
import { LEGENDRE_NODES, LEGENDRE_WEIGHTS } from './legendre.js';
import { logFromTail, rateFromTail } from './tailSides.js';

const EXPONENT = 38;
const NODES = 24;

interface RicePlace<V, M> {
  readonly z: V;
  readonly b: V;
  readonly difference: V;
  readonly isLower: M;
}

function placeOf<V, M>(
  l: Lanes<V, M>,
  given: { readonly z: V; readonly b: V; readonly difference: V },
): RicePlace<V, M> {
  const { b } = given;
  const half = l.constant(0.5);
  const near = l.and(l.lessEqual(l.mul(half, b), given.z), l.lessEqual(l.mul(half, given.z), b));
  const z = l.select(near, l.add(b, given.difference), given.z);
  const difference = l.select(near, given.difference, l.sub(given.z, b));
  // About the mode: (z - b) (z + b) < 1.
  const isLower = l.less(l.mul(difference, l.add(z, b)), l.constant(1));
  return { z, b, difference, isLower };
}

/**
 * What the log density falls by at z, away from the mode, or less: z - 1/z - b R in the upper tail and minus that in the lower
 * one, with the bounds y/(1/2 + sqrt(y^2 + c^2)) of R = I_1(y)/I_0(y), below for c = 3/2, above for c = 1/2 (Amos 1974,
 * Computation of modified Bessel functions and their ratios, Math. Comp. 28(125)).
 */
function rateAway<V, M>(l: Lanes<V, M>, { z, b, difference, isLower }: RicePlace<V, M>): V {
  const [half, one] = [l.constant(0.5), l.constant(1)];
  const y = l.mul(b, z);
  const square = l.select(isLower, l.constant(2.25), l.constant(0.25));
  const root = l.sqrt(l.add(l.mul(y, y), square));
  const missing = l.div(l.add(half, l.div(square, l.add(root, y))), l.add(half, root)); // 1 - R
  const rise = l.sub(l.sub(l.div(one, z), difference), l.mul(b, missing));
  return l.max(l.constant(0), l.select(isLower, rise, l.neg(rise)));
}

/** The tail over the density at z. */
function tailSize<V, M>(l: Lanes<V, M>, place: RicePlace<V, M>): V {
  const { z, b, difference, isLower } = place;
  const [zero, half, one] = [l.constant(0), l.constant(0.5), l.constant(1)];
  const rate = rateAway(l, place);
  const twice = l.constant(2 * EXPONENT);
  const reach = l.div(twice, l.add(rate, l.sqrt(l.add(l.mul(rate, rate), twice))));
  const width = l.select(isLower, l.min(reach, z), reach);
  const signed = l.select(isLower, l.neg(width), width);
  const [, size] = l.repeat([zero, zero], NODES, ([k, sum]) => {
    const step = l.mul(signed, l.lookup(LEGENDRE_NODES, k!));
    const at = l.add(z, step);
    const exponent = l.mul(step, l.add(difference, l.mul(half, step)));
    const bell = l.mul(l.call(expProgram, l.neg(exponent)), l.call(scaledBesselI0Program, l.mul(b, at)));
    const next = l.add(k!, one);
    return {
      next: [next, l.add(sum!, l.mul(l.lookup(LEGENDRE_WEIGHTS, k!), l.mul(at, bell)))],
      going: l.less(next, l.constant(NODES)),
    };
  });
  return l.div(l.mul(width, size!), l.mul(z, l.call(scaledBesselI0Program, l.mul(b, z))));
}

function logTail<V, M>(l: Lanes<V, M>, place: RicePlace<V, M>, size: V): V {
  const { z, b, difference } = place;
  const fall = l.mul(l.constant(0.5), l.mul(difference, difference));
  const bessel = l.call(logProgram, l.call(scaledBesselI0Program, l.mul(b, z)));
  return l.add(l.sub(l.add(l.call(logProgram, z), bessel), fall), l.call(logProgram, size));
}

/** `inside` for 0 < z < Infinity, what holds at the ends, and NaN beyond them or for a b that there is not. */
function withEnds<V, M>(
  l: Lanes<V, M>,
  z: V,
  b: V,
  inside: V,
  ends: { readonly atZero: number; readonly atInfinity: number },
): V {
  const [zero, infinity] = [l.constant(0), l.constant(Infinity)];
  const valid = l.and(l.lessEqual(zero, z), l.and(l.lessEqual(zero, b), l.less(b, infinity)));
  const top = l.select(l.equal(z, infinity), l.constant(ends.atInfinity), inside);
  return l.select(valid, l.select(l.equal(z, zero), l.constant(ends.atZero), top), l.constant(NaN));
}

type Side = 'lower' | 'upper';

function logSide(name: string, side: Side): LaneProgram {
  return laneProgram({
    name,
    arity: 3,
    body: (l, z, b, difference) => {
      const place = placeOf(l, { z, b, difference });
      const isTail = side === 'lower' ? place.isLower : l.not(place.isLower);
      const inside = logFromTail(l, isTail, logTail(l, place, tailSize(l, place)));
      const [atZero, atInfinity] = side === 'lower' ? [-Infinity, 0] : [0, -Infinity];
      return withEnds(l, z, b, inside, { atZero, atInfinity });
    },
  });
}

/** log P(Z <= z), with its digits in both tails; `difference` is z - b. */
export const logRiceCdfProgram = logSide('logRiceCdf', 'lower');

/** log P(Z > z), with its digits in both tails. */
export const logRiceSurvivalProgram = logSide('logRiceSurvival', 'upper');

function rate(name: string, side: Side): LaneProgram {
  return laneProgram({
    name,
    arity: 3,
    body: (l, z, b, difference) => {
      const place = placeOf(l, { z, b, difference });
      const isTail = side === 'lower' ? place.isLower : l.not(place.isLower);
      const size = tailSize(l, place);
      const inside = rateFromTail(l, isTail, () => logTail(l, place, size), l.div(l.constant(1), size), 1);
      const [atZero, atInfinity] = side === 'lower' ? [Infinity, 0] : [0, Infinity];
      return withEnds(l, z, b, inside, { atZero, atInfinity });
    },
  });
}

/** Density over P(Z <= z): the derivative of `logRiceCdf` by z. */
export const riceReverseHazardProgram = rate('riceReverseHazard', 'lower');

/** Density over P(Z > z): minus the derivative of `logRiceSurvival` by z. */
export const riceHazardProgram = rate('riceHazard', 'upper');
