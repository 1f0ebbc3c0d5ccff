/**
 * Counter-based random streams: (key, counter) fixes every number a stream will give, on every engine.
 *
 * Pair number `position` of a stream is half `position mod 2` of Philox block floor(position / 2). Nothing else is
 * remembered, so a stream is saved and restored as three plain values.
 */

import { binomial, negativeBinomial, poisson } from './counts.js';
import { log } from './elementary.js';
import { categorical, integer, multinomial, permutation, shuffle } from './finite.js';
import { beta, dirichlet, gamma, logGamma, studentT } from './gamma.js';
import { checkCounter, checkKey, DOMAIN, type RngKey, TWO_32 } from './key.js';
import { philox4x32 } from './philox.js';
import type { NumberedElements, Rng, RngState } from './rng.js';
import { openUniform, placeOf, settleNormal, ziggurat } from './ziggurat.js';

/**
 * The stream of a key and a counter, e.g. a chain's key and its iteration. Streams of different keys or counters are
 * independent.
 *
 * @param counter a whole number from 0 to 2^53 - 1
 * @throws CredenceError `random/key`, `random/counter`
 * @example
 * const rng = stream(keyFromSeed(1), iteration);
 * rng.normal();
 */
export function stream(key: RngKey, counter: number): Rng {
  return new PhiloxStream(key, counter, 0);
}

/** Goes on where `rng.state` was taken. @throws CredenceError `random/key`, `random/counter` */
export function restore(state: RngState): Rng {
  return new PhiloxStream(state.key, state.counter, state.position);
}

class PhiloxStream implements Rng {
  readonly #key: RngKey;
  readonly #counter: number;
  readonly #counterLow: number;
  readonly #counterHigh: number;
  readonly #words = new Uint32Array(4);
  readonly #ziggurat = ziggurat();
  #position: number;
  /** Number of the block in #words; -1 before the first. */
  #block = -1;

  constructor(key: RngKey, counter: number, position: number) {
    checkKey(key);
    checkCounter(counter, 'The counter of a stream');
    checkCounter(position, 'The position of a stream');
    this.#key = key;
    this.#counter = counter;
    this.#counterLow = counter >>> 0;
    this.#counterHigh = Math.floor(counter / TWO_32);
    this.#position = position;
  }

  get position(): number {
    return this.#position;
  }

  get state(): RngState {
    return { key: this.#key, counter: this.#counter, position: this.#position };
  }

  /** Takes the next pair; returns where in #words it lies. */
  #take(): 0 | 2 {
    const position = this.#position++;
    const block = Math.floor(position / 2);
    if (block !== this.#block) this.#load(block);
    return position % 2 === 0 ? 0 : 2;
  }

  #load(block: number): void {
    const high = Math.floor(block / TWO_32);
    const [k0, k1] = this.#key;
    philox4x32(this.#words, block, high, this.#counterLow, this.#counterHigh | DOMAIN.words, k0, k1);
    this.#block = block;
  }

  uint32(): number {
    return this.#words[this.#take() + 1]!;
  }

  uniform(): number {
    const at = this.#take();
    return openUniform(this.#words[at]!, this.#words[at + 1]!);
  }

  normal(): number {
    const at = this.#take();
    const low = this.#words[at]!;
    const place = placeOf(low, this.#words[at + 1]!);
    const pair = low & 511;
    if (place < this.#ziggurat.inside[pair]!) return place * this.#ziggurat.width[pair]!;
    return this.#settle(this.#position - 1, pair, place);
  }

  /** A normal that the fast comparison left open, from words of the redraw domain at its position. */
  #settle(position: number, pair: number, place: number): number {
    const words = new Uint32Array(4);
    const high = Math.floor(position / TWO_32);
    const [k0, k1] = this.#key;
    return settleNormal(pair, place, (attempt) => {
      const index1 = high | (attempt << 21);
      philox4x32(words, position, index1, this.#counterLow, this.#counterHigh | DOMAIN.redraws, k0, k1);
      return words;
    });
  }

  exponential(): number {
    return -log(this.uniform());
  }

  uniforms(out: Float64Array): void {
    for (let i = 0; i < out.length; i++) out[i] = this.uniform();
  }

  normals(out: Float64Array): void {
    for (let i = 0; i < out.length; i++) out[i] = this.normal();
  }

  gamma(shape: number): number {
    return gamma(this, shape);
  }

  logGamma(shape: number): number {
    return logGamma(this, shape);
  }

  beta(a: number, b: number): number {
    return beta(this, a, b);
  }

  studentT(degreesOfFreedom: number): number {
    return studentT(this, degreesOfFreedom);
  }

  cauchy(): number {
    return this.normal() / this.normal();
  }

  dirichlet(concentration: ArrayLike<number>): Float64Array {
    return dirichlet(this, concentration);
  }

  integer(n: number): number {
    return integer(this, n);
  }

  poisson(mean: number): number {
    return poisson(this, mean);
  }

  binomial(n: number, probability: number): number {
    return binomial(this, n, probability);
  }

  negativeBinomial(mean: number, dispersion: number): number {
    return negativeBinomial(this, mean, dispersion);
  }

  categorical(probabilities: ArrayLike<number>): number {
    return categorical(this, probabilities);
  }

  multinomial(n: number, probabilities: ArrayLike<number>): Float64Array {
    return multinomial(this, n, probabilities);
  }

  permutation(n: number): Uint32Array {
    return permutation(this, n);
  }

  shuffle<T>(values: NumberedElements<T>): void {
    shuffle(this, values);
  }
}
