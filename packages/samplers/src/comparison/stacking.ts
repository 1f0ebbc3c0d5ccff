/** Stacking: the mixture of models whose predictions of the left-out observations are best. */
import { CredenceError, exp, log } from '@credence/numerics';
import { choleskyInPlace, packedLength } from '../hamiltonian/triangular.js';

/** Weights of a mixture, and a bound on what better ones could gain. */
export interface StackingWeights {
  /** One a model, not negative, sum 1. */
  readonly weights: Float64Array;
  /** sum_i log(sum_k w_k exp(elpd_ik)), in nats. */
  readonly logScore: number;
  /** No weights have a log score above `logScore + gap` (by duality; in nats). */
  readonly gap: number;
  readonly iterations: number;
}

/** Gap at which the search ends, in nats of the whole score; more where rounding of that many terms is more. */
const ENOUGH = 1e-9;
const ENOUGH_A_ROW = 1e-13;
/** Gap up to which weights are given back at all. */
const TOLERATED = 1e-6;
const MOST_ITERATIONS = 200;
/** How near to a bound a step may go, as a share of the way to it. */
const TO_THE_BOUND = 0.995;

/**
 * Maximises sum_i log(sum_k w_k exp(elpd_ik)) over the simplex by a primal-dual interior-point method.
 *
 * Stated as: minimise f(w) = -mean_i log((P w)_i) + sum_k w_k over w >= 0, whose solution sums to 1. At weights on the simplex
 * with g_k = mean_i P_ik / (P w)_i, no weights do better than n log(max_k g_k) nats: the gap that is stated and reached.
 * Equal models get equal weights.
 *
 * @param elpd one array a model, log predictive densities of the same observations in the same order
 * @throws CredenceError comparison/no-models, comparison/observations, comparison/impossible when no model gives density to
 * an observation or an elpd is NaN, comparison/stacking when a gap of 1e-6 nats is not reached (not seen)
 *
 * Source: Yao, Vehtari, Simpson & Gelman (2018), Using stacking to average Bayesian predictive distributions, Bayesian
 * Analysis 13(3); the unconstrained form of Kim, Carbonetto, Stephens & Anitescu (2020), A fast algorithm for maximum
 * likelihood estimation of mixture proportions using sequential quadratic programming, J. Comput. Graph. Stat. 29(2);
 * Nocedal & Wright (2006), Numerical Optimization, chapter 19.
 */
export function stackingWeights(elpd: readonly Float64Array[]): StackingWeights {
  const problem = scaled(elpd);
  const models = elpd.length;
  const enough = Math.max(ENOUGH, ENOUGH_A_ROW * problem.rows);
  let weights = new Float64Array(models).fill(1 / models);
  let state = evaluate(problem, weights);
  // Slacks near 1 - g where that is positive.
  let slacks: Float64Array = state.slope.map((slope) => Math.max(slope, 0.1));
  let iterations = 0;
  let best = onSimplex(problem, weights);
  while (best.gap > enough && iterations < MOST_ITERATIONS) {
    iterations++;
    const centring = 0.1 * meanProduct(weights, slacks);
    const step = newtonStep(state, weights, slacks, centring);
    let length = Math.min(roomOf(weights, step.weights), roomOf(slacks, step.slacks));
    const merit = barrier(state.value, weights, centring);
    let descent = 0;
    for (let k = 0; k < models; k++) descent += (state.slope[k]! - centring / weights[k]!) * step.weights[k]!;
    for (let halvings = 0; ; halvings++, length /= 2) {
      const moved = weights.map((w, k) => w + length * step.weights[k]!);
      const there = evaluate(problem, moved);
      const allowed = merit + 1e-4 * length * Math.min(descent, 0) + 1e-14 * Math.abs(merit);
      if (barrier(there.value, moved, centring) > allowed && halvings < 40) continue;
      weights = moved;
      slacks = slacks.map((s, k) => s + length * step.slacks[k]!);
      state = there;
      break;
    }
    const reached = onSimplex(problem, weights);
    if (reached.gap < best.gap) best = reached;
    if (reached.gap < 1e-3) {
      const corner = onSimplex(
        problem,
        weights.map((w, k) => (w < slacks[k]! ? 0 : w)),
      );
      if (corner.gap <= enough) best = corner;
    }
  }
  if (!(best.gap <= TOLERATED)) {
    throw new CredenceError(
      'comparison/stacking',
      `Stacking weights were not found to ${enough} nats: the best could still gain ${best.gap}.`,
      { gap: best.gap, weights: best.weights },
    );
  }
  return { ...best, iterations };
}

/** Predictive densities relative to the best model's, observation by observation. */
interface Problem {
  readonly density: readonly Float64Array[];
  readonly rows: number;
  /** Sum of the logs of what the densities are relative to. */
  readonly offset: number;
}

