/** The snooker move of differential evolution: along the line through a third walker. */
import { checkOptions, log, type OptionNames } from '@credence/numerics';
import { checkAbove, type EnsembleMove, type SplitOptions, splitOf } from './move.js';
import { uniformsFor } from './uniforms.js';

export interface SnookerOptions extends SplitOptions {
  /** Factor of the projected difference. Default 1.7. */
  readonly gammas?: number;
}

/**
 * y = x + gammas u (u . (c1 - c2)), where c, c1, c2 are three different other walkers and u = (x - c) / |x - c|; accepted with
 * (|y - c| / |x - c|)^(dimension - 1) times the ratio of probabilities. Projections depend on the scales of the parameters,
 * so this move is invariant under rotations and one common scale, not under all affine maps.
 *
 * Source: ter Braak & Vrugt (2008), Differential evolution Markov chain with snooker updater and fewer chains, Stat. Comput.
 * 18(4), equations 3 to 5. emcee's `DESnookerMove` up to 3.1 divides by sqrt(|x - c|) instead and halves the exponent, which
 * leaves another density invariant (decision 025).
 *
 * @throws CredenceError `ensemble/move` unless gammas > 0; `ensemble/splits`
 * @example sampleEnsemble({ ..., moves: [[differentialEvolutionMove(), 0.8], [snookerMove(), 0.2]] })
 */
export function snookerMove(options: SnookerOptions = {}): EnsembleMove {
  checkOptions('snookerMove(options)', options, OPTIONS);
  const { gammas = 1.7 } = options;
  checkAbove('snookerMove', 'gammas', gammas, 0);
  const uniforms = uniformsFor();
  return {
    name: 'snooker',
    ...splitOf(options),
    leastOthers: () => 3,
    propose({ dimension, count, otherCount, positions, others, proposals, logFactors }, rng) {
      const drawn = uniforms(3 * count);
      rng.uniforms(drawn);
      for (let w = 0; w < count; w++) {
        // Three different walkers: each index is counted among those not taken yet.
        const centre = Math.floor(drawn[3 * w]! * otherCount);
        let one = Math.floor(drawn[3 * w + 1]! * (otherCount - 1));
        if (one >= centre) one++;
        let two = Math.floor(drawn[3 * w + 2]! * (otherCount - 2));
        if (two >= Math.min(centre, one)) two++;
        if (two >= Math.max(centre, one)) two++;
        const at = w * dimension;
        let squares = 0;
        let projection = 0;
        for (let d = 0; d < dimension; d++) {
          const away = positions[at + d]! - others[centre * dimension + d]!;
          squares += away * away;
          projection += away * (others[one * dimension + d]! - others[two * dimension + d]!);
        }
        // y - c = k (x - c). A walker on top of the other has no direction to go in, and one sent there could not come back.
        const k = 1 + (gammas * projection) / squares;
        const possible = squares > 0 && k !== 0;
        for (let d = 0; d < dimension; d++) {
          const other = others[centre * dimension + d]!;
          const place = positions[at + d]!;
          proposals[at + d] = possible ? other + k * (place - other) : place;
        }
        logFactors[w] = possible ? (dimension - 1) * log(Math.abs(k)) : Number.NEGATIVE_INFINITY;
      }
    },
  };
}

const OPTIONS: OptionNames<SnookerOptions> = { gammas: true, splits: true, randomizeSplit: true };
