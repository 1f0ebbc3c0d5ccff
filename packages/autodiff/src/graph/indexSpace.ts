/** Walking a row-major index space while following several affine maps. */

import type { Shape } from './shape.js';
import { sizeOf } from './shape.js';

/**
 * Calls `visit(flat, places)` for every index of `shape` in row-major order, where `places[k]` is
 * `offsets[k] + sum_axis strides[k][axis] index[axis]`. `places` is reused between calls.
 */
export function walk(
  shape: Shape,
  maps: readonly { readonly offset: number; readonly strides: readonly number[] }[],
  visit: (flat: number, places: readonly number[]) => void,
): void {
  const size = sizeOf(shape);
  const index = new Array<number>(shape.length).fill(0);
  const places = maps.map(({ offset }) => offset);
  for (let flat = 0; flat < size; flat++) {
    visit(flat, places);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const n = shape[axis]!;
      index[axis]!++;
      if (index[axis]! < n) {
        for (let k = 0; k < maps.length; k++) places[k]! += maps[k]!.strides[axis]!;
        break;
      }
      index[axis] = 0;
      for (let k = 0; k < maps.length; k++) places[k]! -= maps[k]!.strides[axis]! * (n - 1);
    }
  }
}