function scaled(elpd: readonly Float64Array[]): Problem {
  const first = elpd[0];
  if (first === undefined) throw new CredenceError('comparison/no-models', 'Stacking needs at least one model.');
  const rows = first.length;
  const lengths = elpd.map((values) => values.length);
  if (rows === 0 || lengths.some((length) => length !== rows)) {
    throw new CredenceError(
      'comparison/observations',
      `Models are compared on the same observations, at least one; these have ${lengths.join(', ')}.`,
      { lengths },
    );
  }
  const density = elpd.map(() => new Float64Array(rows));
  let offset = 0;
  for (let i = 0; i < rows; i++) {
    let largest = Number.NEGATIVE_INFINITY;
    for (const values of elpd) {
      largest = Number.isNaN(values[i]!) ? Number.NaN : Math.max(largest, values[i]!);
    }
    if (!Number.isFinite(largest)) {
      throw new CredenceError(
        'comparison/impossible',
        `Observation ${i} has an elpd of ${elpd.map((values) => values[i]).join(', ')} in the models: at least one must be a finite number, none NaN.`,
        { observation: i },
      );
    }
    offset += largest;
    for (const [k, values] of elpd.entries()) density[k]![i] = exp(values[i]! - largest);
  }
  return { density, rows, offset };
}

interface Evaluated {
  readonly value: number;
  readonly slope: Float64Array;
  /** Lower triangle of the second derivatives, packed. */
  readonly curvature: Float64Array;
}

function mixtureOf({ density, rows }: Problem, weights: Float64Array): Float64Array {
  const mixture = new Float64Array(rows);
  for (const [k, values] of density.entries()) {
    const weight = weights[k]!;
    if (weight !== 0) for (let i = 0; i < rows; i++) mixture[i] = mixture[i]! + weight * values[i]!;
  }
  return mixture;
}

function evaluate(problem: Problem, weights: Float64Array): Evaluated {
  const { density, rows } = problem;
  const models = density.length;
  const mixture = mixtureOf(problem, weights);
  let value = 0;
  for (let i = 0; i < rows; i++) value -= log(mixture[i]!) / rows;
  for (let k = 0; k < models; k++) value += weights[k]!;
  const relative = density.map((values) => values.map((p, i) => p / mixture[i]!));
  const slope = new Float64Array(models).fill(1);
  const curvature = new Float64Array(packedLength(models));
  for (let k = 0; k < models; k++) {
    for (let i = 0; i < rows; i++) slope[k] = slope[k]! - relative[k]![i]! / rows;
    for (let l = 0; l <= k; l++) {
      let sum = 0;
      for (let i = 0; i < rows; i++) sum += relative[k]![i]! * relative[l]![i]!;
      curvature[packedLength(k) + l] = sum / rows;
    }
  }
  return { value, slope, curvature };
}

/** Newton's step for slope = slacks, weights x slacks = centring. */
function newtonStep(state: Evaluated, weights: Float64Array, slacks: Float64Array, centring: number) {
  const packed = state.curvature.slice();
  const right = weights.map((w, k) => centring / w - state.slope[k]!);
  for (let k = 0; k < weights.length; k++) {
    const diagonal = packedLength(k) + k;
    packed[diagonal] = packed[diagonal]! + slacks[k]! / weights[k]!;
  }
  const move = solvePositive(packed, right);
  return {
    weights: move,
    slacks: slacks.map((s, k) => (centring - s * move[k]!) / weights[k]! - s),
  };
}

/** Overwrites `right` with the solution of a positive definite system, given packed and spoilt. */
function solvePositive(packed: Float64Array, right: Float64Array): Float64Array {
  const n = right.length;
  if (!choleskyInPlace(packed, n)) return right.fill(Number.NaN);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) right[i] = right[i]! - packed[packedLength(i) + k]! * right[k]!;
    right[i] = right[i]! / packed[packedLength(i) + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    right[i] = right[i]! / packed[packedLength(i) + i]!;
    for (let k = 0; k < i; k++) right[k] = right[k]! - packed[packedLength(i) + k]! * right[i]!;
  }
  return right;
}

/** The largest step, at most 1, that keeps all values positive. */
function roomOf(values: Float64Array, step: Float64Array): number {
  let room = 1;
  for (let k = 0; k < values.length; k++) {
    if (step[k]! < 0) room = Math.min(room, (-TO_THE_BOUND * values[k]!) / step[k]!);
  }
  return room;
}

function barrier(value: number, weights: Float64Array, centring: number): number {
  let sum = value;
  for (let k = 0; k < weights.length; k++) sum -= centring * log(weights[k]!);
  return sum;
}

function meanProduct(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum / a.length;
}

/** Weights made to sum to 1, their score and their gap; the gap is Infinity where the score is -Infinity. */
function onSimplex(problem: Problem, unscaled: Float64Array) {
  const total = unscaled.reduce((sum, w) => sum + w, 0);
  const weights = unscaled.map((w) => w / total);
  const mixture = mixtureOf(problem, weights);
  const { density, rows, offset } = problem;
  let logScore = offset;
  for (let i = 0; i < rows; i++) logScore += log(mixture[i]!);
  let steepest = 0;
  for (const values of density) {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += values[i]! / mixture[i]!;
    steepest = Math.max(steepest, sum / rows);
  }
  const gap = steepest === Number.POSITIVE_INFINITY || Number.isNaN(steepest) ? Infinity : rows * log(steepest);
  return { weights, logScore, gap: Math.max(gap, 0) };
}
