/**
 * Random-walk Metropolis whose proposals learn the scales and correlations of the target in warm-up: robust adaptive
 * Metropolis, Vihola (2012), Statistics and Computing 22, 997-1008, section 2.
 *
 * A proposal is x + S u with u standard normal. After each transition of warm-up S becomes the Cholesky factor of
 * S (I + eta (alpha - alpha*) u u' / |u|²) S', so that directions in which too little is accepted shrink.
 */
import { exp, log } from '@credence/numerics';
import { lowerTimes, packedLength } from '../hamiltonian/triangular.js';
import type { Sampler } from '../sampler.js';

/** Acceptance probabilities that are aimed at (Roberts, Gelman, Gilks 1997, Annals of Applied Probability 7(1)). */
const TARGET = 0.234;
const TARGET_OF_ONE = 0.44;
/** Exponent of the shrinking weights of later transitions, in (1/2, 1]. */
const DECAY = 2 / 3;

interface Saved {
  readonly factor: readonly number[];
}

export const metropolis: Sampler = {
  name: 'Metropolis',
  statistics: ['logDensity', 'acceptance', 'leapfrogs'],
  begin(density, { position, logDensity, tune, saved }) {
    const { dimension } = density;
    const factor = isSaved(saved) ? Float64Array.from(saved.factor) : scaledIdentity(dimension);
    const target = dimension === 1 ? TARGET_OF_ONE : TARGET;
    const normals = new Float64Array(dimension);
    const step = new Float64Array(dimension);
    const proposal = new Float64Array(dimension);
    const gradient = new Float64Array(dimension);
    const statistics = { logDensity, acceptance: 0, leapfrogs: 0 };
    let current = logDensity;
    return {
      position,
      statistics,
      transition(rng, iteration) {
        rng.normals(normals);
        lowerTimes(factor, normals, step);
        for (let i = 0; i < dimension; i++) proposal[i] = position[i]! + step[i]!;
        // The gradient is not used: a density compiled without it may differ in its last bits from thread to thread.
        const proposed = density.logDensityAndGradient(proposal, gradient);
        const probability = proposed >= current ? 1 : Number.isNaN(proposed) ? 0 : exp(proposed - current);
        if (rng.uniform() < probability) {
          position.set(proposal);
          current = proposed;
        }
        if (iteration < tune) adapt(factor, normals, step, weight(iteration, dimension) * (probability - target));
        statistics.logDensity = current;
        statistics.acceptance = probability;
        statistics.leapfrogs = 1;
      },
      save: (): Saved => ({ factor: Array.from(factor) }),
    };
  },
};

function isSaved(saved: unknown): saved is Saved {
  return typeof saved === 'object' && saved !== null && 'factor' in saved && Array.isArray(saved.factor);
}

/** 2.38 / sqrt(d) on the diagonal: the best for independent values of unit variance. */
function scaledIdentity(dimension: number): Float64Array {
  const factor = new Float64Array(packedLength(dimension));
  for (let i = 0; i < dimension; i++) factor[packedLength(i + 1) - 1] = 2.38 / Math.sqrt(dimension);
  return factor;
}

/** min(1, d / n^(2/3)) for transition n = 1, 2 ... */
function weight(iteration: number, dimension: number): number {
  return Math.min(1, dimension * exp(-DECAY * log(iteration + 1)));
}

/**
 * The factor of S S' + c (S u) (S u)' / |u|² in the place of S, c > -1: a rank-one update or downdate, row by row of the
 * packed triangle. `direction` is S u and is spoilt.
 */
function adapt(factor: Float64Array, normals: Float64Array, direction: Float64Array, c: number): void {
  const n = normals.length;
  let length = 0;
  for (let i = 0; i < n; i++) length += normals[i]! * normals[i]!;
  if (!(length > 0)) return;
  const sign = c < 0 ? -1 : 1;
  const scale = Math.sqrt(Math.abs(c) / length);
  for (let i = 0; i < n; i++) direction[i] = direction[i]! * scale;
  for (let k = 0; k < n; k++) {
    const at = packedLength(k + 1) - 1;
    const before = factor[at]!;
    const w = direction[k]!;
    const after = Math.sqrt(before * before + sign * w * w);
    const cosine = after / before;
    const sine = w / before;
    factor[at] = after;
    for (let i = k + 1; i < n; i++) {
      const place = packedLength(i) + k;
      const value = (factor[place]! + sign * sine * direction[i]!) / cosine;
      factor[place] = value;
      direction[i] = cosine * direction[i]! - sine * value;
    }
  }
}
