/** The nearest mode of a log density: L-BFGS with a line search that keeps the strong Wolfe conditions. */
import { CredenceError, checkOptions, type OptionNames } from '@credence/numerics';
import type { LogDensity } from '../logDensity.js';
import { dot } from '../vectors.js';
import { lineSearch } from './lineSearch.js';

export interface MaximizeOptions {
  /** Pairs of steps and changes of the gradient that are remembered. Default 10. */
  readonly memory?: number;
  /** Default 1000. */
  readonly maxIterations?: number;
  /** Ends when no element of the gradient is larger than this times max(1, |log density|). Default 1e-9. */
  readonly gradientTolerance?: number;
}

/** Why a search ended: the gradient is small; no step goes further up, which is as near as rounding allows; too many steps. */
export type MaximizeEnd = 'gradient' | 'no-progress' | 'iterations';

export interface Maximum {
  readonly position: Float64Array;
  readonly logDensity: number;
  readonly gradient: Float64Array;
  readonly iterations: number;
  /** Evaluations of the log density with its gradient. */
  readonly evaluations: number;
  readonly end: MaximizeEnd;
}

const OPTIONS: OptionNames<MaximizeOptions> = { memory: true, maxIterations: true, gradientTolerance: true };

/** A step and how it changed the gradient. */
interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  /** 1 / (step . change) */
  readonly rho: number;
}

/**
 * Climbs a log density from a position where it is finite.
 *
 * Source: Nocedal & Wright (2006), Numerical Optimization, algorithm 7.5; a pair enters only where its curvature is that of a mode.
 * @throws CredenceError `sampler/start` where the start does not fit, or its log density or gradient is not finite
 * @example maximize(density, new Float64Array(density.dimension)).position
 */
export function maximize(density: LogDensity, start: ArrayLike<number>, options: MaximizeOptions = {}): Maximum {
  checkOptions('maximize(density, start, options)', options, OPTIONS);
  const { memory = 10, maxIterations = 1000, gradientTolerance = 1e-9 } = options;
  const n = density.dimension;
  const pairs: Pair[] = [];
  let position = Float64Array.from(start);
  let gradient = new Float64Array(n);
  let value = density.logDensityAndGradient(position, gradient);
  let evaluations = 1;
  if (position.length !== n || !Number.isFinite(value) || !gradient.every(Number.isFinite)) {
    throw new CredenceError(
      'sampler/start',
      position.length !== n
        ? `maximize: the start has ${position.length} numbers, and the density ${n} dimensions.`
        : `maximize: the log density is ${value} at the start${Number.isFinite(value) ? ', with a gradient that is not finite' : ''}. Begin where both are finite.`,
      { length: position.length, dimension: n, logDensity: value },
    );
  }
  const result = (iterations: number, end: MaximizeEnd): Maximum => ({
    position,
    logDensity: value,
    gradient,
    iterations,
    evaluations,
    end,
  });
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const largest = gradient.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0);
    if (largest <= gradientTolerance * Math.max(1, Math.abs(value))) return result(iteration, 'gradient');
    let direction = ascent(pairs, gradient);
    let slope = dot(direction, gradient, n);
    if (!(slope > 0)) {
      pairs.length = 0;
      direction = gradient.slice();
      slope = dot(direction, gradient, n);
    }
    let reached = { position, gradient };
    const at = (step: number) => {
      const moved = position.map((x, i) => x + step * direction[i]!);
      const slopes = new Float64Array(n);
      const found = density.logDensityAndGradient(moved, slopes);
      evaluations++;
      reached = { position: moved, gradient: slopes };
      return { step, value: found, slope: dot(slopes, direction, n) };
    };
    // Without memory the gradient says nothing of the scale.
    const first = pairs.length === 0 ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient, n))) : 1;
    const best = lineSearch(at, { step: 0, value, slope }, first);
    if (best === undefined) {
      if (pairs.length === 0) return result(iteration, 'no-progress');
      pairs.length = 0;
      continue;
    }
    // The last place that was looked at need not be the best.
    if (reached.position.some((x, i) => x !== position[i]! + best.step * direction[i]!)) at(best.step);
    remember(pairs, memory, position, gradient, reached);
    const gain = best.value - value;
    ({ position, gradient } = reached);
    value = best.value;
    if (!(gain > 0)) return result(iteration + 1, 'no-progress');
  }
  return result(maxIterations, 'iterations');
}

function remember(
  pairs: Pair[],
  memory: number,
  position: Float64Array,
  gradient: Float64Array,
  next: { readonly position: Float64Array; readonly gradient: Float64Array },
): void {
  const step = next.position.map((x, i) => x - position[i]!);
  const change = gradient.map((slope, i) => slope - next.gradient[i]!);
  const curvature = dot(step, change, step.length);
  const size = dot(change, change, change.length);
  if (!(curvature > 1e-12 * size) || size === 0) return;
  pairs.push({ step, change, rho: 1 / curvature });
  if (pairs.length > memory) pairs.shift();
}

/** The gradient times the estimate of the inverse of the negative Hessian, by two loops over the pairs. */
function ascent(pairs: readonly Pair[], gradient: Float64Array): Float64Array {
  const n = gradient.length;
  const direction = gradient.slice();
  const shares: number[] = [];
  for (let k = pairs.length - 1; k >= 0; k--) {
    const { step, change, rho } = pairs[k]!;
    const share = rho * dot(step, direction, n);
    shares[k] = share;
    for (let i = 0; i < n; i++) direction[i] = direction[i]! - share * change[i]!;
  }
  const last = pairs.at(-1);
  if (last !== undefined) {
    const scale = 1 / (last.rho * dot(last.change, last.change, n));
    for (let i = 0; i < n; i++) direction[i] = direction[i]! * scale;
  }
  for (const [k, { step, change, rho }] of pairs.entries()) {
    const share = shares[k]! - rho * dot(change, direction, n);
    for (let i = 0; i < n; i++) direction[i] = direction[i]! + share * step[i]!;
  }
  return direction;
}
