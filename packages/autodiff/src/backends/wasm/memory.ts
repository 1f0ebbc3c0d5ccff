/** Where regions lie: fixed ones side by side, temporary ones over each other when their lifetimes do not meet. */

import type { Region } from './access.js';

/** Steps from and to which a temporary region is used. */
export type Lifetimes = ReadonlyMap<Region, readonly [number, number]>;

/**
 * Buffers of the same distance modulo 4096 make a store look like the source of a later load to the processor; larger
 * buffers start at rising places within a page.
 */
const PAGE = 4096;
const STAGGER = 320;
const SMALL = 1024;

export class MemoryLayout {
  #end: number;
  #large = 0;

  constructor(start: number) {
    this.#end = start;
  }

  get end(): number {
    return this.#end;
  }

  fixed(region: Region): void {
    const bytes = bytesOf(region);
    region.address = this.#place(this.#end, bytes);
    this.#end = region.address + bytes;
  }

  /** Temporary regions of one function. Functions do not run inside each other, so each starts at the same place. */
  temporary(functions: readonly Lifetimes[]): void {
    const start = this.#end;
    let end = start;
    for (const lifetimes of functions) {
      // By address; what is no longer needed when the next one is made has left.
      let alive: { readonly region: Region; readonly to: number }[] = [];
      const order = [...lifetimes].sort(([, [a]], [, [b]]) => a - b);
      for (const [region, [from, to]] of order) {
        const bytes = bytesOf(region);
        alive = alive.filter((other) => from <= other.to);
        let address = this.#place(start, bytes);
        for (const { region: other } of alive) {
          if (address + bytes <= other.address) break;
          address = Math.max(address, this.#place(other.address + bytesOf(other), bytes));
        }
        region.address = address;
        const next = alive.findIndex((other) => other.region.address > address);
        alive.splice(next < 0 ? alive.length : next, 0, { region, to });
        end = Math.max(end, address + bytes);
        if (bytes >= SMALL) this.#large++;
      }
    }
    this.#end = end;
  }

  #place(from: number, bytes: number): number {
    if (bytes < SMALL) return from;
    const wanted = (this.#large * STAGGER) % PAGE;
    return from + ((((wanted - from + PAGE) % PAGE) + PAGE) % PAGE);
  }
}

/** Rounded up to 16, with room for the second lane of a vector read at the last element. */
function bytesOf({ size }: Region): number {
  return (8 * size + 31) & ~15;
}
