/** One p-value for ranks: of their whole distribution, and of the two ways in which posteriors are usually wrong. */
import type { RankUniformity } from './rankUniformity.js';
import { sumTails } from './sumTail.js';

export interface RankTest {
  /** The smallest of the three, times three, at most 1. */
  readonly pValue: number;
  /** Of the distribution function: any difference. */
  readonly distribution: number;
  /** Of the mean: a posterior that is shifted. Two-sided. */
  readonly location: number;
  /** Of the mean squared distance from the middle: a posterior that is too narrow or too wide. Two-sided. */
  readonly spread: number;
}

const TESTS = 3;

/**
 * Tests ranks against uniform ones. The test of the distribution function sees every difference, but one of the width late:
 * where draws are 1.4 times as wide as they should be, 250 ranks among 99 draws give it a p-value of 0.01 and that of the
 * spread one of 1e-9.
 *
 * @param ranks whole numbers 0 ... `uniformity.draws`, as many as `uniformity` is for
 * @example testRanks(ranks, new RankUniformity(1000, 99)).pValue
 * @throws CredenceError calibration/ranks
 */
export function testRanks(ranks: ArrayLike<number>, uniformity: RankUniformity): RankTest {
  const { draws } = uniformity;
  const distribution = uniformity.pValue(ranks);
  const places = Array.from({ length: draws + 1 }, (_, rank) => rank - draws / 2);
  const location = twoSided(ranks, places);
  const spread = twoSided(
    ranks,
    places.map((place) => place * place),
  );
  return { pValue: Math.min(1, TESTS * Math.min(distribution, location, spread)), distribution, location, spread };
}

/** How unlikely the sum of the values that belong to the ranks is. */
function twoSided(ranks: ArrayLike<number>, values: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < ranks.length; i++) sum += values[ranks[i]!]!;
  const { upper, lower } = sumTails(values, ranks.length, sum);
  return Math.min(1, 2 * Math.min(upper, lower));
}
