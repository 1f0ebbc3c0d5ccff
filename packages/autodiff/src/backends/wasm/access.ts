/** Places in memory: regions, strided reads and writes of them, and index maps of loops. */

import type { Local } from '@credence/numerics/wasm';
import { contiguousStrides, type Shape } from '../../graph/shape.js';

/** A stretch of memory for float64 (or, for index tables, int32) values. */
export interface Region {
  readonly id: number;
  /** In float64 elements. */
  readonly size: number;
  /** Fixed for the life of an instance, or free for others when it is no longer needed in one evaluation. */
  readonly lifetime: 'fixed' | 'temporary' | 'elsewhere';
  /** A local with the address of the region, for regions the caller names; `address` is then added to it. */
  readonly pointer?: Local;
  /** In bytes; set when memory is laid out. */
  address: number;
}

let regions = 0;

export function region(size: number, lifetime: Region['lifetime'], pointer?: Local): Region {
  const id = regions++;
  return pointer === undefined ? { id, size, lifetime, address: -1 } : { id, size, lifetime, pointer, address: 0 };
}

/** Elements of a region: `offset + sum_k strides[k] i_k`, in elements, over the axes of a shape or the dims of a loop. */
export interface Access {
  readonly region: Region;
  readonly offset: number;
  readonly strides: readonly number[];
}

export function contiguousAccess(place: Region, shape: Shape, offset = 0): Access {
  return { region: place, offset, strides: contiguousStrides(shape) };
}

/** Whether the access reads its shape row by row without gaps. */
export function isContiguous({ strides }: Access, shape: Shape): boolean {
  const own = contiguousStrides(shape);
  return shape.every((n, axis) => n === 1 || strides[axis] === own[axis]);
}

/** A whole number that is affine in the indices of a loop: offset + sum_d strides[d] i_d. */
export interface IndexMap {
  readonly offset: number;
  readonly strides: readonly number[];
}

export function mapKey({ offset, strides }: IndexMap): string {
  return `${offset}:${strides.join()}`;
}

/** sum_k factors[k] maps[k] + offset */
export function combineMaps(
  maps: readonly IndexMap[],
  factors: readonly number[],
  offset: number,
  rank: number,
): IndexMap {
  const strides = new Array<number>(rank).fill(0);
  let start = offset;
  maps.forEach((map, k) => {
    const factor = factors[k]!;
    start += factor * map.offset;
    for (let d = 0; d < rank; d++) strides[d]! += factor * map.strides[d]!;
  });
  return { offset: start, strides };
}

/**
 * The index along each axis of `shape` of the element that `map` (a place in the shape's row-major order) stands for, over
 * a loop of the given extents; undefined where some index is not affine.
 */
export function axisMaps(map: IndexMap, shape: Shape, extents: readonly number[]): IndexMap[] | undefined {
  const own = contiguousStrides(shape);
  const rank = extents.length;
  const result = shape.map(() => ({ offset: 0, strides: new Array<number>(rank).fill(0) }));
  for (let d = 0; d < rank; d++) {
    const stride = map.strides[d]!;
    if (stride === 0 || extents[d] === 1) continue;
    const axis = shape.findIndex((n, k) => n > 1 && own[k]! <= Math.abs(stride));
    if (axis < 0 || stride % own[axis]! !== 0) return undefined;
    result[axis]!.strides[d]! += stride / own[axis]!;
  }
  let rest = map.offset;
  for (let axis = 0; axis < shape.length; axis++) {
    if (shape[axis] === 1) continue;
    result[axis]!.offset = Math.floor(rest / own[axis]!);
    rest -= result[axis]!.offset * own[axis]!;
    let low = result[axis]!.offset;
    let high = low;
    result[axis]!.strides.forEach((stride, d) => {
      const reach = stride * (extents[d]! - 1);
      if (reach < 0) low += reach;
      else high += reach;
    });
    if (low < 0 || high >= shape[axis]!) return undefined;
  }
  return rest === 0 ? result : undefined;
}

/** The sizes that an index space really has: without axes of size 1. */
export function spaceOf(shape: Shape): number[] {
  return shape.filter((n) => n !== 1);
}
