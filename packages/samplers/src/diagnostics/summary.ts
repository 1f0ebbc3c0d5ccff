/** All that is usually said of one quantity's draws, from one sort of them. */
import { CredenceError, checkOptions, type OptionNames } from '@credence/numerics';
import { describeReason, extentOf, type ScalarChains, undefinedReason } from './chains.js';
import { effectiveSize } from './effectiveSize.js';
import { meanError, moments, sdError, tail } from './monteCarlo.js';
import { type Interval, sortedHighestDensityInterval, sortedMedian, sortedQuantile } from './quantiles.js';
import { scoresRHat } from './rHat.js';
import { splitDrawsFor } from './splitDraws.js';

/** Summary of one scalar quantity. Means, intervals and errors have the unit of the draws. */
export interface QuantitySummary {
  readonly mean: number;
  /** Standard deviation, divisor n - 1. */
  readonly sd: number;
  readonly median: number;
  /** Shortest interval that holds `probability` of the draws. */
  readonly hdi: Interval;
  /** Monte Carlo standard errors of mean and sd. */
  readonly mcseMean: number;
  readonly mcseSd: number;
  readonly essBulk: number;
  readonly essTail: number;
  readonly rHat: number;
  /** Values at `quantiles`, in the order asked for. */
  readonly quantiles: readonly number[];
  /** Why errors, sizes and R-hat are NaN, where they are; says which when not all. */
  readonly missing?: string;
}

export interface SummaryOptions {
  /** Mass of the highest-density interval. Default 0.94. */
  readonly probability?: number;
  /** Probabilities of quantiles wanted beside it. */
  readonly quantiles?: readonly number[];
}

/**
 * @param chains draws of one quantity, one array a chain, equally long
 * @throws CredenceError `diagnostics/probability` for a mass or a quantile outside (0, 1]; those of `extentOf`
 * @example summarizeQuantity(draws.chainsOf(0)).rHat
 */
export function summarizeQuantity(chains: ScalarChains, options: SummaryOptions = {}): QuantitySummary {
  checkOptions('summarizeQuantity(chains, options)', options, OPTIONS);
  const { probability = 0.94, quantiles = [] } = options;
  for (const mass of [probability, ...quantiles]) checkMass(mass);
  const reason = undefinedReason(chains);
  const split = splitDrawsFor(chains);
  if (reason === 'not-finite' && split.values.some(Number.isNaN)) {
    return { ...unknown, quantiles: quantiles.map(() => Number.NaN), missing: describeReason(reason) };
  }
  const { values, sorted } = split.order();
  const both = moments(values);
  const located = {
    mean: both.mean,
    sd: both.sd,
    median: sortedMedian(sorted),
    hdi: sortedHighestDensityInterval(sorted, probability),
    quantiles: quantiles.map((mass) => sortedQuantile(sorted, mass)),
  };
  if (reason !== undefined) {
    return { ...unknown, ...located, missing: describeReason(reason) };
  }
  const essTail = tail(split);
  const scores = split.rankScores();
  const essBulk = effectiveSize(scores, split.halves, split.half);
  const rHat = scoresRHat(split, scores);
  return {
    ...located,
    mcseMean: meanError(split, both),
    mcseSd: sdError(split, both),
    essBulk,
    essTail,
    rHat,
    ...(Number.isNaN(essTail) ? { missing: `tail ESS: ${describeReason('constant')}` } : {}),
  };
}

const unknown = {
  mean: Number.NaN,
  sd: Number.NaN,
  median: Number.NaN,
  hdi: { lower: Number.NaN, upper: Number.NaN },
  quantiles: [],
  mcseMean: Number.NaN,
  mcseSd: Number.NaN,
  essBulk: Number.NaN,
  essTail: Number.NaN,
  rHat: Number.NaN,
} as const;

function checkMass(mass: number): void {
  if (mass > 0 && mass <= 1) return;
  throw new CredenceError('diagnostics/probability', `A probability mass must lie in (0, 1], not ${mass}.`, { mass });
}

/**
 * Shortest interval that holds `probability` (default 0.94) of the draws of one quantity, chains together.
 *
 * Source: the nearest-interval form of Chen & Shao (1999), J. Comput. Graph. Stat. 8(1); that of ArviZ.
 */
export function highestDensityInterval(chains: ScalarChains, probability = 0.94): Interval {
  checkMass(probability);
  const { draws } = extentOf(chains);
  const split = splitDrawsFor(chains);
  const known = draws > 0 && !split.values.some(Number.isNaN);
  return known ? sortedHighestDensityInterval(split.order().sorted, probability) : unknown.hdi;
}

/** Quantile of the draws of one quantity, chains together (definition 7 of Hyndman & Fan 1996). */
export function quantileOf(chains: ScalarChains, probability: number): number {
  if (!(probability >= 0 && probability <= 1)) checkMass(probability);
  extentOf(chains);
  const split = splitDrawsFor(chains);
  return split.values.some(Number.isNaN) ? Number.NaN : sortedQuantile(split.order().sorted, probability);
}

const OPTIONS: OptionNames<SummaryOptions> = { probability: true, quantiles: true };
