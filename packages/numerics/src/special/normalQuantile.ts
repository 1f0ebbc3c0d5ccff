/** The quantile of the standard normal distribution, and erfInverse by it. */
import { logProgram } from '../elementary/log.js';
import { laneProgram } from '../lanes/laneProgram.js';
import type { Lanes } from '../lanes/lanes.js';
import { polynomial } from '../lanes/polynomial.js';

const HALF_SQRT_PI = 0.886226925452758;

// Wichura (1988), Algorithm AS 241 (PPND16), Applied Statistics 37(3): numerators and denominators.
const CENTRE = [
  [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
    33430.57558358813, 2509.0809287301227,
  ],
  [
    1.0, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852854,
  ],
] as const;
const TAIL = [
  [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  [
    1.0, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
] as const;
const FAR_TAIL = [
  [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  [
    1.0, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5,
    1.421511758316446e-7, 2.0442631033899397e-15,
  ],
] as const;

function ratio<V, M>(
  l: Lanes<V, M>,
  x: V,
  [numerator, denominator]: readonly [readonly number[], readonly number[]],
): V {
  return l.div(polynomial(l, x, numerator), polynomial(l, x, denominator));
}

/** The quantile of p = 1/2 + q, with tail = min(p, 1 - p). */
function quantileOf<V, M>(l: Lanes<V, M>, q: V, tail: V): V {
  return l.branch(
    l.lessEqual(l.abs(q), l.constant(0.425)),
    () => l.mul(q, ratio(l, l.sub(l.constant(0.180625), l.mul(q, q)), CENTRE)),
    () => {
      const r = l.sqrt(l.neg(l.call(logProgram, tail)));
      const size = l.branch(
        l.lessEqual(r, l.constant(5)),
        () => ratio(l, l.sub(r, l.constant(1.6)), TAIL),
        () => ratio(l, l.sub(r, l.constant(5)), FAR_TAIL),
      );
      return l.copySign(l.select(l.equal(tail, l.constant(0)), l.constant(Infinity), size), q);
    },
  );
}

/** The x with P(Z <= x) = p; -Infinity and Infinity at 0 and 1, NaN outside [0, 1]. */
export const normalQuantileProgram = laneProgram({
  name: 'normalQuantile',
  arity: 1,
  body: (l, p) => {
    const q = l.sub(p, l.constant(0.5));
    const tail = l.select(l.less(q, l.constant(0)), p, l.sub(l.constant(1), p));
    const valid = l.and(l.lessEqual(l.constant(0), p), l.lessEqual(p, l.constant(1)));
    return l.select(valid, quantileOf(l, q, tail), l.constant(NaN));
  },
});

/** The y with erf(y) = x; infinite at -1 and 1, NaN beyond. */
export const erfInverseProgram = laneProgram({
  name: 'erfInverse',
  arity: 1,
  body: (l, x) => {
    const half = l.constant(0.5);
    const tail = l.mul(half, l.sub(l.constant(1), l.abs(x)));
    const value = l.mul(l.constant(Math.SQRT1_2), quantileOf(l, l.mul(half, x), tail));
    // Half of a subnormal loses a bit: there the function is its tangent.
    const near = l.select(l.less(l.abs(x), l.constant(2 ** -1000)), l.mul(x, l.constant(HALF_SQRT_PI)), value);
    return l.select(l.lessEqual(l.abs(x), l.constant(1)), near, l.constant(NaN));
  },
});
