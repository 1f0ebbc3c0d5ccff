/** Choices among finitely many: whole numbers, weighted categories, orders. */

import { checkCount, parameterError } from './check.js';
import { binomial } from './counts.js';
import type { NumberedElements, Rng } from './rng.js';

const { floor } = Math; // taken once: see philox.ts

const TWO_53 = 9007199254740992;

/** See `Rng.integer`. 53-bit numbers in n equal buckets; the rest, fewer than n, is rejected. */
export function integer(rng: Rng, n: number): number {
  if (!(Number.isSafeInteger(n) && n > 0)) throw parameterError('Integer', 'n', 'a whole number in [1, 2^53)', n);
  const bucket = floor(TWO_53 / n);
  for (;;) {
    const place = floor(rng.uniform() * TWO_53);
    // The quotient of whole numbers below 2^53 never rounds up to a whole number, so floor is exact.
    const index = floor(place / bucket);
    if (index < n) return index;
  }
}

/** See `Rng.categorical`. */
export function categorical(rng: Rng, probabilities: ArrayLike<number>): number {
  const target = rng.uniform() * checkedSum('Categorical', probabilities);
  let cumulative = 0;
  let last = 0;
  for (let i = 0; i < probabilities.length; i++) {
    if (probabilities[i]! > 0) {
      cumulative += probabilities[i]!;
      if (target < cumulative) return i;
      last = i;
    }
  }
  return last;
}

/** See `Rng.multinomial`. Category by category, binomial given the trials that are left; the sums run from behind. */
export function multinomial(rng: Rng, n: number, probabilities: ArrayLike<number>): Float64Array {
  checkCount('Multinomial', 'n', n);
  checkedSum('Multinomial', probabilities);
  const size = probabilities.length;
  const remaining = new Float64Array(size);
  for (let i = size - 1, sum = 0; i >= 0; i--) {
    sum += probabilities[i]!;
    remaining[i] = sum;
  }
  const counts = new Float64Array(size);
  let left = n;
  for (let i = 0; i < size && left > 0; i++) {
    if (probabilities[i]! > 0) {
      counts[i] = binomial(rng, left, probabilities[i]! / remaining[i]!);
      left -= counts[i]!;
    }
  }
  return counts;
}

/** See `Rng.permutation`. */
export function permutation(rng: Rng, n: number): Uint32Array {
  if (n !== n >>> 0) throw parameterError('Permutation', 'n', 'a whole number in [0, 2^32)', n);
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  shuffle(rng, order);
  return order;
}

/** See `Rng.shuffle`. Durstenfeld (1964), Algorithm 235: Random permutation, Comm. ACM 7(7). */
export function shuffle<T>(rng: Rng, values: NumberedElements<T>): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = integer(rng, i + 1);
    const value = values[i]!;
    values[i] = values[j]!;
    values[j] = value;
  }
}

function checkedSum(distribution: string, probabilities: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < probabilities.length; i++) {
    const value = probabilities[i]!;
    if (!(value >= 0 && value < Infinity)) {
      throw parameterError(distribution, `probabilities[${i}]`, '>= 0 and finite', value);
    }
    sum += value;
  }
  if (!(sum > 0 && sum < Infinity)) throw parameterError(distribution, 'sum of probabilities', '> 0 and finite', sum);
  return sum;
}
