/**
 * The metric that a chain chooses: diagonal, from draws and gradients, until those of a window show that correlations cost more
 * than a dense metric does; dense, from draws and gradients too, from then on.
 */
import { metricVariance } from '../hamiltonian/metric.js';
import type { HamiltonianTrajectory } from '../hamiltonian/trajectory.js';
import { choleskyInPlace, transposedSolve } from '../hamiltonian/triangular.js';
import { geometricMean } from './geometricMean.js';
import { gradientMetric, gradientMetricSchedule } from './gradientMetric.js';
import type { MetricEstimate } from './metricEstimate.js';
import { largestAgainst, spread } from './spread.js';
import { RunningCovariance } from './variance.js';

/** Above this many dimensions the metric stays diagonal. */
const MOST_DIMENSIONS = 100;
/** Draws a dimension that a dense metric is made from, at least. */
const DRAWS_A_DIMENSION = 2;
/** A dense metric is taken where a trajectory under the diagonal one needs more than this many times as many steps. */
const WORTH = 3;
/** Trajectories of up to this many steps leave nothing to gain. */
const SHORT = 7;
/**
 * Before draws are those of the posterior only steps by the hundred are reason enough: a metric that fits a minor mode well keeps
 * a chain there, where the wide steps of a poor one lead out (a fifth of the chains of an ODE model stayed).
 */
const LONG = 200;
/**
 * The variance of draws in a direction, as a multiple of that of draws and gradients together, above which they contradict each
 * other. Of independent draws, two a dimension, noise makes 2.9.
 */
const MISFIT = 4;

/** Warm-up iterations from which draws are looked at, and after which the metric is judged by those since the last of them. */
export function automaticSchedule(tune: number): {
  readonly start: number;
  readonly ends: readonly number[];
  /** From here on draws are taken for draws of the posterior. */
  readonly settled: number;
} {
  const { metricEnd } = gradientMetricSchedule(tune);
  const at = (share: number) => Math.round(share * tune) - 1;
  return {
    start: at(0.02) + 1,
    ends: [at(0.04), at(0.07), at(0.1), at(0.15), at(0.25), at(0.5), metricEnd - 1],
    settled: at(0.5),
  };
}

export function automaticMetric(trajectory: HamiltonianTrajectory, tune: number): MetricEstimate {
  const { dimension } = trajectory;
  const diagonal = gradientMetric(trajectory, tune);
  if (dimension < 2 || dimension > MOST_DIMENSIONS) return diagonal;
  const { start, ends, settled } = automaticSchedule(tune);
  const last = ends.at(-1) ?? 0;
  const draws = new RunningCovariance(dimension);
  const gradients = new RunningCovariance(dimension);
  const gradient = new Float64Array(dimension);
  /** Of the window. */
  let steps = 0;
  let transitions = 0;
  return {
    begin: () => diagonal.begin(),
    update(iteration, moved, leapfrogs) {
      const isDense = trajectory.metric.kind === 'dense';
      const change = isDense ? 'same' : diagonal.update(iteration, moved, leapfrogs);
      if (iteration < start || iteration > last) return change;
      steps += leapfrogs;
      transitions++;
      if (moved) {
        draws.add(trajectory.position);
        plainGradient(trajectory, gradient);
        gradients.add(gradient);
      }
      // Too few draws go on into the next window.
      if (!ends.includes(iteration) || draws.count < DRAWS_A_DIMENSION * dimension + 1) return change;
      const usual = steps / transitions;
      steps = 0;
      transitions = 0;
      if (!isDense && usual <= (iteration < settled ? LONG : SHORT)) {
        draws.reset();
        gradients.reset();
        return change;
      }
      const variance = metricVariance(trajectory.metric);
      const inverse = variance.map((value) => 1 / value);
      const ofDraws = draws.takeScaled(variance);
      const both = geometricMean(ofDraws, gradients.takeScaled(inverse), dimension);
      if (both === undefined || (!isDense && !(spread(both, dimension) > WORTH))) return change;
      const factor = both;
      if (!choleskyInPlace(factor, dimension)) return change;
      if (iteration >= settled && largestAgainst(ofDraws, factor, dimension) > MISFIT) {
        // Far from normal, where gradients promise scales that draws do not have.
        if (!isDense) return change;
        trajectory.setMetric({ kind: 'diagonal', variance });
        return 'replaced';
      }
      for (let i = 0, at = 0; i < dimension; i++) {
        const sd = Math.sqrt(variance[i]!);
        for (let j = 0; j <= i; j++, at++) factor[at] = factor[at]! * sd;
      }
      trajectory.setMetric({ kind: 'dense', factor });
      return 'replaced';
    },
    mostDoublings: (iteration) => diagonal.mostDoublings(iteration),
    save: () => [
      { count: transitions, mean: [steps], deviations: [] },
      draws.save(),
      gradients.save(),
      ...diagonal.save(),
    ],
    load([ofSteps, ofDraws, ofGradients, ...rest]) {
      if (ofSteps) {
        transitions = ofSteps.count;
        [steps = 0] = ofSteps.mean;
      }
      if (ofDraws) draws.load(ofDraws);
      if (ofGradients) gradients.load(ofGradients);
      diagonal.load(rest);
    },
  };
}

/** The gradient at the chain's point: under a dense metric L L' a trajectory has L' times it. */
function plainGradient({ metric, gradient }: HamiltonianTrajectory, out: Float64Array): void {
  out.set(gradient);
  if (metric.kind === 'dense') transposedSolve(metric.factor, out);
}
