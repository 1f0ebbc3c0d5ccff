/** Potential scale reduction: how much wider the chains are together than each alone. */
import { extentOf, MINIMUM_HALF, type ScalarChains, undefinedReason } from './chains.js';
import { type SplitDraws, splitDrawsFor } from './splitDraws.js';
import { meanOf, squaresAbout } from './sums.js';

/**
 * Rank-normalised split R-hat: the larger of that of the normal scores of the ranks (location) and that of the scores of
 * |x - median| (scale). Near 1 when the chains agree; above 1.01 they should not be trusted. Infinity when every half
 * chain stands still but at different values.
 *
 * @param chains draws of one quantity, one array a chain; a single chain is compared with itself by halves
 * @returns NaN when a draw is not finite, all are equal, or there are fewer than twelve a chain
 *
 * Source: Vehtari, Gelman, Simpson, Carpenter & Buerkner (2021), Bayesian Analysis 16(2), section 4.
 * @example rHat([Float64Array.from(first), Float64Array.from(second)])
 */
export function rHat(chains: ScalarChains): number {
  if (undefinedReason(chains) !== undefined) return Number.NaN;
  return rankRHat(splitDrawsFor(chains).order());
}

/** The same from draws already in order. */
export function rankRHat(split: SplitDraws): number {
  return scoresRHat(split, split.rankScores());
}

/** The same where the scores of the ranks are known. */
export function scoresRHat(split: SplitDraws, scores: Float64Array): number {
  const { halves, half } = split;
  const location = scaleReduction(scores, halves, half);
  const scale = foldedReduction(split);
  // Folding can leave all values tied (two values, equally often): the location alone speaks then.
  return scale > location || Number.isNaN(location) ? scale : location;
}

function foldedReduction(split: SplitDraws): number {
  if (split.half < MINIMUM_HALF) return Number.NaN;
  const { means, within } = split.foldedSums().moments();
  return reductionOf(means, within, split.half);
}

/** Split R-hat without ranks (Gelman et al. 2013, Bayesian Data Analysis, section 11.4): blind to differences in scale alone. */
export function splitRHat(chains: ScalarChains): number {
  if (undefinedReason(chains) !== undefined) return Number.NaN;
  const { values, halves, half } = splitDrawsFor(chains);
  return scaleReduction(values, halves, half);
}

/** The first form, neither split nor ranked (Gelman & Rubin 1992, Statistical Science 7(4)); NaN for a single chain. */
export function basicRHat(chains: ScalarChains): number {
  if (undefinedReason(chains) !== undefined) return Number.NaN;
  const { draws } = extentOf(chains);
  const values = new Float64Array(chains.length * draws);
  chains.forEach((chain, c) => {
    values.set(chain, c * draws);
  });
  return scaleReduction(values, chains.length, draws);
}

/** sqrt((B / W + n - 1) / n) with B = n var(chain means) and W = mean chain variance. */
function scaleReduction(values: Float64Array, chains: number, draws: number): number {
  if (draws < MINIMUM_HALF) return Number.NaN;
  let within = 0;
  const means = new Float64Array(chains);
  for (let c = 0; c < chains; c++) {
    const start = c * draws;
    const mean = meanOf(values, start, draws);
    means[c] = mean;
    within += squaresAbout(mean, values, start, draws) / (draws - 1) / chains;
  }
  return reductionOf(means, within, draws);
}

function reductionOf(means: Float64Array, within: number, draws: number): number {
  const chains = means.length;
  const grand = means.reduce((sum, mean) => sum + mean / chains, 0);
  const between = means.reduce((sum, mean) => sum + (mean - grand) ** 2, 0) / (chains - 1);
  return Math.sqrt(((draws * between) / within + draws - 1) / draws);
}
