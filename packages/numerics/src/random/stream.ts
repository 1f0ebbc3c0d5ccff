/**
 * Counter-based random streams: (key, counter) fixes every number a stream will give, on every engine.
 *
 * Pair number `position` of a stream is half `position mod 2` of Philox block floor(position / 2). Nothing else is
 * remembered, so a stream is saved and restored as three plain values.
 */

import { log } from '../generated/functions.js';
import { type Blocks, blocks, CHUNK } from './blocks.js';
import { binomial, negativeBinomial, poisson } from './counts.js';
import { categorical, integer, multinomial, permutation, shuffle } from './finite.js';
import { beta, dirichlet, gamma, logGamma, studentT } from './gamma.js';
import { checkCounter, checkKey, DOMAIN, type RngKey, TWO_32 } from './key.js';
import { philox4x32 } from './philox.js';
import type { NumberedElements, Rng, RngState } from './rng.js';
import { LAYER_BITS, openUniform, placeOf, SIGNED_LAYER_BITS, settleNormal, ziggurat } from './ziggurat.js';

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
  return new PhiloxStream({ key, counter, position: 0 }, blocks());
}

/** Goes on where `rng.state` was taken. @throws CredenceError `random/key`, `random/counter` */
export function restore(state: RngState): Rng {
  return new PhiloxStream(state, blocks());
}

/** A stream that never uses WebAssembly; the same numbers. */
export function streamWithoutBlocks(state: RngState): Rng {
  return new PhiloxStream(state, null);
}

/** Blocks shorter than this are filled one by one. */
const SHORTEST_BLOCK = 4;
/** Blocks up to this are copied in a loop, which is quicker than a view of them. */
const LONGEST_LOOP = 32;

/** Words of the redraw domain, read before anything else is drawn. */
const redrawn = new Uint32Array(4);

class PhiloxStream implements Rng {
  readonly #key: RngKey;
  readonly #counter: number;
  readonly #counterLow: number;
  readonly #counterHigh: number;
  /** Words read ahead: of four blocks where WebAssembly makes them, else of one. */
  readonly #words: Uint32Array;
  readonly #ziggurat = ziggurat();
  readonly #blocks: Blocks | null;
  #position: number;
  /** Positions of the first pair in #words and of the first behind it. */
  #start = 0;
  #end = 0;

  constructor({ key, counter, position }: RngState, blocks: Blocks | null) {
    checkKey(key);
    checkCounter(counter, 'The counter of a stream');
    checkCounter(position, 'The position of a stream');
    this.#key = key;
    this.#counter = counter;
    this.#counterLow = counter >>> 0;
    this.#counterHigh = Math.floor(counter / TWO_32);
    this.#position = position;
    this.#blocks = blocks;
    this.#words = new Uint32Array(blocks === null ? 4 : 16);
  }

  get position(): number {
    return this.#position;
  }

  get state(): RngState {
    return { key: this.#key, counter: this.#counter, position: this.#position };
  }

  /** Takes the next pair; returns where in #words it lies. The position never goes back. */
  #take(): number {
    const position = this.#position++;
    if (position >= this.#end) this.#readAhead(position);
    return 2 * (position - this.#start);
  }

  #readAhead(position: number): void {
    const words = this.#words;
    const [k0, k1] = this.#key;
    const pairs = words.length / 2;
    this.#start = position - (position % pairs);
    this.#end = this.#start + pairs;
    const block = this.#start / 2;
    const high = Math.floor(block / TWO_32);
    const blocks = this.#blocks;
    if (blocks === null) {
      philox4x32(words, block, high, this.#counterLow, this.#counterHigh | DOMAIN.words, k0, k1);
    } else {
      blocks.fillWords(block, high, this.#counterLow, this.#counterHigh | DOMAIN.words, k0, k1, 1);
      words.set(blocks.firstWords);
    }
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
    const { inside, width } = this.#ziggurat;
    if (place < inside[low & LAYER_BITS]!) return place * width[low & SIGNED_LAYER_BITS]!;
    return this.#settle(this.#position - 1, low, place);
  }

  /** A normal that the fast comparison left open, from words of the redraw domain at its position. */
  #settle(position: number, low: number, place: number): number {
    const high = Math.floor(position / TWO_32);
    const [k0, k1] = this.#key;
    const blocks = this.#blocks;
    const words = blocks === null ? redrawn : blocks.redrawn;
    return settleNormal(low, place, (attempt) => {
      const index1 = high | (attempt << 21);
      const c3 = this.#counterHigh | DOMAIN.redraws;
      if (blocks === null) philox4x32(words, position, index1, this.#counterLow, c3, k0, k1);
      else blocks.redraw(position, index1, this.#counterLow, c3, k0, k1);
      return words;
    });
  }

  exponential(): number {
    return -log(this.uniform());
  }

  uniforms(out: Float64Array): void {
    const blocks = this.#blocks;
    for (let done = 0; done < out.length; ) {
      const pairs = blocks === null ? 0 : this.#fill(blocks, out.length - done);
      if (blocks === null || pairs === 0) {
        out[done++] = this.uniform();
      } else {
        blocks.uniforms(pairs);
        this.#deliver(blocks, pairs, out, done);
        done += pairs;
      }
    }
  }

  normals(out: Float64Array): void {
    const blocks = this.#blocks;
    for (let done = 0; done < out.length; ) {
      const pairs = blocks === null ? 0 : this.#fill(blocks, out.length - done);
      if (blocks === null || pairs === 0) {
        out[done++] = this.normal();
      } else {
        const unsettled = blocks.normals(pairs);
        if (unsettled > 0) this.#settleAll(blocks, unsettled);
        this.#deliver(blocks, pairs, out, done);
        done += pairs;
      }
    }
  }

  /** Settles the numbers that `blocks.normals` has left open. */
  #settleAll({ words, values, open }: Blocks, unsettled: number): void {
    for (let i = 0; i < unsettled; i++) {
      const index = open[i]!;
      const low = words[2 * index]!;
      values[index] = this.#settle(this.#position + index, low, placeOf(low, words[2 * index + 1]!));
    }
  }

  /** Fills the words of the next pairs in `blocks`; returns how many, 0 where one by one is to be taken. */
  #fill(blocks: Blocks, wanted: number): number {
    const block = this.#position / 2;
    const low = block % TWO_32;
    if (wanted < SHORTEST_BLOCK || !Number.isInteger(block) || low + CHUNK > TWO_32) return 0;
    const pairs = Math.min(wanted, CHUNK);
    const key = this.#key;
    const high = Math.floor(block / TWO_32);
    const c3 = this.#counterHigh | DOMAIN.words;
    blocks.fillWords(low, high, this.#counterLow, c3, key[0], key[1], Math.ceil(pairs / 8));
    return pairs;
  }

  /** Hands the values of a block out, and moves on behind them. */
  #deliver({ values }: Blocks, pairs: number, out: Float64Array, from: number): void {
    if (pairs <= LONGEST_LOOP) for (let i = 0; i < pairs; i++) out[from + i] = values[i]!;
    else out.set(pairs === CHUNK ? values : values.subarray(0, pairs), from);
    this.#position += pairs;
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
