/**
 * Keys of random streams, and how the 128-bit counter of the generator is divided among its uses.
 *
 *   word 0   index, lower 32 bits
 *   word 1   index, upper 21 bits; above them 11 bits for the attempt, used by redraws only
 *   word 2   stream counter (or child index), lower 32 bits
 *   word 3   stream counter, upper 21 bits; above them 11 bits for the domain
 *
 * Words of a stream, redraws of a stream and child keys lie in different domains, so no two uses ever encipher the same
 * counter under one key.
 */

import { CredenceError } from '../error.js';
import { philox4x32 } from './philox.js';

/** Two 32-bit words. Made by `keyFromSeed` and `split`. */
export type RngKey = readonly [number, number];

export const TWO_32 = 4294967296;

/** Bits of word 3 that tell apart what a counter is enciphered for. */
export const DOMAIN = { words: 0, redraws: 1 << 21, children: 2 << 21 } as const;

/**
 * The key of a seed: its 64-bit two's complement, so different seeds have different keys.
 *
 * @param seed any safe integer, negative ones too
 * @throws CredenceError `random/seed`
 * @example const chainKey = split(keyFromSeed(1), chain);
 */
export function keyFromSeed(seed: number): RngKey {
  if (!Number.isSafeInteger(seed)) {
    throw new CredenceError(
      'random/seed',
      `A seed must be a whole number between -(2^53 - 1) and 2^53 - 1, but it is ${String(seed)}.`,
      { seed },
    );
  }
  return [seed >>> 0, Math.floor(seed / TWO_32) >>> 0];
}

/**
 * The child key of a key: words of Philox at counter (index, children domain). Children of one key differ from each other
 * and from its streams as independent random words do; keys of grandchildren likewise: seed -> chain -> purpose.
 *
 * @param index a whole number from 0 to 2^53 - 1
 * @throws CredenceError `random/key`, `random/counter`
 */
export function split(key: RngKey, index: number): RngKey {
  checkKey(key);
  checkCounter(index, 'The index of a child key');
  const words = new Uint32Array(4);
  philox4x32(words, 0, 0, index >>> 0, Math.floor(index / TWO_32) | DOMAIN.children, key[0], key[1]);
  return [words[0]!, words[1]!];
}

export function checkKey(key: RngKey): void {
  if (key.length !== 2 || key[0] !== key[0] >>> 0 || key[1] !== key[1] >>> 0) {
    throw new CredenceError(
      'random/key',
      `A key is two whole numbers in [0, 2^32), but it is [${key.join(', ')}]. Make keys with keyFromSeed(seed) and split(key, index).`,
      { key },
    );
  }
}

export function checkCounter(counter: number, what: string): void {
  if (!Number.isSafeInteger(counter) || counter < 0) {
    throw new CredenceError(
      'random/counter',
      `${what} must be a whole number from 0 to 2^53 - 1, but it is ${String(counter)}.`,
      {
        counter,
      },
    );
  }
}
