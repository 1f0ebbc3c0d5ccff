/** What a node of a function becomes: a number between loops, an array in memory, or an expression inside the loops that use it. */

import type { Tensor } from '../../graph/tensor.js';
import { type Access, contiguousAccess, region } from './access.js';

/** Where a node's value is found. */
export type Form =
  /** One element, computed where it is first needed between loops. */
  | { readonly kind: 'scalar' }
  | { readonly kind: 'memory'; readonly access: Access }
  /** Computed inside the loops that use it. */
  | { readonly kind: 'virtual' }
  /** No elements. */
  | { readonly kind: 'empty' };

export interface Info {
  readonly node: Tensor;
  readonly form: Form;
  /** Barriers before the value can be computed (virtual, scalar) or read (memory). */
  readonly stage: number;
  /** Instructions to compute one element of a virtual node from memory. */
  readonly cost: number;
  /** Whether a virtual node can be read through any map of its row-major places. */
  readonly flat: boolean;
  /** Whether a virtual node takes products of matrix and vector that exist only in a loop over rows. */
  readonly tiled: boolean;
  /** A copy of a virtual node or scalar in memory, readable from a stage on. */
  stored?: { readonly access: Access; readonly stage: number };
}

export function memory(node: Tensor, access: Access, stage: number): Info {
  return { node, form: { kind: 'memory', access }, stage, cost: 0, flat: true, tiled: false };
}

/** A place for no elements, of which nothing is read. */
export function nothing(node: Tensor): { readonly access: Access; readonly stage: number } {
  return { access: contiguousAccess(region(0, 'temporary'), node.shape), stage: 0 };
}

export function scalar(node: Tensor, stage: number): Info {
  return { node, form: { kind: 'scalar' }, stage, cost: 0, flat: true, tiled: false };
}

export function virtual(
  node: Tensor,
  {
    stage,
    cost,
    flat,
    tiled = false,
  }: { readonly stage: number; readonly cost: number; readonly flat: boolean; readonly tiled?: boolean },
): Info {
  return { node, form: { kind: 'virtual' }, stage, cost, flat, tiled };
}
