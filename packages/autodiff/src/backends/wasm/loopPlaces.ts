/** Where the arrays of a loop nest are: addresses from counters, with what does not change in the inner loop kept in locals. */

import type { Code, Local } from '@credence/numerics/wasm';
import type { Access } from './access.js';

/** Calls back with every access of the inner loop and the bytes of its elements. */
export type EachAccess = (visit: (access: Access, unit: number) => void) => void;

export class LoopPlaces {
  readonly depth: number;
  readonly counters: readonly Local[];
  /** The vector that is being written, counted from the counter, and whether only its first lane counts. */
  copy = 0;
  tail = false;
  /** Whether the inner loop is being written. */
  inner = false;
  readonly #bases = new Map<string, Local>();
  readonly #moving = new Map<string, Local>();

  constructor(
    readonly code: Code,
    readonly extents: readonly number[],
  ) {
    this.depth = extents.length;
    this.counters = extents.map(() => code.local('i32'));
  }

  /** Elements between neighbours along the inner dim. */
  innerStride({ strides }: { readonly strides: readonly number[] }): number {
    return strides[this.depth - 1] ?? 0;
  }

  #baseKey({ region, strides }: Access, unit: number): string {
    const outer = strides.slice(0, this.depth - 1);
    return outer.every((stride) => stride === 0)
      ? `${region.pointer ?? ''}`
      : `${region.pointer ?? ''}|${unit}|${outer}`;
  }

  /** Puts pointer + outer strides times counters on the stack; says whether there was anything. */
  #pushOuter({ region, strides }: Access, unit: number, upTo: number): boolean {
    const { code } = this;
    let any = false;
    if (region.pointer !== undefined) {
      code.get(region.pointer);
      any = true;
    }
    for (let d = 0; d < upTo; d++) {
      const stride = strides[d]!;
      if (stride === 0) continue;
      code
        .get(this.counters[d]!)
        .i32(unit * stride)
        .op('i32.mul');
      if (any) code.op('i32.add');
      any = true;
    }
    return any;
  }

  /** Locals for what an inner loop adds its counter to. */
  pinBases(each: EachAccess): void {
    const { code } = this;
    const add = (access: Access, unit: number): void => {
      const key = this.#baseKey(access, unit);
      if (!key.includes('|') || this.#bases.has(key)) return;
      const local = code.local('i32');
      this.#bases.set(key, local);
      this.#pushOuter(access, unit, this.depth - 1);
      code.set(local);
    };
    each(add);
  }

  releaseBases(): void {
    for (const local of this.#bases.values()) this.code.release('i32', local);
  }

  /** In a round: base + counter, for bases that arrays with neighbouring elements share. */
  pinMoving(each: EachAccess): void {
    const { code } = this;
    each((access, unit) => {
      const key = this.#baseKey(access, unit);
      if (unit !== 8 || this.innerStride(access) !== 1 || key === '' || this.#moving.has(key)) return;
      const local = code.local('i32');
      this.#getBase(access, unit);
      code
        .get(this.counters[this.depth - 1]!)
        .op('i32.add')
        .set(local);
      this.#moving.set(key, local);
    });
  }

  releaseMoving(): void {
    for (const local of this.#moving.values()) this.code.release('i32', local);
    this.#moving.clear();
  }

  #getBase(access: Access, unit: number): boolean {
    const key = this.#baseKey(access, unit);
    if (key === '') return false;
    this.code.get(key.includes('|') ? this.#bases.get(key)! : access.region.pointer!);
    return true;
  }

  /**
   * Puts an address on the stack and returns the constant offset to it: of an array of elements of `unit` bytes, `shift`
   * elements behind the counter, in the inner loop or (upTo) outside it.
   */
  address(access: Access, unit: number, shift: number, upTo = this.depth): number {
    const { code } = this;
    const { region, offset, strides } = access;
    let fixed = region.address + unit * offset;
    let pushed: boolean;
    if (upTo < this.depth || !this.inner) pushed = this.#pushOuter(access, unit, upTo);
    else {
      const stride = this.innerStride(access);
      fixed += unit * stride * shift;
      const moving = unit === 8 && stride === 1 ? this.#moving.get(this.#baseKey(access, unit)) : undefined;
      if (moving !== undefined) {
        code.get(moving);
        pushed = true;
      } else {
        pushed = this.#getBase(access, unit);
        if (stride !== 0) {
          code.get(this.counters[this.depth - 1]!);
          if (unit === 4) code.i32(1).op('i32.shr_u');
          if (stride !== 1) code.i32(stride).op('i32.mul');
          if (pushed) code.op('i32.add');
          pushed = true;
        }
      }
    }
    if (!pushed) code.i32(0);
    if (fixed < 0 || strides.some((stride) => stride < 0)) {
      code.i32(fixed).op('i32.add');
      return 0;
    }
    return fixed;
  }

  /** Writes one vector, or its first lane in the tail. */
  store(access: Access, push: () => void): void {
    const { code } = this;
    if (this.innerStride(access) === 1 && !this.tail) {
      const offset = this.address(access, 8, 2 * this.copy);
      push();
      code.memory('v128.store', offset);
      return;
    }
    const value = code.local('v128');
    push();
    code.set(value);
    for (let lane = 0; lane < (this.tail ? 1 : 2); lane++) {
      const offset = this.address(access, 8, 2 * this.copy + lane);
      code.get(value).memoryLane('v128.store64_lane', offset, lane);
    }
    code.release('v128', value);
  }
}
