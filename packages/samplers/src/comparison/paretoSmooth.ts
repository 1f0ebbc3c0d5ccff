/** Pareto-smoothed importance sampling: weights whose largest values are replaced by those of a fitted tail. */
import { CredenceError, checkOptions, exp, log, log1mexp, logAddExp, type OptionNames, pow } from '@credence/numerics';
import { type SortScratch, sortOrder, sortScratch } from '../diagnostics/sortOrder.js';
import { fitGeneralizedPareto, logParetoQuantile } from './generalizedPareto.js';
import { logSumExp } from './logSumExp.js';

/** Draws a tail must have before a distribution is fitted to it. */
const MINIMUM_TAIL = 5;

/** Tail weights this near to each other (on the log scale, relative to the largest) are the same. */
const SAME = Number.EPSILON / 100;

/**
 * Why there is no estimate of k: `constant` (all weights are equal: nothing to smooth, all draws count), `constant-tail`
 * (the largest weights are equal), `few-draws` (fewer than five draws in the tail), `all-zero` (no weight is above zero),
 * `not-finite` (a weight is NaN or infinite).
 */
export type SmoothingReason = 'constant' | 'constant-tail' | 'few-draws' | 'all-zero' | 'not-finite';

/** One set of importance weights after smoothing. */
export interface SmoothedWeights {
  /** Normalised: their exponentials sum to 1. In the order given. NaN for the reasons `all-zero` and `not-finite`. */
  readonly logWeights: Float64Array;
  /**
   * Shape of the tail of the raw weights. Below `threshold` estimates by the weights can be trusted; at 1 and above the
   * raw weights have no mean. Infinity for `few-draws`, NaN for the other reasons.
   */
  readonly paretoK: number;
  /** min(1 - 1 / log10(draws), 0.7): the largest k at which this many draws are enough. */
  readonly threshold: number;
  /** Draws that would be enough for this k, as if independent: 10^(1 / (1 - max(k, 0))); Infinity from k = 1 on. */
  readonly drawsNeeded: number;
  /** relativeEfficiency / sum(w^2): as many equally weighted independent draws would do as well. */
  readonly effectiveDraws: number;
  /** Number of weights that were replaced. 0 where a reason is given. */
  readonly tailLength: number;
  readonly reason?: SmoothingReason;
}

export interface SmoothingOptions {
  /** Effective draws of the sampler divided by draws; lengthens the tail of correlated draws. Default 1. */
  readonly relativeEfficiency?: number;
}

/**
 * Smooths one set of importance weights.
 *
 * The largest ceil(min(draws / 5, 3 sqrt(draws / relativeEfficiency))) weights are replaced by the expected order statistics
 * of the generalised Pareto distribution fitted to them, and cut at the largest raw weight. Weights of 0
 * (log -Infinity) are allowed and stay 0.
 *
 * @param logWeights log of the raw weights of all draws, chains together, up to a constant
 * @example const { logWeights, paretoK, threshold } = paretoSmooth(draws.map((x) => target(x) - proposal(x)));
 * @throws CredenceError comparison/relative-efficiency, comparison/no-draws
 *
 * Source: Vehtari, Simpson, Gelman, Yao & Gabry (2024), Pareto smoothed importance sampling, JMLR 25(72).
 */
export function paretoSmooth(logWeights: Float64Array, options: SmoothingOptions = {}): SmoothedWeights {
  checkOptions('paretoSmooth(logWeights, options)', options, OPTIONS);
  return smoother(logWeights.length)(logWeights, options.relativeEfficiency);
}

/**
 * Smooths many sets of weights, each by itself, e.g. those of every object of a population.
 *
 * @param sets one array of log weights a set; they may differ in length
 * @example paretoSmoothAll(objects).filter(({ paretoK, threshold }) => !(paretoK <= threshold)).length
 * @throws those of `paretoSmooth`
 */
export function paretoSmoothAll(
  sets: readonly Float64Array[],
  options: SmoothingOptions = {},
): readonly SmoothedWeights[] {
  const smoothers = new Map<number, Smoother>();
  return sets.map((set) => {
    const known = smoothers.get(set.length) ?? smoother(set.length);
    smoothers.set(set.length, known);
    return known(set, options.relativeEfficiency);
  });
}

/** min(1 - 1 / log10(draws), 0.7): the largest k at which estimates from this many draws can be trusted. */
export function paretoKThreshold(draws: number): number {
  return Math.min(1 - Math.LN10 / log(draws), 0.7);
}

