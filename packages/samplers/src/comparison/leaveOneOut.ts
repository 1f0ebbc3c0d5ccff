/** Leave-one-out cross-validation from the draws of one fit. */
import { CredenceError, checkOptions, exp, log, normalQuantile, type OptionNames } from '@credence/numerics';
import type { ScalarChains } from '../diagnostics/chains.js';
import { essMean } from '../diagnostics/monteCarlo.js';
import { logSumExp } from './logSumExp.js';
import { paretoKThreshold, type SmoothingReason, smoother } from './paretoSmooth.js';
import {
  checkLogLikelihood,
  type EstimateWithError,
  joined,
  type ObservationName,
  observationNames,
  type PointwiseLogLikelihood,
  sumOf,
  sumWithError,
} from './pointwise.js';

/** Values of every observation, in the order given. Log densities in nats. */
export interface PointwiseLoo {
  /** log p(y_i | all other observations). */
  readonly elpd: Float64Array;
  /** Monte Carlo standard error of `elpd`. Means little where k is above the threshold. */
  readonly mcse: Float64Array;
  /** How much better the observation is predicted when it is known: its effective number of parameters. */
  readonly pLoo: Float64Array;
  /** -2 elpd. */
  readonly looic: Float64Array;
  /** Pareto k-hat: also a measure of the observation's influence on the posterior. */
  readonly paretoK: Float64Array;
  /** As many independent draws from the posterior without the observation would do as well. */
  readonly effectiveDraws: Float64Array;
  /** Effective draws of the likelihood over draws. */
  readonly relativeEfficiency: Float64Array;
  /** Why k is not a finite number, where it is not; `impossible`: the likelihood of some draw is 0. */
  readonly reasons: readonly (SmoothingReason | 'impossible' | undefined)[];
}

/** What `leaveOneOut` gives: plain data. */
export interface LooEstimate {
  readonly kind: 'loo';
  readonly observations: number;
  /** Chains together. */
  readonly draws: number;
  /** Expected log pointwise predictive density of new data. */
  readonly elpd: EstimateWithError;
  /** Effective number of parameters. */
  readonly pLoo: EstimateWithError;
  /** -2 elpd, the deviance scale. */
  readonly looic: EstimateWithError;
  /** Monte Carlo standard error of elpd; NaN when a k is above the threshold. */
  readonly mcse: number;
  /** k above which an estimate is not to be trusted: min(1 - 1 / log10(draws), 0.7). */
  readonly threshold: number;
  /** Numbers of the observations above it, or whose k could not be estimated. */
  readonly unreliable: readonly number[];
  readonly pointwise: PointwiseLoo;
  /** What to know before the estimate is used; empty when all is well. */
  readonly warnings: readonly string[];
}

export interface LooOptions {
  /**
   * Effective draws over draws, one for all observations or one each. Default: from the likelihood's autocorrelations, 1
   * where they cannot be estimated.
   */
  readonly relativeEfficiency?: number | ArrayLike<number>;
  /** How warnings and errors call the observations. Default: 0, 1, 2 ... */
  readonly names?: readonly string[];
}

/**
 * Estimates how well each observation is predicted from the others, by Pareto-smoothed importance sampling.
 *
 * @param logLikelihood log p(y_i | draw) in nats: for every observation one array a chain. -Infinity is allowed: then the
 * observation's elpd is -Infinity.
 * @example leaveOneOut(columns).elpd.estimate
 * @throws CredenceError comparison/no-observations, comparison/no-draws, comparison/ragged, comparison/not-finite,
 * comparison/relative-efficiency
 *
 * Source: Vehtari, Gelman & Gabry (2017), Practical Bayesian model evaluation using leave-one-out cross-validation and
 * WAIC, Statistics and Computing 27(5); Vehtari, Simpson, Gelman, Yao & Gabry (2024), JMLR 25(72). As in R loo, but for
 * the default relative efficiency, which is that of split chains.
 */
