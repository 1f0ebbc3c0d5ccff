/** Elements of a tensor by the indices of a formula, counted from 0: `a[2]`, `a[county]`, `X[i, 0]`, `X[row, column]`. */
import { gather, reshape, type SliceRange, slice, type Tensor } from '@credence/autodiff';
import type { CredenceError } from '@credence/numerics';
import { literalNumber } from '../model/values.js';

/**
 * One index per leading axis. Numbers drop their axis; index arrays replace theirs by their own axes. Several index arrays
 * broadcast against each other and pick element by element, as in NumPy.
 */
export function indexed(table: Tensor, indices: readonly Tensor[], fail: (sentence: string) => CredenceError): Tensor {
  if (indices.length > table.rank) {
    throw fail(`${indices.length} indices for an array of shape [${table.shape.join(', ')}].`);
  }
  const numbers = indices.map((index) => literalNumber(index));
  for (const [axis, index] of numbers.entries()) {
    const size = table.shape[axis] ?? 0;
    if (index === undefined || (Number.isInteger(index) && index >= 0 && index < size)) continue;
    throw fail(`index ${index} is outside [0, ${size}) of axis ${axis}. Indices are whole numbers and start at 0.`);
  }
  const arrays = indices.filter((_, axis) => numbers[axis] === undefined);
  for (const index of arrays) {
    if (index.dtype !== 'float64') continue;
    throw fail('an index must hold whole numbers: use model.data of whole numbers (without the dtype float64).');
  }
  const ranges: SliceRange[] = numbers.map((index) => index);
  const rest = numbers.some((index) => index !== undefined) ? slice(table, ranges) : table;
  const axes = numbers.flatMap((index, axis) => (index === undefined ? [axis] : []));
  const [first] = axes;
  const [only] = arrays;
  if (only === undefined || first === undefined) return rest;
  // Axes given by numbers are gone by now, so the array indices' axes moved to the front by as many.
  const positions = axes.map((axis) => axis - numbers.slice(0, axis).filter((index) => index !== undefined).length);
  if (arrays.length === 1) return gather(rest, only, { axis: positions[0] ?? 0 });
  let flat = only;
  let size = rest.shape[0] ?? 1;
  for (const [position, index] of arrays.entries()) {
    if (position === 0) continue;
    const length = rest.shape[position] ?? 1;
    flat = flat.mul(length).add(index);
    size *= length;
  }
  return gather(reshape(rest, [size, ...rest.shape.slice(arrays.length)]), flat);
}
