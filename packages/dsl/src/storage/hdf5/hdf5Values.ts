/** Values as HDF5 takes them, and the form that they give to a dataset or attribute. */
import { Hdf5Class, type Hdf5NewForm } from './hdf5Module.js';

/** Values that a dataset or attribute holds: numbers as they are stored, or text. */
export type Hdf5Values = Float64Array | BigInt64Array | Int8Array | Int32Array | readonly string[];

/** How a dataset is laid out in the file. */
export interface Layout {
  /** Shape of the chunks; null for one piece. */
  readonly chunks: readonly number[] | null;
  /** Level of gzip from 1 to 9; 0 for none. */
  readonly gzip: number;
}

/** In one piece, as it is. */
export const PLAIN: Layout = { chunks: null, gzip: 0 };
const GZIP_FILTER = 1;
const UTF8 = 1;

export function isText(values: Hdf5Values): values is readonly string[] {
  return Array.isArray(values);
}

/** The bytes of numbers, without a copy. */
export function bytesOf(values: Exclude<Hdf5Values, readonly string[]>): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** Form of a dataset or attribute that is to be made. */
export function newForm(
  values: Hdf5Values,
  shape: readonly number[],
  largest: readonly number[],
  { chunks, gzip }: Layout,
): Hdf5NewForm {
  const text = isText(values);
  return {
    type: text ? Hdf5Class.string : values[Symbol.toStringTag] === 'Float64Array' ? Hdf5Class.float : Hdf5Class.integer,
    size: text ? 4 : values.BYTES_PER_ELEMENT,
    signed: !text,
    vlen: text,
    ...(text ? { cset: UTF8 } : {}),
    littleEndian: true,
    shape: shape.map(BigInt),
    maxshape: largest.map(BigInt),
    total_size: shape.reduce((product, n) => product * n, 1),
    chunks: chunks === null ? null : chunks.map(BigInt),
    compression: gzip > 0 ? GZIP_FILTER : 0,
    compression_opts: gzip > 0 ? [gzip] : [],
    track_order: true,
  };
}
