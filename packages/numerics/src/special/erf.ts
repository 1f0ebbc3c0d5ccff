/** Error functions: erf, erfc, erfcx, exp(-x^2). */
import { expOfSumProgram } from '../elementary/expOfSum.js';
import { square } from '../lanes/compensated.js';
import { laneProgram } from '../lanes/laneProgram.js';
import type { Lanes } from '../lanes/lanes.js';
import { polynomial } from '../lanes/polynomial.js';
import { ERF, ERFCX } from './coefficients.js';

/** exp(factor x^2) with the rounding error of x^2 made good; factor is a power of two, or minus one. */
export function expOfSquare<V, M>(l: Lanes<V, M>, x: V, factor: number): V {
  const size = l.abs(x);
  const limited = l.select(l.less(l.constant(60), size), l.constant(60), size); // exp(+-1800) is 0 or Infinity
  const { high, low } = square(l, limited);
  return l.call(expOfSumProgram, l.mul(high, l.constant(factor)), l.mul(low, l.constant(factor)));
}

/**
 * (1 + 2x) exp(x^2) erfc(x) for x >= 0, a number in [1, 1.26]: one polynomial in (x - 3)/(x + 3) up to infinity
 * (the map and the factor of Shepherd and Laframboise 1981, Math. Comp. 36(153)).
 */
export function scaledErfcx<V, M>(l: Lanes<V, M>, x: V): V {
  const t = l.sub(l.constant(1), l.div(l.constant(6), l.add(x, l.constant(3))));
  return polynomial(l, t, ERFCX);
}

/** exp(x^2) erfc(x) for x >= 0. */
export function erfcxPositive<V, M>(l: Lanes<V, M>, x: V): V {
  return l.div(scaledErfcx(l, x), l.add(l.constant(1), l.add(x, x)));
}

/** erf(x) for |x| <= 1/2. */
function erfNearZero<V, M>(l: Lanes<V, M>, x: V): V {
  return l.mul(x, polynomial(l, l.mul(x, x), ERF));
}

/** erfc(size) for size >= 0, with its digits in the tail. */
const erfcTailProgram = laneProgram({
  name: 'erfcTail',
  arity: 1,
  body: (l, size) => l.mul(expOfSquare(l, size, -1), erfcxPositive(l, size)),
});

/** erf(x) = 2/sqrt(pi) times the integral of exp(-t^2) from 0 to x. */
export const erfProgram = laneProgram({
  name: 'erf',
  arity: 1,
  body: (l, x) => {
    const size = l.abs(x);
    return l.branch(
      l.lessEqual(size, l.constant(0.5)),
      () => erfNearZero(l, x),
      () => l.copySign(l.sub(l.constant(1), l.call(erfcTailProgram, size)), x),
    );
  },
});

/** erfc(x) = 1 - erf(x), with its digits in the upper tail. */
export const erfcProgram = laneProgram({
  name: 'erfc',
  arity: 1,
  body: (l, x) => {
    const size = l.abs(x);
    return l.branch(
      l.lessEqual(size, l.constant(0.5)),
      () => l.sub(l.constant(1), erfNearZero(l, x)),
      () => {
        const tail = l.call(erfcTailProgram, size);
        return l.select(l.less(x, l.constant(0)), l.sub(l.constant(2), tail), tail);
      },
    );
  },
});

/** erfcx(x) = exp(x^2) erfc(x). */
export const erfcxProgram = laneProgram({
  name: 'erfcx',
  arity: 1,
  body: (l, x) => {
    const upper = erfcxPositive(l, l.abs(x));
    return l.branch(
      l.lessEqual(l.constant(0), x),
      () => upper,
      () => l.sub(l.mul(l.constant(2), expOfSquare(l, x, 1)), upper),
    );
  },
});

/** exp(-x^2): the shape of the derivative of erf. */
export const expMinusSquareProgram = laneProgram({
  name: 'expMinusSquare',
  arity: 1,
  body: (l, x) => expOfSquare(l, x, -1),
});
