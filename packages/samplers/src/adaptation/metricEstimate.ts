/** What warm-up needs of a way to estimate a metric while the chain runs. */
import type { MomentState } from './variance.js';

/**
 * What an update did to the metric.
 * - `same`: nothing.
 * - `refined`: changed it a little; step size adaptation goes on.
 * - `replaced`: changed it at once; the step size is searched for anew.
 */
export type MetricChange = 'same' | 'refined' | 'replaced';

/** Estimates the metric from the states of a chain's trajectory; sets it there. */
export interface MetricEstimate {
  /** Before the first transition. */
  begin(): void;
  /**
   * After warm-up transition `iteration`, counted from 0.
   * @param moved whether the point is a new one
   * @param leapfrogs steps that the transition took
   */
  update(iteration: number, moved: boolean, leapfrogs: number): MetricChange;
  /** Most doublings that are worth their price in warm-up transition `iteration`, under the metric as it is. */
  mostDoublings(iteration: number): number;
  save(): readonly MomentState[];
  load(states: readonly MomentState[]): void;
}

/** The metric stays as it is. */
export const fixedMetric: MetricEstimate = {
  begin() {},
  update: () => 'same',
  mostDoublings: () => Number.POSITIVE_INFINITY,
  save: () => [],
  load() {},
};
