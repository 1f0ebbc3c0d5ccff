/** sin, cos and tan, good for arguments of any size. */
import { laneProgram } from '../lanes/laneProgram.js';
import type { Lanes } from '../lanes/lanes.js';
import { polynomial } from '../lanes/polynomial.js';
import { type ReducedAngle, reduceLong, reduceShort, SHORT_LIMIT } from './angleReduction.js';
import { COS, SIN } from './coefficients.js';

/** sin(high + low) for |high| <= pi/4. */
export function sineNearZero<V, M>(l: Lanes<V, M>, high: V, low: V): V {
  const z = l.mul(high, high);
  const cubic = l.mul(l.mul(high, z), polynomial(l, z, SIN));
  const correction = l.mul(low, l.sub(l.constant(1), l.mul(z, l.constant(0.5))));
  return l.add(high, l.add(cubic, correction));
}

/** cos(high + low) for |high| <= pi/4. */
export function cosineNearZero<V, M>(l: Lanes<V, M>, high: V, low: V): V {
  const one = l.constant(1);
  const z = l.mul(high, high);
  const half = l.mul(z, l.constant(0.5));
  const main = l.sub(one, half);
  const lost = l.sub(l.sub(one, main), half);
  const quartic = l.mul(l.mul(z, z), polynomial(l, z, COS));
  return l.add(main, l.add(lost, l.sub(quartic, l.mul(high, low))));
}

/** The sine of a reduced angle plus `turns` quarter turns. */
function sineOf<V, M>(l: Lanes<V, M>, angle: ReducedAngle<V>, turns: 0 | 1): V {
  const { quadrant, high, low } = angle;
  const sine = sineNearZero(l, high, low);
  const cosine = cosineNearZero(l, high, low);
  const isOne = l.equal(quadrant, l.constant(1));
  const isTwo = l.equal(quadrant, l.constant(2));
  const isThree = l.equal(quadrant, l.constant(3));
  const odd = l.or(isOne, isThree);
  const size = turns === 0 ? l.select(odd, cosine, sine) : l.select(odd, sine, cosine);
  const negative = turns === 0 ? l.or(isTwo, isThree) : l.or(isOne, isTwo);
  return l.select(negative, l.neg(size), size);
}

function tangentOf<V, M>(l: Lanes<V, M>, angle: ReducedAngle<V>): V {
  const { quadrant, high, low } = angle;
  const sine = sineNearZero(l, high, low);
  const cosine = cosineNearZero(l, high, low);
  const odd = l.or(l.equal(quadrant, l.constant(1)), l.equal(quadrant, l.constant(3)));
  return l.div(l.select(odd, l.neg(cosine), sine), l.select(odd, sine, cosine));
}

const TINY = 2 ** -28; // below it sin(x) and tan(x) round to x

const sinLongProgram = laneProgram({
  name: 'sinLong',
  arity: 1,
  body: (l, x) => {
    const value = sineOf(l, reduceLong(l, l.abs(x)), 0);
    return l.select(l.less(x, l.constant(0)), l.neg(value), value);
  },
});

const cosLongProgram = laneProgram({
  name: 'cosLong',
  arity: 1,
  body: (l, x) => sineOf(l, reduceLong(l, l.abs(x)), 1),
});

const tanLongProgram = laneProgram({
  name: 'tanLong',
  arity: 1,
  body: (l, x) => {
    const value = tangentOf(l, reduceLong(l, l.abs(x)));
    return l.select(l.less(x, l.constant(0)), l.neg(value), value);
  },
});

/** sin(x), x in radians; NaN for infinite x. */
export const sinProgram = laneProgram({
  name: 'sin',
  arity: 1,
  body: (l, x) =>
    l.branch(
      l.less(l.abs(x), l.constant(SHORT_LIMIT)),
      () => l.select(l.less(l.abs(x), l.constant(TINY)), x, sineOf(l, reduceShort(l, x), 0)),
      () => l.call(sinLongProgram, x),
    ),
});

/** cos(x), x in radians; NaN for infinite x. */
export const cosProgram = laneProgram({
  name: 'cos',
  arity: 1,
  body: (l, x) =>
    l.branch(
      l.less(l.abs(x), l.constant(SHORT_LIMIT)),
      () => sineOf(l, reduceShort(l, x), 1),
      () => l.call(cosLongProgram, x),
    ),
});

/** tan(x), x in radians; NaN for infinite x. */
export const tanProgram = laneProgram({
  name: 'tan',
  arity: 1,
  body: (l, x) =>
    l.branch(
      l.less(l.abs(x), l.constant(SHORT_LIMIT)),
      () => l.select(l.less(l.abs(x), l.constant(TINY)), x, tangentOf(l, reduceShort(l, x))),
      () => l.call(tanLongProgram, x),
    ),
});
