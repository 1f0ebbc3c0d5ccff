/** Ranks of draws among all chains, and how far a chain's may stray by chance. */
import { keyFromSeed, stream } from '@credence/numerics';

/** Ranks 1 to the number of all draws, by chain; equal draws share them in order of appearance at random. */
export function ranksOf(chains: readonly Float64Array[]): readonly Float64Array[] {
  const rng = stream(keyFromSeed(RANK_SEED), 0);
  const all = chains.flatMap((chain, c) => Array.from(chain, (value, i) => ({ value, c, i, tie: rng.uniform() })));
  all.sort((a, b) => a.value - b.value || a.tie - b.tie);
  const ranks = chains.map((chain) => new Float64Array(chain.length));
  for (const [rank, { c, i }] of all.entries()) ranks[c]![i] = rank + 1;
  return ranks;
}

const RANK_SEED = 20_210_901;
const SIMULATIONS = 400;

/**
 * Half-width of a simultaneous band for the difference between the distribution functions of one chain's ranks and of all,
 * at the shares (j + 1) / points of all ranks.
 *
 * If chains agree, a chain's ranks are a random choice of all, so the number under a limit is hypergeometric. The band is a multiple
 * of its standard deviation; the multiple is such that all chains stay inside at all points with the given probability, found by
 * 400 random shares of ranks between the chains (fixed seed).
 *
 * Idea: Säilynoja, Bürkner & Vehtari (2022), Graphical test for discrete uniformity and its applications in
 * goodness-of-fit evaluation and multiple sample comparison, Statistics and Computing 32.
 */
export function rankBand(chains: number, draws: number, points: number, probability: number): readonly number[] {
  const sd = standardDeviations(chains, draws, points);
  if (chains < 2 || draws < 2) return sd.map(() => 0);
  const simulated = Math.max(points, Math.min(draws, MOST_SIMULATED));
  const key = `${chains} ${simulated} ${points} ${probability}`;
  const multiple = multiples.get(key) ?? multipleOf(chains, simulated, points, probability);
  multiples.set(key, multiple);
  return sd.map((own) => own * multiple);
}

/** Multiples that were simulated: the elements of a run need few different ones. */
const multiples = new Map<string, number>();

/** Longer chains have the multiple of chains of this length: the standardised process has its limit by then. */
const MOST_SIMULATED = 500;

function standardDeviations(chains: number, draws: number, points: number): readonly number[] {
  const total = chains * draws;
  return Array.from({ length: points }, (_, j) => {
    const share = (j + 1) / points;
    return Math.sqrt((share * (1 - share) * (total - draws)) / (draws * (total - 1)));
  });
}

function multipleOf(chains: number, draws: number, points: number, probability: number): number {
  const total = chains * draws;
  const sd = standardDeviations(chains, draws, points);
  const rng = stream(keyFromSeed(RANK_SEED), 1);
  const owner = Int32Array.from({ length: total }, (_, i) => i % chains);
  const worst: number[] = [];
  for (let s = 0; s < SIMULATIONS; s++) {
    for (let i = total - 1; i > 0; i--) {
      const j = Math.min(i, Math.floor(rng.uniform() * (i + 1)));
      const moved = owner[i]!;
      owner[i] = owner[j]!;
      owner[j] = moved;
    }
    worst.push(largestDeviation(owner, chains, draws, sd));
  }
  worst.sort((a, b) => a - b);
  return worst[Math.min(SIMULATIONS - 1, Math.ceil(probability * SIMULATIONS) - 1)] ?? 0;
}

function largestDeviation(owner: Int32Array, chains: number, draws: number, sd: readonly number[]): number {
  const counts = new Int32Array(chains);
  const points = sd.length;
  let largest = 0;
  for (let j = 0, i = 0; j < points - 1; j++) {
    const share = (j + 1) / points;
    for (const end = Math.floor(share * owner.length); i < end; i++) counts[owner[i]!]!++;
    for (let c = 0; c < chains; c++) {
      const away = counts[c]! / draws - i / owner.length;
      largest = Math.max(largest, (away < 0 ? -away : away) / sd[j]!);
    }
  }
  return largest;
}
