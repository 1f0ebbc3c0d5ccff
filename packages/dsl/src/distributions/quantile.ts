/** Quantiles of any distribution of numbers that has a cdf, by bisection: slower than an inverse of its own, and as exact. */
import { constant } from '@credence/autodiff';
import { CredenceError, log, log1p } from '@credence/numerics';
import { logCdfOf, logSurvivalOf, supportAt } from './cumulative.js';
import type { Distribution } from './distribution.js';
import { type DrawnParameters, numericFunction } from './numericFunction.js';

/** A probability by the logarithms of itself and of what it leaves of 1, so that it has its digits at both ends. */
export interface Level {
  readonly logBelow: number;
  readonly logAbove: number;
}

/** Where the quantile is looked for. */
export interface Bracket {
  readonly lower: number;
  readonly upper: number;
  /** Whether values are whole numbers. */
  readonly discrete: boolean;
}

/** All of a distribution's support, at parameters of one draw. */
export function bracketAt(distribution: Distribution, parameters: DrawnParameters): Bracket {
  const ends = numericFunction(distribution, 'ends', (_, nodes) => {
    const { ends, range, discrete = false } = supportAt(distribution, nodes);
    const { lower, upper } = ends ?? range ?? { lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY };
    return [lower, upper, discrete].map((value) => (typeof value === 'object' ? value : constant(value)));
  });
  const [lower = Number.NaN, upper = Number.NaN, discrete = 0] = ends(0, parameters);
  return { lower, upper, discrete: discrete === 1 };
}

export const levelOf = (p: number): Level => ({ logBelow: log(p), logAbove: log1p(-p) });

/**
 * The least x of the bracket with P(X <= x) at the level or above: of the log cdf below the median, of the log survival above
 * it, as exact as these are. Takes at most 65 evaluations, whatever the scale of x.
 * @throws CredenceError distribution/missing-function
 */
export function quantileByBisection(
  distribution: Distribution,
  parameters: DrawnParameters,
  { logBelow, logAbove }: Level,
  { lower, upper, discrete }: Bracket,
): number {
  const logCdf = logCdfOf(distribution);
  const logSurvival = logSurvivalOf(distribution);
  if (logCdf === undefined || logSurvival === undefined) throw missingFunction(distribution, 'cdf');
  if (Number.isNaN(logBelow) || Number.isNaN(logAbove)) return Number.NaN;
  const below = logBelow <= logAbove;
  const cumulative = below
    ? numericFunction(distribution, 'logCdf', (x, nodes) => [logCdf(x, nodes)])
    : numericFunction(distribution, 'logSurvival', (x, nodes) => [logSurvival(x, nodes)]);
  const reached = (x: number): boolean => {
    const value = cumulative(x, parameters)[0] ?? Number.NaN;
    return below ? value >= logBelow : value <= logAbove;
  };
  if (reached(lower)) return lower;
  return discrete ? wholeNumber(reached, lower, upper) : float(reached, lower, upper);
}

/** The first whole number in (low, high] at which something holds that goes on to hold; low may be -Infinity, high Infinity. */
function wholeNumber(reached: (x: number) => boolean, low: number, high: number): number {
  let step = 1;
  let from = Number.isFinite(low) ? low : Math.min(-1, Number.isFinite(high) ? high - 1 : -1);
  while (!Number.isFinite(low) && reached(from)) {
    step *= 2;
    from -= step;
    if (!Number.isFinite(from)) return low;
  }
  step = 1;
  let to = Number.isFinite(high) ? high : from + 1;
  while (!Number.isFinite(high) && !reached(to)) {
    from = to;
    step *= 2;
    to += step;
    if (!Number.isFinite(to)) return high;
  }
  while (to - from > 1) {
    const middle = from + Math.floor((to - from) / 2);
    if (middle === from || middle === to) break;
    if (reached(middle)) to = middle;
    else from = middle;
  }
  return to;
}

/** The same among floating-point numbers: bisection of their order, so that a tiny quantile takes no more steps than a large one. */
function float(reached: (x: number) => boolean, low: number, high: number): number {
  let from = placeOf(low);
  let to = placeOf(high);
  while (to - from > 1n) {
    const middle = (from + to) >> 1n;
    if (reached(floatAt(middle))) to = middle;
    else from = middle;
  }
  return floatAt(to);
}

const floats = new Float64Array(1);
const bits = new BigInt64Array(floats.buffer);
const LEAST = -(2n ** 63n);

/** Place of a number in the order of all floating-point numbers; 0 has the place 0. */
function placeOf(x: number): bigint {
  floats[0] = x === 0 ? 0 : x;
  const own = bits[0] ?? 0n;
  return own >= 0n ? own : LEAST - own;
}

function floatAt(place: bigint): number {
  bits[0] = place >= 0n ? place : LEAST - place;
  return floats[0] ?? 0;
}

/** Something asks a distribution for a function that it does not state. */
export function missingFunction(
  { name }: { readonly name: string },
  what: string,
  why = '',
  details: Readonly<Record<string, unknown>> = {},
): CredenceError {
  return new CredenceError(
    'distribution/missing-function',
    `${why}${name} has no ${what}. Give it one in its definition.`,
    { distribution: name, function: what, ...details },
  );
}
