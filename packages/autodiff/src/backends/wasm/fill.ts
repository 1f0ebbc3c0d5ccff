/** Filling a stretch of memory with one number. */

import type { Code } from '@credence/numerics/wasm';
import type { Region } from './access.js';

/** Writes one number to `size` elements from `start` bytes into a region. */
export function fill(code: Code, region: Region, start: number, size: number, value: number): void {
  const at = region.address + start;
  const i = code.local('i32');
  const place = (): void => {
    code.get(i);
    if (region.pointer !== undefined) code.get(region.pointer).op('i32.add');
  };
  const pairs = size >> 1;
  if (pairs > 0) {
    code.count(i, 0, 16 * pairs, 16, () => {
      place();
      code.f64x2(value).memory('v128.store', at);
    });
  } else code.i32(0).set(i);
  if (size % 2 === 1) {
    place();
    code.f64(value).memory('f64.store', at);
  }
  code.release('i32', i);
}
