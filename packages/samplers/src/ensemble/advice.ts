/** What the autocorrelation times of an ensemble's chain advise: how much to leave out, and how much is enough. */
import { CredenceError } from '@credence/numerics';
import type { EnsembleResult } from './result.js';

/** Autocorrelation times that a chain must be long for its summary, and for its autocorrelation time, to be trusted. */
export const TRUSTED_TIMES = 50;

/** All in kept steps; NaN where a parameter never moved. */
export interface EnsembleAdvice {
  /** Of every parameter, from the second half of the chain. */
  readonly autocorrelationTime: Float64Array;
  /** Steps to leave out at the beginning: those before the walkers arrived, and twice the longest time. */
  readonly burnIn: number;
  /** Of the steps after it, every how many-th to keep where memory counts: half the shortest time, at least 1. */
  readonly thin: number;
  /** Steps that a run needs before its summary is given: those before the walkers arrived, and 50 times the longest time. */
  readonly stepsNeeded: number;
  /** Whether there are as many. */
  readonly enough: boolean;
}

export function adviceOf(result: EnsembleResult): EnsembleAdvice {
  const autocorrelationTime = result.autocorrelationTime();
  const longest = autocorrelationTime.reduce((most, tau) => Math.max(most, tau), 0);
  const shortest = autocorrelationTime.reduce((least, tau) => Math.min(least, tau), Number.POSITIVE_INFINITY);
  const arrived = arrivalOf(result);
  const stepsNeeded = arrived + Math.ceil(TRUSTED_TIMES * longest);
  return {
    autocorrelationTime,
    burnIn: arrived + Math.ceil(2 * longest),
    thin: Number.isNaN(shortest) ? Number.NaN : Math.max(1, Math.floor(shortest / 2)),
    stepsNeeded,
    enough: result.steps >= stepsNeeded,
  };
}

/**
 * The first step at which the mean log probability of the walkers is within three standard deviations of what it is in the
 * second half. Walkers that begin far out, or all at the mode, need some steps that no autocorrelation time tells of.
 */
function arrivalOf({ logProbabilities, walkers, steps }: EnsembleResult): number {
  const means = new Float64Array(steps);
  for (let s = 0; s < steps; s++) {
    for (let w = 0; w < walkers; w++) means[s]! += logProbabilities[s * walkers + w]! / walkers;
  }
  const later = means.subarray(Math.floor(steps / 2));
  const mean = later.reduce((sum, value) => sum + value, 0) / later.length;
  const sd = Math.sqrt(later.reduce((sum, value) => sum + (value - mean) ** 2, 0) / later.length);
  return Math.max(
    0,
    means.findIndex((value) => Math.abs(value - mean) <= 3 * sd),
  );
}

/**
 * Throws when a chain is too short to be summarized.
 *
 * @throws CredenceError `ensemble/short-chain`, `ensemble/stuck`
 */
export function checkLength({ names, steps }: EnsembleResult, advice: EnsembleAdvice): void {
  const { autocorrelationTime, stepsNeeded, enough } = advice;
  if (enough) return;
  const stuck = names.filter((_, d) => Number.isNaN(autocorrelationTime[d]!));
  if (stuck.length > 0) {
    throw new CredenceError(
      'ensemble/stuck',
      `The autocorrelation time of ${stuck.slice(0, 5).join(', ')} does not exist: no walker moved there, or there are fewer than two steps. Start elsewhere, or draw more; allowShort: true summarizes the draws as they are.`,
      { stuck },
    );
  }
  const longest = Math.max(...autocorrelationTime);
  const slowest = names[autocorrelationTime.indexOf(longest)];
  throw new CredenceError(
    'ensemble/short-chain',
    `The chain has ${steps} steps, ${(steps / longest).toFixed(1)} times the autocorrelation time of ${slowest} (${longest.toFixed(1)} steps, probably more since the chain is short); ${TRUSTED_TIMES} times are needed to trust it, after the walkers have arrived: at least ${stepsNeeded} steps. Draw more, starting from result.last; allowShort: true summarizes the draws as they are.`,
    { steps, stepsNeeded, autocorrelationTime: Array.from(autocorrelationTime), slowest },
  );
}
