/** How ranks differ from uniform ones: pushed to one side, piled up at both ends, or in the middle. */

/** Location and spread of ranks, with their standard scores if the ranks were uniform. */
export interface RankShape {
  /** Mean of the ranks as shares of their range: 0.5 for uniform ones. */
  readonly mean: number;
  readonly meanZ: number;
  /** Mean squared distance from the middle, as a multiple of that of uniform ranks: above 1 at the ends, below 1 in the middle. */
  readonly spread: number;
  readonly spreadZ: number;
}

/**
 * @param ranks whole numbers from 0 to `draws`
 * @example rankShape(ranks, 99).spread // 1.4: the true values lie in the tails too often
 */
export function rankShape(ranks: ArrayLike<number>, draws: number): RankShape {
  const place = (rank: number) => (rank + 0.5) / (draws + 1) - 0.5;
  let square = 0;
  let fourth = 0;
  for (let rank = 0; rank <= draws; rank++) {
    const x = place(rank) ** 2;
    square += x / (draws + 1);
    fourth += (x * x) / (draws + 1);
  }
  let sum = 0;
  let sumOfSquares = 0;
  for (let i = 0; i < ranks.length; i++) {
    const x = place(ranks[i]!);
    sum += x;
    sumOfSquares += x * x;
  }
  const count = ranks.length;
  return {
    mean: 0.5 + sum / count,
    meanZ: sum / Math.sqrt(count * square),
    spread: sumOfSquares / count / square,
    spreadZ: (sumOfSquares / count - square) / Math.sqrt(Math.max(fourth - square * square, Number.MIN_VALUE) / count),
  };
}
