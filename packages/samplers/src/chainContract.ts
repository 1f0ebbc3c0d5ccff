/** What a chain is to those who run it: options, progress, draws in blocks, and a state that can be saved. */
import type { RngKey } from '@credence/numerics';
import type { WarmupState } from './adaptation/warmup.js';
import type { DrawBlock } from './block.js';
import type { LogDensity, Workspace } from './logDensity.js';
import type { SamplerChoice } from './sampler.js';

/**
 * How momenta are scaled.
 * - `automatic`: as `gradientDiagonal`, and by covariances from draws and gradients where correlations cost more than that does
 *   (up to 100 dimensions).
 * - `unit`: not at all.
 * - `diagonal`: by the variances of warm-up draws, in Stan's windows.
 * - `gradientDiagonal`: by sqrt(variance of draws / variance of gradients), kept up to date all through warm-up (nutpie).
 * - `dense`: by the covariance of warm-up draws, in those of Stan's windows that are long enough, and as `gradientDiagonal` before;
 *   takes 8 dimension (dimension + 1) bytes a chain.
 */
export type MetricKind = 'unit' | 'diagonal' | 'gradientDiagonal' | 'dense' | 'automatic';

/** Settings of one chain; the same settings, key and start give the same draws, bit for bit. */
export interface ChainSettings {
  /** Number of warm-up transitions, >= 0. */
  readonly tune: number;
  /** Number of draws kept after them, >= 0. */
  readonly draws: number;
  /** What makes the transitions. Default `nuts`. */
  readonly sampler?: SamplerChoice;
  /** Default: see docs/decisions/020-default-metric.md. */
  readonly metric?: MetricKind;
  /** Mean acceptance probability that the step size is tuned to, in (0, 1). Default 0.8. */
  readonly targetAccept?: number;
  /** Most doublings of a tree: at most 2^maxTreeDepth - 1 leapfrog steps a transition. Default 10. */
  readonly maxTreeDepth?: number;
  /** First step size; default: found by a search. With `tune: 0` and this given, the step size stays as it is. */
  readonly stepSize?: number;
  /** Most bytes that the metric may take, for all its working memory in one chain. Default 2^30. */
  readonly metricMemory?: number;
}

export interface ChainOptions extends ChainSettings {
  readonly density: LogDensity;
  /** The chain's key: transition i draws from `stream(key, i)` only. */
  readonly key: RngKey;
  /** Position to begin at, with a finite log density. Default: uniform on (-2, 2) in each dimension, tried up to 100 times. */
  readonly start?: ArrayLike<number>;
  /**
   * Memory of at least `workspaceSlots(settings)` slots, for callers who make one for several chains that run one after
   * another. Default: the density's own workspace, or one in JavaScript.
   */
  readonly workspace?: Workspace;
}

/** All that a chain needs, beside its options, to go on as if it had never stopped. Plain JSON data. */
export type ChainSnapshot = HamiltonianSnapshot | WalkSnapshot;

/** Of a chain of another sampler. */
export interface WalkSnapshot {
  readonly format: 'credence-walk/1';
  /** The sampler's name. */
  readonly sampler: string;
  readonly iteration: number;
  readonly position: readonly number[];
  /** What the sampler's walk saved. */
  readonly saved: unknown;
  /** Evaluations of the density so far. */
  readonly leapfrogs: { readonly warmup: number; readonly draws: number };
}

/** Of a chain of NUTS or Hamiltonian Monte Carlo. */
export interface HamiltonianSnapshot {
  readonly format: 'credence-chain/1';
  /** Transitions done. */
  readonly iteration: number;
  readonly position: readonly number[];
  readonly warmup: WarmupState;
  /** Leapfrog steps taken so far, the searches for a first step size included. */
  readonly leapfrogs: { readonly warmup: number; readonly draws: number };
}

export interface Chain {
  readonly dimension: number;
  readonly tune: number;
  readonly draws: number;
  /** Transitions done, 0 <= iteration <= tune + draws. */
  readonly iteration: number;
  /** Phase of the next transition. */
  readonly phase: 'warmup' | 'draws' | 'done';
  readonly stepSize: number;
  /** Leapfrog steps taken so far, the searches for a first step size included. */
  readonly leapfrogs: { readonly warmup: number; readonly draws: number };
  /** The diagonal of the inverse metric: estimated variances of the posterior, up to a common factor. A copy. */
  inverseMetricDiagonal(): Float64Array;
  /**
   * Does up to `count` transitions, appends them to `block` when one is given, and returns how many were done. Never
   * goes from warm-up into draws in one call, never beyond the last draw, never past the block's capacity.
   */
  advance(count: number, block?: DrawBlock): number;
  /** The state between two transitions; `createChain(options, snapshot)` continues from it with the same bits. */
  snapshot(): ChainSnapshot;
}
