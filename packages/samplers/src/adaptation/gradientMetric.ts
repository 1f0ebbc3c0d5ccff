/**
 * The diagonal metric from draws and gradients: variance_i = sqrt(variance of draws_i / variance of gradients_i), which
 * minimises the Fisher divergence of the scaled posterior from a standard normal, and is right after few draws where the
 * posterior is near normal. Seyboldt, Carlson & Carpenter, Preconditioning Hamiltonian Monte Carlo by minimizing Fisher
 * divergence; the scheme of two overlapping windows is nutpie's.
 */
import type { HamiltonianTrajectory, MomentPlace } from '../hamiltonian/trajectory.js';
import type { MetricEstimate } from './metricEstimate.js';
import { RunningVariance } from './variance.js';

/** When windows change, in warm-up iterations. */
export interface GradientMetricSchedule {
  /** The early phase ends here: windows before it are short, since the chain has yet to arrive. */
  readonly earlyEnd: number;
  /** The metric is left alone from here on, for the step size to settle. */
  readonly metricEnd: number;
  /** Draws in a window of the early phase, and after it. */
  readonly earlyWindow: number;
  readonly lateWindow: number;
  /** The metric is computed anew after so many draws in the early phase, and after it: a fraction of what it is made from. */
  readonly earlyStride: number;
  readonly lateStride: number;
}

/** nutpie's shares: 30 % early, 15 % for the step size alone; windows of 10, then 80. */
export function gradientMetricSchedule(tune: number): GradientMetricSchedule {
  return {
    earlyEnd: Math.ceil(0.3 * tune),
    metricEnd: tune - Math.ceil(0.15 * tune),
    earlyWindow: 10,
    lateWindow: 80,
    earlyStride: 2,
    lateStride: 10,
  };
}

/** Draws that the first metric is made from, the start among them. Before it there is a guess. */
const FIRST = 3;
const SMALLEST_VARIANCE = 1e-20;
const LARGEST_VARIANCE = 1e20;
/** A gradient near 0 says little of a scale: in a symmetric posterior it is 0 in the middle. So guesses end here. */
const LARGEST_GUESS = 1e4;
/**
 * Most that a variance grows at once: in the linear tail of a density gradients hardly differ, and their variance promises
 * scales that are not those of the posterior's middle.
 */
const LARGEST_GROWTH = 100;
/** Most doublings while scales are guesses, and in the transitions after: where scales are wrong, long trees gain nothing. */
const GUESSED_DEPTH = 5;
const ARRIVING_DEPTH = 6;
const ARRIVING = 20;

/** Draws and gradients of one window, in the memory of the trajectory. */
class Window {
  readonly draws: RunningVariance;
  readonly gradients: RunningVariance;
  readonly #places: readonly [MomentPlace, MomentPlace];

  constructor(trajectory: HamiltonianTrajectory, index: 0 | 1) {
    const { dimension } = trajectory;
    this.#places = [trajectory.moments(2 * index), trajectory.moments(2 * index + 1)];
    this.draws = new RunningVariance(dimension, this.#places[0]);
    this.gradients = new RunningVariance(dimension, this.#places[1]);
  }

  get count(): number {
    return this.draws.count;
  }

  /** Takes in the current point. */
  add(): void {
    const [draws, gradients] = this.#places;
    this.draws.addBy((share) => draws.accumulate('position', share));
    this.gradients.addBy((share) => gradients.accumulate('gradient', share));
  }

  reset(): void {
    this.draws.reset();
    this.gradients.reset();
  }
}

/**
 * The metric is made from the last full window and the one that is being filled, together; once that is full as well, it
 * takes the other's place.
 */
export function gradientMetric(trajectory: HamiltonianTrajectory, tune: number): MetricEstimate {
  const { dimension } = trajectory;
  const schedule = gradientMetricSchedule(tune);
  let full = new Window(trajectory, 0);
  let filling = new Window(trajectory, 1);
  const variance = new Float64Array(dimension);
  const ofDraws = new Float64Array(dimension);
  const ofGradients = new Float64Array(dimension);

  return {
    begin() {
      const { gradient } = trajectory;
      for (let i = 0; i < dimension; i++) {
        variance[i] = Math.min(clamp(1 / Math.abs(gradient[i]!)), LARGEST_GUESS);
      }
      trajectory.setMetric({ kind: 'diagonal', variance });
      filling.add();
    },
    update(iteration, moved) {
      if (iteration >= schedule.metricEnd || !moved) return 'same';
      filling.add();
      const early = iteration < schedule.earlyEnd;
      const window = early ? schedule.earlyWindow : schedule.lateWindow;
      const first = full.count === 0 && filling.count === FIRST;
      const due = first || filling.count % (early ? schedule.earlyStride : schedule.lateStride) === 0;
      // A change of windows so late that the next could not be filled is left out.
      if (filling.count >= window && iteration + window <= schedule.metricEnd) {
        [full, filling] = [filling, full];
        filling.reset();
      }
      if (!due || full.count + filling.count < FIRST) return 'same';
      const { metric } = trajectory;
      if (metric.kind === 'diagonal' && metric.variance !== variance) variance.set(metric.variance);
      full.draws.pooledSquares(filling.draws, ofDraws);
      full.gradients.pooledSquares(filling.gradients, ofGradients);
      for (let i = 0; i < dimension; i++) {
        const ratio = Math.sqrt(ofDraws[i]! / ofGradients[i]!);
        // A coordinate that never moved, or whose gradient is constant, tells nothing.
        if (ratio > 0 && ratio < Number.POSITIVE_INFINITY) {
          variance[i] = clamp(Math.min(ratio, LARGEST_GROWTH * variance[i]!));
        }
      }
      trajectory.setMetric({ kind: 'diagonal', variance });
      return first ? 'replaced' : 'refined';
    },
    mostDoublings(iteration) {
      if (full.count === 0 && filling.count < FIRST) return GUESSED_DEPTH;
      return iteration < Math.min(ARRIVING, schedule.earlyEnd) ? ARRIVING_DEPTH : Number.POSITIVE_INFINITY;
    },
    save: () => [full, filling].flatMap(({ draws, gradients }) => [draws.save(), gradients.save()]),
    load(states) {
      [full.draws, full.gradients, filling.draws, filling.gradients].forEach((running, i) => {
        const state = states[i];
        if (state) running.load(state);
      });
    },
  };
}

function clamp(variance: number): number {
  return variance < LARGEST_VARIANCE ? Math.max(variance, SMALLEST_VARIANCE) : LARGEST_VARIANCE;
}
