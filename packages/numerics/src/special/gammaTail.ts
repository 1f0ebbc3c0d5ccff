/**
 * The tails of the incomplete gamma functions: the logarithm of the one that lies on x's side of the middle, and its
 * derivative by a. Everything else about P(a, x) and Q(a, x) follows from these two without cancellation.
 *
 * Four ways, each where it is exact and short: Temme's expansion near x = a for a >= 40; for a < 1, x < 1 the series of
 * gamma(a, x) in x, as a logarithm whose terms are all of the size of a; the series of P below x = a; Legendre's continued
 * fraction of Q above. Loops carry the derivative beside the value.
 *
 * Sources: DLMF 8.7.1, 8.7.3, 8.9.2; Gil, Segura & Temme (2012), Efficient and accurate algorithms for the computation and
 * inversion of the incomplete gamma function ratios, SIAM J. Sci. Comput. 34(6); prefix after Loader (2000).
 */
import { expProgram } from '../elementary/exp.js';
import { log1pProgram, logProgram } from '../elementary/log.js';
import { laneProgram } from '../lanes/laneProgram.js';
import type { Lanes } from '../lanes/lanes.js';
import { polynomial } from '../lanes/polynomial.js';
import { binomialDevianceProgram, logRatioProgram } from './binomialDeviance.js';
import { LGAMMA } from './coefficients.js';
import { digammaProgram } from './polygamma.js';
import { stirlingErrorDerivativeProgram, stirlingErrorProgram } from './stirlingError.js';
import { isNearLargeShape, largeShapeSlope, largeShapeTail } from './temmeGamma.js';

const LOG_TWO_PI = 1.8378770664093453;
const SMALL = 2 ** -56;
const MOST = 200;

/** Whether the tail that is computed is the lower one, P. */
export function isLowerTail<V, M>(l: Lanes<V, M>, a: V, x: V): M {
  return l.lessEqual(x, l.max(a, l.constant(1)));
}

/** lgamma(1 + a) for 0 <= a <= 3, with its digits near 0. */
export function lgamma1p<V, M>(l: Lanes<V, M>, a: V): V {
  const lessOne = l.sub(a, l.constant(1));
  return l.mul(l.mul(a, lessOne), polynomial(l, l.div(lessOne, l.add(a, l.constant(3))), LGAMMA));
}

function isSmall<V, M>(l: Lanes<V, M>, a: V, x: V): M {
  const one = l.constant(1);
  return l.and(l.less(a, one), l.lessEqual(x, one));
}

/** log of x^a e^-x / Gamma(1 + a), x > 0: by its deviance from the mode, so that no large terms cancel. */
export const logGammaTermProgram = laneProgram({
  name: 'logGammaTerm',
  arity: 2,
  body: (l, a, x) =>
    l.branch(
      l.less(a, l.constant(1)),
      () => l.sub(l.sub(l.mul(a, l.call(logProgram, x)), lgamma1p(l, a)), x),
      () => {
        const scale = l.mul(l.constant(0.5), l.add(l.constant(LOG_TWO_PI), l.call(logProgram, a)));
        const deviance = l.add(l.call(stirlingErrorProgram, a), l.call(binomialDevianceProgram, a, x));
        return l.neg(l.add(scale, deviance));
      },
    ),
});

/** Its derivative by a: log x - digamma(1 + a). */
function termSlope<V, M>(l: Lanes<V, M>, a: V, x: V): V {
  return l.branch(
    l.less(a, l.constant(1)),
    () => l.sub(l.call(logProgram, x), l.call(digammaProgram, l.add(a, l.constant(1)))),
    () => {
      const rest = l.add(l.div(l.constant(0.5), a), l.call(stirlingErrorDerivativeProgram, a));
      return l.sub(l.call(logRatioProgram, x, a), rest);
    },
  );
}

