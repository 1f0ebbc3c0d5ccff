/**
 * Where x lies in a beta distribution: what the incomplete beta function needs of (a, b, x, y) with its digits, y being 1 - x.
 *
 * Of x and y the smaller is taken at its word and the other is one minus it, so that x = 1 - 1e-30 can be said.
 */
import { log1pProgram, logProgram } from '../elementary/log.js';
import { twoProduct, twoSum } from '../lanes/compensated.js';
import type { Lanes } from '../lanes/lanes.js';
import { log1pmxProgram, stirlingErrorDerivativeProgram, stirlingErrorProgram } from './stirlingError.js';

const LOG_TWO_PI = 1.8378770664093453;

/** A tail of the beta distribution of shapes p and q: of what lies below u, which is at most about the mean p/(p + q). */
export interface BetaPlace<V, M> {
  /** Whether (p, q, u, v) is (a, b, x, y); else it is (b, a, y, x), and the tail lies above x. */
  readonly lower: M;
  readonly p: V;
  readonly q: V;
  readonly total: V;
  readonly u: V;
  /** 1 - u. */
  readonly v: V;
  /** p - (p + q) u, without cancellation. */
  readonly distance: V;
  /** Whether the tail is computed by its power series in u; u may then lie beyond the mean. */
  readonly bySeries: M;
}

/** A direction in (p, q), for derivatives along it. */
export interface Direction<V> {
  readonly byP: V;
  readonly byQ: V;
}

function seriesHolds<V, M>(l: Lanes<V, M>, p: V, q: V, u: V): M {
  const one = l.constant(1);
  return l.and(l.lessEqual(p, one), l.lessEqual(l.mul(u, l.max(q, one)), l.constant(0.7)));
}

/** A shape less (a + b) times the smaller of x and y. */
function exactDistance<V, M>(l: Lanes<V, M>, a: V, b: V, smaller: V, shape: V): V {
  const first = twoProduct(l, a, smaller);
  const second = twoProduct(l, b, smaller);
  const { high, low } = twoSum(l, first.high, second.high);
  return l.sub(l.sub(shape, high), l.add(low, l.add(first.low, second.low)));
}

export function betaPlace<V, M>(l: Lanes<V, M>, a: V, b: V, x: V, y: V): BetaPlace<V, M> {
  const one = l.constant(1);
  const xIsExact = l.lessEqual(x, y);
  const exactX = l.select(xIsExact, x, l.sub(one, y));
  const exactY = l.select(xIsExact, l.sub(one, x), y);
  const fromMean = exactDistance(l, a, b, l.select(xIsExact, x, y), l.select(xIsExact, a, b));
  const belowMean = l.select(xIsExact, fromMean, l.neg(fromMean));
  const lowerSeries = seriesHolds(l, a, b, exactX);
  const upperSeries = seriesHolds(l, b, a, exactY);
  const lower = l.or(lowerSeries, l.and(l.lessEqual(l.constant(0), belowMean), l.not(upperSeries)));
  return {
    lower,
    p: l.select(lower, a, b),
    q: l.select(lower, b, a),
    total: l.add(a, b),
    u: l.select(lower, exactX, exactY),
    v: l.select(lower, exactY, exactX),
    distance: l.select(lower, belowMean, l.neg(belowMean)),
    bySeries: l.or(lowerSeries, upperSeries),
  };
}

/** log u and log v, each with its digits near 0. */
export function placeLogs<V, M>(l: Lanes<V, M>, { u, v }: BetaPlace<V, M>): { readonly logU: V; readonly logV: V } {
  const uIsSmaller = l.lessEqual(u, v);
  const small = l.call(logProgram, l.select(uIsSmaller, u, v));
  const large = l.call(log1pProgram, l.neg(l.select(uIsSmaller, u, v)));
  return { logU: l.select(uIsSmaller, small, large), logV: l.select(uIsSmaller, large, small) };
}

/** log(total part/shape) = log(1 + difference/shape), for a part (u or v) of the total. */
function logShare<V, M>(l: Lanes<V, M>, place: BetaPlace<V, M>, shape: V, part: V, difference: V): V {
  const ratio = l.div(difference, shape);
  return l.branch(
    l.less(l.constant(-0.5), ratio),
    () => l.call(log1pProgram, ratio),
    () => {
      const scale = l.div(place.total, shape);
      return l.branch(
        l.less(l.constant(2 ** -1000), l.mul(scale, part)),
        () => l.call(logProgram, l.mul(scale, part)),
        () => l.add(l.call(logProgram, scale), l.call(logProgram, part)),
      );
    },
  );
}

/** What a shape adds to the deviance: shape log(shape/(total part)) + difference, >= 0. */
function deviance<V, M>(l: Lanes<V, M>, place: BetaPlace<V, M>, shape: V, part: V, difference: V): V {
  const ratio = l.div(difference, shape);
  return l.branch(
    l.and(l.less(l.constant(-0.5), ratio), l.less(ratio, l.constant(2))),
    () => l.neg(l.mul(shape, l.call(log1pmxProgram, ratio))),
    () => l.sub(difference, l.mul(shape, logShare(l, place, shape, part, difference))),
  );
}

/**
 * log of u^p v^q / B(p, q), the density of the log odds: by its deviance from the mode (Loader 2000), so that no large terms
 * cancel.
 */
export function logOddsDensity<V, M>(l: Lanes<V, M>, place: BetaPlace<V, M>): V {
  const { p, q, total, u, v, distance } = place;
  const scale = l.sub(l.call(logProgram, l.mul(l.min(p, q), l.div(l.max(p, q), total))), l.constant(LOG_TWO_PI));
  const errors = l.sub(
    l.add(l.call(stirlingErrorProgram, p), l.call(stirlingErrorProgram, q)),
    l.call(stirlingErrorProgram, total),
  );
  const deviances = l.add(deviance(l, place, p, u, l.neg(distance)), deviance(l, place, q, v, distance));
  return l.sub(l.sub(l.mul(l.constant(0.5), scale), errors), deviances);
}

/** The derivatives of `logOddsDensity` by p and q: log u - digamma(p) + digamma(p + q), and the same of v and q. */
export function logOddsDensitySlopes<V, M>(
  l: Lanes<V, M>,
  place: BetaPlace<V, M>,
): { readonly byP: V; readonly byQ: V } {
  const { p, q, total, u, v, distance } = place;
  const half = l.constant(0.5);
  const correction = (shape: V): V => l.sub(l.div(half, shape), l.call(stirlingErrorDerivativeProgram, shape));
  const common = correction(total);
  return {
    byP: l.add(logShare(l, place, p, u, l.neg(distance)), l.sub(correction(p), common)),
    byQ: l.add(logShare(l, place, q, v, distance), l.sub(correction(q), common)),
  };
}
