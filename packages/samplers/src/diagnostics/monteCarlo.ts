/** Effective sample sizes and Monte Carlo standard errors of the estimates made from draws. */
import { CredenceError } from '@credence/numerics';
import { betaQuantile } from './beta.js';
import { type ScalarChains, undefinedReason } from './chains.js';
import { effectiveSize } from './effectiveSize.js';
import { sortedQuantile } from './quantiles.js';
import { type SplitDraws, splitDrawsFor } from './splitDraws.js';
import { meanOf, squaresAbout } from './sums.js';

/*
 * All take the draws of one quantity, one array a chain, and give NaN where `undefinedReason` names a reason. Definitions:
 * Vehtari, Gelman, Simpson, Carpenter & Buerkner (2021), Bayesian Analysis 16(2), as computed by R posterior 1.7.1.
 */

/** ESS of the normal scores of the ranks: how well the middle of the distribution is known, whatever its tails. */
export function essBulk(chains: ScalarChains): number {
  return measure(chains, (split) => bulk(split.order()));
}

/** The smaller ESS of the 5 % and 95 % quantiles. NaN when so many draws are equal that one of them is the largest draw. */
export function essTail(chains: ScalarChains): number {
  return measure(chains, (split) => tail(split.order()));
}

/** ESS of the mean. */
export function essMean(chains: ScalarChains): number {
  return measure(chains, (split) => effectiveSize(split.values, split.halves, split.half));
}

/** ESS of the standard deviation: that of the mean of (x - mean)^2. */
export function essSd(chains: ScalarChains): number {
  return measure(chains, (split) => ofSquares(split, moments(split.values).mean));
}

/** ESS of the median. */
export function essMedian(chains: ScalarChains): number {
  return essQuantile(chains, 0.5);
}

/** ESS of a quantile: that of the mean of the indicator x <= quantile. */
export function essQuantile(chains: ScalarChains, probability: number): number {
  checkProbability(probability);
  return measure(chains, (split) => ofQuantile(split.order(), probability));
}

/** Standard error of the mean: sd / sqrt(ESS of the mean). Same unit as the draws. */
export function mcseMean(chains: ScalarChains): number {
  return measure(chains, (split) => meanError(split, moments(split.values)));
}

/** Standard error of the standard deviation, without assuming normality (Kenney & Keeping 1951, p. 141). */
export function mcseSd(chains: ScalarChains): number {
  return measure(chains, (split) => sdError(split, moments(split.values)));
}

/** Standard error of the median. */
export function mcseMedian(chains: ScalarChains): number {
  return mcseQuantile(chains, 0.5);
}

/**
 * Standard error of a quantile: half the gap between the order statistics at the 16 % and 84 % points of
 * Beta(ESS p + 1, ESS (1 - p) + 1).
 */
export function mcseQuantile(chains: ScalarChains, probability: number): number {
  checkProbability(probability);
  return measure(chains, (split) => {
    const { sorted } = split.order();
    const ess = ofQuantile(split, probability);
    if (Number.isNaN(ess)) return Number.NaN;
    const size = sorted.length;
    const [a, b] = [ess * probability + 1, ess * (1 - probability) + 1];
    const low = Math.max(Math.floor(betaQuantile(0.1586553, a, b) * size), 1);
    const high = Math.min(Math.ceil(betaQuantile(0.8413447, a, b) * size), size);
    return (sorted[high - 1]! - sorted[low - 1]!) / 2;
  });
}

function measure(chains: ScalarChains, of: (split: SplitDraws) => number): number {
  return undefinedReason(chains) === undefined ? of(splitDrawsFor(chains)) : Number.NaN;
}

function checkProbability(probability: number): void {
  if (probability > 0 && probability < 1) return;
  throw new CredenceError(
    'diagnostics/probability',
    `A quantile's probability must lie strictly between 0 and 1, not ${probability}.`,
    { probability },
  );
}

/** Bulk ESS of draws in order. */
export function bulk(split: SplitDraws): number {
  return effectiveSize(split.rankScores(), split.halves, split.half);
}

/** Tail ESS of draws in order. */
export function tail(split: SplitDraws): number {
  return Math.min(ofQuantile(split, 0.05), ofQuantile(split, 0.95));
}

function ofQuantile(split: SplitDraws, probability: number): number {
  const { values, sorted, transformed, kept, halves, half } = split;
  const quantile = sortedQuantile(sorted, probability);
  for (let i = 0; i < kept; i++) transformed[i] = values[i]! <= quantile ? 1 : 0;
  return effectiveSize(transformed, halves, half);
}

/** Mean and standard deviation (divisor n - 1) of some values, in two passes. */
export interface Moments {
  readonly mean: number;
  readonly sd: number;
}

export function moments(values: Float64Array): Moments {
  const size = values.length;
  const mean = meanOf(values, 0, size);
  return { mean, sd: Math.sqrt(squaresAbout(mean, values, 0, size) / (size - 1)) };
}

/** Standard error of the mean of draws whose moments are known. */
export function meanError(split: SplitDraws, { sd }: Moments): number {
  return sd / Math.sqrt(effectiveSize(split.values, split.halves, split.half));
}

/** Standard error of the standard deviation of draws whose moments are known. */
export function sdError(split: SplitDraws, { mean }: Moments): number {
  const { values, transformed, kept, halves, half } = split;
  let second = 0;
  let fourth = 0;
  for (let i = 0; i < kept; i++) {
    const difference = values[i]! - mean;
    const square = difference * difference;
    transformed[i] = square;
    second += square;
    fourth += square * square;
  }
  for (let i = kept; i < values.length; i++) {
    const square = (values[i]! - mean) ** 2;
    second += square;
    fourth += square * square;
  }
  second /= values.length;
  fourth /= values.length;
  const ofVariance = (fourth - second * second) / effectiveSize(transformed, halves, half);
  return Math.sqrt(ofVariance / second / 4);
}

function ofSquares(split: SplitDraws, mean: number): number {
  const { values, transformed, kept, halves, half } = split;
  for (let i = 0; i < kept; i++) {
    const difference = values[i]! - mean;
    transformed[i] = difference * difference;
  }
  return effectiveSize(transformed, halves, half);
}