export type Smoother = (logWeights: Float64Array, relativeEfficiency?: number) => SmoothedWeights;

/** `paretoSmooth` for sets of one length, with memory that is used again. */
export function smoother(draws: number): Smoother {
  if (draws === 0) {
    throw new CredenceError('comparison/no-draws', 'There are no weights to smooth: give at least one draw.');
  }
  const scratch = sortScratch(draws);
  const threshold = paretoKThreshold(draws);
  return (raw, relativeEfficiency = 1) => {
    checkEfficiency(relativeEfficiency);
    const largest = largestOf(raw);
    if (!Number.isFinite(largest)) {
      return undefinedWeights(draws, threshold, largest === Number.NEGATIVE_INFINITY ? 'all-zero' : 'not-finite');
    }
    const logWeights = raw.map((weight) => weight - largest);
    const tail = Math.ceil(Math.min(0.2 * draws, 3 * Math.sqrt(draws / relativeEfficiency)));
    const fit = smoothTail(logWeights, tail, scratch);
    const total = logSumExp(logWeights);
    let squares = 0;
    for (let i = 0; i < draws; i++) {
      logWeights[i] = logWeights[i]! - total;
      squares += exp(2 * logWeights[i]!);
    }
    return {
      logWeights,
      threshold,
      drawsNeeded: drawsFor(fit.paretoK),
      effectiveDraws: relativeEfficiency / squares,
      ...fit,
    };
  };
}

type Fit = Pick<SmoothedWeights, 'paretoK' | 'tailLength' | 'reason'>;

/** Replaces the largest weights in place; the largest of all is 0 before and at most 0 after. */
function smoothTail(logWeights: Float64Array, longest: number, scratch: SortScratch): Fit {
  const draws = logWeights.length;
  const order = sortOrder(logWeights, draws, scratch);
  const at = (position: number) => logWeights[order[position]!]!;
  if (draws > 1 && at(draws - 1) - at(0) < SAME) return unsmoothed(Number.NaN, 'constant');
  let zeros = 0;
  while (at(zeros) === Number.NEGATIVE_INFINITY) zeros++;
  const tail = Math.min(longest, draws - zeros - 1); // a weight of 0 stays 0
  if (tail < MINIMUM_TAIL) return unsmoothed(Number.POSITIVE_INFINITY, 'few-draws');
  const first = draws - tail;
  const cutoff = at(first - 1);
  if (at(draws - 1) - at(first) < SAME) return unsmoothed(Number.NaN, 'constant-tail');

  const exceedances = new Float64Array(tail);
  for (let i = 0; i < tail; i++) {
    const weight = at(first + i);
    exceedances[i] = weight + log1mexp(cutoff - weight);
  }
  const fitted = fitGeneralizedPareto(exceedances);
  for (let i = 0; i < tail; i++) {
    const smoothed = logAddExp(cutoff, logParetoQuantile((i + 0.5) / tail, fitted));
    logWeights[order[first + i]!] = Math.min(smoothed, 0);
  }
  return { paretoK: fitted.shape, tailLength: tail };
}

function unsmoothed(paretoK: number, reason: SmoothingReason): Fit {
  return { paretoK, tailLength: 0, reason };
}

function undefinedWeights(draws: number, threshold: number, reason: SmoothingReason): SmoothedWeights {
  return {
    logWeights: new Float64Array(draws).fill(Number.NaN),
    paretoK: Number.NaN,
    threshold,
    drawsNeeded: Number.NaN,
    effectiveDraws: Number.NaN,
    tailLength: 0,
    reason,
  };
}

/** The largest value; NaN when one is NaN. */
function largestOf(values: Float64Array): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]!)) return Number.NaN;
    largest = Math.max(largest, values[i]!);
  }
  return largest;
}

function drawsFor(k: number): number {
  if (Number.isNaN(k)) return k;
  return k >= 1 ? Number.POSITIVE_INFINITY : pow(10, 1 / (1 - Math.max(k, 0)));
}

function checkEfficiency(relativeEfficiency: number): void {
  if (relativeEfficiency > 0 && relativeEfficiency < Number.POSITIVE_INFINITY) return;
  throw new CredenceError(
    'comparison/relative-efficiency',
    `relativeEfficiency is effective draws divided by draws, a positive number, not ${relativeEfficiency}. Use 1 for independent draws.`,
    { relativeEfficiency },
  );
}

const OPTIONS: OptionNames<SmoothingOptions> = { relativeEfficiency: true };
