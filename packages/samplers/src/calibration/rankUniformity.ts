/** Whether ranks are uniform: an exact test of their whole distribution function, and the band that belongs to it. */
import { CredenceError, exp, lgamma, log } from '@credence/numerics';
import { binomialLowerTail, binomialUpperTail } from './binomialTails.js';

/** Probabilities that differ by less are the same one, rounded in two ways. */
const SAME = 1e-8;

/** Below this a difference from 1 has too few digits left, and the sum of all tail probabilities, an upper bound, is taken. */
const FEW_DIGITS = 1e-10;

/** Counts that the band allows at each step of the distribution function, inclusive. */
export interface RankBand {
  /** Entry i - 1: the fewest, and the most, ranks below i, for i = 1 ... draws. */
  readonly lower: Int32Array;
  readonly upper: Int32Array;
  /** Probability that uniform ranks leave it somewhere: at most what was asked for. */
  readonly falseAlarm: number;
}

/**
 * How `ranks` ranks behave that are independent and uniform on 0 ... `draws`.
 *
 * The number of ranks below i is binomial for each i. The test takes the i at which it is most extreme: the statistic is the
 * smallest of all binomial tail probabilities. Its distribution is exact, not simulated: counts of single ranks are
 * Poisson numbers given their sum, so one recursion over i gives the probability of staying within any limits.
 *
 * Source: Säilynoja, Bürkner & Vehtari (2022), Graphical test for discrete uniformity and its applications in goodness-of-fit
 * evaluation and multiple sample comparison, Statistics and Computing 32:32, section 2, with the sum over paths in place of
 * simulation.
 *
 * @example new RankUniformity(1000, 99).pValue(ranks)
 * @throws CredenceError calibration/ranks
 */
export class RankUniformity {
  readonly #known = new Map<number, number>();

  constructor(
    /** Number of ranks. */
    readonly ranks: number,
    /** Number of draws that each value was ranked among: ranks are 0 ... draws. */
    readonly draws: number,
  ) {
    for (const [name, value] of Object.entries({ ranks, draws })) {
      if (Number.isSafeInteger(value) && value >= 1) continue;
      throw new CredenceError('calibration/ranks', `${name} is ${value}; it must be a whole number of at least 1.`, {
        [name]: value,
      });
    }
  }

  /**
   * Probability that uniform ranks have a distribution function at least as far out as these. Below 1e-10 it is an upper bound,
   * at most 2 draws times too large.
   * @throws CredenceError calibration/ranks
   */
  pValue(ranks: ArrayLike<number>): number {
    const below = this.countsBelow(ranks);
    let extreme = 1;
    for (let i = 1; i <= this.draws; i++) {
      const count = below[i - 1]!;
      const share = i / (this.draws + 1);
      extreme = Math.min(
        extreme,
        binomialLowerTail(this.ranks, share, count),
        binomialUpperTail(this.ranks, share, count),
      );
    }
    return this.#probabilityBeyond(extreme);
  }

  /** Entry i - 1: how many of the ranks lie below i, for i = 1 ... draws. @throws CredenceError calibration/ranks */
  countsBelow(ranks: ArrayLike<number>): Int32Array {
    if (ranks.length !== this.ranks) {
      throw new CredenceError(
        'calibration/ranks',
        `There are ${ranks.length} ranks, and the test is of ${this.ranks}.`,
        {
          given: ranks.length,
          ranks: this.ranks,
        },
      );
    }
    const counts = new Int32Array(this.draws + 1);
    for (let i = 0; i < ranks.length; i++) {
      const rank = ranks[i]!;
      if (!(Number.isInteger(rank) && rank >= 0 && rank <= this.draws)) {
        throw new CredenceError(
          'calibration/ranks',
          `Rank ${i} is ${rank}; ranks among ${this.draws} draws are whole numbers from 0 to ${this.draws}.`,
          { index: i, rank },
        );
      }
      counts[rank]!++;
    }
    for (let i = 1; i < counts.length; i++) counts[i]! += counts[i - 1]!;
    return counts.subarray(0, this.draws);
  }