export function leaveOneOut(logLikelihood: PointwiseLogLikelihood, options: LooOptions = {}): LooEstimate {
  checkOptions('leaveOneOut(logLikelihood, options)', options, OPTIONS);
  const nameOf = observationNames(options.names);
  const draws = checkLogLikelihood(logLikelihood, nameOf);
  const observations = logLikelihood.length;
  const efficiencyOf = efficiencies(logLikelihood, options.relativeEfficiency);
  const smooth = smoother(draws);
  const threshold = paretoKThreshold(draws);
  const column = () => new Float64Array(observations);
  const reasons: PointwiseLoo['reasons'][number][] = [];
  const pointwise = {
    elpd: column(),
    mcse: column(),
    pLoo: column(),
    looic: column(),
    paretoK: column(),
    effectiveDraws: column(),
    relativeEfficiency: column(),
    reasons,
  };
  for (const [i, chains] of logLikelihood.entries()) {
    const logDensities = joined(chains);
    const relativeEfficiency = efficiencyOf(i);
    pointwise.relativeEfficiency[i] = relativeEfficiency;
    const point = logDensities.includes(Number.NEGATIVE_INFINITY)
      ? impossible(logDensities)
      : looOf(logDensities, smooth, relativeEfficiency);
    pointwise.elpd[i] = point.elpd;
    pointwise.mcse[i] = point.mcse;
    pointwise.pLoo[i] = point.pLoo;
    pointwise.looic[i] = -2 * point.elpd;
    pointwise.paretoK[i] = point.paretoK;
    pointwise.effectiveDraws[i] = point.effectiveDraws;
    reasons.push(point.reason);
  }
  const unreliable = Array.from(pointwise.paretoK.keys()).filter(
    (i) => !(pointwise.paretoK[i]! <= threshold || reasons[i] === 'constant'),
  );
  const squares = pointwise.mcse.map((error) => error * error);
  return {
    kind: 'loo',
    observations,
    draws,
    elpd: sumWithError(pointwise.elpd),
    pLoo: sumWithError(pointwise.pLoo),
    looic: sumWithError(pointwise.looic),
    mcse: unreliable.length > 0 ? Number.NaN : Math.sqrt(sumOf(squares)),
    threshold,
    unreliable,
    pointwise,
    warnings: warningsOf(pointwise, threshold, unreliable, nameOf),
  };
}

interface PointOfLoo {
  readonly elpd: number;
  readonly mcse: number;
  readonly pLoo: number;
  readonly paretoK: number;
  readonly effectiveDraws: number;
  readonly reason: PointwiseLoo['reasons'][number];
}

function looOf(
  logDensities: Float64Array,
  smooth: ReturnType<typeof smoother>,
  relativeEfficiency: number,
): PointOfLoo {
  const ratios = logDensities.map((value) => -value);
  const { logWeights, paretoK, effectiveDraws, reason } = smooth(ratios, relativeEfficiency);
  const weighted = logDensities.map((value, s) => value + logWeights[s]!);
  const elpd = logSumExp(weighted);
  const together = logSumExp(logDensities) - log(logDensities.length);
  let squares = 0; // variance of the weighted mean of the likelihood, relative to it
  for (let s = 0; s < weighted.length; s++) squares += (exp(weighted[s]! - elpd) - exp(logWeights[s]!)) ** 2;
  const mcse = Math.sqrt(varianceOfLog(Math.sqrt(squares)) / relativeEfficiency);
  return { elpd, mcse, pLoo: together - elpd, paretoK, effectiveDraws, reason };
}

/** An observation to which some draw gives no density: without it those draws have infinite weight, and predict it so. */
function impossible(logDensities: Float64Array): PointOfLoo {
  const elpd = Number.NEGATIVE_INFINITY;
  const together = logSumExp(logDensities);
  return {
    elpd,
    mcse: Number.NaN,
    pLoo: together === elpd ? Number.NaN : Number.POSITIVE_INFINITY,
    paretoK: Number.POSITIVE_INFINITY,
    effectiveDraws: Number.NaN,
    reason: 'impossible',
  };
}