/** a w with w = sum_n>=1 (-x)^n/(n! (a + n)), and the derivative of w, for x <= 1: P = x^a/Gamma(1 + a) (1 + a w). */
function smallSeries<V, M>(l: Lanes<V, M>, a: V, x: V): { readonly w: V; readonly slope: V } {
  const zero = l.constant(0);
  const one = l.constant(1);
  const [, , w, slope] = l.repeat([zero, one, zero, zero], 30, ([n, power, sum, slopeSum]) => {
    const next = l.add(n!, one);
    const term = l.mul(power!, l.div(l.neg(x), next));
    const inverse = l.div(one, l.add(a, next));
    const part = l.mul(term, inverse);
    return {
      next: [next, term, l.add(sum!, part), l.sub(slopeSum!, l.mul(part, inverse))],
      going: l.less(l.constant(SMALL / 16), l.abs(term)),
    };
  });
  return { w: w!, slope: slope! };
}

/** sum_n x^n / ((a + 1) ... (a + n)) from n = 0: P over the term. */
function lowerSeries<V, M>(l: Lanes<V, M>, a: V, x: V): V {
  const one = l.constant(1);
  const [, , sum] = l.repeat([a, one, one], MOST, ([shifted, term, total]) => {
    const next = l.add(shifted!, one);
    const part = l.mul(term!, l.div(x, next));
    return {
      next: [next, part, l.add(total!, part)],
      going: l.less(l.mul(total!, l.constant(SMALL)), part),
    };
  });
  return sum!;
}

/** The derivative by a of the log of `lowerSeries`. */
function lowerSeriesSlope<V, M>(l: Lanes<V, M>, a: V, x: V): V {
  const one = l.constant(1);
  const zero = l.constant(0);
  const [, , sum, , slope] = l.repeat([a, one, one, zero, zero], MOST, ([shifted, term, total, minusRate, rates]) => {
    const next = l.add(shifted!, one);
    const inverse = l.div(one, next);
    const part = l.mul(term!, l.mul(x, inverse));
    // The rate of a term is minus the term times the sum of 1/(a + k).
    const rate = l.add(minusRate!, inverse);
    const more = l.add(rates!, l.mul(part, rate));
    return {
      next: [next, part, l.add(total!, part), rate, more],
      going: l.less(l.mul(more, l.constant(SMALL)), l.mul(part, rate)),
    };
  });
  return l.neg(l.div(slope!, sum!));
}

/** The continued fraction 1/(x + 1 - a - 1 (1 - a)/(x + 3 - a - ...)), by Steed's method: Q over a times the term. */
function upperFraction<V, M>(l: Lanes<V, M>, a: V, x: V): V {
  const one = l.constant(1);
  const first = l.add(l.sub(x, a), one);
  const start = l.div(one, first);
  const [, , , , value] = l.repeat([l.constant(1), first, start, start, start], MOST, ([n, b, d, change, sum]) => {
    const bottom = l.add(b!, l.constant(2));
    const top = l.mul(n!, l.sub(a, n!));
    const folded = l.mul(top, d!);
    const inverse = l.div(one, l.add(bottom, folded));
    const step = l.neg(l.mul(change!, l.mul(folded, inverse)));
    return {
      next: [l.add(n!, one), bottom, inverse, step, l.add(sum!, step)],
      going: l.less(l.mul(sum!, l.constant(SMALL)), l.abs(step)),
    };
  });
  return value!;
}

/** The derivative by a of the log of `upperFraction`. */
function upperFractionSlope<V, M>(l: Lanes<V, M>, a: V, x: V): V {
  const one = l.constant(1);
  const first = l.add(l.sub(x, a), one);
  const start = l.div(one, first);
  const startSlope = l.mul(start, start); // of 1/(x + 1 - a)
  const initial = [one, first, start, start, start, startSlope, startSlope, startSlope];
  const [, , , , value, , , slope] = l.repeat(initial, MOST, ([n, b, d, change, sum, dRate, changeRate, sumRate]) => {
    const bottom = l.add(b!, l.constant(2));
    const top = l.mul(n!, l.sub(a, n!));
    const folded = l.mul(top, d!);
    const foldedRate = l.add(l.mul(n!, d!), l.mul(top, dRate!));
    const inverse = l.div(one, l.add(bottom, folded));
    const inverseRate = l.mul(l.mul(inverse, inverse), l.sub(one, foldedRate));
    const factor = l.mul(folded, inverse);
    const factorRate = l.add(l.mul(foldedRate, inverse), l.mul(folded, inverseRate));
    const step = l.neg(l.mul(change!, factor));
    const stepRate = l.neg(l.add(l.mul(changeRate!, factor), l.mul(change!, factorRate)));
    const [total, totalRate] = [l.add(sum!, step), l.add(sumRate!, stepRate)];
    return {
      next: [l.add(n!, one), bottom, inverse, step, total, inverseRate, stepRate, totalRate],
      going: l.or(
        l.less(l.mul(total, l.constant(SMALL)), l.abs(step)),
        l.less(l.mul(l.abs(totalRate), l.constant(SMALL)), l.abs(stepRate)),
      ),
    };
  });
  return l.div(slope!, value!);
}

