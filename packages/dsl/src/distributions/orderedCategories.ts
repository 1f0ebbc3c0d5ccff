/** Ordered categories: which of k + 1 intervals between k ascending cutpoints a number falls into, counted from 0. */
import { clip, less, sum, type Tensor, where } from '@credence/autodiff';
import { integers, ordered, type Support } from '../supports/index.js';
import { atClass } from './atClass.js';
import type { ParameterSpec } from './distribution.js';

export const cutpointsParameter = {
  description: 'list of cutpoints between the categories, unit of eta',
  constraint: { ...ordered, text: 'ascending' },
  rank: 1,
} as const satisfies ParameterSpec;

export const categoriesSupport = (cutpoints: Tensor): Support => integers(0, countOf(cutpoints));

/** How many cutpoints there are: the last category. */
export const countOf = (cutpoints: Tensor): number => cutpoints.shape.at(-1) ?? 0;

/** The cutpoints below and above category x; numbers of no meaning where there is none. */
export function cutpointsAround(cutpoints: Tensor, x: Tensor): { readonly below: Tensor; readonly above: Tensor } {
  const last = countOf(cutpoints) - 1;
  return { below: atClass(cutpoints, clip(x.sub(1), 0, last)), above: atClass(cutpoints, clip(x, 0, last)) };
}

/** The category at a level of probability: the least one whose upper cutpoint has at least so much below it. */
export function categoryAt(level: Tensor, below: Tensor): Tensor {
  return sum(where(less(below, level.expandDims(-1)), 1, 0), { axes: -1 });
}

/** The category that a number falls into. */
export function categoryOf(z: number, cutpoints: Float64Array): number {
  const found = cutpoints.findIndex((cutpoint) => z <= cutpoint);
  return found < 0 ? cutpoints.length : found;
}

/**
 * Probabilities of all categories of a number that is symmetric about eta.
 * @param cdf of (number - eta) / scale
 */
export function categoryShares(
  cutpoints: Float64Array,
  cdf: (z: number) => number,
  { eta, scale = 1 }: { readonly eta: number; readonly scale?: number },
): Float64Array {
  const standard = (i: number) => ((cutpoints[i] ?? Number.POSITIVE_INFINITY) - eta) / scale;
  return Float64Array.from({ length: cutpoints.length + 1 }, (_, i) => {
    const [from, to] = [i === 0 ? Number.NEGATIVE_INFINITY : standard(i - 1), standard(i)];
    // In the upper half from the upper tails, which keep their digits there.
    return from > 0 ? cdf(-from) - cdf(-to) : cdf(to) - cdf(from);
  });
}
