/** Reading the arrays of a loop nest: elements, indices, gathers; in the inner loop two at a time, outside it one in both lanes. */

import type { Local } from '@credence/numerics/wasm';
import type { Access } from './access.js';
import type { LoopLeaf } from './loopLanes.js';
import type { LoopPlaces } from './loopPlaces.js';

export class LoopReads {
  constructor(readonly places: LoopPlaces) {}

  load(access: Access, outerLevel: number | undefined): void {
    const { code } = this.places;
    if (outerLevel !== undefined || this.places.tail) {
      const offset = this.places.address(access, 8, 2 * this.places.copy, outerLevel);
      code.memory('v128.load64_splat', offset);
      return;
    }
    const stride = this.places.innerStride(access);
    if (stride === 1) {
      const offset = this.places.address(access, 8, 2 * this.places.copy);
      code.memory('v128.load', offset);
      return;
    }
    const second = this.places.address(access, 8, 2 * this.places.copy + 1);
    const first = this.places.address(access, 8, 2 * this.places.copy);
    code.memory('v128.load64_zero', first).memoryLane('v128.load64_lane', second, 1);
  }

  iota(offset: number, strides: readonly number[], level: number): void {
    const { code } = this.places;
    code.i32(offset);
    for (let d = 0; d < Math.min(level, this.places.depth - 1); d++) {
      if (strides[d] !== 0) code.get(this.places.counters[d]!).i32(strides[d]!).op('i32.mul').op('i32.add');
    }
    const stride = level === this.places.depth ? strides[this.places.depth - 1]! : 0;
    if (stride !== 0) {
      code
        .get(this.places.counters[this.places.depth - 1]!)
        .i32(3)
        .op('i32.shr_u')
        .i32(2 * this.places.copy)
        .op('i32.add');
      code.i32(stride).op('i32.mul').op('i32.add');
    }
    code.op('f64.convert_i32_s').op('f64x2.splat');
    // A last single element is in both lanes, as where it is loaded: what does not exist must not be found out of range.
    if (stride !== 0 && !this.places.tail) code.f64x2(0, stride).op('f64x2.add');
  }

  gather(leaf: LoopLeaf & { readonly kind: 'gather' }, outerLevel: number | undefined): void {
    const { code } = this.places;
    const place = (lane: number, level?: number): number => {
      const index = this.places.address(leaf.index, 4, 2 * this.places.copy + lane, level);
      code.memory('i32.load', index);
      const offset = this.places.address(leaf.access, 8, 2 * this.places.copy + lane, level);
      code.op('i32.add');
      return this.#settled(offset, leaf.stride);
    };
    if (outerLevel !== undefined) {
      const offset = place(0, outerLevel);
      code.memory('v128.load64_splat', offset);
    } else if (this.places.tail) {
      const offset = place(0);
      code.memory('v128.load64_splat', offset);
    } else if (this.places.innerStride(leaf.index) === 0 && this.places.innerStride(leaf.access) === 1) {
      const offset = place(0);
      code.memory('v128.load', offset);
    } else {
      const second = place(1);
      const first = place(0);
      code.memory('v128.load64_zero', first).memoryLane('v128.load64_lane', second, 1);
    }
  }

  computedGather(
    leaf: LoopLeaf & { readonly kind: 'computedGather' },
    push: () => void,
    outerLevel: number | undefined,
  ): void {
    const { code } = this.places;
    const index = code.local('v128');
    push();
    code.set(index);
    const place = (lane: number): number => {
      this.lane(index, lane, leaf.stride);
      const offset = this.places.address(leaf.access, 8, 2 * this.places.copy + lane, outerLevel);
      code.op('i32.add');
      return this.#settled(offset, leaf.stride);
    };
    if (outerLevel !== undefined || this.places.tail) {
      const offset = place(0);
      code.memory('v128.load64_splat', offset);
    } else {
      const second = place(1);
      const first = place(0);
      code.memory('v128.load64_zero', first).memoryLane('v128.load64_lane', second, 1);
    }
    code.release('v128', index);
  }

  /** A lane's whole number times `stride` elements, in bytes. */
  lane(index: Local, lane: number, stride: number): void {
    this.places.code
      .get(index)
      .lane('f64x2.extract_lane', lane)
      .op('i32.trunc_sat_f64_s')
      .i32(8 * stride)
      .op('i32.mul');
  }

  /** The offset to an address on the stack, which a step backwards may have made negative: then it is added at once. */
  #settled(offset: number, stride: number): number {
    if (stride >= 0) return offset;
    this.places.code.i32(offset).op('i32.add');
    return 0;
  }
}
