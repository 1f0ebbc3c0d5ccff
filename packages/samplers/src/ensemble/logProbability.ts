/** Log probabilities of a block of places: from a plain function, one for whole blocks, or a log density. */
import { CredenceError } from '@credence/numerics';
import type { LogDensity } from '../logDensity.js';

/**
 * Log probability (nats, up to a constant) at a place of length `dimension`: -Infinity where it is impossible. The array is a
 * view that is used again: read it, do not keep or change it.
 */
export type LogProbability = (position: Float64Array) => number;

/**
 * The same for several places at once, one after another in `positions`: fills `logProbabilities`, whose length says how many
 * there are.
 */
export type VectorizedLogProbability = (positions: Float64Array, logProbabilities: Float64Array) => void;

/** Evaluates the first `count` rows of `positions`. Gives a promise where others do it. */
export type Evaluate = (positions: Float64Array, count: number, out: Float64Array) => Promise<void> | undefined;

export function evaluateFunction(logProbability: LogProbability, dimension: number): Evaluate {
  const viewsOf = viewsFor(dimension);
  return (positions, count, out) => {
    const views = viewsOf(positions, count);
    for (let i = 0; i < count; i++) {
      const value = logProbability(views[i]!);
      if (typeof value !== 'number') throw notANumber(value, views[i]!);
      out[i] = value;
    }
    return undefined;
  };
}

export function evaluateVectorized(logProbability: VectorizedLogProbability, dimension: number): Evaluate {
  return (positions, count, out) => {
    const values = out.subarray(0, count);
    values.fill(Number.NaN);
    logProbability(positions.subarray(0, count * dimension), values);
    return undefined;
  };
}

export function evaluateDensity(density: LogDensity): Evaluate {
  return (positions, count, out) => {
    logDensitiesOf(density, positions.subarray(0, count * density.dimension), out.subarray(0, count));
    return undefined;
  };
}

/** Log densities at `out.length` places, without gradients where the density can do without. */
export function logDensitiesOf(density: LogDensity, positions: Float64Array, out: Float64Array): void {
  if (density.logDensities) {
    density.logDensities(positions, out);
    return;
  }
  const { dimension } = density;
  const gradient = new Float64Array(dimension);
  for (let i = 0; i < out.length; i++) {
    out[i] = density.logDensityAndGradient(positions.subarray(i * dimension, (i + 1) * dimension), gradient);
  }
}

/** Views of the rows of a buffer, made when it is first seen. */
function viewsFor(dimension: number): (positions: Float64Array, count: number) => readonly Float64Array[] {
  const known = new WeakMap<Float64Array, Float64Array[]>();
  return (positions, count) => {
    let views = known.get(positions);
    if (views === undefined) {
      views = [];
      known.set(positions, views);
    }
    for (let i = views.length; i < count; i++) views.push(positions.subarray(i * dimension, (i + 1) * dimension));
    return views;
  };
}

function notANumber(value: unknown, position: Float64Array): CredenceError {
  const isPromise = typeof value === 'object' && value !== null && 'then' in value;
  const what = isPromise ? 'a promise; it must not be an async function' : `${String(value)}, which is not a number`;
  return new CredenceError(
    'ensemble/log-probability',
    `logProbability returned ${what}, at [${Array.from(position).join(', ')}].`,
    { position: Array.from(position), value: isPromise ? 'promise' : value },
  );
}
