/**
 * Where the values of a labelled array lie: in one flat array, or in a column of draws for each element, as samplers leave
 * them. Either is made when first asked for, and the other form is derived from it: columns are read from a flat array one
 * by one, and a flat array is laid out from columns only when somebody wants it.
 */
import type { ScalarChains } from '@credence/samplers';

/** Values of an array. */
export interface Storage {
  /** All values, row-major. Made on first use and kept. */
  readonly values: Float64Array;
  /**
   * Draws of one element of an array (chain, draw, ...), one array a chain, where they lie in columns. Undefined where the
   * values are flat.
   */
  readonly column: ((element: number) => ScalarChains) | undefined;
}

/** Elements that are laid out or gathered together: their values in one draw fill whole cache lines. */
export const TILE = 16;

/** A flat array that is made when first asked for. */
export function flatStorage(make: () => Float64Array): Storage {
  let values: Float64Array | undefined;
  return {
    get values() {
      values ??= make();
      return values;
    },
    column: undefined,
  };
}

/** Columns of draws: `elements` of them, each `chains` arrays of `draws` values. */
export function columnStorage(
  chains: number,
  draws: number,
  elements: number,
  column: (element: number) => ScalarChains,
): Storage {
  let values: Float64Array | undefined;
  return {
    get values() {
      if (values === undefined) {
        values = new Float64Array(chains * draws * elements);
        for (let chain = 0; chain < chains; chain++) {
          layOut(column, elements, chain, 0, draws, values.subarray(chain * draws * elements));
        }
      }
      return values;
    },
    column,
  };
}

/** Writes draws `from` to `to` (excluded) of one chain into `out`, draw after draw. */
export function layOut(
  column: (element: number) => ScalarChains,
  elements: number,
  chain: number,
  from: number,
  to: number,
  out: Float64Array,
): void {
  for (let first = 0; first < elements; first += TILE) {
    const end = Math.min(elements, first + TILE);
    const tile = Array.from({ length: end - first }, (_, i) => column(first + i)[chain]!);
    for (let draw = from; draw < to; draw++) {
      const at = (draw - from) * elements + first;
      for (let i = 0; i < tile.length; i++) out[at + i] = tile[i]![draw]!;
    }
  }
}

/** Values of `source` at chosen indices along each axis, row-major. */
export function gathered(
  source: Float64Array,
  shape: readonly number[],
  indices: readonly (readonly number[])[],
): Float64Array {
  const out = new Float64Array(indices.reduce((product, { length }) => product * length, 1));
  if (out.length === 0) return out;
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const last = indices.length - 1;
  let next = 0;
  const visit = (axis: number, offset: number): void => {
    const chosen = indices[axis];
    if (chosen === undefined) {
      out[next++] = source[offset]!;
      return;
    }
    const stride = strides[axis]!;
    if (axis === last) for (let i = 0; i < chosen.length; i++) out[next++] = source[offset + chosen[i]! * stride]!;
    else for (let i = 0; i < chosen.length; i++) visit(axis + 1, offset + chosen[i]! * stride);
  };
  visit(0, 0);
  return out;
}

/** Values of a column at chosen indices: a view where they follow one another. */
export function pickedFrom(column: Float64Array, indices: readonly number[]): Float64Array {
  const [first = 0] = indices;
  const consecutive = indices.every((index, i) => index === first + i);
  if (consecutive) return column.subarray(first, first + indices.length);
  const out = new Float64Array(indices.length);
  for (let i = 0; i < indices.length; i++) out[i] = column[indices[i]!]!;
  return out;
}
