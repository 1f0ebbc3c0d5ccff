/**
 * Tails of beta distributions with large shapes near their mean, by quadrature over the log odds.
 *
 * At log odds that are d smaller than those of u the density is e^-(distance d + (p + q) K(d)) of what it is at u, with
 * K(d) = log(u e^-d + v) + u d, about u v d^2/2. On the stretch where that is above e^-42 it is close to a piece of a normal
 * density, and Gauss-Legendre quadrature with 24 nodes leaves less than 1e-16. All terms are positive: nothing cancels, in the
 * far tail either, and derivatives by the shapes are weighted means.
 */
import { expProgram } from '../elementary/exp.js';
import type { Lanes } from '../lanes/lanes.js';
import { polynomialByParity } from '../lanes/polynomial.js';
import type { BetaPlace } from './betaPlace.js';
import { LEGENDRE_NODES, LEGENDRE_WEIGHTS } from './legendre.js';
import { log1pmxProgram } from './stirlingError.js';

const LEAST_SHAPE = 1000;
const WIDTH = 0.3;
const EXPONENT = 42;
/** (e^z - 1 - z)/z^2, for |z| <= 1/2. */
const EXP_REMAINDER: readonly number[] = [
  1 / 2,
  1 / 6,
  1 / 24,
  1 / 120,
  1 / 720,
  1 / 5040,
  1 / 40320,
  1 / 362880,
  1 / 3628800,
  1 / 39916800,
  1 / 479001600,
  1 / 6227020800,
];

/** Whether quadrature is meant for the place: both shapes at least 1000, u not far from the mean. */
export function isNearLargeShapes<V, M>(l: Lanes<V, M>, { p, q, distance }: BetaPlace<V, M>): M {
  const least = l.min(p, q);
  const near = l.lessEqual(distance, l.mul(least, l.constant(WIDTH)));
  const finite = l.less(l.max(p, q), l.constant(Infinity));
  return l.and(l.and(l.lessEqual(l.constant(LEAST_SHAPE), least), finite), near);
}

interface TailSums<V> {
  /** The tail over the density of the log odds at u. */
  readonly size: V;
  /** What log v and log u are more than their means over the tail. */
  readonly lessOfV: V;
  readonly lessOfU: V;
}

export function largeShapesTail<V, M>(l: Lanes<V, M>, { p, q, total, u, v, distance }: BetaPlace<V, M>): TailSums<V> {
  const [zero, one] = [l.constant(0), l.constant(1)];
  // The flatter of the curvatures at the mean and at u, twice: from the mean on d reaches furthest.
  const atMean = l.mul(l.min(p, q), l.div(l.max(p, q), total));
  const atU = l.mul(total, l.mul(u, v));
  const twiceExponent = l.constant(2 * EXPONENT);
  const curvature = l.mul(l.min(atMean, atU), twiceExponent);
  const width = l.div(twiceExponent, l.add(distance, l.sqrt(l.add(l.mul(distance, distance), curvature))));
  // K(d) = log1p(w g) - w g + w (g - z) with w = min(u, v), z = -d or d, g = e^z - 1.
  const uIsSmaller = l.lessEqual(u, v);
  const w = l.select(uIsSmaller, u, v);
  const [, size, sumOfK, sumOfD] = l.repeat([zero, zero, zero, zero], 24, ([k, sum, byK, byD]) => {
    const d = l.mul(width, l.lookup(LEGENDRE_NODES, k!));
    const z = l.select(uIsSmaller, l.neg(d), d);
    const rest = l.mul(l.mul(z, z), polynomialByParity(l, z, EXP_REMAINDER));
    const value = l.add(l.call(log1pmxProgram, l.mul(w, l.add(z, rest))), l.mul(w, rest));
    const exponent = l.add(l.mul(distance, d), l.mul(total, value));
    const mass = l.mul(l.lookup(LEGENDRE_WEIGHTS, k!), l.call(expProgram, l.neg(exponent)));
    const next = l.add(k!, one);
    return {
      next: [next, l.add(sum!, mass), l.add(byK!, l.mul(mass, value)), l.add(byD!, l.mul(mass, d))],
      going: l.less(next, l.constant(24)),
    };
  });
  const meanK = l.div(sumOfK!, size!);
  const meanD = l.div(sumOfD!, size!);
  return {
    size: l.mul(width, size!),
    lessOfV: l.sub(meanK, l.mul(u, meanD)),
    lessOfU: l.add(meanK, l.mul(v, meanD)),
  };
}
