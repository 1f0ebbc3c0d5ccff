/** The standard normal distribution: density, cdf, log cdf and the ratios that are its derivatives. */
import { log1pProgram, logProgram } from '../elementary/log.js';
import { square } from '../lanes/compensated.js';
import { laneProgram } from '../lanes/laneProgram.js';
import type { Lanes } from '../lanes/lanes.js';
import { polynomial } from '../lanes/polynomial.js';
import { MILLS_EXCESS } from './coefficients.js';
import { erfcxPositive, expOfSquare, scaledErfcx } from './erf.js';

const INVERSE_SQRT_TWO_PI = 0.3989422804014327;
const SQRT_TWO_OVER_PI = 0.7978845608028654;

/** exp(-x^2/2)/sqrt(2 pi). */
export const normalDensityProgram = laneProgram({
  name: 'normalDensity',
  arity: 1,
  body: (l, x) => l.mul(l.constant(INVERSE_SQRT_TWO_PI), expOfSquare(l, x, -0.5)),
});

/** Upper tail over exp(-size^2/2), for size >= 0: erfcx(size/sqrt(2))/2. */
function scaledTail<V, M>(l: Lanes<V, M>, size: V): V {
  return l.mul(l.constant(0.5), erfcxPositive(l, l.mul(size, l.constant(Math.SQRT1_2))));
}

/** P(Z > size) for size >= 0. */
const normalTailProgram = laneProgram({
  name: 'normalTail',
  arity: 1,
  body: (l, size) => l.mul(expOfSquare(l, size, -0.5), scaledTail(l, size)),
});

/** P(Z <= x), with its digits in the lower tail. */
export const normalCdfProgram = laneProgram({
  name: 'normalCdf',
  arity: 1,
  body: (l, x) => {
    const tail = l.call(normalTailProgram, l.abs(x));
    return l.select(l.less(l.constant(0), x), l.sub(l.constant(1), tail), tail);
  },
});

/** log P(Z <= x), with its digits in both tails. */
export const logNormalCdfProgram = laneProgram({
  name: 'logNormalCdf',
  arity: 1,
  body: (l, x) => {
    const size = l.abs(x);
    return l.branch(
      l.less(x, l.constant(0)),
      () => {
        const { low } = square(l, size);
        const inRange = l.less(size, l.constant(2 ** 300));
        const rest = l.select(inRange, l.mul(low, l.constant(0.5)), l.constant(0));
        const high = l.select(inRange, square(l, size).high, l.mul(size, size));
        const logTail = l.call(logProgram, scaledTail(l, size));
        return l.sub(l.sub(logTail, rest), l.mul(high, l.constant(0.5)));
      },
      () => l.call(log1pProgram, l.neg(l.call(normalTailProgram, size))),
    );
  },
});

/** Density over cdf, phi(x)/Phi(x): the derivative of `logNormalCdf`. */
export const inverseMillsRatioProgram = laneProgram({
  name: 'inverseMillsRatio',
  arity: 1,
  body: (l, x) => {
    const one = l.constant(1);
    const size = l.abs(x);
    const z = l.mul(size, l.constant(Math.SQRT1_2));
    return l.branch(
      l.less(x, l.constant(0)),
      () => l.mul(l.add(one, l.add(z, z)), l.div(l.constant(SQRT_TWO_OVER_PI), scaledErfcx(l, z))),
      () => {
        const density = l.call(normalDensityProgram, size);
        return l.div(density, l.sub(one, l.call(normalTailProgram, size)));
      },
    );
  },
});

/**
 * x + phi(x)/Phi(x) without the cancellation in the lower tail, where it is about 1/|x|.
 * The derivative of `inverseMillsRatio` is minus the ratio times this; the derivative of this is 1 minus that product.
 */
export const inverseMillsExcessProgram = laneProgram({
  name: 'inverseMillsExcess',
  arity: 1,
  body: (l, x) => {
    const one = l.constant(1);
    const size = l.abs(x);
    return l.branch(
      l.less(x, l.constant(0)),
      () => {
        const t = l.sub(one, l.div(l.constant(7.5), l.add(size, l.constant(3.75))));
        return l.div(polynomial(l, t, MILLS_EXCESS), l.add(one, size));
      },
      () => l.add(x, l.call(inverseMillsRatioProgram, x)),
    );
  },
});