/** log P(a, x) where `isLowerTail`, else log Q(a, x); for 0 < a < Infinity, 0 < x < Infinity. */
export const logGammaTailProgram = laneProgram({
  name: 'logGammaTail',
  arity: 2,
  body: (l, a, x) =>
    l.branch(
      isNearLargeShape(l, a, x),
      () => {
        const { size, deviance } = largeShapeTail(l, a, x);
        const scale = l.mul(l.constant(0.5), l.add(l.constant(LOG_TWO_PI), l.call(logProgram, a)));
        return l.sub(l.sub(l.call(logProgram, size), scale), deviance);
      },
      () =>
        l.branch(
          isSmall(l, a, x),
          () => {
            const power = l.sub(l.mul(a, l.call(logProgram, x)), lgamma1p(l, a));
            return l.add(power, l.call(log1pProgram, l.mul(a, smallSeries(l, a, x).w)));
          },
          () => {
            const term = l.call(logGammaTermProgram, a, x);
            return l.branch(
              isLowerTail(l, a, x),
              () => l.add(term, l.call(logProgram, lowerSeries(l, a, x))),
              () => l.add(term, l.call(logProgram, l.mul(a, upperFraction(l, a, x)))),
            );
          },
        ),
    ),
});

/** The derivative of `logGammaTail` by a. */
export const logGammaTailSlopeProgram = laneProgram({
  name: 'logGammaTailSlope',
  arity: 2,
  body: (l, a, x) =>
    l.branch(
      isNearLargeShape(l, a, x),
      () => largeShapeSlope(l, a, x),
      () => {
        const term = termSlope(l, a, x);
        return l.branch(
          isSmall(l, a, x),
          () => {
            const { w, slope } = smallSeries(l, a, x);
            const rate = l.div(l.add(w, l.mul(a, slope)), l.add(l.constant(1), l.mul(a, w)));
            return l.add(term, rate);
          },
          () =>
            l.branch(
              isLowerTail(l, a, x),
              () => l.add(term, lowerSeriesSlope(l, a, x)),
              () => l.add(l.add(term, l.div(l.constant(1), a)), upperFractionSlope(l, a, x)),
            ),
        );
      },
    ),
});

/** x times the density at x over the tail: the size of the derivative of `logGammaTail` by log x. */
export const gammaTailRateProgram = laneProgram({
  name: 'gammaTailRate',
  arity: 2,
  body: (l, a, x) =>
    l.branch(
      isNearLargeShape(l, a, x),
      () => {
        const correction = l.call(expProgram, l.neg(l.call(stirlingErrorProgram, a)));
        return l.div(l.mul(a, correction), largeShapeTail(l, a, x).size);
      },
      () =>
        l.branch(
          isSmall(l, a, x),
          () => {
            const rest = l.add(l.constant(1), l.mul(a, smallSeries(l, a, x).w));
            return l.div(l.mul(a, l.call(expProgram, l.neg(x))), rest);
          },
          () =>
            l.branch(
              isLowerTail(l, a, x),
              () => l.div(a, lowerSeries(l, a, x)),
              () => l.div(l.constant(1), upperFraction(l, a, x)),
            ),
        ),
    ),
});
