/** What a move of an ensemble is: proposals for the walkers of one group, made from the walkers that stand still meanwhile. */
import { CredenceError, type Rng } from '@credence/numerics';

/** The walkers of one group, which move, and all others, which do not. Matrices are row by row. */
export interface MovingGroup {
  readonly dimension: number;
  /** Walkers that move. */
  readonly count: number;
  /** Walkers that stand still. */
  readonly otherCount: number;
  /** count x dimension: where the walkers are. */
  readonly positions: Float64Array;
  /** otherCount x dimension. */
  readonly others: Float64Array;
  /** count x dimension, to be filled: where the walkers might go. */
  readonly proposals: Float64Array;
  /**
   * count, to be filled: log of the factor that the ratio of probabilities is multiplied by, for the proposal to be accepted
   * by Metropolis' and Hastings' rule. -Infinity for a walker that must stay.
   */
  readonly logFactors: Float64Array;
}

export interface SplitOptions {
  /**
   * Groups that the ensemble is split into at each step; they move one after the other, each by the places of the others.
   * Default 2. Groups differ by one walker where the number of walkers is not a multiple.
   */
  readonly splits?: number;
  /** Whether walkers are dealt to the groups anew at each step. Default true. */
  readonly randomizeSplit?: boolean;
}

/**
 * A way to propose new places. Must leave the density of the moving walkers as it is, given those that stand still
 * (Goodman & Weare 2010, section 2); all its random numbers come from the stream it is handed.
 */
export interface EnsembleMove {
  readonly name: string;
  readonly splits: number;
  readonly randomizeSplit: boolean;
  /** Fewest walkers that must stand still, in `dimension` dimensions. */
  leastOthers(dimension: number): number;
  propose(group: MovingGroup, rng: Rng): void;
}

/** @throws CredenceError `ensemble/splits` */
export function splitOf({ splits = 2, randomizeSplit = true }: SplitOptions): Required<SplitOptions> {
  if (!(Number.isSafeInteger(splits) && splits >= 2)) {
    throw new CredenceError(
      'ensemble/splits',
      `splits is ${splits}; an ensemble is split into a whole number of at least 2 groups, since a group moves by the places of the others.`,
      { splits },
    );
  }
  return { splits, randomizeSplit };
}

/** @throws CredenceError `ensemble/move` unless `value` lies between `above` (not itself) and Infinity */
export function checkAbove(move: string, option: string, value: number, above: number): void {
  if (value > above && value < Number.POSITIVE_INFINITY) return;
  throw new CredenceError(
    'ensemble/move',
    `${move}: ${option} is ${value}; it must be finite and greater than ${above}.`,
    {
      move,
      option,
      value,
    },
  );
}