let normalGrid: Float64Array | undefined;

/** Variance of log(z) for z ~ Normal(1, sd), from 1000 quantiles of z, those above 0. */
function varianceOfLog(sd: number): number {
  normalGrid ??= Float64Array.from({ length: 1000 }, (_, r) => normalQuantile((r + 1 - 3 / 8) / (1000 - 3 / 4 + 1)));
  const logs: number[] = [];
  for (const z of normalGrid) if (1 + sd * z > 0) logs.push(log(1 + sd * z));
  const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
  return logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (logs.length - 1);
}

/** Effective draws of the likelihood over draws, by observation. */
function efficiencies(
  logLikelihood: PointwiseLogLikelihood,
  given: LooOptions['relativeEfficiency'],
): (observation: number) => number {
  if (typeof given === 'number') return () => given;
  if (given === undefined) return (i) => relativeEfficiencyOf(logLikelihood[i] ?? []);
  if (given.length !== logLikelihood.length) {
    throw new CredenceError(
      'comparison/relative-efficiency',
      `relativeEfficiency has ${given.length} values for ${logLikelihood.length} observations. Give one for each, or one number.`,
      { given: given.length, observations: logLikelihood.length },
    );
  }
  return (i) => given[i] ?? Number.NaN;
}

/** Effective draws of the likelihood over draws; 1 where there are too few draws to tell, or all are equal. */
function relativeEfficiencyOf(chains: ScalarChains): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (const chain of chains) for (let i = 0; i < chain.length; i++) largest = Math.max(largest, chain[i]!);
  if (largest === Number.NEGATIVE_INFINITY) return 1;
  const likelihood = chains.map((chain) => chain.map((value) => exp(value - largest)));
  const draws = chains.length * (chains[0]?.length ?? 0);
  const efficiency = essMean(likelihood) / draws;
  return efficiency > 0 ? efficiency : 1;
}

function warningsOf(
  pointwise: PointwiseLoo,
  threshold: number,
  unreliable: readonly number[],
  nameOf: ObservationName,
): readonly string[] {
  const { paretoK, reasons } = pointwise;
  const warnings: string[] = [];
  const say = (where: readonly number[], sentence: string) => {
    if (where.length > 0) warnings.push(`${observationsText(where.map(nameOf))}: ${sentence}`);
  };
  const because = (reason: PointwiseLoo['reasons'][number]) => unreliable.filter((i) => reasons[i] === reason);
  const high = because(undefined);
  const worst = high.reduce((largest, i) => Math.max(largest, paretoK[i]!), Number.NEGATIVE_INFINITY);
  say(
    high,
    `Pareto k is above ${threshold.toFixed(2)} (largest ${worst.toFixed(2)}), so the estimate is not to be trusted. The posterior leans on ${high.length === 1 ? 'this observation' : 'these observations'}; check the model, or refit without ${high.length === 1 ? 'it' : 'each of them'}.`,
  );
  say(because('few-draws'), 'too few draws for a Pareto fit (the tail needs five). Draw more.');
  say(because('constant-tail'), 'the largest weights are all equal, so k cannot be estimated.');
  say(because('impossible'), 'the likelihood is zero in some draws, so elpd is -Infinity.');
  if (paretoK.length < 2) warnings.push('One observation has no standard error.');
  return warnings;
}

/** `Observations 3, 7 and 12 more`. */
function observationsText(where: readonly string[]): string {
  const shown = where.slice(0, 5).join(', ');
  const more = where.length > 5 ? ` and ${where.length - 5} more` : '';
  return `Observation${where.length === 1 ? '' : 's'} ${shown}${more}`;
}

const OPTIONS: OptionNames<LooOptions> = { relativeEfficiency: true, names: true };
