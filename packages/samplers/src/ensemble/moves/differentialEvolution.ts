/** The move of differential evolution: by the difference of two other walkers. */
import { CredenceError, checkOptions, type OptionNames } from '@credence/numerics';
import { checkAbove, type EnsembleMove, type SplitOptions, splitOf } from './move.js';
import { uniformsFor } from './uniforms.js';

export interface DifferentialEvolutionOptions extends SplitOptions {
  /** Standard deviation of the factor of the difference, relative to `gamma0`. Default 1e-5. */
  readonly sigma?: number;
  /** Mean factor of the difference. Default 2.38 / sqrt(2 dimension). With 1, walkers jump between modes. */
  readonly gamma0?: number;
}

/**
 * y = x + gamma (c1 - c2), where (c1, c2) is an ordered pair of two other walkers, all pairs equally likely, and gamma =
 * gamma0 (1 + sigma n) with a standard normal n. A pair and its reverse are equally likely, so the proposal is symmetric.
 * Invariant under affine maps.
 *
 * Source: ter Braak (2006), A Markov chain Monte Carlo version of the genetic algorithm differential evolution, Stat. Comput.
 * 16(3), whose small noise Nelson, Ford & Payne (2014), RUN DMC, ApJS 210(1), put on gamma. emcee's `DEMove`.
 *
 * @throws CredenceError `ensemble/move` unless gamma0 > 0 and sigma >= 0; `ensemble/splits`
 * @example sampleEnsemble({ ..., moves: [[differentialEvolutionMove(), 0.9], [differentialEvolutionMove({ gamma0: 1 }), 0.1]] })
 */
export function differentialEvolutionMove(options: DifferentialEvolutionOptions = {}): EnsembleMove {
  checkOptions('differentialEvolutionMove(options)', options, OPTIONS);
  const { sigma = 1e-5, gamma0 } = options;
  if (gamma0 !== undefined) checkAbove('differentialEvolutionMove', 'gamma0', gamma0, 0);
  if (!(sigma >= 0 && sigma < Number.POSITIVE_INFINITY)) {
    throw new CredenceError(
      'ensemble/move',
      `differentialEvolutionMove: sigma is ${sigma}; it must be finite and at least 0.`,
      { move: 'differentialEvolutionMove', option: 'sigma', value: sigma },
    );
  }
  const uniforms = uniformsFor();
  const normals = uniformsFor();
  return {
    name: 'differentialEvolution',
    ...splitOf(options),
    leastOthers: () => 2,
    propose({ dimension, count, otherCount, positions, others, proposals, logFactors }, rng) {
      const mean = gamma0 ?? 2.38 / Math.sqrt(2 * dimension);
      const drawn = uniforms(2 * count);
      const noise = normals(count);
      rng.uniforms(drawn);
      rng.normals(noise);
      for (let w = 0; w < count; w++) {
        const one = Math.floor(drawn[2 * w]! * otherCount);
        const rest = Math.floor(drawn[2 * w + 1]! * (otherCount - 1));
        const two = rest < one ? rest : rest + 1;
        const gamma = mean * (1 + sigma * noise[w]!);
        const at = w * dimension;
        for (let d = 0; d < dimension; d++) {
          const difference = others[one * dimension + d]! - others[two * dimension + d]!;
          proposals[at + d] = positions[at + d]! + gamma * difference;
        }
        logFactors[w] = 0;
      }
    },
  };
}

const OPTIONS: OptionNames<DifferentialEvolutionOptions> = {
  sigma: true,
  gamma0: true,
  splits: true,
  randomizeSplit: true,
};
