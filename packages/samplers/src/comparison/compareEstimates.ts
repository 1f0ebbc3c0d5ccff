/** Models side by side: differences in predictive density with their errors, and weights of a mixture. */
import { CredenceError, keyFromSeed, normalCdf } from '@credence/numerics';
import type { LooEstimate } from './leaveOneOut.js';
import { type EstimateWithError, sumWithError } from './pointwise.js';
import { pseudoBmaWeights } from './pseudoBma.js';
import { stackingWeights } from './stacking.js';
import type { WaicEstimate } from './waic.js';

/** How models are weighted. */
export type WeightMethod = 'stacking' | 'pseudoBma';

export interface CompareOptions {
  /**
   * `stacking` (default): the mixture that predicts best; models that say the same share a weight. `pseudoBma`: each model
   * by its own elpd and its uncertainty (pseudo-BMA+).
   */
  readonly weights?: WeightMethod;
  /** Of the bootstrap of `pseudoBma`. Default 0. */
  readonly seed?: number;
  /** Bootstrap replications of `pseudoBma`. Default 1000. */
  readonly replications?: number;
}

/** One model in a comparison. Log densities in nats. */
export interface ComparedModel {
  readonly name: string;
  /** 0 for the model that predicts best. */
  readonly rank: number;
  readonly elpd: EstimateWithError;
  /** pLoo or pWaic. */
  readonly effectiveParameters: number;
  /** elpd minus that of the best model, at most 0. */
  readonly difference: EstimateWithError;
  /** Normal approximation of the probability that this model predicts worse than the best; NaN for the best. */
  readonly probabilityWorse: number;
  readonly weight: number;
  /** Observations whose estimate is not to be trusted. */
  readonly unreliable: number;
  /** Why difference and error need care. */
  readonly caveats: readonly Caveat[];
}

/**
 * `small-difference`: |difference| < 4, where its error is too small and its distribution not normal; `few-observations`: fewer
 * than 100, which makes the error too small; `high-k`: estimates of this or the best model are not to be trusted;
 * `undefined`: an elpd or its error is not a finite number.
 */
export type Caveat = 'small-difference' | 'few-observations' | 'high-k' | 'undefined';

export interface Comparison {
  readonly kind: 'loo' | 'waic';
  readonly observations: number;
  /** Best first. */
  readonly models: readonly ComparedModel[];
  readonly method: WeightMethod;
  /** What better stacking weights could gain, in nats; undefined for other weights. */
  readonly gap: number | undefined;
}

/**
 * Compares models by their pointwise estimates on the same observations.
 *
 * @param estimates results of `leaveOneOut`, or of `waicOf`, by name
 * @example compareEstimates({ pooled: leaveOneOut(a), partial: leaveOneOut(b) }).models[0].name
 * @throws CredenceError comparison/no-models, comparison/observations when their numbers differ, comparison/kinds when LOO is
 * to be compared with WAIC, comparison/impossible when an observation has density in no model or an elpd is NaN
 *
 * Source: Vehtari, Gelman & Gabry (2017), Statistics and Computing 27(5), section 5.2 (errors of differences); Sivula,
 * Magnusson, Matamoros & Vehtari (2020), Uncertainty in Bayesian leave-one-out cross-validation based model comparison,
 * arXiv:2008.10296 (the caveats).
 */
export function compareEstimates(
  estimates: Readonly<Record<string, LooEstimate | WaicEstimate>>,
  options: CompareOptions = {},
): Comparison {
  const { weights: method = 'stacking', seed = 0, replications = 1000 } = options;
  const all = Object.entries(estimates);
  const first = all[0]?.[1];
  if (first === undefined) {
    throw new CredenceError('comparison/no-models', 'There is no model to compare: give at least one, by name.');
  }
  for (const [name, { kind, observations }] of all) checkAlike(name, kind, observations, first);

  const elpds = all.map(([, { pointwise }]) => pointwise.elpd);
  // Stacking checks the values, and is small work beside what it rests on.
  const stacked = stackingWeights(elpds);
  const weights = method === 'stacking' ? stacked.weights : pseudoBmaWeights(elpds, keyFromSeed(seed), replications);
  const order = all.map((_, k) => k).sort((a, b) => all[b]![1].elpd.estimate - all[a]![1].elpd.estimate || a - b);
  const best = all[order[0]!]![1];
  const models = order.map((k, rank): ComparedModel => {
    const [name, estimate] = all[k]!;
    const { elpd, unreliable } = estimate;
    const difference =
      rank === 0
        ? { estimate: 0, standardError: 0 }
        : sumWithError(estimate.pointwise.elpd.map((value, i) => value - best.pointwise.elpd[i]!));
    return {
      name,
      rank,
      elpd,
      effectiveParameters: (estimate.kind === 'loo' ? estimate.pLoo : estimate.pWaic).estimate,
      difference,
      probabilityWorse: rank === 0 ? Number.NaN : normalCdf(-difference.estimate / difference.standardError),
      weight: weights[k]!,
      unreliable: unreliable.length,
      caveats: rank === 0 ? ofTheBest(estimate) : caveatsOf(difference, estimate, best),
    };
  });
  return {
    kind: first.kind,
    observations: first.observations,
    models,
    method,
    gap: method === 'stacking' ? stacked.gap : undefined,
  };
}

function checkAlike(name: string, kind: string, observations: number, first: LooEstimate | WaicEstimate): void {
  if (kind !== first.kind) {
    throw new CredenceError(
      'comparison/kinds',
      `'${name}' is a result of ${kind}, the first one of ${first.kind}. Compare results of one kind.`,
      { name, kind, first: first.kind },
    );
  }
  if (observations !== first.observations) {
    throw new CredenceError(
      'comparison/observations',
      `'${name}' has ${observations} observations, the first model has ${first.observations}. Models are compared on the same observations in the same order.`,
      { name, observations, first: first.observations },
    );
  }
}

function ofTheBest({ elpd, unreliable }: LooEstimate | WaicEstimate): readonly Caveat[] {
  return [
    ...(unreliable.length > 0 ? (['high-k'] as const) : []),
    ...(Number.isFinite(elpd.estimate) ? [] : (['undefined'] as const)),
  ];
}

function caveatsOf(
  { estimate, standardError }: EstimateWithError,
  own: LooEstimate | WaicEstimate,
  best: LooEstimate | WaicEstimate,
): readonly Caveat[] {
  const holds: readonly (readonly [Caveat, boolean])[] = [
    ['undefined', !Number.isFinite(estimate) || !Number.isFinite(standardError)],
    ['small-difference', Math.abs(estimate) < 4],
    ['few-observations', own.observations < 100],
    ['high-k', own.unreliable.length > 0 || best.unreliable.length > 0],
  ];
  return holds.flatMap(([caveat, applies]) => (applies ? [caveat] : []));
}
