/** Numbers between memory, where all are float64, and the types of a file. */
import { CredenceError } from '@credence/numerics';
import type { ArrayType } from '../../inference/labelledArray.js';
import type { Hdf5Form } from '../hdf5/hdf5Module.js';
import { Hdf5Class } from '../hdf5/hdf5Module.js';

const TWO_32 = 2 ** 32;

/** Values as a file stores them: float64, int64, or int8 for 0 and 1. */
export function storedValues(
  values: Float64Array,
  dtype: ArrayType,
  name: string,
): Float64Array | BigInt64Array | Int8Array {
  if (dtype === 'float64') return values;
  if (dtype === 'bool') {
    const bits = new Int8Array(values.length);
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (value !== 0 && value !== 1) throw misfit(name, dtype, i, value);
      bits[i] = value;
    }
    return bits;
  }
  return wholeNumbers(values, name);
}

/** @throws CredenceError storage/type for what is not whole or beyond 2^53 */
export function wholeNumbers(values: ArrayLike<number>, name: string): BigInt64Array {
  const whole = new BigInt64Array(values.length);
  const words = new Int32Array(whole.buffer);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isSafeInteger(value)) throw misfit(name, 'int64', i, value);
    const high = Math.floor(value / TWO_32);
    words[2 * i] = value - high * TWO_32;
    words[2 * i + 1] = high;
  }
  return whole;
}

/** Whether a number is whole, exact, and not -0. */
export function isWhole(value: number): boolean {
  return Number.isSafeInteger(value) && !Object.is(value, -0);
}

/**
 * Bytes of a file as numbers.
 * @throws CredenceError storage/type for types that are no numbers, and whole numbers beyond 2^53
 */
export function numbersOf(bytes: Uint8Array<ArrayBuffer>, form: Hdf5Form, name: string): Float64Array {
  const { type, size, signed } = form;
  const { buffer } = bytes;
  if (type === Hdf5Class.float && size === 8) return new Float64Array(buffer);
  if (type === Hdf5Class.float && size === 4) return Float64Array.from(new Float32Array(buffer));
  if (type === Hdf5Class.integer || type === Hdf5Class.enumeration) {
    if (size === 1) return Float64Array.from(signed ? new Int8Array(buffer) : bytes);
    if (size === 2) return Float64Array.from(signed ? new Int16Array(buffer) : new Uint16Array(buffer));
    if (size === 4) return Float64Array.from(signed ? new Int32Array(buffer) : new Uint32Array(buffer));
    if (size === 8) return exactNumbers(buffer, signed, name);
  }
  throw new CredenceError(
    'storage/type',
    `'${name}' is of an HDF5 type (class ${type}, ${size} bytes) that holds no numbers we can read.`,
    { name, type, size },
  );
}

function exactNumbers(buffer: ArrayBuffer, signed: boolean, name: string): Float64Array {
  const words = new Int32Array(buffer);
  const numbers = new Float64Array(words.length / 2);
  for (let i = 0; i < numbers.length; i++) {
    const high = signed ? words[2 * i + 1]! : words[2 * i + 1]! >>> 0;
    numbers[i] = high * TWO_32 + (words[2 * i]! >>> 0);
    if (Number.isSafeInteger(numbers[i]!)) continue;
    throw new CredenceError(
      'storage/type',
      `'${name}' holds a whole number beyond 2^53 at position ${i}, which a float64 cannot hold exactly. Leave its group or variable out.`,
      { name, position: i },
    );
  }
  return numbers;
}

function misfit(name: string, dtype: ArrayType, position: number, value: number): CredenceError {
  const meaning = dtype === 'bool' ? '0 or 1' : 'a whole number below 2^53';
  return new CredenceError(
    'storage/type',
    `'${name}' is of type ${dtype}, and its value at position ${position} is ${value}, not ${meaning}. Make its dtype float64.`,
    { name, dtype, position, value },
  );
}
