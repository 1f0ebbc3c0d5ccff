/** The stretch move: along the line through another walker. */
import { checkOptions, log, type OptionNames } from '@credence/numerics';
import { checkAbove, type EnsembleMove, type SplitOptions, splitOf } from './move.js';
import { uniformsFor } from './uniforms.js';

export interface StretchOptions extends SplitOptions {
  /** Greatest stretch; the least is 1 / a. Default 2. */
  readonly a?: number;
}

/**
 * y = c + z (x - c), where c is another walker and z has the density 1 / sqrt(z) on [1/a, a]; accepted with z^(dimension - 1)
 * times the ratio of probabilities. Invariant under affine maps.
 *
 * Source: Goodman & Weare (2010), Ensemble samplers with affine invariance, Comm. App. Math. Comp. Sci. 5(1), section 2;
 * in groups as Foreman-Mackey et al. (2013), emcee: the MCMC hammer, PASP 125, algorithm 3. emcee's `StretchMove`.
 *
 * @throws CredenceError `ensemble/move` unless a > 1; `ensemble/splits`
 * @example sampleEnsemble({ ..., moves: stretchMove({ a: 1.5 }) })
 */
export function stretchMove(options: StretchOptions = {}): EnsembleMove {
  checkOptions('stretchMove(options)', options, OPTIONS);
  const { a = 2 } = options;
  checkAbove('stretchMove', 'a', a, 1);
  const uniforms = uniformsFor();
  return {
    name: 'stretch',
    ...splitOf(options),
    leastOthers: () => 1,
    propose({ dimension, count, otherCount, positions, others, proposals, logFactors }, rng) {
      const drawn = uniforms(2 * count);
      rng.uniforms(drawn);
      for (let w = 0; w < count; w++) {
        const root = (a - 1) * drawn[2 * w]! + 1;
        const z = (root * root) / a;
        const from = Math.floor(drawn[2 * w + 1]! * otherCount) * dimension;
        const at = w * dimension;
        for (let d = 0; d < dimension; d++) {
          const other = others[from + d]!;
          proposals[at + d] = other + z * (positions[at + d]! - other);
        }
        logFactors[w] = (dimension - 1) * log(z);
      }
    },
  };
}

const OPTIONS: OptionNames<StretchOptions> = { a: true, splits: true, randomizeSplit: true };
