/** What functions of a distribution are outside its support, or outside [0, 1] for a quantile. NaN stays NaN. */
import { greaterEqual, lessEqual, logicalAnd, type Tensor, type TensorLike, where } from '@credence/autodiff';

const never = Number.NEGATIVE_INFINITY;

/** A value between two ends, one of which may be missing; `below` at the lower end and under it, `above` from the upper one on. */
export function betweenEnds(
  x: Tensor,
  ends: { readonly lower?: TensorLike | undefined; readonly upper?: TensorLike | undefined },
  value: { readonly below: number; readonly inside: Tensor; readonly above: number },
): Tensor {
  const { lower, upper } = ends;
  const { below, inside, above } = value;
  const cut = upper === undefined ? inside : where(greaterEqual(x, upper), above, inside);
  return lower === undefined ? cut : where(lessEqual(x, lower), below, cut);
}

/** log P(X <= x) from its form above the lower end: -Infinity up to there. */
export const logCdfFrom = (lower: TensorLike, x: Tensor, inside: Tensor): Tensor =>
  betweenEnds(x, { lower }, { below: never, inside, above: 0 });

/** log P(X > x) from its form above the lower end: 0 up to there. */
export const logSurvivalFrom = (lower: TensorLike, x: Tensor, inside: Tensor): Tensor =>
  betweenEnds(x, { lower }, { below: 0, inside, above: never });

/** log P(X <= x) from its form between the ends. */
export const logCdfBetween = (lower: TensorLike, upper: TensorLike, x: Tensor, inside: Tensor): Tensor =>
  betweenEnds(x, { lower, upper }, { below: never, inside, above: 0 });

/** log P(X > x) from its form between the ends. */
export const logSurvivalBetween = (lower: TensorLike, upper: TensorLike, x: Tensor, inside: Tensor): Tensor =>
  betweenEnds(x, { lower, upper }, { below: 0, inside, above: never });

/** The quantile of p from its form for p in [0, 1]: NaN elsewhere. */
export const ofProbability = (p: Tensor, quantile: Tensor): Tensor =>
  where(logicalAnd(greaterEqual(p, 0), lessEqual(p, 1)), quantile, Number.NaN);
