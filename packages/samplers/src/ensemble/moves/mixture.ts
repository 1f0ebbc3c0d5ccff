/** One or several moves with weights: which one a step makes. */
import { CredenceError, type Rng } from '@credence/numerics';
import type { EnsembleMove } from './move.js';
import { stretchMove } from './stretch.js';

/** A move, or several of which each step makes one; with a weight behind it, or 1. */
export type Moves = EnsembleMove | readonly (EnsembleMove | readonly [EnsembleMove, number])[];

export interface Mixture {
  readonly moves: readonly EnsembleMove[];
  /** Takes one number from the stream where there is more than one move. */
  choose(rng: Rng): EnsembleMove;
}

/** @throws CredenceError `ensemble/moves` */
export function mixtureOf(given: Moves = stretchMove()): Mixture {
  const list = isList(given) ? given : [given];
  const weighted = list.map((entry): readonly [EnsembleMove, number] => (isPair(entry) ? entry : [entry, 1]));
  const moves = weighted.map(([move]) => move);
  const weights = weighted.map(([, weight]) => weight);
  const [first] = moves;
  if (first === undefined) {
    throw new CredenceError('ensemble/moves', 'moves is an empty list; give at least one move, or leave it out.', {});
  }
  for (const [i, [move, weight]] of weighted.entries()) {
    if (typeof move?.propose !== 'function' || typeof move.leastOthers !== 'function') {
      throw new CredenceError('ensemble/moves', `moves[${i}] is not a move; make one with stretchMove().`, {
        index: i,
      });
    }
    if (weight > 0 && weight < Number.POSITIVE_INFINITY) continue;
    throw new CredenceError(
      'ensemble/moves',
      `The weight of moves[${i}] is ${weight}; it must be finite and above 0.`,
      {
        index: i,
        weight,
      },
    );
  }
  return { moves, choose: (rng) => (moves.length === 1 ? first : (moves[rng.categorical(weights)] ?? first)) };
}

function isList(moves: Moves): moves is readonly (EnsembleMove | readonly [EnsembleMove, number])[] {
  return Array.isArray(moves);
}

function isPair(entry: EnsembleMove | readonly [EnsembleMove, number]): entry is readonly [EnsembleMove, number] {
  return Array.isArray(entry);
}
