/** What is known of an importance-sampled likelihood: its Monte Carlo error, and for which objects it cannot be trusted. */

/**
 * Of one object: `good`; `unreliable` (Pareto k above the threshold, or not to be estimated: a few draws decide);
 * `impossible` (the population gives no density to any of its draws).
 */
export type ObjectVerdict = 'good' | 'unreliable' | 'impossible';

/** Columns, one entry an object, in the order given. Log likelihoods in nats. */
export interface ObjectEstimates {
  readonly logLikelihood: Float64Array;
  /** Standard error of the log likelihood by the delta method; NaN for one draw, or where the likelihood is 0. */
  readonly mcse: Float64Array;
  /** relativeEfficiency (sum w)^2 / sum w^2 of the raw weights: as many draws from the object's own posterior would do as well. */
  readonly effectiveDraws: Float64Array;
  /** Shape of the tail of the weights, as `paretoSmooth` estimates it. */
  readonly paretoK: Float64Array;
  readonly verdict: readonly ObjectVerdict[];
}

/** A log likelihood with its Monte Carlo error, nats. */
export interface EstimateError {
  readonly logLikelihood: number;
  /** Standard error over sets of draws, by the delta method. */
  readonly mcse: number;
  /**
   * Expected error, to the second order: minus half the variance. The logarithm of a mean of weights is too low on average.
   * Where objects are unreliable the true error is worse.
   */
  readonly bias: number;
}

/** A log likelihood of hyperparameters and what is known of its error, as plain data. Its `mcse` is of objects whose error exists. */
export interface PopulationEstimate extends EstimateError {
  readonly objects: ObjectEstimates;
  /** Numbers of the objects whose verdict is not `good`. */
  readonly unreliable: readonly number[];
  /** No object is unreliable, and the variance is at most 1 nat squared (so that the bias is at most half a nat). */
  readonly reliable: boolean;
  /** What to know before the estimate is used; empty when it is reliable. */
  readonly warnings: readonly string[];
}

/** Variance of a log likelihood above which differences of it are not to be trusted. */
const LARGEST_VARIANCE = 1;

/** @param threshold of k for each object */
export function populationEstimate(objects: ObjectEstimates, threshold: Float64Array): PopulationEstimate {
  const { logLikelihood, mcse, verdict } = objects;
  let [total, variance] = [0, 0];
  for (let i = 0; i < logLikelihood.length; i++) {
    total += logLikelihood[i]!;
    if (mcse[i]! > 0) variance += mcse[i]! ** 2;
  }
  const unreliable = Array.from(verdict.keys()).filter((i) => verdict[i] !== 'good');
  return {
    logLikelihood: total,
    mcse: Math.sqrt(variance),
    bias: -variance / 2,
    objects,
    unreliable,
    reliable: unreliable.length === 0 && variance <= LARGEST_VARIANCE,
    warnings: warningsOf(objects, threshold, unreliable, variance),
  };
}

function warningsOf(
  { paretoK, verdict }: ObjectEstimates,
  threshold: Float64Array,
  unreliable: readonly number[],
  variance: number,
): readonly string[] {
  const warnings: string[] = [];
  const impossible = unreliable.filter((i) => verdict[i] === 'impossible');
  const high = unreliable.filter((i) => verdict[i] === 'unreliable');
  if (impossible.length > 0) {
    warnings.push(
      `${objectsText(impossible)}: the population gives no density to any of the draws, so the log likelihood is -Infinity. Draw more, or widen the interim prior.`,
    );
  }
  if (high.length > 0) {
    const known = high.map((i) => paretoK[i]!).filter(Number.isFinite); // infinite: fewer draws than a tail takes
    const worst = Math.max(...known);
    const lowest = Math.min(...high.filter((i) => Number.isFinite(paretoK[i]!)).map((i) => threshold[i]!));
    const text =
      known.length === 0
        ? 'Pareto k cannot be estimated from so few draws'
        : `Pareto k is above ${lowest.toFixed(2)} (largest ${worst.toFixed(2)})`;
    warnings.push(
      `${objectsText(high)}: ${text}. A few draws decide, and the likelihood is probably too low. Draw more for ${high.length === 1 ? 'it' : 'them'}, or sample objects and population together.`,
    );
  }
  if (variance > LARGEST_VARIANCE) {
    warnings.push(
      `The log likelihood is probably too low by ${(variance / 2).toPrecision(2)} or more (Monte Carlo standard error ${Math.sqrt(variance).toPrecision(2)}). The error changes with the hyperparameters, so their posterior is bent. Draw more, or sample objects and population together.`,
    );
  }
  return warnings;
}

/** `Objects 3, 7 and 12 more`. */
function objectsText(numbers: readonly number[]): string {
  const more = numbers.length > 5 ? ` and ${numbers.length - 5} more` : '';
  return `Object${numbers.length === 1 ? '' : 's'} ${numbers.slice(0, 5).join(', ')}${more}`;
}
