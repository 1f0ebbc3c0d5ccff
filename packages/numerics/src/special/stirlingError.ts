/** What Stirling's formula leaves out, and its derivatives: exact small terms of log densities of counts. */

import { LOG } from '../elementary/coefficients.js';
import { log1pProgram, logProgram } from '../elementary/log.js';
import { laneProgram } from '../lanes/laneProgram.js';
import type { Lanes } from '../lanes/lanes.js';
import { polynomial } from '../lanes/polynomial.js';
import { BINET_FROM_HALF, BINET2_LOW, DIGAMMA_FROM_HALF, TRIGAMMA_TAIL } from './coefficients.js';
import { trigammaProgram } from './polygamma.js';

/** P((x - 2)/(x + 1)) for x >= 1/2, where x goes to infinity too. */
function fromHalf<V, M>(l: Lanes<V, M>, x: V, coefficients: readonly number[]): V {
  const t = l.sub(l.constant(1), l.div(l.constant(3), l.add(x, l.constant(1))));
  return polynomial(l, t, coefficients);
}

/** x + 1 for x below 1/2, and x itself else. */
function movedUp<V, M>(l: Lanes<V, M>, x: V): V {
  return l.select(l.less(x, l.constant(0.5)), l.add(x, l.constant(1)), x);
}

/** log(1 + 1/x) for x in (0, 1/2). */
function logOfStep<V, M>(l: Lanes<V, M>, x: V): V {
  return l.sub(l.call(log1pProgram, x), l.call(logProgram, x));
}

/** stirlingError(x) less stirlingError(x + 1), for x below 1/2. */
const stirlingErrorStepProgram = laneProgram({
  name: 'stirlingErrorStep',
  arity: 1,
  body: (l, x) => {
    const step = l.sub(l.mul(l.add(x, l.constant(0.5)), logOfStep(l, x)), l.constant(1));
    return l.select(l.lessEqual(l.constant(0), x), step, l.constant(NaN));
  },
});

/**
 * lgamma(x) - (x - 1/2) log(x) + x - log(2 pi)/2 for x > 0: Binet's function, about 1/(12 x); Infinity at 0.
 * For a whole x it is Loader's delta: log x! - log(sqrt(2 pi x) (x/e)^x). Below 1/2 by the value at x + 1.
 * Source: Loader (2000), Fast and accurate computation of binomial probabilities.
 */
export const stirlingErrorProgram = laneProgram({
  name: 'stirlingError',
  arity: 1,
  placement: 'inline',
  body: (l, x) => {
    const y = movedUp(l, x);
    const value = l.div(fromHalf(l, y, BINET_FROM_HALF), y);
    return l.branch(
      l.lessEqual(l.constant(0.5), x),
      () => value,
      () => l.add(value, l.call(stirlingErrorStepProgram, x)),
    );
  },
});

/** stirlingErrorDerivative(x) less that at x + 1, for x below 1/2. */
const stirlingErrorDerivativeStepProgram = laneProgram({
  name: 'stirlingErrorDerivativeStep',
  arity: 1,
  body: (l, x) => {
    // (x + 1/2) / (x (x + 1)) = (1 / x + 1 / (x + 1)) / 2
    const one = l.constant(1);
    const poles = l.mul(l.constant(0.5), l.add(l.div(one, x), l.div(one, l.add(x, one))));
    const step = l.select(l.equal(x, l.constant(0)), l.constant(-Infinity), l.sub(logOfStep(l, x), poles));
    return l.select(l.lessEqual(l.constant(0), x), step, l.constant(NaN));
  },
});

/** The derivative of `stirlingError`: digamma(x) - log(x) + 1/(2x), about -1/(12 x^2). */
export const stirlingErrorDerivativeProgram = laneProgram({
  name: 'stirlingErrorDerivative',
  arity: 1,
  placement: 'inline',
  body: (l, x) => {
    const y = movedUp(l, x);
    const inverse = l.div(l.constant(1), y);
    const value = l.neg(l.mul(l.mul(inverse, inverse), fromHalf(l, y, DIGAMMA_FROM_HALF)));
    return l.branch(
      l.lessEqual(l.constant(0.5), x),
      () => value,
      () => l.add(value, l.call(stirlingErrorDerivativeStepProgram, x)),
    );
  },
});

/** The second derivative of `stirlingError`: trigamma(x) - 1/x - 1/(2 x^2), about 1/(6 x^3). */
export const stirlingErrorSecondDerivativeProgram = laneProgram({
  name: 'stirlingErrorSecondDerivative',
  arity: 1,
  body: (l, x) => {
    const inverse = l.div(l.constant(1), x);
    const factor = l.mul(l.mul(inverse, l.abs(inverse)), l.abs(inverse));
    return l.branch(
      l.lessEqual(l.constant(4), x),
      () => l.mul(factor, polynomial(l, l.mul(inverse, inverse), TRIGAMMA_TAIL)),
      () =>
        l.branch(
          l.lessEqual(l.constant(1), x),
          () => {
            const t = l.div(l.sub(x, l.constant(2)), l.add(x, l.constant(2)));
            return l.mul(factor, polynomial(l, t, BINET2_LOW));
          },
          () => {
            const poles = l.mul(inverse, l.sub(l.mul(l.constant(0.5), inverse), l.constant(1)));
            const value = l.add(l.call(trigammaProgram, l.add(x, l.constant(1))), poles);
            return l.select(l.lessEqual(l.constant(0), x), value, l.constant(NaN));
          },
        ),
    );
  },
});

/** log(1 + x) - x, about -x^2/2 near 0, without cancellation there; -Infinity at -1, NaN below. */
export const log1pmxProgram = laneProgram({
  name: 'log1pmx',
  arity: 1,
  body: (l, x) =>
    l.branch(
      l.and(l.less(l.constant(-0.29), x), l.less(x, l.constant(0.41))),
      () => {
        // log(1+x) = 2s + s z P(z) with s = x/(2+x), z = s^2; and 2s - x = -s x.
        const s = l.div(x, l.add(x, l.constant(2)));
        const z = l.mul(s, s);
        return l.mul(s, l.sub(l.mul(z, polynomial(l, z, LOG)), x));
      },
      () => l.sub(l.call(log1pProgram, x), x),
    ),
});
