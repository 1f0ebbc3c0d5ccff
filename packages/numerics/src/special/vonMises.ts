/**
 * The cdf of a von Mises angle x in [-pi, pi], of mode mu and concentration kappa, counted from -pi, where the circle is cut.
 *
 * All angles are taken as distances from the mode, in [0, pi]: that of x and that of the cut. Of the two arcs between x and the
 * cut one is computed, always a rare one: one that holds neither the mode nor the point opposite to it, or, where one arc holds
 * the mode and the other the point opposite, the second, unless x and the cut are so close to the mode that it is the first.
 * It is one or two stretches on which the density falls from the near end on. Its share of the density at that end is at
 * distance s from it e^(-2 kappa sin(p + s/2) sin(s/2)), p that of the end, which is summed by Gauss-Legendre quadrature with 32
 * nodes on the part where it is above e^-38: that leaves less than 1e-16. All terms are positive, so nothing cancels, in the far tail either.
 */
import { atan2Program } from '../elementary/arcTangent.js';
import { expProgram } from '../elementary/exp.js';
import { logProgram } from '../elementary/log.js';
import { cosProgram, sinProgram } from '../elementary/trigonometric.js';
import { laneProgram } from '../lanes/laneProgram.js';
import type { LaneProgram, Lanes } from '../lanes/lanes.js';
import { logBesselIRestProgram, logBesselIRestSlopeProgram } from './bessel.js';
import { LEGENDRE_NODES_32, LEGENDRE_WEIGHTS_32 } from './legendre32.js';
import { logFromTail, rateFromTail } from './tailSides.js';

const LOG_TWO_PI = 1.8378770664093453;
/** pi less its float64 value. */
const PI_LOW = 1.2246467991473532e-16;
const EXPONENT = 38;
/** Half the probability lies within this over the root of a large concentration from the mode, on both sides together. */
const HALF_WIDTH = 1.35;
const NODES = 32;

/** The arc that is computed. */
interface Arc<V, M> {
  /** Whether it is that from the cut up to x. */
  readonly isLower: M;
  readonly holdsMode: M;
  /** Where it holds neither the mode nor the point opposite: its length, and 0 else. */
  readonly isSingle: M;
  readonly length: V;
  /** Distance of x from the mode, and from the point opposite; the same of the cut. */
  readonly x: V;
  readonly xOpposite: V;
  readonly cut: V;
  readonly cutOpposite: V;
}

function arcOf<V, M>(l: Lanes<V, M>, x: V, mu: V, kappa: V): Arc<V, M> {
  const [zero, pi, low] = [l.constant(0), l.constant(Math.PI), l.constant(PI_LOW)];
  const mode = l.branch(
    l.lessEqual(l.abs(mu), pi),
    () => mu,
    () => l.call(atan2Program, l.call(sinProgram, mu), l.call(cosProgram, mu)),
  );
  const fromCut = l.add(l.add(x, pi), low);
  const toCut = l.add(l.sub(pi, x), low);
  const below = l.add(l.add(mode, pi), low);
  const above = l.add(l.sub(pi, mode), low);
  const cut = l.min(below, above);
  const difference = l.sub(x, mode);
  const isAbove = l.lessEqual(zero, difference);
  const size = l.abs(difference);
  const around = l.select(isAbove, l.add(toCut, below), l.add(fromCut, above));
  const distance = l.select(l.lessEqual(size, pi), size, around);
  // Below 0 where x has passed the point opposite.
  const beforeOpposite = l.select(isAbove, l.add(toCut, mode), l.sub(fromCut, mode));
  const modeIsHigh = l.less(zero, mode);
  const sameSide = l.or(l.and(modeIsHigh, isAbove), l.not(l.or(modeIsHigh, isAbove)));
  const isSingle = l.or(l.less(beforeOpposite, zero), sameSide);
  const middle = l.min(pi, l.div(l.constant(HALF_WIDTH), l.sqrt(kappa)));
  const holdsMode = l.and(l.not(isSingle), l.lessEqual(l.add(distance, cut), middle));
  return {
    // The arc below x holds the mode where x is above it.
    isLower: l.or(l.and(holdsMode, isAbove), l.not(l.or(holdsMode, isAbove))),
    holdsMode,
    isSingle,
    length: l.select(isSingle, l.select(isAbove, toCut, fromCut), zero),
    x: distance,
    xOpposite: l.abs(beforeOpposite),
    cut,
    cutOpposite: l.abs(mode),
  };
}

