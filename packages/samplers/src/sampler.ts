/** What makes the transitions of chains: one of the library's samplers by name, or one of a user's own. */
import type { Rng } from '@credence/numerics';
import type { Statistic } from './block.js';
import type { LogDensity } from './logDensity.js';

/** Where a walk begins or goes on. */
export interface WalkStart {
  /** The position, for the walk to keep and move. */
  readonly position: Float64Array;
  /** The log density there, finite. */
  readonly logDensity: number;
  /** Transitions of warm-up. */
  readonly tune: number;
  /** What `save` gave, where a chain goes on. */
  readonly saved?: unknown;
}

/** One chain's walk through the positions of a density. */
export interface Walk {
  /** Where the chain is. */
  readonly position: Float64Array;
  /** Of the last transition, those that the sampler names; `leapfrogs` counts evaluations of the density. */
  readonly statistics: Readonly<Partial<Record<Statistic, number>>>;
  /**
   * Moves the position, so that the density is left invariant. All its random numbers come from `rng`, the stream of this
   * transition. During warm-up (`iteration < tune`) the walk may change how it moves; after it, it must not.
   */
  transition(rng: Rng, iteration: number): void;
  /** All that later transitions depend on beside the position, as plain JSON data. */
  save(): unknown;
}

/**
 * A sampler of one's own: any Markov transition over a log density. Its chains are run, stopped, continued, reported and
 * diagnosed as those of NUTS; they stay on the calling thread, since functions cannot be sent to another.
 *
 * @example await sample(model, { sampler: langevin, seed: 1 })
 */
export interface Sampler {
  /** As it is printed. */
  readonly name: string;
  /** Statistics that its transitions report; the others are 0. */
  readonly statistics: readonly Statistic[];
  begin(density: LogDensity, start: WalkStart): Walk;
}

/**
 * - `nuts`: the No-U-Turn sampler (default).
 * - `{ kind: 'hmc', steps }`: Hamiltonian Monte Carlo with a fixed number of leapfrog steps, warmed up as NUTS.
 * - `metropolis`: random-walk Metropolis, whose proposals learn the shape of the posterior in warm-up. No gradients.
 * - `slice`: slice sampling, one value after another. No gradients.
 */
export type SamplerChoice =
  | 'nuts'
  | { readonly kind: 'hmc'; readonly steps: number }
  | 'metropolis'
  | 'slice'
  | Sampler;

/** Whether it is a sampler of a user's own, which cannot leave its thread. */
export function isOwnSampler(sampler: SamplerChoice | undefined): sampler is Sampler {
  return typeof sampler === 'object' && !('kind' in sampler);
}
