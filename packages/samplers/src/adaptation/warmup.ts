/** Warm-up: the stages of adaptation folded over a chain, in a state that can be saved and gone on with. */
import { type RngKey, split, stream } from '@credence/numerics';
import type { Statistic } from '../block.js';
import type { MetricKind } from '../chainContract.js';
import type { HamiltonianTrajectory } from '../hamiltonian/trajectory.js';
import { automaticMetric } from './automaticMetric.js';
import { gradientMetric } from './gradientMetric.js';
import { fixedMetric, type MetricEstimate } from './metricEstimate.js';
import {
  currentStepSize,
  finalStepSize,
  findStepSize,
  type StepSizeState,
  startStepSize,
  updateStepSize,
} from './stepSize.js';
import type { MomentState } from './variance.js';
import { windowedCovariance, windowedVariance } from './windowedMetric.js';

export interface WarmupSettings {
  readonly tune: number;
  readonly metric: MetricKind;
  readonly targetAccept: number;
  /** First step size; searched for when absent. */
  readonly stepSize?: number;
}

/** Warm-up between two transitions. Plain JSON data. */
export interface WarmupState {
  readonly stepSize: number;
  readonly stepSizeState: StepSizeState;
  readonly metric: { readonly kind: 'diagonal' | 'dense'; readonly values: readonly number[] };
  readonly moments: readonly MomentState[];
}

/** Adapts step size and metric of a trajectory. Searches draw from `stream(searchKey, iteration)`. */
export interface Warmup {
  /** Leapfrog steps taken by searches for a step size so far. */
  readonly searchLeapfrogs: number;
  /** Before the first transition, with the trajectory at the start. */
  begin(): void;
  /** Most doublings of warm-up transition `iteration`; Infinity where nothing speaks against long trees. */
  mostDoublings(iteration: number): number;
  /** After warm-up transition `iteration`, counted from 0. */
  update(iteration: number, statistics: Readonly<Record<Statistic, number>>): void;
  save(): WarmupState;
  load(state: WarmupState): void;
}

const estimates: Readonly<Record<MetricKind, (trajectory: HamiltonianTrajectory, tune: number) => MetricEstimate>> = {
  unit: () => fixedMetric,
  diagonal: windowedVariance,
  gradientDiagonal: gradientMetric,
  dense: windowedCovariance,
  automatic: automaticMetric,
};

/** The child of a chain's key for step size searches; transitions use the key itself. */
const SEARCH = 1;

export function createWarmup(trajectory: HamiltonianTrajectory, key: RngKey, settings: WarmupSettings): Warmup {
  const { tune, targetAccept } = settings;
  const estimate = tune > 0 ? estimates[settings.metric](trajectory, tune) : fixedMetric;
  const searchKey = split(key, SEARCH);
  let stepSizeState = startStepSize(settings.stepSize ?? 1, targetAccept);
  let searchLeapfrogs = 0;

  /** Finds a step size at the current point and starts dual averaging from it. */
  function search(iteration: number, guess: number): void {
    const rng = stream(searchKey, iteration);
    const found = findStepSize(
      {
        energyError(stepSize) {
          searchLeapfrogs++;
          trajectory.stepSize = stepSize;
          const { point, momentum } = trajectory.begin(rng);
          trajectory.step(point, momentum, 1, true);
          return trajectory.energyError;
        },
      },
      guess,
    );
    stepSizeState = startStepSize(found, targetAccept);
  }

  return {
    get searchLeapfrogs() {
      return searchLeapfrogs;
    },
    begin() {
      estimate.begin();
      if (settings.stepSize === undefined) search(0, 1);
      trajectory.stepSize = settings.stepSize ?? currentStepSize(stepSizeState);
    },
    mostDoublings: (iteration) => estimate.mostDoublings(iteration),
    update(iteration, statistics) {
      stepSizeState = updateStepSize(stepSizeState, statistics.acceptance);
      const moved = statistics.energyError !== 0;
      const change = estimate.update(iteration, moved, statistics.leapfrogs);
      if (change === 'replaced') search(iteration + 1, currentStepSize(stepSizeState));
      trajectory.stepSize = iteration + 1 === tune ? finalStepSize(stepSizeState) : currentStepSize(stepSizeState);
    },
    save() {
      const { metric } = trajectory;
      const values = metric.kind === 'diagonal' ? metric.variance : metric.factor;
      return {
        stepSize: trajectory.stepSize,
        stepSizeState,
        metric: { kind: metric.kind, values: Array.from(values) },
        moments: estimate.save(),
      };
    },
    load(state) {
      const values = Float64Array.from(state.metric.values);
      trajectory.setMetric(
        state.metric.kind === 'diagonal' ? { kind: 'diagonal', variance: values } : { kind: 'dense', factor: values },
      );
      trajectory.stepSize = state.stepSize;
      stepSizeState = state.stepSizeState;
      estimate.load(state.moments);
    },
  };
}
