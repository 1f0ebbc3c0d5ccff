/** The generalised Pareto distribution of exceedances over a threshold, fitted and read off on the log scale. */
import { exp, expm1, log, log1mexp, log1p } from '@credence/numerics';

/** Up to here exp(x) and its sums over a tail stay finite. */
const SAFE_EXPONENT = 690;

/** Prior guess of the shape and the number of exceedances it weighs as much as. */
const PRIOR_SHAPE = 0.5;
const PRIOR_WEIGHT = 10;

/** A fitted distribution: P(X > x) = (1 + shape x / scale)^(-1 / shape). */
export interface GeneralizedPareto {
  /** The shape k: moments of order 1/k and above do not exist. NaN when the exceedances do not determine it. */
  readonly shape: number;
  /** log of the scale, in the unit of the log exceedances. */
  readonly logScale: number;
}

/**
 * Fits shape and scale to exceedances by the empirical Bayes estimate of Zhang & Stephens, with the shape drawn towards 1/2
 * as if by ten more exceedances.
 *
 * Exceedances are given by their logarithms, so that tails which span more than the range of doubles have a shape too. Where
 * the quartile that sets the scale of the grid is zero (draws tied with the threshold), the smallest positive exceedance
 * takes its place.
 *
 * @param logExceedances log(x_i), ascending; -Infinity stands for an exceedance of 0
 * @returns shape NaN when no exceedance is positive, or none is finite
 *
 * Source: Zhang & Stephens (2009), A new and efficient estimation method for the generalized Pareto distribution,
 * Technometrics 51(3), with 30 + floor(sqrt(n)) points; prior of Vehtari, Simpson, Gelman, Yao & Gabry (2024), Pareto
 * smoothed importance sampling, JMLR 25(72), appendix C. As in R loo.
 */
export function fitGeneralizedPareto(logExceedances: Float64Array): GeneralizedPareto {
  const count = logExceedances.length;
  const largest = logExceedances[count - 1] ?? Number.NaN;
  const scale = scaleOf(logExceedances);
  if (!Number.isFinite(scale) || !Number.isFinite(largest)) return { shape: Number.NaN, logScale: Number.NaN };

  const relative = relativeTo(scale, logExceedances);
  const points = 30 + Math.floor(Math.sqrt(count));
  const theta = new Float64Array(points);
  const logProfile = new Float64Array(points);
  const inverseLargest = exp(scale - largest);
  for (let j = 0; j < points; j++) {
    theta[j] = inverseLargest + (1 - Math.sqrt(points / (j + 0.5))) / 3;
    const shape = meanLog(theta[j]!, relative);
    // The limit of -theta / shape at theta = 0 is one over the mean.
    const ratio = theta[j] === 0 ? 1 / meanRelative(relative) : -theta[j]! / shape;
    logProfile[j] = count * (log(ratio) - shape - 1);
  }
  const thetaHat = profileMean(theta, logProfile);
  const shape = meanLog(thetaHat, relative);
  return {
    shape: (shape * count + PRIOR_SHAPE * PRIOR_WEIGHT) / (count + PRIOR_WEIGHT),
    logScale: scale + (thetaHat === 0 ? log(meanRelative(relative)) : log(-shape / thetaHat)),
  };
}

/** log of the quantile at `probability`. */
export function logParetoQuantile(probability: number, { shape, logScale }: GeneralizedPareto): number {
  const surprise = -log1p(-probability);
  const growth = shape * surprise;
  if (growth === 0) return logScale + log(surprise);
  const logGrown = growth > SAFE_EXPONENT ? growth + log1mexp(-growth) - log(shape) : log(expm1(growth) / shape);
  return logScale + logGrown;
}

/** log of the exceedance at the first quartile, or of the smallest positive one above it. */
function scaleOf(logExceedances: Float64Array): number {
  const count = logExceedances.length;
  for (let i = Math.max(Math.floor(count / 4 + 0.5) - 1, 0); i < count; i++) {
    if (logExceedances[i]! > Number.NEGATIVE_INFINITY) return logExceedances[i]!;
  }
  return Number.NaN;
}

interface Relative {
  readonly logs: Float64Array;
  /** exp of `logs`, where that is in range. */
  readonly values: Float64Array;
}

function relativeTo(scale: number, logExceedances: Float64Array): Relative {
  const logs = logExceedances.map((x) => x - scale);
  return { logs, values: logs.map((x) => exp(Math.min(x, SAFE_EXPONENT))) };
}

function meanRelative({ values }: Relative): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! / values.length;
  return sum;
}

/** Mean of log(1 - theta x): the shape that belongs to theta. theta is positive only where no x is out of range. */
function meanLog(theta: number, { logs, values }: Relative): number {
  let sum = 0;
  for (let i = 0; i < logs.length; i++) {
    sum += logs[i]! > SAFE_EXPONENT ? log(-theta) + logs[i]! : log1p(-theta * values[i]!);
  }
  return sum / logs.length;
}

/** Mean of theta under weights proportional to exp(logProfile). */
function profileMean(theta: Float64Array, logProfile: Float64Array): number {
  let best = Number.NEGATIVE_INFINITY;
  for (let j = 0; j < theta.length; j++) best = Math.max(best, logProfile[j]!);
  let mass = 0;
  let moment = 0;
  for (let j = 0; j < theta.length; j++) {
    const weight = exp(logProfile[j]! - best);
    mass += weight;
    moment += weight * theta[j]!;
  }
  return moment / mass;
}
