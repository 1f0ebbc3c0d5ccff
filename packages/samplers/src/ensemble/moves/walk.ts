/** The walk move: by a random combination of the differences of several other walkers. */
import { CredenceError, checkOptions, type OptionNames } from '@credence/numerics';
import { type EnsembleMove, type SplitOptions, splitOf } from './move.js';
import { uniformsFor } from './uniforms.js';

export interface WalkOptions extends SplitOptions {
  /** Number of other walkers used for each proposal. Default: all. */
  readonly s?: number;
}

/**
 * y = x + sum_j n_j (c_j - mean c) / sqrt(s - 1), where c_1 .. c_s are different other walkers and n_j standard normals: a step
 * with their sample covariance, without computing it. Symmetric, and invariant under affine maps.
 *
 * Source: Goodman & Weare (2010), Comm. App. Math. Comp. Sci. 5(1), equation 11. emcee's `WalkMove`.
 *
 * @throws CredenceError `ensemble/move` unless s is a whole number of at least 2; `ensemble/splits`
 * @example sampleEnsemble({ ..., moves: walkMove({ s: 10 }) })
 */
export function walkMove(options: WalkOptions = {}): EnsembleMove {
  checkOptions('walkMove(options)', options, OPTIONS);
  const { s } = options;
  if (s !== undefined && !(Number.isSafeInteger(s) && s >= 2)) {
    throw new CredenceError('ensemble/move', `walkMove: s is ${s}; it must be a whole number of at least 2.`, {
      move: 'walkMove',
      option: 's',
      value: s,
    });
  }
  const uniforms = uniformsFor();
  const normals = uniformsFor();
  let order = new Uint32Array(0);
  return {
    name: 'walk',
    ...splitOf(options),
    leastOthers: () => s ?? 2,
    propose({ dimension, count, otherCount, positions, others, proposals, logFactors }, rng) {
      const size = s ?? otherCount;
      const all = size === otherCount;
      const weights = normals(size);
      if (order.length !== otherCount) order = new Uint32Array(otherCount);
      for (let i = 0; i < otherCount; i++) order[i] = i;
      for (let w = 0; w < count; w++) {
        if (!all) choose(order, uniforms(size), rng);
        rng.normals(weights);
        // sum_j n_j (c_j - mean c) = sum_j (n_j - mean n) c_j
        let mean = 0;
        for (let j = 0; j < size; j++) mean += weights[j]!;
        mean /= size;
        const scale = 1 / Math.sqrt(size - 1);
        const at = w * dimension;
        // Differences to one of them: no digits are lost where the walkers are far from 0.
        const pivot = order[0]! * dimension;
        for (let d = 0; d < dimension; d++) proposals[at + d] = 0;
        for (let j = 0; j < size; j++) {
          const weight = (weights[j]! - mean) * scale;
          const from = order[j]! * dimension;
          for (let d = 0; d < dimension; d++) proposals[at + d]! += weight * (others[from + d]! - others[pivot + d]!);
        }
        for (let d = 0; d < dimension; d++) proposals[at + d]! += positions[at + d]!;
        logFactors[w] = 0;
      }
    },
  };
}

/** Puts a random subset at the front of `order`, in random order, whatever order there was before. */
function choose(order: Uint32Array, uniforms: Float64Array, rng: { uniforms(out: Float64Array): void }): void {
  rng.uniforms(uniforms);
  for (let j = 0; j < uniforms.length; j++) {
    const k = j + Math.floor(uniforms[j]! * (order.length - j));
    const taken = order[k]!;
    order[k] = order[j]!;
    order[j] = taken;
  }
}

const OPTIONS: OptionNames<WalkOptions> = { s: true, splits: true, randomizeSplit: true };
