/** Derivatives of lgamma: digamma, trigamma, tetragamma, pentagamma. */
import { logProgram } from '../elementary/log.js';
import { laneProgram } from '../lanes/laneProgram.js';
import type { LaneProgram, Lanes } from '../lanes/lanes.js';
import { polynomial } from '../lanes/polynomial.js';
import {
  DIGAMMA,
  DIGAMMA_ROOT,
  DIGAMMA_TAIL,
  PENTAGAMMA_TAIL,
  TETRAGAMMA_TAIL,
  TRIGAMMA_TAIL,
} from './coefficients.js';
import { cotangentPi } from './sinePi.js';

const PI_2 = 9.869604401089358;
const PI_3 = 31.00627668029982;
const PI_4 = 97.40909103400244;

/** digamma(x) for x >= 0. */
const digammaPositiveProgram = laneProgram({
  name: 'digammaPositive',
  arity: 1,
  body: (l, x) => {
    const one = l.constant(1);
    const inverse = l.div(one, x);
    return l.branch(
      l.lessEqual(l.constant(4), x),
      () => {
        const square = l.mul(inverse, inverse);
        const tail = l.mul(square, polynomial(l, square, DIGAMMA_TAIL));
        return l.sub(l.call(logProgram, x), l.add(l.mul(inverse, l.constant(0.5)), tail));
      },
      () => {
        // On [1, 4] with the zero as a factor; below 1 as digamma(x + 1) - 1/x.
        const below = l.less(x, one);
        const lessTwo = l.select(below, l.sub(x, one), l.sub(x, l.constant(2)));
        const t = l.div(lessTwo, l.add(lessTwo, l.constant(4)));
        const root = l.select(below, l.constant(DIGAMMA_ROOT[0]! - 1), l.constant(DIGAMMA_ROOT[0]!));
        const fromRoot = l.sub(l.sub(x, root), l.constant(DIGAMMA_ROOT[1]!));
        const value = l.mul(fromRoot, polynomial(l, t, DIGAMMA));
        return l.sub(value, l.select(below, inverse, l.constant(0)));
      },
    );
  },
});

/** digamma(x) = digamma(-x) - 1/x - pi cot(pi x) for x < 0. */
const digammaNegativeProgram = laneProgram({
  name: 'digammaNegative',
  arity: 1,
  body: (l, x) => {
    const size = l.abs(x);
    const { cotangent } = cotangentPi(l, x);
    const reflected = l.add(l.call(digammaPositiveProgram, size), l.div(l.constant(1), size));
    const value = l.sub(reflected, l.mul(l.constant(Math.PI), cotangent));
    return l.select(l.equal(l.floor(x), x), l.constant(NaN), value);
  },
});

/** The derivative of lgamma; -Infinity at 0, NaN at negative whole numbers. */
export const digammaProgram = laneProgram({
  name: 'digamma',
  arity: 1,
  body: (l, x) =>
    l.branch(
      l.lessEqual(l.constant(0), x),
      () => l.call(digammaPositiveProgram, x),
      () => l.call(digammaNegativeProgram, x),
    ),
});

interface PolygammaDefinition {
  readonly name: string;
  /** The value for x >= 4 from 1/x and 1/x^2. */
  readonly tail: <V, M>(l: Lanes<V, M>, inverse: V, square: V) => V;
  /** The value at x less that at x + 1, from 1/x. */
  readonly step: <V, M>(l: Lanes<V, M>, inverse: V) => V;
  /** The value at x < 0, from the one at 1 - x, cot(pi x) and 1/sin(pi x)^2. */
  readonly reflect: <V, M>(l: Lanes<V, M>, reflected: V, cotangent: V, cosecantSquare: V) => V;
  /** At 0, -1, -2, ... */
  readonly pole: number;
}

/** By the series beyond 4, by recurrence (all terms of one sign) below, by reflection below 0. */
function polygamma({ name, tail, step, reflect, pole }: PolygammaDefinition): LaneProgram {
  const seriesOf = <V, M>(l: Lanes<V, M>, x: V): V => {
    const inverse = l.div(l.constant(1), x);
    return tail(l, inverse, l.mul(inverse, inverse));
  };
  const positive = laneProgram({
    name: `${name}Positive`,
    arity: 1,
    body: (l, x) =>
      l.branch(
        l.lessEqual(l.constant(4), x),
        () => seriesOf(l, x),
        () => {
          let sum = seriesOf(l, l.add(x, l.constant(4)));
          for (let k = 3; k >= 0; k--) {
            sum = l.add(sum, step(l, l.div(l.constant(1), l.add(x, l.constant(k)))));
          }
          return sum;
        },
      ),
  });
  const negative = laneProgram({
    name: `${name}Negative`,
    arity: 1,
    body: (l, x) => {
      const { cotangent, sine } = cotangentPi(l, x);
      const inverse = l.div(l.constant(1), sine);
      const value = reflect(l, l.call(positive, l.sub(l.constant(1), x)), cotangent, l.mul(inverse, inverse));
      return l.select(l.equal(l.floor(x), x), l.constant(pole), value);
    },
  });
  return laneProgram({
    name,
    arity: 1,
    body: (l, x) =>
      l.branch(
        l.lessEqual(l.constant(0), x),
        () => l.call(positive, x),
        () => l.call(negative, x),
      ),
  });
}

/** The second derivative of lgamma; Infinity at 0, -1, -2, ... */
export const trigammaProgram = polygamma({
  name: 'trigamma',
  tail: (l, inverse, square) => {
    const cube = l.mul(l.mul(inverse, square), polynomial(l, square, TRIGAMMA_TAIL));
    return l.add(inverse, l.add(l.mul(square, l.constant(0.5)), cube));
  },
  step: (l, inverse) => l.mul(inverse, inverse),
  reflect: (l, reflected, _cotangent, cosecantSquare) => l.sub(l.mul(l.constant(PI_2), cosecantSquare), reflected),
  pole: Infinity,
});

/** The third derivative of lgamma; -Infinity at 0, NaN at negative whole numbers. */
export const tetragammaProgram = polygamma({
  name: 'tetragamma',
  tail: (l, inverse, square) => {
    const fourth = l.mul(l.mul(square, square), polynomial(l, square, TETRAGAMMA_TAIL));
    return l.neg(l.add(square, l.add(l.mul(square, inverse), fourth)));
  },
  step: (l, inverse) => l.mul(l.constant(-2), l.mul(l.mul(inverse, inverse), inverse)),
  reflect: (l, reflected, cotangent, cosecantSquare) =>
    l.sub(reflected, l.mul(l.constant(2 * PI_3), l.mul(cotangent, cosecantSquare))),
  pole: NaN,
});

/** The fourth derivative of lgamma; Infinity at 0, -1, -2, ... */
export const pentagammaProgram = polygamma({
  name: 'pentagamma',
  tail: (l, inverse, square) => {
    const cube = l.mul(square, inverse);
    const fifth = l.mul(l.mul(cube, square), polynomial(l, square, PENTAGAMMA_TAIL));
    return l.add(l.mul(l.constant(2), cube), l.add(l.mul(l.constant(3), l.mul(square, square)), fifth));
  },
  step: (l, inverse) => {
    const square = l.mul(inverse, inverse);
    return l.mul(l.constant(6), l.mul(square, square));
  },
  reflect: (l, reflected, cotangent, cosecantSquare) => {
    const shape = l.add(cosecantSquare, l.mul(l.constant(2), l.mul(cotangent, cotangent)));
    return l.sub(l.mul(l.constant(2 * PI_4), l.mul(cosecantSquare, shape)), reflected);
  },
  pole: Infinity,
});
