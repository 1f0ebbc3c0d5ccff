/** Whether a move of an ensemble keeps a distribution: walkers that begin with exact draws, and moments of what they become. */
import { erf, keyFromSeed, type Rng, split, stream } from '@credence/numerics';
import { mcseMean } from '../diagnostics/monteCarlo.js';
import { Ensemble } from '../ensemble/ensemble.js';
import { mixtureOf } from '../ensemble/moves/mixture.js';
import type { EnsembleMove } from '../ensemble/moves/move.js';

/** A distribution with exact draws and moments. */
export interface ExactTarget {
  readonly dimension: number;
  readonly means: readonly number[];
  readonly variances: readonly number[];
  logProbability(position: Float64Array): number;
  draw(rng: Rng, out: Float64Array): void;
}

/** Normal with sds `scales` and one correlation between all pairs. */
export function equicorrelated(scales: readonly number[], correlation: number): ExactTarget {
  const n = scales.length;
  return {
    dimension: n,
    means: scales.map(() => 0),
    variances: scales.map((scale) => scale * scale),
    logProbability(x) {
      let squares = 0;
      let sum = 0;
      for (let i = 0; i < n; i++) {
        const u = x[i]! / scales[i]!;
        squares += u * u;
        sum += u;
      }
      return (-0.5 * (squares - (correlation * sum * sum) / (1 + (n - 1) * correlation))) / (1 - correlation);
    },
    draw(rng, out) {
      const common = Math.sqrt(correlation) * rng.normal();
      for (let i = 0; i < n; i++) out[i] = scales[i]! * (common + Math.sqrt(1 - correlation) * rng.normal());
    },
  };
}

/** x ~ Normal(0, 1), y ~ Normal(bend (x^2 - 1), width): a curved ridge, as Rosenbrock's function has. */
export function banana(bend: number, width: number): ExactTarget {
  return {
    dimension: 2,
    means: [0, 0],
    variances: [1, 2 * bend * bend + width * width],
    logProbability([x = 0, y = 0]) {
      const off = (y - bend * (x * x - 1)) / width;
      return -0.5 * (x * x + off * off);
    },
    draw(rng, out) {
      const x = rng.normal();
      out[0] = x;
      out[1] = bend * (x * x - 1) + width * rng.normal();
    },
  };
}

export interface MomentRun {
  readonly walkers: number;
  readonly steps: number;
  readonly seed: number;
}

/** One step of all walkers, in place. */
export type EnsembleStep = (ensemble: Ensemble, target: ExactTarget) => void;

/** The step that runs make. */
export const stepInGroups: EnsembleStep = (ensemble, target) => {
  const groups = ensemble.begin();
  for (let group = 0; group < groups; group++) {
    const { positions, logProbabilities, count } = ensemble.propose(group);
    for (let row = 0; row < count; row++) logProbabilities[row] = target.logProbability(rowOf(positions, row, target));
    ensemble.accept(group);
  }
  ensemble.end();
};

function rowOf(matrix: Float64Array, row: number, { dimension }: ExactTarget): Float64Array {
  return matrix.subarray(row * dimension, (row + 1) * dimension);
}

/** Moments compared of each coordinate by `ensembleMomentZ`. */
export const MOMENTS = 3;

/**
 * Largest |z| over all coordinates of the means of x, of (x - mean)^2, and of the squared mean over the walkers, which is
 * variance / walkers when walkers at one time are independent of each other, as they must be. Series of means over the walkers
 * are compared, whose own autocorrelation gives the standard errors: walkers of one ensemble depend on each other's past.
 */
export function ensembleMomentZ(
  target: ExactTarget,
  move: EnsembleMove,
  { walkers, steps, seed }: MomentRun,
  step: EnsembleStep = stepInGroups,
): number {
  const { dimension, means, variances } = target;
  const ensemble = exactEnsemble(target, move, walkers, seed);
  const series = Array.from({ length: MOMENTS * dimension }, () => new Float64Array(steps));
  for (let s = 0; s < steps; s++) {
    step(ensemble, target);
    for (let d = 0; d < dimension; d++) {
      let sum = 0;
      let squares = 0;
      for (let w = 0; w < walkers; w++) {
        const deviation = ensemble.positions[w * dimension + d]! - means[d]!;
        sum += deviation;
        squares += deviation * deviation;
      }
      series[MOMENTS * d]![s] = sum / walkers;
      series[MOMENTS * d + 1]![s] = squares / walkers - variances[d]!;
      series[MOMENTS * d + 2]![s] = (sum * sum) / walkers - variances[d]!;
    }
  }
  return series.reduce((largest, values) => {
    const z = Math.abs(values.reduce((sum, value) => sum + value, 0) / steps) / mcseMean([values]);
    return Math.max(largest, Number.isNaN(z) ? Number.POSITIVE_INFINITY : z);
  }, 0);
}

/** Walkers that are exact draws. */
function exactEnsemble(target: ExactTarget, move: EnsembleMove, walkers: number, seed: number): Ensemble {
  const { dimension } = target;
  const key = keyFromSeed(seed);
  const positions = new Float64Array(walkers * dimension);
  const logProbabilities = new Float64Array(walkers);
  const rng = stream(split(key, 1), 0);
  for (let w = 0; w < walkers; w++) {
    target.draw(rng, rowOf(positions, w, target));
    logProbabilities[w] = target.logProbability(rowOf(positions, w, target));
  }
  return new Ensemble({ dimension, walkers, mixture: mixtureOf(move), key, positions, logProbabilities });
}

/**
 * |z| of how often two walkers on a standard normal are within 0.2 of each other after five steps from independent exact draws,
 * over `replicas` ensembles of two. Walkers at one time must be independent, so the probability is erf(0.1).
 */
export function pairDistanceZ(move: EnsembleMove, replicas: number, step: EnsembleStep): number {
  const target = equicorrelated([1], 0);
  let near = 0;
  for (let seed = 0; seed < replicas; seed++) {
    const ensemble = exactEnsemble(target, move, 2, seed);
    for (let s = 0; s < 5; s++) step(ensemble, target);
    if (Math.abs(ensemble.positions[0]! - ensemble.positions[1]!) < 0.2) near++;
  }
  const probability = erf(0.1);
  return Math.abs(near - replicas * probability) / Math.sqrt(replicas * probability * (1 - probability));
}
