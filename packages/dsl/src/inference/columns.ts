/** Columns of draws: read out of a flat array, or chosen among others. */
import type { ScalarChains } from '@credence/samplers';
import { sizeOf, unravel } from './labels.js';
import { pickedFrom } from './storage.js';

/**
 * Draws of elements `first` to `end` (excluded) out of a row-major array with a dimension `draw`, and perhaps `chain`, in
 * any place.
 */
export function gatheredColumns(
  values: Float64Array,
  shape: readonly number[],
  dims: readonly string[],
  first: number,
  end: number,
): ScalarChains[] {
  const along = (dim: string) => {
    const axis = dims.indexOf(dim);
    return axis < 0 ? { size: 1, stride: 0 } : { size: shape[axis] ?? 1, stride: sizeOf(shape.slice(axis + 1)) };
  };
  const chains = along('chain');
  const draws = along('draw');
  const element = dims.filter((dim) => dim !== 'chain' && dim !== 'draw').map(along);
  const elementShape = element.map(({ size }) => size);
  const offsets = Array.from({ length: end - first }, (_, i) =>
    unravel(first + i, elementShape).reduce((sum, index, axis) => sum + index * element[axis]!.stride, 0),
  );
  const out = offsets.map(() => Array.from({ length: chains.size }, () => new Float64Array(draws.size)));
  for (let chain = 0; chain < chains.size; chain++) {
    const tile = out.map((own) => own[chain]!);
    for (let draw = 0; draw < draws.size; draw++) {
      const base = chain * chains.stride + draw * draws.stride;
      for (let i = 0; i < tile.length; i++) tile[i]![draw] = values[base + offsets[i]!]!;
    }
  }
  return out;
}

/** Columns of the chosen elements, chains and draws. */
export function pickedColumns(
  column: (element: number) => ScalarChains,
  shape: readonly number[],
  indices: readonly (readonly number[])[],
): (element: number) => ScalarChains {
  const [chains = [], draws = [], ...rest] = indices;
  const elementShape = shape.slice(2);
  const newShape = rest.map(({ length }) => length);
  return (element) => {
    const index = unravel(element, newShape).map((position, axis) => rest[axis]![position]!);
    const flat = index.reduce((sum, i, axis) => sum * elementShape[axis]! + i, 0);
    const own = column(flat);
    return chains.map((chain) => pickedFrom(own[chain]!, draws));
  };
}
