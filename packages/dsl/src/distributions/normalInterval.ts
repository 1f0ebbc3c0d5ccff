/**
 * A standard normal number that is kept to an interval: density and cdf with their digits however far out the interval lies,
 * and however narrow it is. Distances are given by the caller, who has the exact differences.
 */
import {
  erf,
  greater,
  less,
  log,
  log1mexp,
  logicalAnd,
  logMillsRatio,
  logNormalCdf,
  type Tensor,
  where,
} from '@credence/autodiff';
import { HALF_LOG_TWO_PI } from './constants.js';
import { logNormalCdfRise } from './normalTails.js';

/** A value z and the bounds, standardised; a missing bound is infinite. */
export interface NormalInterval {
  readonly z: Tensor;
  readonly lower?: NormalBound | undefined;
  readonly upper?: NormalBound | undefined;
  /** Between the bounds, where there are two. */
  readonly width?: Tensor | undefined;
}

export interface NormalBound {
  readonly at: Tensor;
  /** From the bound to z, >= 0 inside. */
  readonly distance: Tensor;
}

/** The same interval seen in a mirror. */
const mirrored = ({ z, lower, upper, width }: NormalInterval): NormalInterval => ({
  z: z.neg(),
  lower: upper && { at: upper.at.neg(), distance: upper.distance },
  upper: lower && { at: lower.at.neg(), distance: lower.distance },
  width,
});

const logDensityAt = (z: Tensor): Tensor => z.square().mul(-0.5).sub(HALF_LOG_TWO_PI);

/** log(Phi(to) - Phi(from)) where from <= 0 <= to: two probabilities are added. */
const logAcrossZero = (from: Tensor, to: Tensor): Tensor =>
  log(erf(to.mul(Math.SQRT1_2)).sub(erf(from.mul(Math.SQRT1_2)))).sub(Math.LN2);

/** log(Phi(to) - Phi(to - width)), in the lower tail. */
const logBelow = (to: Tensor, width: Tensor): Tensor =>
  logNormalCdf(to).add(log1mexp(logNormalCdfRise(to, width).neg()));

/** log(Phi(to) - Phi(from)), from whichever tail keeps its digits. @param width to - from, exact */
export const logNormalShare = (from: Tensor, to: Tensor, width: Tensor): Tensor =>
  where(
    less(to, 0),
    logBelow(to, width),
    where(greater(from, 0), logBelow(from.neg(), width), logAcrossZero(from, to)),
  );

/**
 * log density where the interval ends at a bound below 0: phi(z) / phi(bound) over the Mills ratio at the bound, so that the
 * large exponents are never subtracted.
 */
function logDensityBelow(bound: NormalBound, width: Tensor | undefined): Tensor {
  const { at, distance } = bound;
  const open = distance.mul(at.sub(distance.mul(0.5))).sub(logMillsRatio(at));
  return width === undefined ? open : open.sub(log1mexp(logNormalCdfRise(at, width).neg()));
}

/** log density of z, per unit of z. */
export function logIntervalDensity(interval: NormalInterval): Tensor {
  const { z, lower, upper, width } = interval;
  if (upper === undefined) {
    return lower === undefined ? logDensityAt(z) : logIntervalDensity(mirrored(interval));
  }
  const below = logDensityBelow(upper, width);
  if (lower === undefined) return where(less(upper.at, 0), below, logDensityAt(z).sub(logNormalCdf(upper.at)));
  const above = logDensityBelow({ at: lower.at.neg(), distance: lower.distance }, width);
  const across = logDensityAt(z).sub(logAcrossZero(lower.at, upper.at));
  return where(less(upper.at, 0), below, where(greater(lower.at, 0), above, across));
}

/** log P(Z <= z), for z in the interval. */
export function logIntervalCdf({ z, lower, upper, width }: NormalInterval): Tensor {
  if (lower === undefined) {
    if (upper === undefined) return logNormalCdf(z);
    // Phi(z) / Phi(upper); the difference of their logarithms where neither is small.
    return where(
      less(upper.at, 0),
      logNormalCdfRise(upper.at, upper.distance).neg(),
      logNormalCdf(z).sub(logNormalCdf(upper.at)),
    );
  }
  // Above 0 the interval is seen in a mirror: of what lies beyond the lower bound, the share up to z.
  const from = lower.at.neg();
  const share = (distance: Tensor) => log1mexp(logNormalCdfRise(from, distance).neg());
  const across = where(greater(z, 0), logAcrossZero(lower.at, z), logBelow(z, lower.distance));
  if (upper === undefined || width === undefined) {
    return where(greater(lower.at, 0), share(lower.distance), across.sub(logNormalCdf(from)));
  }
  const above = share(lower.distance).sub(share(width));
  const toUpper = logNormalCdfRise(upper.at, upper.distance);
  const below = log1mexp(logNormalCdfRise(z, lower.distance).neg())
    .sub(toUpper)
    .sub(log1mexp(logNormalCdfRise(upper.at, width).neg()));
  const around = logicalAnd(less(lower.at, 0), greater(upper.at, 0));
  const inside = across.sub(logAcrossZero(lower.at, upper.at));
  return where(less(upper.at, 0), below, where(around, inside, above));
}

/** log P(Z > z), for z in the interval. */
export const logIntervalSurvival = (interval: NormalInterval): Tensor => logIntervalCdf(mirrored(interval));
