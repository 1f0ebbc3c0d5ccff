/** Natural logarithms: log and log1p. */

import { laneProgram } from '../lanes/laneProgram.js';
import type { Lanes } from '../lanes/lanes.js';
import { polynomialByParity } from '../lanes/polynomial.js';
import { LN2, LOG } from './coefficients.js';

const SMALLEST_NORMAL = 2 ** -1022;
const TWO_54 = 2 ** 54;

/** x = 2^power (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)], for normal x below 2^1022. */
function reduce<V, M>(l: Lanes<V, M>, x: V): { readonly power: V; readonly f: V } {
  const power = l.exponent(l.mul(x, l.constant(Math.SQRT2)));
  return { power, f: l.sub(l.mul(x, l.powerOfTwo(l.neg(power))), l.constant(1)) };
}

/**
 * power log(2) + log(1 + f), by log(1+f) = f - f^2/2 + s (f^2/2 + z P(z)) with s = f/(2+f), z = s^2
 * (the form of the Sun Microsystems libm, Ng 1993).
 */
function combine<V, M>(l: Lanes<V, M>, power: V, f: V): V {
  const s = l.div(f, l.add(f, l.constant(2)));
  const z = l.mul(s, s);
  const series = l.mul(z, polynomialByParity(l, z, LOG));
  const half = l.mul(l.mul(f, f), l.constant(0.5));
  const low = l.mul(power, l.constant(LN2[1]!));
  const rest = l.add(l.mul(s, l.add(half, series)), low);
  return l.add(l.mul(power, l.constant(LN2[0]!)), l.sub(f, l.sub(half, rest)));
}

/** log of what the short form leaves out: subnormal, huge, zero, negative, NaN. */
const logRareProgram = laneProgram({
  name: 'logRare',
  arity: 1,
  body: (l, x) => {
    const tiny = l.less(x, l.constant(1));
    const scaled = l.mul(x, l.select(tiny, l.constant(TWO_54), l.constant(1 / TWO_54)));
    const { power, f } = reduce(l, scaled);
    const inside = combine(l, l.add(power, l.select(tiny, l.constant(-54), l.constant(54))), f);
    const positive = l.select(l.equal(x, l.constant(Infinity)), x, inside);
    const notNegative = l.select(l.equal(x, l.constant(0)), l.constant(-Infinity), positive);
    return l.select(l.lessEqual(l.constant(0), x), notNegative, l.constant(NaN));
  },
});

/** log(x); -Infinity at 0, NaN below. */
export const logProgram = laneProgram({
  name: 'log',
  arity: 1,
  placement: 'inline',
  body: (l, x) =>
    l.branch(
      l.and(l.lessEqual(l.constant(SMALLEST_NORMAL), x), l.less(x, l.constant(2 ** 1022))),
      () => {
        const { power, f } = reduce(l, x);
        return combine(l, power, f);
      },
      () => l.call(logRareProgram, x),
    ),
});

/**
 * log(1 + x); -Infinity at -1, NaN below. With 1 + x = 2^k (1 + f), f = (x - (2^k - 1)) / 2^k, where both differences are exact
 * or lose less than the digits of the result: nothing of 1 + x that rounding takes is needed.
 */
export const log1pProgram = laneProgram({
  name: 'log1p',
  arity: 1,
  placement: 'inline',
  body: (l, x) => {
    const one = l.constant(1);
    const sum = l.add(x, one);
    return l.branch(
      l.and(l.less(l.constant(-1), x), l.less(x, l.constant(2 ** 60))),
      () => {
        const power = l.exponent(l.mul(sum, l.constant(Math.SQRT2)));
        const f = l.mul(l.sub(x, l.sub(l.powerOfTwo(power), one)), l.powerOfTwo(l.neg(power)));
        return l.select(l.less(l.abs(x), l.constant(2 ** -54)), x, combine(l, power, f));
      },
      () => l.call(logProgram, sum),
    );
  },
});
