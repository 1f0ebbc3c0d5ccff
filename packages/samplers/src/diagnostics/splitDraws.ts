/** The draws of one quantity laid out for its diagnostics: chains cut in halves, in ascending order, with quantiles. */
import { extentOf, type ScalarChains } from './chains.js';
import { HalfSums } from './halfSums.js';
import { normalScores } from './normalScores.js';
import { type SortScratch, sortOrder, sortScratch } from './sortOrder.js';

/**
 * Memory for the diagnostics of one quantity at a time; made once for each shape of chains and used again for every
 * quantity of that shape. `load` fills it. Chains of an odd length lose their middle draw in the halves, not in quantiles.
 */
export class SplitDraws {
  /** The draws: half chains one after another, then the middle draws that were left out. */
  readonly values: Float64Array;
  /** The same in ascending order. */
  readonly sorted: Float64Array;
  readonly halves: number;
  readonly half: number;
  /** Draws in the halves together. */
  readonly kept: number;
  /** Scratch for a transformed copy of the kept draws. */
  readonly transformed: Float64Array;
  private readonly sort: SortScratch;
  private readonly keptOrder: Int32Array;
  private readonly keptSorted: Float64Array;
  private readonly scores: Float64Array;

  constructor(chains: number, draws: number) {
    const size = chains * draws;
    this.halves = 2 * chains;
    this.half = Math.floor(draws / 2);
    this.kept = this.halves * this.half;
    this.values = new Float64Array(size);
    this.sorted = new Float64Array(size);
    this.transformed = new Float64Array(this.kept);
    this.sort = sortScratch(size);
    const even = draws % 2 === 0;
    this.keptOrder = even ? this.sort.order : new Int32Array(this.kept);
    this.keptSorted = even ? this.sorted : new Float64Array(this.kept);
    this.scores = normalScores(this.kept);
  }

  /** Lays the chains out, without putting them in order. */
  load(chains: ScalarChains): this {
    const { values, half, kept } = this;
    chains.forEach((chain, c) => {
      values.set(chain.subarray(0, half), 2 * c * half);
      values.set(chain.subarray(chain.length - half), (2 * c + 1) * half);
      if (chain.length > 2 * half) values[kept + c] = chain[half]!;
    });
    return this;
  }

  /** Puts loaded draws, none of them NaN, in order: `sorted`, the quantiles and the ranks are ready then. */
  order(): this {
    const { values, sorted, sort, keptOrder, keptSorted, kept } = this;
    const order = sortOrder(values, values.length, sort);
    for (let i = 0; i < order.length; i++) sorted[i] = values[order[i]!]!;
    if (keptOrder !== order) {
      let count = 0;
      for (let i = 0; i < order.length; i++) {
        if (order[i]! >= kept) continue;
        keptSorted[count] = sorted[i]!;
        keptOrder[count++] = order[i]!;
      }
    }
    return this;
  }

  /** Normal scores of the kept draws' ranks, in `transformed`. */
  rankScores(): Float64Array {
    const { keptSorted, keptOrder, scores, transformed, kept } = this;
    for (let start = 0; start < kept; ) {
      const value = keptSorted[start]!;
      let end = start + 1;
      while (end < kept && keptSorted[end] === value) end++;
      const score = scores[start + end + 1]!; // of the mean rank of start + 1 .. end
      for (; start < end; start++) transformed[keptOrder[start]!] = score;
    }
    return transformed;
  }

  /**
   * Sums over each half chain of the normal scores of the ranks of |x - median|. Distances from the median m = (a + b) / 2
   * are compared without rounding, as u + v against a + b for a value u below and v above, so that those which are equal by
   * arithmetic (a and b always are) tie.
   */
  foldedSums(): HalfSums {
    const { sorted, keptSorted, keptOrder, scores, half, kept } = this;
    const sums = new HalfSums(this.halves, half);
    const size = sorted.length;
    const a = sorted[(size - 1) >> 1]!;
    const b = sorted[size >> 1]!;
    const right = a + b;
    let above = 0; // first index above the median
    while (above < kept && comparePairs(keptSorted[above]!, keptSorted[above]!, a, b) <= 0) above++;
    let below = above - 1;
    let rank = 0;
    while (rank < kept) {
      // As long as one value alone is nearest: neither side ties with the other or with its own next value.
      while (below > 0 && above < kept - 1) {
        const u = keptSorted[below]!;
        const v = keptSorted[above]!;
        const left = u + v;
        if (left === right || left - left !== 0) break;
        if (left > right) {
          if (keptSorted[below - 1] === u) break;
          sums.add(keptOrder[below--]!, scores[2 * ++rank]!);
        } else {
          if (keptSorted[above + 1] === v) break;
          sums.add(keptOrder[above++]!, scores[2 * ++rank]!);
        }
      }
      const u = below >= 0 ? keptSorted[below]! : Number.NaN;
      const v = above < kept ? keptSorted[above]! : Number.NaN;
      // 1: u is nearer, -1: v is, 0: a tie
      const nearer = below < 0 ? -1 : above >= kept ? 1 : comparePairs(u, v, a, b);
      let from = below + 1;
      if (nearer >= 0) while (from > 0 && keptSorted[from - 1] === u) from--;
      let to = above;
      if (nearer <= 0) while (to < kept && keptSorted[to] === v) to++;
      const next = rank + (below + 1 - from) + (to - above);
      const score = scores[rank + next + 1]!;
      for (; below >= from; below--) sums.add(keptOrder[below]!, score);
      for (; above < to; above++) sums.add(keptOrder[above]!, score);
      rank = next;
    }
    return sums;
  }
}

/** Sign of (u + v) - (a + b), exactly. */
function comparePairs(u: number, v: number, a: number, b: number): number {
  const left = u + v;
  const right = a + b;
  if (left !== right) return left < right ? -1 : 1;
  if (left - left !== 0) return comparePairs(u / 2, v / 2, a / 2, b / 2);
  return Math.sign(roundingError(u, v, left) - roundingError(a, b, right));
}

/** (u + v) - sum, exactly, for sum = u + v rounded. Knuth (1969), The Art of Computer Programming 2, section 4.2.2. */
function roundingError(u: number, v: number, sum: number): number {
  const vPart = sum - u;
  return u - (sum - vPart) + (v - vPart);
}

let latest: { readonly chains: number; readonly draws: number; readonly split: SplitDraws } | undefined;

/** Memory for chains of this shape: the latest is kept, as a summary asks for the same shape again and again. */
export function splitDrawsFor(chains: ScalarChains): SplitDraws {
  const extent = extentOf(chains);
  if (latest?.chains !== extent.chains || latest.draws !== extent.draws) {
    latest = { ...extent, split: new SplitDraws(extent.chains, extent.draws) };
  }
  return latest.split.load(chains);
}
