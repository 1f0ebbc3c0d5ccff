/** log |Gamma(x)|. */
import { logProgram } from '../elementary/log.js';
import { laneProgram } from '../lanes/laneProgram.js';
import { polynomial } from '../lanes/polynomial.js';
import { BINET, LGAMMA } from './coefficients.js';
import { sinePiSize } from './sinePi.js';

const LOG_PI = 1.1447298858494002;
const HALF_LOG_TWO_PI_LESS_HALF = 0.4189385332046727; // log(2 pi)/2 - 1/2

/** log |Gamma(x)| for x >= 0. */
const lgammaPositiveProgram = laneProgram({
  name: 'lgammaPositive',
  arity: 1,
  body: (l, x) => {
    const one = l.constant(1);
    const logarithm = l.call(logProgram, x);
    return l.branch(
      l.lessEqual(l.constant(4), x),
      () => {
        // Stirling: (x - 1/2)(log x - 1) + log(2 pi)/2 - 1/2 + P(1/x^2)/x
        const inverse = l.div(one, x);
        const correction = l.mul(inverse, polynomial(l, l.mul(inverse, inverse), BINET));
        const main = l.mul(l.sub(x, l.constant(0.5)), l.sub(logarithm, one));
        const value = l.add(main, l.add(l.constant(HALF_LOG_TWO_PI_LESS_HALF), correction));
        return l.select(l.equal(x, l.constant(Infinity)), x, value);
      },
      () => {
        // On [1, 4] with the zeros at 1 and 2 as factors; below 1 as lgamma(x + 1) - log x.
        const below = l.less(x, one);
        const lessTwo = l.select(below, l.sub(x, one), l.sub(x, l.constant(2)));
        const lessOne = l.select(below, x, l.sub(x, one));
        const t = l.div(lessTwo, l.add(lessTwo, l.constant(4)));
        const value = l.mul(l.mul(lessOne, lessTwo), polynomial(l, t, LGAMMA));
        return l.sub(value, l.select(below, logarithm, l.constant(-0))); // 0 at 1 and 2, not -0
      },
    );
  },
});

/** log |Gamma(x)| = log(pi) - log |x sin(pi x)| - lgamma(-x) for x < 0. */
const lgammaNegativeProgram = laneProgram({
  name: 'lgammaNegative',
  arity: 1,
  body: (l, x) => {
    const size = l.abs(x);
    const sine = l.call(logProgram, sinePiSize(l, x));
    const rest = l.add(l.call(logProgram, size), l.call(lgammaPositiveProgram, size));
    const value = l.sub(l.sub(l.constant(LOG_PI), sine), rest);
    return l.select(l.equal(l.floor(x), x), l.constant(Infinity), value);
  },
});

/** log |Gamma(x)|; Infinity at 0, -1, -2, ... and at both infinities. */
export const lgammaProgram = laneProgram({
  name: 'lgamma',
  arity: 1,
  body: (l, x) =>
    l.branch(
      l.lessEqual(l.constant(0), x),
      () => l.call(lgammaPositiveProgram, x),
      () => l.call(lgammaNegativeProgram, x),
    ),
});
