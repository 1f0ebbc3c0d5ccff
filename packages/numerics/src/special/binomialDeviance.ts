/** How far a count lies from its mean: the binomial deviance, and the logarithm of their ratio. */

import { LN2, LOG } from '../elementary/coefficients.js';
import { logProgram } from '../elementary/log.js';
import { laneProgram } from '../lanes/laneProgram.js';
import type { Lanes } from '../lanes/lanes.js';
import { polynomialByParity } from '../lanes/polynomial.js';

/** What both functions compute, in the same operations: in one loop they are done once. */
interface Ratio<V, M> {
  /** Whether the rest holds: the quotient is neither 0 nor infinite nor NaN. */
  readonly isRegular: M;
  /** (mean - x) / x */
  readonly d: V;
  /** mean / x = 2^power (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)]; f = d where power is 0. */
  readonly power: V;
  readonly isNear: M;
  /** f / (2 + f), and what log(1 + f) is beside 2 s: s times this. */
  readonly s: V;
  readonly series: V;
}

function ratioOf<V, M>(l: Lanes<V, M>, x: V, mean: V): Ratio<V, M> {
  const one = l.constant(1);
  const inverse = l.div(one, x);
  const quotient = l.mul(mean, inverse);
  const d = l.mul(l.sub(mean, x), inverse);
  const power = l.exponent(l.mul(quotient, l.constant(Math.SQRT2)));
  const isNear = l.equal(power, l.constant(0));
  // 1 + d would lose the digits of a small mean.
  const f = l.select(isNear, d, l.sub(l.mul(quotient, l.powerOfTwo(l.neg(power))), one));
  const s = l.div(f, l.add(f, l.constant(2)));
  const z = l.mul(s, s);
  const series = l.mul(z, polynomialByParity(l, z, LOG));
  const isRegular = l.and(l.less(l.constant(2 ** -1000), quotient), l.less(quotient, l.constant(2 ** 1000)));
  return { isRegular, d, power, isNear, s, series };
}

/** log(mean / x) */
function logarithmOf<V, M>(l: Lanes<V, M>, { power, s, series }: Ratio<V, M>): V {
  return l.add(l.mul(power, l.constant(LN2[0]! + LN2[1]!)), l.mul(s, l.add(l.constant(2), series)));
}

/** log(x / mean) where the quotient leaves the range of float64. */
const logRatioRareProgram = laneProgram({
  name: 'logRatioRare',
  arity: 2,
  body: (l, x, mean) => {
    const quotient = l.div(x, mean);
    return l.branch(
      l.and(l.less(l.constant(2 ** -1022), quotient), l.less(quotient, l.constant(Infinity))),
      () => l.call(logProgram, quotient),
      () => l.sub(l.call(logProgram, x), l.call(logProgram, mean)),
    );
  },
});

/** log(x / mean) for x >= 0 and mean > 0, with all its digits where both are close: the derivative of `binomialDeviance` by x. */
export const logRatioProgram = laneProgram({
  name: 'logRatio',
  arity: 2,
  placement: 'inline',
  body: (l, x, mean) => {
    const ratio = ratioOf(l, x, mean);
    return l.branch(
      ratio.isRegular,
      () => l.sub(l.constant(0), logarithmOf(l, ratio)),
      () => l.call(logRatioRareProgram, x, mean),
    );
  },
});

/** The deviance where x or the mean is 0, infinite or NaN, or their quotient is. */
const binomialDevianceRareProgram = laneProgram({
  name: 'binomialDevianceRare',
  arity: 2,
  body: (l, x, mean) => {
    const unbounded = l.and(l.lessEqual(l.constant(0), x), l.equal(mean, l.constant(Infinity)));
    const all = l.or(l.equal(x, l.constant(0)), unbounded);
    return l.select(all, mean, l.add(l.mul(x, l.call(logRatioRareProgram, x, mean)), l.sub(mean, x)));
  },
});

/**
 * x log(x/mean) + mean - x for x >= 0 and mean > 0: half the deviance of a Poisson count, without cancellation near x = mean.
 *
 * It is x (d - log(1 + d)) with d = (mean - x) / x. Near the mean log(1 + d) = 2 s + s P with s = d / (2 + d), and d - 2 s =
 * s d is exact; elsewhere the terms do not cancel.
 *
 * Source: Loader (2000), the function bd0.
 */
export const binomialDevianceProgram = laneProgram({
  name: 'binomialDeviance',
  arity: 2,
  placement: 'inline',
  body: (l, x, mean) => {
    const ratio = ratioOf(l, x, mean);
    const { d, isNear, s, series } = ratio;
    return l.branch(
      ratio.isRegular,
      () => l.mul(x, l.select(isNear, l.mul(s, l.sub(d, series)), l.sub(d, logarithmOf(l, ratio)))),
      () => l.call(binomialDevianceRareProgram, x, mean),
    );
  },
});
