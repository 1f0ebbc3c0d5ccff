/** Sums and sums of squares of half chains, taken up in any order: what a variance within and between them needs. */

export class HalfSums {
  /** Values are summed about the first that each half got, so that halves which stand still have no variance at all. */
  private readonly pivots: Float64Array;
  private readonly begun: Uint8Array;
  private readonly sums: Float64Array;
  private readonly squares: Float64Array;
  private readonly perIndex: number;

  constructor(
    readonly halves: number,
    /** Values that each half gets. */
    readonly half: number,
  ) {
    this.pivots = new Float64Array(halves);
    this.begun = new Uint8Array(halves);
    this.sums = new Float64Array(halves);
    this.squares = new Float64Array(halves);
    // A little over 1 / half, so that the product's floor is the quotient for every index below 2^31.
    this.perIndex = (1 + 2 ** -40) / half;
  }

  /** Takes a value up; `index` is its place among the half chains laid one after another. */
  add(index: number, value: number): void {
    const h = (index * this.perIndex) | 0;
    if (this.begun[h] === 0) {
      this.begun[h] = 1;
      this.pivots[h] = value;
    }
    const difference = value - this.pivots[h]!;
    this.sums[h]! += difference;
    this.squares[h]! += difference * difference;
  }

  /** Means of the halves, and the mean of their variances (divisor half - 1). */
  moments(): { readonly means: Float64Array; readonly within: number } {
    const { pivots, sums, squares, half, halves } = this;
    let within = 0;
    const means = new Float64Array(halves);
    for (let h = 0; h < halves; h++) {
      means[h] = pivots[h]! + sums[h]! / half;
      within += Math.max(0, squares[h]! - (sums[h]! * sums[h]!) / half) / (half - 1) / halves;
    }
    return { means, within };
  }
}
