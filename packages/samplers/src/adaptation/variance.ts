/** Running variances and covariances of draws (Welford 1962, Technometrics 4(3)), and Stan's shrinkage of them. */
import { packedLength } from '../hamiltonian/triangular.js';
import { accumulate } from '../vectors.js';

/** A saved running moment. Plain JSON data. */
export interface MomentState {
  readonly count: number;
  readonly mean: readonly number[];
  /** Sums of squared deviations, or of their products as a packed lower triangle. */
  readonly deviations: readonly number[];
}

/** Running means and variances of each coordinate. */
export class RunningVariance {
  count = 0;
  readonly mean: Float64Array;
  readonly #squares: Float64Array;

  /** @param place where they are kept, zero at first; by default in arrays of their own */
  constructor(
    readonly dimension: number,
    place?: { readonly mean: Float64Array; readonly squares: Float64Array },
  ) {
    this.mean = place?.mean ?? new Float64Array(dimension);
    this.#squares = place?.squares ?? new Float64Array(dimension);
  }

  add(draw: Float64Array): void {
    this.addBy((share) => accumulate(draw, this.mean, this.#squares, share, this.dimension));
  }

  /** As `add`, by whoever can take a draw into the place that was given. */
  addBy(take: (share: number) => void): void {
    take(1 / ++this.count);
  }

  /** Sum of squared deviations of a coordinate from the mean. */
  squares(i: number): number {
    return this.#squares[i]!;
  }

  /** Sums of squared deviations of these draws and those of `other` from their common mean (Chan, Golub & LeVeque 1983). */
  pooledSquares(other: RunningVariance, out: Float64Array): void {
    const squares = this.#squares;
    const otherSquares = other.#squares;
    const { mean } = this;
    const otherMean = other.mean;
    const weight = (this.count * other.count) / (this.count + other.count);
    for (let i = 0; i < out.length; i++) {
      const apart = otherMean[i]! - mean[i]!;
      out[i] = squares[i]! + otherSquares[i]! + apart * apart * weight;
    }
  }

  reset(): void {
    this.count = 0;
    this.mean.fill(0);
    this.#squares.fill(0);
  }

  save(): MomentState {
    return { count: this.count, mean: Array.from(this.mean), deviations: Array.from(this.#squares) };
  }

  load(state: MomentState): void {
    this.count = state.count;
    this.mean.set(state.mean);
    this.#squares.set(state.deviations);
  }
}

/** Running means and covariances, packed lower triangular. */
export class RunningCovariance {
  count = 0;
  readonly #mean: Float64Array;
  readonly #before: Float64Array;
  #products: Float64Array;

  constructor(readonly dimension: number) {
    this.#mean = new Float64Array(dimension);
    this.#before = new Float64Array(dimension);
    this.#products = new Float64Array(packedLength(dimension));
  }

  add(draw: Float64Array): void {
    const share = 1 / ++this.count;
    const mean = this.#mean;
    const before = this.#before;
    const products = this.#products;
    const n = this.dimension;
    for (let i = 0; i < n; i++) {
      before[i] = draw[i]! - mean[i]!;
      mean[i] = mean[i]! + before[i]! * share;
    }
    for (let i = 0, at = 0; i < n; i++) {
      const after = draw[i]! - mean[i]!;
      for (let j = 0; j <= i; j++, at++) products[at] = products[at]! + after * before[j]!;
    }
  }

  /**
   * Stan's shrunk estimate (see `shrunkVariance`) as a packed lower triangle, in memory that is handed over; starts anew in
   * `spare`, where one is given.
   */
  takeShrunk(spare?: Float64Array): Float64Array {
    const { count } = this;
    const shrunk = this.#products;
    const scale = count / (count + 5) / (count - 1);
    for (let i = 0; i < shrunk.length; i++) shrunk[i] = scale * shrunk[i]!;
    const floor = 1e-3 * (5 / (count + 5));
    for (let i = 0, at = 0; i < this.dimension; i++, at += i + 1) shrunk[at] = shrunk[at]! + floor;
    this.#products = spare ?? new Float64Array(shrunk.length);
    this.reset();
    return shrunk;
  }

  /** The covariance in units of given variances, a packed lower triangle. Starts anew. */
  takeScaled(variance: Float64Array): Float64Array {
    const scaled = new Float64Array(this.#products.length);
    for (let i = 0, at = 0; i < this.dimension; i++) {
      for (let j = 0; j <= i; j++, at++) {
        scaled[at] = this.#products[at]! / (this.count - 1) / Math.sqrt(variance[i]! * variance[j]!);
      }
    }
    this.reset();
    return scaled;
  }

  reset(): void {
    this.count = 0;
    this.#mean.fill(0);
    this.#products.fill(0);
  }

  save(): MomentState {
    return { count: this.count, mean: Array.from(this.#mean), deviations: Array.from(this.#products) };
  }

  load(state: MomentState): void {
    this.count = state.count;
    this.#mean.set(state.mean);
    this.#products.set(state.deviations);
  }
}

/** Stan's shrinkage of a sample variance of n draws: n/(n + 5) variance + 5/(n + 5) 1e-3. */
export function shrunkVariance(running: RunningVariance, out: Float64Array): void {
  const { count } = running;
  const scale = count / (count + 5) / (count - 1);
  const floor = 1e-3 * (5 / (count + 5));
  for (let i = 0; i < out.length; i++) out[i] = scale * running.squares(i) + floor;
}