  /** The widest band that uniform ranks leave with at most this probability. @param falseAlarm in (0, 1) */
  band(falseAlarm: number): RankBand {
    // The probability of leaving the band is at most 2 draws times the tail probability at its edge.
    let inside = log(falseAlarm / (4 * this.draws));
    let outside = 0;
    for (let step = 0; step < 40; step++) {
      const middle = (inside + outside) / 2;
      if (this.#probabilityBeyond(exp(middle)) <= falseAlarm) inside = middle;
      else outside = middle;
    }
    const extreme = exp(inside);
    return { ...this.#limits(extreme), falseAlarm: this.#probabilityBeyond(extreme) };
  }

  /** Probability that some tail probability is at most `extreme`. */
  #probabilityBeyond(extreme: number): number {
    const known = this.#known.get(extreme);
    if (known !== undefined) return known;
    if (2 * this.draws * extreme < FEW_DIGITS) return 2 * this.draws * extreme;
    const { lower, upper } = this.#limits(extreme);
    const beyond = 1 - this.#probabilityInside(lower, upper);
    const value = Math.max(beyond, 0);
    this.#known.set(extreme, value);
    return value;
  }

  /** Counts whose tail probabilities all exceed `extreme`. */
  #limits(extreme: number): { readonly lower: Int32Array; readonly upper: Int32Array } {
    const { ranks, draws } = this;
    const least = extreme * (1 + SAME);
    const lower = new Int32Array(draws);
    const upper = new Int32Array(draws);
    for (let i = 1; i <= draws; i++) {
      const share = i / (draws + 1);
      lower[i - 1] = firstWhere(ranks, (count) => binomialLowerTail(ranks, share, count) > least);
      upper[i - 1] = firstWhere(ranks, (count) => binomialUpperTail(ranks, share, count + 1) <= least);
    }
    return { lower, upper };
  }

  /** Probability that the counts below 1, 2 ... `draws` all lie within the limits. */
  #probabilityInside(lower: Int32Array, upper: Int32Array): number {
    const { ranks, draws } = this;
    const rate = ranks / (draws + 1);
    const poisson = poissonProbabilities(rate, ranks);
    let before = Float64Array.of(1);
    let first = 0;
    for (let i = 0; i < draws; i++) {
      const [from, to] = [lower[i]!, upper[i]!];
      const now = new Float64Array(Math.max(0, to - from + 1));
      for (let count = from; count <= to; count++) {
        let sum = 0;
        const smallest = Math.max(first, count - poisson.length + 1);
        const largest = Math.min(first + before.length - 1, count);
        for (let earlier = smallest; earlier <= largest; earlier++)
          sum += before[earlier - first]! * poisson[count - earlier]!;
        now[count - from] = sum;
      }
      before = now;
      first = from;
    }
    let inside = 0;
    for (let i = 0; i < before.length; i++) inside += before[i]! * (poisson[ranks - first - i] ?? 0);
    return inside / exp(ranks * log(ranks) - ranks - lgamma(ranks + 1));
  }
}

/** Probabilities of 0, 1 ... `most` of a Poisson distribution, as far as they count. */
function poissonProbabilities(rate: number, most: number): Float64Array {
  const probabilities: number[] = [];
  for (let k = 0; k <= most; k++) {
    const probability = exp(k * log(rate) - rate - lgamma(k + 1));
    if (k > rate && probability < 1e-30) break;
    probabilities.push(probability);
  }
  return Float64Array.from(probabilities);
}

/** The first of 0 ... most at which a condition holds that holds from there on; `most` when it never does. */
function firstWhere(most: number, holds: (count: number) => boolean): number {
  let from = 0;
  let to = most;
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}