/** A stretch from `near`, its distance from the mode, on. */
interface Stretch<V> {
  readonly near: V;
  readonly length: V;
  /** The density at `near`, over the largest in the arc. */
  readonly share: V;
}

/** Half of 1 - cos t. */
function halfChord<V, M>(l: Lanes<V, M>, t: V): V {
  const sine = l.call(sinProgram, l.mul(l.constant(0.5), t));
  return l.mul(sine, sine);
}

/** The probability of the arc over the density at its end `near`, and the mean of (1 - cos)/2 over it. */
interface Sums<V> {
  readonly near: V;
  readonly size: V;
  readonly meanHalfChord: V;
  /** The densities at x and at the cut, over that at `near`. */
  readonly atX: V;
  readonly atCut: V;
}

function sumsOf<V, M>(l: Lanes<V, M>, arc: Arc<V, M>, kappa: V): Sums<V> {
  const [zero, half, one] = [l.constant(0), l.constant(0.5), l.constant(1)];
  const twice = l.mul(l.constant(-2), kappa);
  const ratio = (sum: V, difference: V): V => {
    const product = l.mul(l.call(sinProgram, l.mul(half, sum)), l.call(sinProgram, l.mul(half, difference)));
    return l.call(expProgram, l.mul(twice, product));
  };
  const xIsNear = l.lessEqual(arc.x, arc.cut);
  const gap = l.select(arc.isSingle, arc.length, l.abs(l.sub(arc.x, arc.cut)));
  const farther = ratio(l.add(arc.x, arc.cut), gap);
  const fromMode = (distance: V): V => l.call(expProgram, l.mul(twice, halfChord(l, distance)));
  const atX = l.branch(
    arc.holdsMode,
    () => fromMode(arc.x),
    () => l.select(xIsNear, one, farther),
  );
  const atCut = l.branch(
    arc.holdsMode,
    () => fromMode(arc.cut),
    () => l.select(xIsNear, farther, one),
  );
  const near = l.select(arc.holdsMode, zero, l.min(arc.x, arc.cut));
  const first: Stretch<V> = {
    near: l.select(arc.isSingle, near, l.select(arc.holdsMode, zero, arc.x)),
    length: l.select(arc.isSingle, arc.length, l.select(arc.holdsMode, arc.x, arc.xOpposite)),
    share: l.select(l.or(arc.isSingle, arc.holdsMode), one, atX),
  };
  const second: Stretch<V> = {
    near: l.select(arc.holdsMode, zero, arc.cut),
    length: l.select(arc.isSingle, zero, l.select(arc.holdsMode, arc.cut, arc.cutOpposite)),
    share: l.select(arc.holdsMode, one, atCut),
  };
  const parts = [first, second].map((stretch) => masses(l, stretch, kappa));
  const [, size, moment] = l.repeat([zero, zero, zero], NODES, ([k, sum, mean]) => {
    const [node, weight] = [l.lookup(LEGENDRE_NODES_32, k!), l.lookup(LEGENDRE_WEIGHTS_32, k!)];
    const found = parts.map((at) => at(node));
    const total = (values: readonly V[]): V => values.reduce((a, b) => l.add(a, b));
    const next = l.add(k!, one);
    return {
      next: [
        next,
        l.add(sum!, l.mul(weight, total(found.map(({ mass }) => mass)))),
        l.add(mean!, l.mul(weight, total(found.map(({ mass, chord }) => l.mul(mass, chord))))),
      ],
      going: l.less(next, l.constant(NODES)),
    };
  });
  return { near, size: size!, meanHalfChord: l.div(moment!, size!), atX, atCut };
}

