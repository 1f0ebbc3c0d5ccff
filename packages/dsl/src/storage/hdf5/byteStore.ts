/** Bytes at positions: what a file is to those who read and write it. */

export interface ByteStore {
  /** Bytes in it. */
  readonly size: number;
  /** Fills `into` from `position`; how many bytes there were. */
  read(into: Uint8Array, position: number): number;
  write(bytes: Uint8Array, position: number): void;
  /** Cut, or lengthened by zeros. */
  resize(size: number): void;
}

/** Bytes that are given and only read. */
export function givenBytes(bytes: Uint8Array): ByteStore {
  const readOnly = () => {
    throw new Error('These bytes are only read.');
  };
  return {
    size: bytes.length,
    read(into, position) {
      const part = bytes.subarray(position, position + into.length);
      into.set(part);
      return part.length;
    },
    write: readOnly,
    resize: readOnly,
  };
}

const BLOCK = 1 << 20;

/** Bytes in memory, in blocks, so that growing copies nothing. */
export class MemoryStore implements ByteStore {
  #size = 0;
  readonly #blocks: Uint8Array[] = [];

  get size(): number {
    return this.#size;
  }

  read(into: Uint8Array, position: number): number {
    const count = Math.max(0, Math.min(into.length, this.#size - position));
    this.#each(position, count, (block, at, from, length) => {
      into.set(block.subarray(at, at + length), from);
    });
    return count;
  }

  write(bytes: Uint8Array, position: number): void {
    if (position + bytes.length > this.#size) this.resize(position + bytes.length);
    this.#each(position, bytes.length, (block, at, from, length) => {
      block.set(bytes.subarray(from, from + length), at);
    });
  }

  resize(size: number): void {
    const blocks = Math.ceil(size / BLOCK);
    if (blocks < this.#blocks.length) this.#blocks.length = blocks;
    while (this.#blocks.length < blocks) this.#blocks.push(new Uint8Array(BLOCK));
    // What lies behind the end is zero, in case it grows again.
    if (size < this.#size) this.#blocks.at(-1)?.fill(0, size - (blocks - 1) * BLOCK);
    this.#size = size;
  }

  /** All bytes in one array. */
  toBytes(): Uint8Array<ArrayBuffer> {
    const all = new Uint8Array(this.#size);
    this.read(all, 0);
    return all;
  }

  #each(
    position: number,
    count: number,
    visit: (block: Uint8Array, at: number, from: number, length: number) => void,
  ): void {
    for (let from = 0; from < count; ) {
      const place = position + from;
      const at = place % BLOCK;
      const length = Math.min(count - from, BLOCK - at);
      visit(this.#blocks[Math.floor(place / BLOCK)]!, at, from, length);
      from += length;
    }
  }
}

/**
 * A store that keeps its first error in writing and drops all that is written afterwards: HDF5 then closes its file in peace,
 * and whoever wrote learns what it was.
 */
export class GuardedStore implements ByteStore {
  /** The first error. */
  failure: unknown;
  #failed = false;

  constructor(private readonly inner: ByteStore) {}

  get failed(): boolean {
    return this.#failed;
  }

  get size(): number {
    return this.inner.size;
  }

  read(into: Uint8Array, position: number): number {
    const count = this.inner.read(into, position);
    // What was dropped reads as zeros.
    if (this.#failed) into.fill(0, count);
    return this.#failed ? into.length : count;
  }

  write(bytes: Uint8Array, position: number): void {
    this.#attempt(() => this.inner.write(bytes, position));
  }

  resize(size: number): void {
    this.#attempt(() => this.inner.resize(size));
  }

  #attempt(change: () => void): void {
    if (this.#failed) return;
    try {
      change();
    } catch (error) {
      this.#failed = true;
      this.failure = error;
    }
  }
}
