/** What functions of a distribution are outside its support, or outside [0, 1] for a quantile. NaN stays NaN. */
import {
  greater,
  greaterEqual,
  less,
  lessEqual,
  logicalOr,
  type Tensor,
  type TensorLike,
  where,
} from '@credence/autodiff';

const never = Number.NEGATIVE_INFINITY;

/** log P(X <= x) from its form above the lower end: -Infinity up to there. */
export const logCdfFrom = (lower: TensorLike, x: Tensor, inside: Tensor): Tensor =>
  where(lessEqual(x, lower), never, inside);

/** log P(X > x) from its form above the lower end: 0 up to there. */
export const logSurvivalFrom = (lower: TensorLike, x: Tensor, inside: Tensor): Tensor =>
  where(lessEqual(x, lower), 0, inside);

/** log P(X <= x) from its form between the ends. */
export const logCdfBetween = (lower: TensorLike, upper: TensorLike, x: Tensor, inside: Tensor): Tensor =>
  where(lessEqual(x, lower), never, where(greaterEqual(x, upper), 0, inside));

/** log P(X > x) from its form between the ends. */
export const logSurvivalBetween = (lower: TensorLike, upper: TensorLike, x: Tensor, inside: Tensor): Tensor =>
  where(lessEqual(x, lower), 0, where(greaterEqual(x, upper), never, inside));

/** The quantile of p from its form for p in [0, 1]: NaN elsewhere. */
export const ofProbability = (p: Tensor, quantile: Tensor): Tensor =>
  where(logicalOr(less(p, 0), greater(p, 1)), Number.NaN, quantile);