/** The mass at a place in [0, 1] of the part of a stretch that counts, and (1 - cos)/2 there. */
function masses<V, M>(l: Lanes<V, M>, { near, length, share }: Stretch<V>, kappa: V): (u: V) => { mass: V; chord: V } {
  const [zero, half, one] = [l.constant(0), l.constant(0.5), l.constant(1)];
  const halfNear = l.mul(half, near);
  const [sine, cosine] = [l.call(sinProgram, halfNear), l.call(cosProgram, halfNear)];
  const chord = l.mul(sine, sine);
  // Where the exponent has risen by 38: half the angle is that of this sine and cosine.
  const rise = l.div(l.constant(EXPONENT / 2), kappa);
  const end = l.call(atan2Program, l.sqrt(l.add(chord, rise)), l.sqrt(l.max(zero, l.sub(l.mul(cosine, cosine), rise))));
  const width = l.min(length, l.mul(l.constant(2), l.sub(end, halfNear)));
  const scale = l.mul(share, width);
  const [sineNear, cosineNear] = [l.mul(l.constant(2), l.mul(sine, cosine)), l.sub(one, l.mul(l.constant(2), chord))];
  return (u) => {
    const sineStep = l.call(sinProgram, l.mul(half, l.mul(width, u)));
    const cosineStep = l.sqrt(l.sub(one, l.mul(sineStep, sineStep)));
    // sin(p + s/2) sin(s/2), half of what 1 - cos grows by.
    const growth = l.mul(sineStep, l.add(l.mul(sineNear, cosineStep), l.mul(cosineNear, sineStep)));
    const exponent = l.mul(l.mul(l.constant(-2), kappa), growth);
    return { mass: l.mul(scale, l.call(expProgram, exponent)), chord: l.add(chord, growth) };
  };
}

/** log of the probability of the arc. */
function logArc<V, M>(l: Lanes<V, M>, { near, size }: Sums<V>, kappa: V): V {
  const exponent = l.mul(l.mul(l.constant(-2), kappa), halfChord(l, near));
  const scale = l.add(l.constant(LOG_TWO_PI), l.call(logBesselIRestProgram, l.constant(0), kappa));
  return l.add(exponent, l.sub(l.call(logProgram, size), scale));
}

/** A value between the ends of the circle and for a mode and concentration that there are, what holds at the ends, else NaN. */
function withEnds<V, M>(
  l: Lanes<V, M>,
  [x, mu, kappa]: readonly [V, V, V],
  inside: V,
  ends: { readonly atLeast: number; readonly atMost: number },
): V {
  const [pi, infinity] = [l.constant(Math.PI), l.constant(Infinity)];
  const least = l.less(x, l.constant(-Math.PI));
  const value = l.select(least, l.constant(ends.atLeast), l.select(l.less(pi, x), l.constant(ends.atMost), inside));
  const finite = l.and(l.less(l.abs(mu), infinity), l.less(kappa, infinity));
  const valid = l.and(l.and(finite, l.lessEqual(l.constant(0), kappa)), l.equal(x, x));
  return l.select(valid, value, l.constant(NaN));
}

/** log P(X <= x), with its digits in both tails: -Infinity below -pi and 0 above pi. */
export const logVonMisesCdfProgram = laneProgram({
  name: 'logVonMisesCdf',
  arity: 3,
  body: (l, x, mu, kappa) => {
    const arc = arcOf(l, x, mu, kappa);
    const inside = logFromTail(l, arc.isLower, logArc(l, sumsOf(l, arc, kappa), kappa));
    return withEnds(l, [x, mu, kappa], inside, { atLeast: -Infinity, atMost: 0 });
  },
});

function rate(name: string, end: 'atX' | 'atCut'): LaneProgram {
  return laneProgram({
    name,
    arity: 3,
    body: (l, x, mu, kappa) => {
      const arc = arcOf(l, x, mu, kappa);
      const sums = sumsOf(l, arc, kappa);
      const inside = rateFromTail(l, arc.isLower, () => logArc(l, sums, kappa), l.div(sums[end], sums.size), 1);
      return withEnds(l, [x, mu, kappa], inside, { atLeast: NaN, atMost: 0 });
    },
  });
}

/** The density at x over P(X <= x): the derivative of `logVonMisesCdf` by x. */
export const vonMisesReverseHazardProgram = rate('vonMisesReverseHazard', 'atX');

/** The density where the circle is cut over P(X <= x): the derivative of `logVonMisesCdf` by mu, and the one by x. */
export const vonMisesCutHazardProgram = rate('vonMisesCutHazard', 'atCut');

/** The derivative of `logVonMisesCdf` by kappa. */
export const logVonMisesCdfSlopeProgram = laneProgram({
  name: 'logVonMisesCdfSlope',
  arity: 3,
  body: (l, x, mu, kappa) => {
    const arc = arcOf(l, x, mu, kappa);
    const sums = sumsOf(l, arc, kappa);
    const chord = l.mul(l.constant(2), sums.meanHalfChord);
    const slope = l.neg(l.add(chord, l.call(logBesselIRestSlopeProgram, l.constant(0), kappa)));
    const inside = rateFromTail(l, arc.isLower, () => logArc(l, sums, kappa), slope, -1);
    return withEnds(l, [x, mu, kappa], inside, { atLeast: NaN, atMost: 0 });
  },
});
