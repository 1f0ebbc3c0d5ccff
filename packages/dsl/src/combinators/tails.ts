/** Probabilities of intervals, from whichever tail keeps their digits. */
import { constant, greater, greaterEqual, less, lessEqual, log1mexp, minimum, Tensor, where } from '@credence/autodiff';
import { type Bound, numberOf } from '../supports/bounds.js';
import type { Support } from '../supports/index.js';
import type { Part } from './parts.js';

const infinity = Number.POSITIVE_INFINITY;
/** log(1/2): above it a lower bound lies in the upper half. */
const HALF = -Math.LN2;

/**
 * log P(low < X <= high) of a part, or undefined where that is known to be 0. Bounds may be infinite or lie outside the
 * support, element by element, without harm to gradients. Where `low` lies above the median it is a difference of survival
 * functions, else one of cdfs, so that it has its digits however far out both are. Between bounds close to each other it has
 * as many digits as the difference of their probabilities.
 */
export function logMass(
  part: Part,
  all: Readonly<Record<string, Tensor>>,
  low: Bound | undefined,
  high: Bound | undefined,
): Tensor | undefined {
  const { lower, upper } = part.support(all).ends ?? { lower: -infinity, upper: infinity };
  const whole = part.kind === 'discrete';
  const from = low === undefined || isBelow(low, lower, whole) ? undefined : low;
  const to = high === undefined || isBelow(upper, high, false) ? undefined : high;
  const known = (bound: Bound, end: Bound) => numberOf(bound) !== undefined && numberOf(end) !== undefined;
  /** A value at the lower bound, and what it is where that bound lies below everything. */
  const atLow = (bound: Bound, value: Tensor, otherwise: number) =>
    known(bound, lower) ? value : where(whole ? greaterEqual(bound, lower) : greater(bound, lower), value, otherwise);
  const atHigh = (bound: Bound, value: Tensor, otherwise: number) =>
    known(bound, upper) ? value : where(less(bound, upper), value, otherwise);
  const cdfTo = to === undefined ? undefined : atHigh(to, part.logCdf(tensorOf(to), all), 0);
  if (from === undefined) return cdfTo;
  const survivalFrom = atLow(from, part.logSurvival(tensorOf(from), all), 0);
  if (cdfTo === undefined || to === undefined) return survivalFrom;
  const cdfFrom = atLow(from, part.logCdf(tensorOf(from), all), -infinity);
  const survivalTo = atHigh(to, part.logSurvival(tensorOf(to), all), -infinity);
  return where(
    greater(cdfFrom, HALF),
    survivalFrom.add(log1mexp(survivalTo.sub(survivalFrom))),
    cdfTo.add(log1mexp(cdfFrom.sub(cdfTo))),
  );
}

/** Whether a bound is known to lie at or below another one; or only below it. */
function isBelow(bound: Bound, other: Bound, strictly: boolean): boolean {
  const [a, b] = [numberOf(bound), numberOf(other)];
  return a !== undefined && b !== undefined && (strictly ? a < b : a <= b);
}

export function tensorOf(bound: Bound): Tensor {
  return bound instanceof Tensor ? bound : constant(bound);
}

/**
 * A log cdf or survival function that is put together of others: exact at and beyond the ends of the support, where rounding
 * of a sum of shares would show, and never above 0.
 */
export function exactAtEnds(x: Tensor, { ends }: Support, value: Tensor, below: number, above: number): Tensor {
  const { lower, upper } = ends ?? { lower: -infinity, upper: infinity };
  const low = numberOf(lower) === -infinity ? lessEqual(x, lower) : less(x, lower);
  return where(greaterEqual(x, upper), above, where(low, below, minimum(value, 0)));
}
