/** atan2 and, by it, atan, asin and acos. */
import { laneProgram, laneTable } from '../lanes/laneProgram.js';
import type { Lanes } from '../lanes/lanes.js';
import { polynomial } from '../lanes/polynomial.js';
import { ATAN, ATAN_TABLE, ATAN_TABLE_TAIL, PI_OVER_2 } from './coefficients.js';

const table = laneTable('atan', ATAN_TABLE);
const tailTable = laneTable('atanTail', ATAN_TABLE_TAIL);

/** atan(numerator/denominator) = base + rest, base from the table, for 0 <= numerator <= denominator, not both 0. */
function arcTangentOfRatio<V, M>(l: Lanes<V, M>, numerator: V, denominator: V): { readonly base: V; readonly rest: V } {
  const one = l.constant(1);
  // Away from the ends of the range, so that the products below neither overflow nor lose digits.
  const small = l.select(l.less(denominator, l.constant(2 ** -500)), l.constant(2 ** 600), one);
  const scale = l.select(l.less(l.constant(2 ** 500), denominator), l.constant(2 ** -60), small);
  const n = l.mul(numerator, scale);
  const d = l.mul(denominator, scale);
  const j = l.nearest(l.mul(l.div(n, d), l.constant(16)));
  const c = l.mul(j, l.constant(1 / 16));
  const dHead = l.head(d);
  const difference = l.sub(l.sub(n, l.mul(c, dHead)), l.mul(c, l.sub(d, dHead)));
  const u = l.div(difference, l.add(d, l.mul(c, n)));
  const z = l.mul(u, u);
  const cubic = l.mul(l.mul(u, z), polynomial(l, z, ATAN));
  return { base: l.lookup(table, j), rest: l.add(u, l.add(cubic, l.lookup(tailTable, j))) };
}

/** The angle of the point (x, y), in [-pi, pi], as IEEE 754 has it at zeros and infinities. */
export const atan2Program = laneProgram({
  name: 'atan2',
  arity: 2,
  body: (l, y, x) => {
    const zero = l.constant(0);
    const one = l.constant(1);
    const infinity = l.constant(Infinity);
    const width = l.abs(x);
    const height = l.abs(y);
    const steep = l.less(width, height);
    const smaller = l.select(steep, width, height);
    const larger = l.select(steep, height, width);
    const infinite = l.equal(larger, infinity);
    const fraction = l.select(l.equal(smaller, infinity), one, zero);
    const numerator = l.select(infinite, fraction, smaller);
    const denominator = l.select(l.or(infinite, l.equal(larger, zero)), one, larger);
    const { base, rest } = arcTangentOfRatio(l, numerator, denominator);

    // The angle is turn +- (base + rest), turn being 0, pi/2 or pi.
    const left = l.less(l.copySign(one, x), zero);
    const flat = l.select(left, l.constant(2), zero);
    const quarters = l.select(steep, one, flat);
    const turn = l.mul(quarters, l.constant(PI_OVER_2[0]!));
    const turnLow = l.mul(quarters, l.constant(PI_OVER_2[1]!));
    const backwards = l.or(l.and(steep, l.not(left)), l.and(left, l.not(steep)));
    const signedBase = l.select(backwards, l.neg(base), base);
    const signedRest = l.select(backwards, l.neg(rest), rest);
    const high = l.add(turn, signedBase);
    const lost = l.add(l.sub(turn, high), signedBase);
    const angle = l.copySign(l.add(high, l.add(signedRest, l.add(turnLow, lost))), y);
    return l.select(l.and(l.equal(x, x), l.equal(y, y)), angle, l.constant(NaN));
  },
});

/** atan(x). */
export const atanProgram = laneProgram({
  name: 'atan',
  arity: 1,
  body: (l, x) => l.call(atan2Program, x, l.constant(1)),
});

/** sqrt(1 - x^2) for |x| <= 1; NaN beyond. */
function cofactor<V, M>(l: Lanes<V, M>, x: V): V {
  const one = l.constant(1);
  return l.sqrt(l.mul(l.sub(one, x), l.add(one, x)));
}

/** asin(x), in [-pi/2, pi/2]; NaN outside [-1, 1]. */
export const asinProgram = laneProgram({
  name: 'asin',
  arity: 1,
  body: (l, x) => l.call(atan2Program, x, cofactor(l, x)),
});

/** acos(x), in [0, pi]; NaN outside [-1, 1]. */
export const acosProgram = laneProgram({
  name: 'acos',
  arity: 1,
  body: (l, x) => l.call(atan2Program, cofactor(l, x), x),
});
