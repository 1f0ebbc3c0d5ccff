/** What both kinds of mixtures have: weights, sums over components, and the union of supports. */
import {
  add,
  exp,
  isFinite as finite,
  log,
  logicalOr,
  maximum,
  stopGradient,
  type Tensor,
  where,
} from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import type { ParameterSpec } from '../distributions/distribution.js';
import type { DrawnParameters } from '../distributions/numericFunction.js';
import { type Bound, larger, numberOf, smaller } from '../supports/bounds.js';
import { integers, interval, type Support, simplex } from '../supports/index.js';

/** Weights of components: probabilities that sum to 1 along the last axis. */
export const weightsParameter: ParameterSpec = {
  description: 'probability of each component, along the last axis',
  rank: 1,
  constraint: simplex,
};

/** Weights of one draw. */
export function weightsOf({ weights }: DrawnParameters): Float64Array {
  return typeof weights === 'object' ? weights : Float64Array.of(weights ?? Number.NaN);
}

/** @throws CredenceError shape/parameter */
export function checkWeights(weights: Tensor | undefined, count: number, what: string): void {
  if (weights === undefined || weights.rank === 0 || weights.shape.at(-1) === count) return;
  throw new CredenceError(
    'shape/parameter',
    `weights has the shape [${weights.shape.join(', ')}], and there are ${what}: its last axis has one weight for each.`,
    { weights: weights.shape, components: count },
  );
}

/** log of the sum of exponentials of several tensors, element by element, without overflow. */
export function logSumOf(terms: readonly Tensor[]): Tensor {
  const [first, ...others] = terms;
  if (first === undefined) throw new Error('a mixture has components');
  if (others.length === 0) return first;
  const largest = others.reduce((high, term) => maximum(high, term), first);
  const high = stopGradient(where(finite(largest), largest, 0));
  const total = terms.map((term) => exp(term.sub(high))).reduce((partial, term) => add(partial, term));
  return high.add(log(total));
}

/** The union of supports of components: the smallest run that holds all of them, less its gaps. */
export function union(supports: readonly Support[]): Support {
  const [first] = supports;
  if (first === undefined) throw new Error('a mixture has components');
  if (supports.every((support) => support === first || (isNumbers(support) && support.text === first.text)))
    return first;
  const whole = hull(
    supports.map((support) => endsOf(support)),
    first.discrete === true,
  );
  const holds = supports.map((support) => support.holds);
  return {
    ...whole,
    contains: (x) => supports.map((support) => support.contains(x)).reduce((any, one) => logicalOr(any, one)),
    ...(holds.includes(undefined) ? {} : { holds: (x: number) => holds.some((one) => one?.(x) === true) }),
  };
}

/** From the least lower end to the greatest upper one. */
export function hull(ends: readonly { readonly lower: Bound; readonly upper: Bound }[], discrete: boolean): Support {
  const lower = ends.map((one) => one.lower).reduce((a, b) => smaller(a, b));
  const upper = ends.map((one) => one.upper).reduce((a, b) => larger(a, b));
  if (discrete) return integers(lower, upper);
  return interval(lower, upper, { closed: true });
}

function isNumbers({ ends }: Support): boolean {
  return ends === undefined || (numberOf(ends.lower) !== undefined && numberOf(ends.upper) !== undefined);
}

function endsOf(support: Support) {
  const ends = support.ends ?? support.range;
  if (ends !== undefined) return ends;
  throw new CredenceError(
    'combinator/support',
    `mixture: components have different supports, and ${support.text} does not say where it ends. Make it by supports.interval, lowerBounded, upperBounded or integers.`,
    { support: support.text },
  );
}

/** Mean and variance of a mixture from those of its components. */
export function mixedMoments(weights: ArrayLike<number>, means: readonly number[], variances: readonly number[]) {
  const mean = means.reduce((total, one, i) => total + (weights[i] ?? 0) * one, 0);
  const variance = means.reduce(
    (total, one, i) => total + (weights[i] ?? 0) * ((variances[i] ?? Number.NaN) + (one - mean) ** 2),
    0,
  );
  return { mean, variance };
}

/** The same of vectors and matrices: means of all elements, and covariances of the component means about them. */
export function mixedEventMean(weights: ArrayLike<number>, means: readonly Float64Array[]): Float64Array {
  return Float64Array.from(means[0] ?? [], (_, k) =>
    means.reduce((total, mean, i) => total + (weights[i] ?? 0) * (mean[k] ?? Number.NaN), 0),
  );
}

/** Covariances of a mixture: those inside the components, and those between their means. */
export function mixedCovariance(
  weights: ArrayLike<number>,
  means: readonly Float64Array[],
  covariances: readonly Float64Array[],
): Float64Array {
  const mean = mixedEventMean(weights, means);
  const size = mean.length;
  return Float64Array.from({ length: size * size }, (_, at) => {
    const [row, column] = [Math.floor(at / size), at % size];
    return means.reduce((total, own, i) => {
      const between = (own[row]! - mean[row]!) * (own[column]! - mean[column]!);
      return total + (weights[i] ?? 0) * ((covariances[i]?.[at] ?? Number.NaN) + between);
    }, 0);
  });
}
