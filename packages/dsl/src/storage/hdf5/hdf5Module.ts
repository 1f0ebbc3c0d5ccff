/** What is used of h5wasm (HDF5 compiled to WebAssembly), typed here so that users need not have it installed. */
import { CredenceError } from '@credence/numerics';
import { type EmscriptenFiles, type VirtualFiles, virtualFiles } from './virtualFiles.js';

/** Form of a dataset or attribute, as h5wasm tells it. */
export interface Hdf5Form {
  /** Class of the type: see `Hdf5Class`. */
  readonly type: number;
  /** Bytes of an element. */
  readonly size: number;
  readonly signed: boolean;
  readonly vlen: boolean;
  readonly cset?: number;
  /** null for an empty dataspace. */
  readonly shape: readonly number[] | null;
  readonly total_size: number;
  readonly enum_type?: { readonly members: Readonly<Record<string, number>> };
}

/** Classes of HDF5 types that occur in NetCDF files. */
export const Hdf5Class = { integer: 0, float: 1, string: 3, reference: 7, enumeration: 8, list: 9 } as const;

/** Form of what is to be made. */
export interface Hdf5NewForm {
  readonly type: number;
  readonly size: number;
  readonly signed: boolean;
  readonly vlen: boolean;
  readonly cset?: number;
  readonly littleEndian: true;
  readonly shape: readonly bigint[];
  readonly maxshape: readonly bigint[];
  readonly total_size: number;
  readonly chunks: readonly bigint[] | null;
  readonly compression: number;
  readonly compression_opts: readonly number[];
  readonly track_order: boolean;
}

type Extent = readonly bigint[] | null;

/** The functions of h5wasm's module. A file is known by a number; pointers are places in `HEAPU8`. */
export interface Hdf5Functions {
  readonly HEAPU8: Uint8Array;
  readonly FS: EmscriptenFiles;
  readonly H5F_ACC_RDONLY: number;
  readonly H5F_ACC_TRUNC: number;
  readonly H5G_GROUP: number;
  readonly H5G_DATASET: number;
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  UTF8ToString(pointer: number): string;
  open(path: string, mode: number, trackOrder: boolean, low: number, high: number): bigint;
  close_file(file: bigint): number;
  flush(file: bigint): number;
  create_group(file: bigint, path: string, trackOrder: boolean): number;
  create_dataset(file: bigint, path: string, data: bigint, form: Hdf5NewForm): number;
  create_vlen_str_dataset(file: bigint, path: string, data: readonly string[], form: Hdf5NewForm): number;
  resize_dataset(file: bigint, path: string, shape: readonly bigint[]): number;
  set_dataset_data(file: bigint, path: string, count: Extent, offset: Extent, strides: Extent, data: bigint): number;
  get_dataset_data(file: bigint, path: string, count: Extent, offset: Extent, strides: Extent, data: bigint): number;
  get_dataset_metadata(file: bigint, path: string): Hdf5Form;
  create_attribute(file: bigint, path: string, name: string, data: bigint, form: Hdf5NewForm): number;
  create_vlen_str_attribute(
    file: bigint,
    path: string,
    name: string,
    data: readonly string[],
    form: Hdf5NewForm,
  ): number;
  get_attribute_names(file: bigint, path: string): readonly string[];
  get_attribute_metadata(file: bigint, path: string, name: string): Hdf5Form;
  get_attribute_data(file: bigint, path: string, name: string, data: bigint): number;
  reclaim_vlen_memory(file: bigint, path: string, attribute: string, data: bigint): number;
  get_names(file: bigint, path: string, recursive: boolean): readonly string[];
  get_type(file: bigint, path: string): number;
  set_scale(file: bigint, path: string, name: string): number;
  attach_scale(file: bigint, path: string, scale: string, axis: number): number;
  get_attached_scales(file: bigint, path: string, axis: number): readonly string[];
}

/** HDF5, with a place where its files can stand. */
export interface Hdf5 {
  readonly functions: Hdf5Functions;
  readonly files: VirtualFiles;
}

let loaded: Promise<Hdf5> | undefined;

/**
 * Loads h5wasm when it is first asked for.
 * @throws CredenceError storage/h5wasm-missing
 */
export function loadHdf5(): Promise<Hdf5> {
  loaded ??= load().catch((error: unknown) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}

/** The build for pages, in Node too: its files stand where we put them. */
async function load(): Promise<Hdf5> {
  const imported: unknown = await import('h5wasm').catch((cause: unknown) => {
    throw new CredenceError(
      'storage/h5wasm-missing',
      `NetCDF files need the package h5wasm, which could not be loaded (${String(cause)}). Install it: npm install h5wasm`,
    );
  });
  if (!isH5wasm(imported)) {
    throw new CredenceError(
      'storage/h5wasm-missing',
      'The package h5wasm that is installed is not one that we know. Install version 0.10: npm install h5wasm@0.10',
    );
  }
  const functions = await imported.ready;
  return { functions, files: virtualFiles(functions.FS) };
}

function isH5wasm(imported: unknown): imported is { readonly ready: Promise<Hdf5Functions> } {
  return typeof imported === 'object' && imported !== null && 'ready' in imported;
}
