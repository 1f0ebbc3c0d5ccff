/** What Stirling's formula leaves out, its derivatives, and the binomial deviance: exact small terms of log densities of counts. */

import { LOG } from '../elementary/coefficients.js';
import { log1pProgram, logProgram } from '../elementary/log.js';
import { laneProgram } from '../lanes/laneProgram.js';
import type { LaneProgram, Lanes } from '../lanes/lanes.js';
import { polynomial } from '../lanes/polynomial.js';
import { BINET, BINET_LOW, BINET1_LOW, BINET2_LOW, DIGAMMA_TAIL, TRIGAMMA_TAIL } from './coefficients.js';
import { lgammaProgram } from './gamma.js';
import { digammaProgram, trigammaProgram } from './polygamma.js';

const HALF_LOG_TWO_PI = 0.9189385332046728;

/** A function that is P(1/x^2) inverse^power beyond 4 and P(t) inverse^power on [1, 4], t = (x - 2)/(x + 2). */
function correction(definition: {
  readonly name: string;
  readonly power: 1 | 2 | 3;
  readonly sign: 1 | -1;
  readonly far: readonly number[];
  readonly near: readonly number[];
  readonly below: <V, M>(l: Lanes<V, M>, x: V) => V;
}): LaneProgram {
  const { name, power, sign, far, near, below } = definition;
  return laneProgram({
    name,
    arity: 1,
    body: (l, x) => {
      const inverse = l.div(l.constant(sign), x);
      let factor = inverse;
      for (let i = 1; i < power; i++) factor = l.mul(factor, l.abs(inverse));
      return l.branch(
        l.lessEqual(l.constant(4), x),
        () => l.mul(factor, polynomial(l, l.mul(inverse, inverse), far)),
        () =>
          l.branch(
            l.lessEqual(l.constant(1), x),
            () => {
              const t = l.div(l.sub(x, l.constant(2)), l.add(x, l.constant(2)));
              return l.mul(factor, polynomial(l, t, near));
            },
            () => below(l, x),
          ),
      );
    },
  });
}

/**
 * lgamma(x) - (x - 1/2) log(x) + x - log(2 pi)/2 for x > 0: Binet's function, about 1/(12 x); Infinity at 0.
 * For a whole x it is Loader's delta: log x! - log(sqrt(2 pi x) (x/e)^x).
 * Source: Loader (2000), Fast and accurate computation of binomial probabilities.
 */
export const stirlingErrorProgram = correction({
  name: 'stirlingError',
  power: 1,
  sign: 1,
  far: BINET,
  near: BINET_LOW,
  below: (l, x) => {
    const main = l.mul(l.sub(x, l.constant(0.5)), l.call(logProgram, x));
    const positive = l.sub(l.sub(l.call(lgammaProgram, x), main), l.sub(l.constant(HALF_LOG_TWO_PI), x));
    return l.select(l.equal(x, l.constant(0)), l.constant(Infinity), positive);
  },
});

/** The derivative of `stirlingError`: digamma(x) - log(x) + 1/(2x), about -1/(12 x^2). */
export const stirlingErrorDerivativeProgram = correction({
  name: 'stirlingErrorDerivative',
  power: 2,
  sign: -1,
  far: DIGAMMA_TAIL,
  near: BINET1_LOW,
  below: (l, x) => {
    const next = l.sub(l.call(digammaProgram, l.add(x, l.constant(1))), l.call(logProgram, x));
    return l.select(l.equal(x, l.constant(0)), l.constant(-Infinity), l.sub(next, l.div(l.constant(0.5), x)));
  },
});

/** The second derivative of `stirlingError`: trigamma(x) - 1/x - 1/(2 x^2), about 1/(6 x^3). */
export const stirlingErrorSecondDerivativeProgram = correction({
  name: 'stirlingErrorSecondDerivative',
  power: 3,
  sign: 1,
  far: TRIGAMMA_TAIL,
  near: BINET2_LOW,
  below: (l, x) => {
    const inverse = l.div(l.constant(1), x);
    const poles = l.mul(inverse, l.sub(l.mul(l.constant(0.5), inverse), l.constant(1)));
    const value = l.add(l.call(trigammaProgram, l.add(x, l.constant(1))), poles);
    return l.select(l.lessEqual(l.constant(0), x), value, l.constant(NaN));
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

/**
 * x log(x/mean) + mean - x for x >= 0 and mean > 0: half the deviance of a Poisson count, without cancellation near x = mean.
 * Source: Loader (2000), the function bd0.
 */
export const binomialDevianceProgram = laneProgram({
  name: 'binomialDeviance',
  arity: 2,
  body: (l, x, mean) => {
    const difference = l.sub(mean, x);
    const ratio = l.div(difference, x);
    return l.branch(
      l.and(l.less(l.constant(0), x), l.and(l.less(l.constant(-0.5), ratio), l.less(ratio, l.constant(2)))),
      () => l.sub(l.constant(0), l.mul(x, l.call(log1pmxProgram, ratio))),
      () => {
        // Far from the mean the terms do not cancel, and 1 + ratio would lose the digits of a small mean.
        const quotient = l.div(x, mean);
        const logQuotient = l.branch(
          l.and(l.less(l.constant(2 ** -1022), quotient), l.less(quotient, l.constant(Infinity))),
          () => l.call(logProgram, quotient),
          () => l.sub(l.call(logProgram, x), l.call(logProgram, mean)),
        );
        const unbounded = l.and(l.lessEqual(l.constant(0), x), l.equal(mean, l.constant(Infinity)));
        const all = l.or(l.equal(x, l.constant(0)), unbounded);
        return l.select(all, mean, l.add(l.mul(x, logQuotient), difference));
      },
    );
  },
});
