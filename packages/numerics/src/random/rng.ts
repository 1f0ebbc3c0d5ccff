/** What a stream of random numbers offers. Made by `stream(key, counter)`. */

import type { RngKey } from './key.js';

/** Where a stream stands, as plain data: `restore(state)` goes on from there with the same numbers. */
export interface RngState {
  readonly key: RngKey;
  readonly counter: number;
  readonly position: number;
}

/**
 * Random numbers in a fixed order. Every method throws a CredenceError `random/parameter` for parameters outside the
 * ranges given here, naming the distribution, the parameter and its value. Draws from the extremes of a range are
 * rounded to float64: where a value underflows or overflows, 0, 1 or Infinity stand for it.
 */
export interface Rng {
  /**
   * Pairs of random words taken so far. `uint32`, `uniform`, `normal`, `exponential` and each element of a block take
   * exactly one; the others take as many as they need.
   */
  readonly position: number;
  readonly state: RngState;

  /** A whole number in [0, 2^32), all equally likely. */
  uint32(): number;
  /** k 2^-53 for whole k in [0, 2^53), equally likely, with 2^-54 in place of 0: never 0 or 1. */
  uniform(): number;
  /** Mean 0, standard deviation 1. */
  normal(): number;
  /** Mean 1: density exp(-x) for x > 0. */
  exponential(): number;

  /** The same numbers as `out.length` calls of `uniform`, faster. */
  uniforms(out: Float64Array): void;
  /** The same numbers as `out.length` calls of `normal`, faster. */
  normals(out: Float64Array): void;

  /** Density x^(shape-1) exp(-x) / Gamma(shape). @param shape > 0, finite */
  gamma(shape: number): number;
  /** The logarithm of a gamma number, finite also for a tiny shape, where the number itself underflows. */
  logGamma(shape: number): number;
  /** Density x^(a-1) (1-x)^(b-1) / B(a, b) on (0, 1). @param a > 0, finite @param b > 0, finite */
  beta(a: number, b: number): number;
  /** @param degreesOfFreedom > 0; Infinity gives a normal number */
  studentT(degreesOfFreedom: number): number;
  /** Density 1 / (pi (1 + x^2)). */
  cauchy(): number;
  /** A point of the simplex, sums to 1 within rounding. @param concentration each > 0, finite; at least one */
  dirichlet(concentration: ArrayLike<number>): Float64Array;

  /** A whole number in [0, n), all equally likely. @param n a whole number in [1, 2^53) */
  integer(n: number): number;
  /** @param mean >= 0, finite. Above 2^53 the draw is rounded to a float64. */
  poisson(mean: number): number;
  /** Successes in n trials. @param n a whole number in [0, 2^53) @param probability in [0, 1] */
  binomial(n: number, probability: number): number;
  /**
   * Mean `mean` and variance mean + mean^2 / dispersion. Failures before the n-th success, each with probability p, are
   * mean = n (1 - p) / p and dispersion = n. @param mean >= 0, finite @param dispersion > 0; Infinity gives a Poisson number
   */
  negativeBinomial(mean: number, dispersion: number): number;
  /** An index, with these probabilities; weights are divided by their sum. @param probabilities each >= 0, finite; sum > 0 */
  categorical(probabilities: ArrayLike<number>): number;
  /** Counts of n independent categorical draws. @param n a whole number in [0, 2^53) */
  multinomial(n: number, probabilities: ArrayLike<number>): Float64Array;
  /** The whole numbers in [0, n) in random order, all orders equally likely. @param n a whole number in [0, 2^32) */
  permutation(n: number): Uint32Array;
  /** Puts the elements in random order, in place. */
  shuffle<T>(values: NumberedElements<T>): void;
}

/** An array or a typed array. */
export interface NumberedElements<T> {
  readonly length: number;
  [index: number]: T;
}
