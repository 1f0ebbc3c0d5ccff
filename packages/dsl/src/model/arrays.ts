/** Nested and typed arrays from outside, as flat float64 values with a shape. */
import { CredenceError, display } from '@credence/numerics';
import { indexText } from './names.js';

/** A flat or nested array of numbers or truth values. */
export type NestedArray = readonly (number | boolean | NestedArray)[];

/** A typed array of numbers. */
export type NumericArray =
  | Float64Array
  | Float32Array
  | Int32Array
  | Int16Array
  | Int8Array
  | Uint32Array
  | Uint16Array
  | Uint8Array
  | Uint8ClampedArray;

/** Values with an explicit shape, in row-major order. */
export interface ShapedArray {
  readonly values: ArrayLike<number>;
  readonly shape: readonly number[];
}

/** Everything that counts as an array of data. A number is an array of no dimensions. */
export type ArrayData = number | NumericArray | NestedArray | ShapedArray;

/** Data in the form that the model keeps: a copy that nobody else can change. */
export interface DataArray {
  readonly values: Float64Array;
  readonly shape: readonly number[];
  /** Whether every value is a whole number. */
  readonly whole: boolean;
  /** How its node is typed: int32 of whole numbers, which can be indices, unless stated otherwise. */
  readonly dtype: 'int32' | 'float64';
}

/** Whether a value is a typed array of numbers, of any realm. */
export function isNumericArray(value: unknown): value is NumericArray {
  return ArrayBuffer.isView(value) && !(Object.prototype.toString.call(value) === '[object DataView]') && !isBig(value);
}

function isBig(value: object): boolean {
  return Object.prototype.toString.call(value).startsWith('[object Big');
}

/** Whether a value is `{ values, shape }`. */
export function isShapedArray(value: unknown): value is ShapedArray {
  return (
    typeof value === 'object' &&
    value !== null &&
    'values' in value &&
    'shape' in value &&
    Array.isArray(value.shape) &&
    (isNumericArray(value.values) || Array.isArray(value.values))
  );
}

/** Whether a value can be read by `dataArray`. */
export function isArrayData(value: unknown): value is ArrayData {
  return typeof value === 'number' || Array.isArray(value) || isNumericArray(value) || isShapedArray(value);
}

/**
 * Copies data out of the caller's hands.
 * @param where what the data is, for errors
 * @throws CredenceError data/ragged, data/type, data/shape
 */
export function dataArray(data: ArrayData, where: string): DataArray {
  if (typeof data === 'number') return finish(Float64Array.of(data), []);
  if (isNumericArray(data)) return finish(new Float64Array(data), [data.length]);
  if (isShapedArray(data)) {
    const size = data.shape.reduce((product, length) => product * length, 1);
    if (size !== data.values.length) {
      throw new CredenceError(
        'data/shape',
        `${where}: the shape [${data.shape.join(', ')}] holds ${size} values, and ${data.values.length} are given.`,
        { shape: data.shape, length: data.values.length },
      );
    }
    return finish(new Float64Array(data.values), [...data.shape]);
  }
  if (!Array.isArray(data)) {
    throw new CredenceError('data/type', `${where}: expected numbers in an array, not ${display(data)}.`, { data });
  }
  const shape = nestedShape(data);
  const values = new Float64Array(shape.reduce((product, length) => product * length, 1));
  let filled = 0;
  const last = shape.length - 1;
  const fill = (level: unknown, depth: number): void => {
    if (!(Array.isArray(level) || isNumericArray(level)) || level.length !== shape[depth]) {
      throw raggedError(where, `${where}${indexText(filled, shape)}`);
    }
    for (let i = 0; i < level.length; i++) {
      const value: unknown = level[i];
      if (depth < last) fill(value, depth + 1);
      else if (typeof value === 'number') values[filled++] = value;
      else values[filled++] = leafNumber(value, where, filled - 1, shape);
    }
  };
  fill(data, 0);
  return finish(values, shape);
}

/** Truth values count as 0 and 1; anything else is an error. */
function leafNumber(value: unknown, where: string, index: number, shape: readonly number[]): number {
  if (typeof value === 'boolean') return value ? 1 : 0;
  const place = `${where}${indexText(index, shape)}`;
  if (Array.isArray(value) || isNumericArray(value)) throw raggedError(where, place);
  throw new CredenceError('data/type', `${place} is ${display(value)}, not a number.`, { value });
}

function nestedShape(data: unknown): number[] {
  if (!Array.isArray(data) && !isNumericArray(data)) return [];
  return [data.length, ...nestedShape(data[0])];
}

function raggedError(where: string, place: string): CredenceError {
  return new CredenceError(
    'data/ragged',
    `${where}: rows have different lengths, first seen at ${place}. Every row of an array has the same length.`,
    { place },
  );
}

function finish(values: Float64Array, shape: readonly number[]): DataArray {
  const whole = values.every(Number.isInteger);
  return { values, shape, whole, dtype: whole ? 'int32' : 'float64' };
}
