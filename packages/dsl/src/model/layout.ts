/** Where the free variables lie in the flat vector of unconstrained values that samplers move. */
import { CredenceError, closest } from '@credence/numerics';
import { type ArrayData, type DataArray, dataArray } from './arrays.js';
import { indexText } from './names.js';
import { same } from './shapes.js';

/** One free variable in the flat vector; plain data. */
export interface LayoutEntry {
  readonly name: string;
  /** Its distribution, as printed. */
  readonly distribution: string;
  readonly shape: readonly number[];
  readonly dims?: readonly string[];
  /** Number of its elements. */
  readonly size: number;
  /** Index of its first unconstrained value; the others follow in row-major order of `unconstrainedShape`. */
  readonly offset: number;
  /** How its values come from unconstrained ones: identity, log, simplex ... */
  readonly transform: string;
  /** Shape of its unconstrained values: its own, unless it is made of vectors or matrices that are moved as a whole. */
  readonly unconstrainedShape: readonly number[];
  /** Number of its unconstrained values. */
  readonly unconstrainedSize: number;
}

/** Free variables in order of declaration. */
export interface Layout {
  readonly entries: readonly LayoutEntry[];
  /** Number of unconstrained values. */
  readonly dimension: number;
}

/** The part of a flat vector that belongs to an entry, without a copy. */
export function sliceOf(entry: LayoutEntry, position: Float64Array): Float64Array {
  return position.subarray(entry.offset, entry.offset + entry.unconstrainedSize);
}

/**
 * `theta[2,1]` for an index of the flat vector; `theta (simplex)[2,1]` where unconstrained values are not one for each
 * element of the variable.
 */
export function coordinateName(layout: Layout, index: number): string {
  const entry = layout.entries.find(
    ({ offset, unconstrainedSize }) => index >= offset && index < offset + unconstrainedSize,
  );
  if (entry === undefined) return String(index);
  const { name, transform, shape, offset } = entry;
  const own = entry.unconstrainedShape;
  return `${name}${same(own, shape) ? '' : ` (${transform})`}${indexText(index - offset, own)}`;
}

/** Values by name, on the variables' own scale. A number stands for all elements. */
export type NamedValues = Readonly<Record<string, ArrayData>>;

/**
 * Values of every entry as arrays of its shape.
 * @throws CredenceError model/unknown-variable, model/missing-value, shape/value
 */
export function namedArrays(layout: Layout, values: NamedValues): Map<string, Float64Array> {
  const known = layout.entries.map(({ name }) => name);
  for (const name of Object.keys(values)) {
    if (known.includes(name)) continue;
    const guess = closest(name, known);
    throw new CredenceError(
      'model/unknown-variable',
      `There is no free variable '${name}'. ${guess === undefined ? `Free variables: ${known.join(', ')}.` : `Did you mean '${guess}'?`}`,
      { name, known },
    );
  }
  const arrays = new Map<string, Float64Array>();
  for (const { name, shape, size } of layout.entries) {
    const value = values[name];
    if (value === undefined) {
      throw new CredenceError(
        'model/missing-value',
        `A value of '${name}' is missing: every free variable needs one.`,
        {
          name,
          known,
        },
      );
    }
    arrays.set(name, filled(dataArray(value, name), name, shape, size));
  }
  return arrays;
}

function filled(array: DataArray, name: string, shape: readonly number[], size: number): Float64Array {
  if (array.shape.length === 0) return new Float64Array(size).fill(array.values[0] ?? Number.NaN);
  const flat = array.shape.length === 1 && array.values.length === size;
  if (flat || same(array.shape, shape)) return array.values;
  throw new CredenceError(
    'shape/value',
    `The value of '${name}' has the shape [${array.shape.join(', ')}], and the variable [${shape.join(', ')}].`,
    { name, given: array.shape, shape },
  );
}
