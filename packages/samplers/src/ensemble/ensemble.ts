/** An ensemble of walkers and its step: group by group, proposals by the places of the others, then Metropolis' rule. */
import { log, type Rng, type RngKey, stream } from '@credence/numerics';
import type { Mixture } from './moves/mixture.js';
import type { EnsembleMove, MovingGroup } from './moves/move.js';

export interface EnsembleSetup {
  readonly dimension: number;
  readonly walkers: number;
  readonly mixture: Mixture;
  readonly key: RngKey;
  /** walkers x dimension; copied. */
  readonly positions: Float64Array;
  readonly logProbabilities: Float64Array;
  /** Steps done before. Default 0. */
  readonly iteration?: number;
}

/** Proposals to evaluate: the first `count` rows of `positions`, whose log probabilities belong into `logProbabilities`. */
export interface ProposedBlock {
  readonly count: number;
  /** At least count x dimension. */
  readonly positions: Float64Array;
  readonly logProbabilities: Float64Array;
}

/**
 * The state of a run. A step is `begin()`, then for each group of it `propose(group)`, evaluation of the block, and
 * `accept(group)`. All random numbers of a step come from `stream(key, iteration)`, so the places and the iteration fix all
 * that follows, whoever evaluates the blocks.
 */
export class Ensemble {
  readonly dimension: number;
  readonly walkers: number;
  readonly positions: Float64Array;
  readonly logProbabilities: Float64Array;
  /** Proposals that each walker accepted. */
  readonly accepted: Float64Array;
  iteration: number;
  readonly #mixture: Mixture;
  readonly #key: RngKey;
  readonly #order: Uint32Array;
  readonly #uniforms: Float64Array;
  readonly #group: { -readonly [Name in keyof MovingGroup]: MovingGroup[Name] };
  /** The places, log probabilities and acceptances before the step. */
  readonly #before: { readonly [Name in 'positions' | 'logProbabilities' | 'accepted']: Float64Array };
  readonly #block: { count: number; readonly positions: Float64Array; readonly logProbabilities: Float64Array };
  #move: EnsembleMove;
  #rng: Rng;

  constructor({ dimension, walkers, mixture, key, positions, logProbabilities, iteration = 0 }: EnsembleSetup) {
    this.dimension = dimension;
    this.walkers = walkers;
    this.positions = positions.slice();
    this.logProbabilities = logProbabilities.slice();
    this.accepted = new Float64Array(walkers);
    this.iteration = iteration;
    this.#mixture = mixture;
    this.#key = key;
    this.#before = {
      positions: this.positions.slice(),
      logProbabilities: this.logProbabilities.slice(),
      accepted: this.accepted.slice(),
    };
    this.#order = new Uint32Array(walkers);
    this.#uniforms = new Float64Array(walkers);
    const matrix = () => new Float64Array(walkers * dimension);
    const proposals = matrix();
    this.#group = {
      dimension,
      count: 0,
      otherCount: 0,
      positions: matrix(),
      others: matrix(),
      proposals,
      logFactors: new Float64Array(walkers),
    };
    this.#block = { count: 0, positions: proposals, logProbabilities: new Float64Array(walkers) };
    this.#rng = stream(key, iteration);
    this.#move = mixture.moves[0]!;
  }

  /** Chooses the move of the step and deals the walkers; returns the number of groups. */
  begin(): number {
    this.#before.positions.set(this.positions);
    this.#before.logProbabilities.set(this.logProbabilities);
    this.#before.accepted.set(this.accepted);
    this.#rng = stream(this.#key, this.iteration);
    this.#move = this.#mixture.choose(this.#rng);
    const order = this.#order;
    for (let i = 0; i < order.length; i++) order[i] = i;
    if (this.#move.randomizeSplit) this.#shuffle();
    return this.#move.splits;
  }

  /** Proposes places for the walkers of a group. The block is used again by the next call. */
  propose(groupNumber: number): ProposedBlock {
    const group = this.#group;
    const [from, to] = this.#range(groupNumber);
    group.count = to - from;
    group.otherCount = this.walkers - group.count;
    this.#gather(0, from, group.others, 0);
    this.#gather(from, to, group.positions, 0);
    this.#gather(to, this.walkers, group.others, from);
    this.#move.propose(group, this.#rng);
    this.#block.count = group.count;
    return this.#block;
  }

  /** The walker that row `row` of the last block is proposed to. */
  walkerOf(groupNumber: number, row: number): number {
    return this.#order[this.#range(groupNumber)[0] + row]!;
  }

  /** Takes or leaves the proposals of the last block, by the log probabilities that it now holds. */
  accept(groupNumber: number): void {
    const { dimension, positions, logProbabilities } = this;
    const { logFactors, proposals, count } = this.#group;
    const proposed = this.#block.logProbabilities;
    const [from] = this.#range(groupNumber);
    const uniforms = this.#uniforms;
    fillUniforms(this.#rng, uniforms, count);
    for (let w = 0; w < count; w++) {
      const walker = this.#order[from + w]!;
      const logRatio = logFactors[w]! + proposed[w]! - logProbabilities[walker]!;
      if (!(logRatio >= 0 || logRatio > log(uniforms[w]!))) continue;
      const at = walker * dimension;
      for (let d = 0; d < dimension; d++) positions[at + d] = proposals[w * dimension + d]!;
      logProbabilities[walker] = proposed[w]!;
      this.accepted[walker]!++;
    }
  }

  /** Ends a step. */
  end(): void {
    this.iteration++;
  }

  /** Undoes a step that did not come to its end. */
  takeBack(): void {
    this.positions.set(this.#before.positions);
    this.logProbabilities.set(this.#before.logProbabilities);
    this.accepted.set(this.#before.accepted);
  }

  /** Places in the order of dealing that belong to a group. */
  #range(group: number): readonly [number, number] {
    const { splits } = this.#move;
    return [Math.floor((group * this.walkers) / splits), Math.floor(((group + 1) * this.walkers) / splits)];
  }

  #gather(from: number, to: number, out: Float64Array, row: number): void {
    const { dimension, positions } = this;
    for (let i = from; i < to; i++) {
      const at = this.#order[i]! * dimension;
      const target = (row + i - from) * dimension;
      for (let d = 0; d < dimension; d++) out[target + d] = positions[at + d]!;
    }
  }

  #shuffle(): void {
    const order = this.#order;
    const uniforms = this.#uniforms;
    this.#rng.uniforms(uniforms);
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(uniforms[i]! * (i + 1));
      const walker = order[i]!;
      order[i] = order[j]!;
      order[j] = walker;
    }
  }
}

function fillUniforms(rng: Rng, out: Float64Array, count: number): void {
  rng.uniforms(count === out.length ? out : out.subarray(0, count));
}
