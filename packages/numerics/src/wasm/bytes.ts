/** Bytes of a WebAssembly module while they are written. */

/** Where numbers are taken apart. */
const numberBytes = new Uint8Array(8);
const numbers = new DataView(numberBytes.buffer);

/** A growing array of bytes with the number formats of the WebAssembly binary format (LEB128 integers, little-endian floats). */
export class Bytes {
  #buffer: Uint8Array<ArrayBuffer>;
  #length = 0;

  /** @param capacity bytes that fit before the array is made anew; up to 64 an engine keeps on its own heap */
  constructor(capacity = 32) {
    this.#buffer = new Uint8Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  byte(value: number): this {
    if (this.#length === this.#buffer.length) this.#reserve(1);
    this.#buffer[this.#length++] = value;
    return this;
  }

  bytes(values: ArrayLike<number>): this {
    this.#reserve(values.length);
    this.#buffer.set(values, this.#length);
    this.#length += values.length;
    return this;
  }

  /** A number of one or two bytes: an instruction, with its prefix byte in the high part as in `instructions.ts`. */
  instruction(code: number): this {
    if (this.#length + 3 > this.#buffer.length) this.#reserve(3);
    if (code > 0xff) {
      this.#buffer[this.#length++] = code >> 12;
      const rest = code & 0xfff;
      if (rest > 0x7f) {
        this.#buffer[this.#length++] = (rest & 0x7f) | 0x80;
        this.#buffer[this.#length++] = rest >> 7;
      } else this.#buffer[this.#length++] = rest;
    } else this.#buffer[this.#length++] = code;
    return this;
  }

  /** An instruction of one byte and its immediate, a whole number in [0, 2^32). */
  instructionOf(code: number, immediate: number): this {
    if (immediate > 0x7f || this.#length + 2 > this.#buffer.length) return this.byte(code).unsigned(immediate);
    this.#buffer[this.#length++] = code;
    this.#buffer[this.#length++] = immediate;
    return this;
  }

  append(other: Bytes): this {
    return this.bytes(other.view());
  }

  /** Unsigned LEB128 of a whole number in [0, 2^32). */
  unsigned(value: number): this {
    if (this.#length + 5 > this.#buffer.length) this.#reserve(5);
    let rest = value >>> 0;
    while (rest > 0x7f) {
      this.#buffer[this.#length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#buffer[this.#length++] = rest;
    return this;
  }

  /** Signed LEB128 of a whole number in [-2^31, 2^31). */
  signed(value: number): this {
    let rest = value | 0;
    for (;;) {
      const low = rest & 0x7f;
      rest >>= 7;
      if ((rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)) return this.byte(low);
      this.byte(low | 0x80);
    }
  }

  /** Signed LEB128 of a 64-bit integer. */
  signed64(value: bigint): this {
    let rest = BigInt.asIntN(64, value);
    for (;;) {
      const low = Number(rest & 0x7fn);
      rest >>= 7n;
      if ((rest === 0n && (low & 0x40) === 0) || (rest === -1n && (low & 0x40) !== 0)) return this.byte(low);
      this.byte(low | 0x80);
    }
  }

  float64(value: number): this {
    numbers.setFloat64(0, value, true);
    return this.bytes(numberBytes);
  }

  uint64(value: bigint): this {
    numbers.setBigUint64(0, BigInt.asUintN(64, value), true);
    return this.bytes(numberBytes);
  }

  /** A name: its UTF-8 bytes behind their count. Names of a module are ASCII here. */
  text(value: string): this {
    const codes = Array.from(value, (character) => character.charCodeAt(0));
    if (codes.some((code) => code > 127)) throw new RangeError(`'${value}' is not ASCII`);
    return this.unsigned(codes.length).bytes(codes);
  }

  /** Takes back what was written behind the first `length` bytes. */
  cut(length: number): this {
    this.#length = Math.min(this.#length, length);
    return this;
  }

  /** The bytes written so far, without a copy. Valid until the next write. */
  view(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  toUint8Array(): Uint8Array<ArrayBuffer> {
    return this.#buffer.slice(0, this.#length);
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#buffer.length) return;
    const grown = new Uint8Array(Math.max(needed, 2 * this.#buffer.length));
    grown.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = grown;
  }
}
