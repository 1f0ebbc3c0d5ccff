/**
 * Differences of lgamma, digamma and trigamma at x + a and x that keep their digits when x is large, where the two values
 * agree in most of theirs.
 *
 * Beyond 4 each is an asymptotic form whose difference is taken term by term: with s = 1/x and t = 1/(x + a),
 * s - t = a s t, and polynomials in s^2 and t^2 by divided differences. Below 4 the recurrence moves the arguments up.
 */
import { log1pProgram, logProgram } from '../elementary/log.js';
import { laneProgram } from '../lanes/laneProgram.js';
import type { Lanes } from '../lanes/lanes.js';
import { polynomialDifference } from '../lanes/polynomial.js';
import { BINET, DIGAMMA_TAIL, TRIGAMMA_TAIL } from './coefficients.js';
import { lgammaProgram } from './gamma.js';
import { digammaProgram, trigammaProgram } from './polygamma.js';

const SHIFT = 4;

/** The smaller argument and the larger one, and their distance. */
interface Interval<V, M> {
  readonly low: V;
  readonly high: V;
  readonly width: V;
  readonly reversed: M;
  /** Both ends moved up to where the asymptotic forms hold. */
  readonly base: V;
  readonly top: V;
  readonly moved: M;
}

function interval<V, M>(l: Lanes<V, M>, x: V, a: V): Interval<V, M> {
  const sum = l.add(x, a);
  const reversed = l.less(a, l.constant(0));
  const low = l.select(reversed, sum, x);
  const high = l.select(reversed, x, sum);
  const moved = l.less(low, l.constant(SHIFT));
  const shift = l.select(moved, l.constant(SHIFT), l.constant(0));
  return { low, high, width: l.abs(a), reversed, base: l.add(low, shift), top: l.add(high, shift), moved };
}

/** s = 1/base, t = 1/top, their squares, and the differences of both, which are small when base is large. */
function inverses<V, M>(l: Lanes<V, M>, { base, top, width }: Interval<V, M>) {
  const s = l.div(l.constant(1), base);
  const t = l.div(l.constant(1), top);
  const u = l.mul(s, s);
  const v = l.mul(t, t);
  const first = l.mul(l.div(width, top), s); // s - t
  return { s, t, u, v, first, second: l.mul(first, l.add(s, t)) };
}

function signed<V, M>(l: Lanes<V, M>, reversed: M, value: V): V {
  return l.select(reversed, l.neg(value), value);
}

/** lgamma(x + a) - lgamma(x), for x > 0 and x + a > 0. */
export const lgammaDifferenceProgram = laneProgram({
  name: 'lgammaDifference',
  arity: 2,
  body: (l, x, a) => {
    const ends = interval(l, x, a);
    const { low, high, width, reversed, base, top, moved } = ends;
    const half = l.constant(0.5);
    const value = l.branch(
      l.not(l.and(moved, l.less(l.mul(low, half), width))),
      () => {
        // (x - 1/2) log(1 + a/x) + a (log(x + a) - 1) + binet(x + a) - binet(x)
        const { t, u, v, first, second } = inverses(l, ends);
        const { value: p, difference } = polynomialDifference(l, u, v, BINET);
        const binet = l.add(l.mul(first, p), l.mul(l.mul(t, second), difference));
        const growth = l.mul(l.sub(base, half), l.call(log1pProgram, l.div(width, base)));
        const slope = l.mul(width, l.sub(l.call(logProgram, top), l.constant(1)));
        const far = l.sub(l.add(slope, growth), binet);
        return l.branch(
          l.not(moved),
          () => l.select(l.equal(top, l.constant(Infinity)), l.constant(Infinity), far),
          () => {
            // less the log of the product of 1 + a/(x + k), k = 0..3, kept as 1 + q
            let q = l.div(width, low);
            for (let k = 1; k < SHIFT; k++) {
              const r = l.div(width, l.add(low, l.constant(k)));
              q = l.add(q, l.add(r, l.mul(q, r)));
            }
            return l.sub(far, l.call(log1pProgram, q));
          },
        );
      },
      () => l.sub(l.call(lgammaProgram, high), l.call(lgammaProgram, low)),
    );
    return signed(l, reversed, value);
  },
});

/** digamma(x + a) - digamma(x), for x > 0 and x + a > 0: the derivative of `lgammaDifference` by x. */
export const digammaDifferenceProgram = laneProgram({
  name: 'digammaDifference',
  arity: 2,
  body: (l, x, a) => {
    const ends = interval(l, x, a);
    const { low, high, width, reversed, base, moved } = ends;
    const value = l.branch(
      l.less(l.constant(0), low),
      () => {
        const { u, v, first, second } = inverses(l, ends);
        const { value: p, difference } = polynomialDifference(l, u, v, DIGAMMA_TAIL);
        const tail = l.mul(second, l.add(p, l.mul(v, difference)));
        const growth = l.call(log1pProgram, l.div(width, base));
        const far = l.add(growth, l.add(l.mul(first, l.constant(0.5)), tail));
        return l.branch(
          l.not(moved),
          () => far,
          () => {
            let sum = far;
            for (let k = SHIFT - 1; k >= 0; k--) {
              const lower = l.add(low, l.constant(k));
              const upper = l.add(high, l.constant(k));
              sum = l.add(sum, l.div(l.div(width, upper), lower));
            }
            return sum;
          },
        );
      },
      () => l.sub(l.call(digammaProgram, high), l.call(digammaProgram, low)),
    );
    return signed(l, reversed, value);
  },
});

/** trigamma(x + a) - trigamma(x), for x > 0 and x + a > 0: the derivative of `digammaDifference` by x. */
export const trigammaDifferenceProgram = laneProgram({
  name: 'trigammaDifference',
  arity: 2,
  body: (l, x, a) => {
    const ends = interval(l, x, a);
    const { low, high, width, reversed, moved } = ends;
    const value = l.branch(
      l.less(l.constant(0), low),
      () => {
        const { t, u, v, first, second } = inverses(l, ends);
        const { value: p, difference } = polynomialDifference(l, u, v, TRIGAMMA_TAIL);
        const cubes = l.add(l.mul(first, l.mul(u, p)), l.mul(l.mul(t, second), l.add(p, l.mul(v, difference))));
        const far = l.add(first, l.add(l.mul(second, l.constant(0.5)), cubes));
        return l.branch(
          l.not(moved),
          () => far,
          () => {
            let sum = far;
            for (let k = SHIFT - 1; k >= 0; k--) {
              const lower = l.div(l.constant(1), l.add(low, l.constant(k)));
              const upper = l.div(l.constant(1), l.add(high, l.constant(k)));
              const gap = l.mul(l.mul(width, upper), lower);
              sum = l.add(sum, l.mul(gap, l.add(lower, upper)));
            }
            return sum;
          },
        );
      },
      () => l.sub(l.call(trigammaProgram, low), l.call(trigammaProgram, high)),
    );
    return signed(l, reversed, l.neg(value));
  },
});
