/** Inference data in NetCDF4 files, as ArviZ reads and writes them. */
import { CredenceError, checkOptions, type OptionNames } from '@credence/numerics';
import type { InferenceData } from '../../inference/inferenceData.js';
import { type ByteStore, GuardedStore, givenBytes, MemoryStore } from '../hdf5/byteStore.js';
import { Hdf5File } from '../hdf5/hdf5File.js';
import { loadHdf5 } from '../hdf5/hdf5Module.js';
import { readFrom, writeWhole } from '../node/files.js';
import { type Storable, storable } from '../storable.js';
import { type ReadOptions, readGroups } from './readGroups.js';
import { writeGroups } from './writeGroups.js';

export interface NetcdfOptions {
  /** Level of gzip, 1 to 9. Default 0, none: real draws shrink by a few per cent, and writing takes ten times as long. */
  readonly gzip?: number;
}

/**
 * Writes inference data to a NetCDF4 file that ArviZ opens (`arviz.from_netcdf`). Node only; in a page use `toNetcdfBytes`.
 *
 * It is written in chunks of 1 MiB, under a temporary name that takes the place of `path` when the file is whole and on the
 * disk. Needs the package h5wasm.
 *
 * @param data a posterior, or inference data
 * @example await writeNetcdf('eight_schools.nc', posterior);
 * @throws CredenceError storage/h5wasm-missing, storage/disk-full, storage/write, storage/name, storage/attribute,
 * storage/type, storage/gzip, storage/no-files
 */
export async function writeNetcdf(path: string, data: Storable, options: NetcdfOptions = {}): Promise<void> {
  checkOptions('writeNetcdf(path, data, options)', options, WRITE_OPTIONS);
  await writeWhole(path, (store) => writeTo(store, `'${path}'`, data, options));
}

/**
 * Reads a NetCDF4 file of ours, of ArviZ or of PyMC. Float32 becomes float64; whole numbers are exact up to 2^53.
 *
 * @example const idata = await readNetcdf('eight_schools.nc', { groups: ['posterior'] });
 * @throws CredenceError storage/h5wasm-missing, storage/read, storage/foreign, storage/damaged, storage/version,
 * storage/no-groups, storage/group, storage/unsupported, storage/type, storage/no-files
 */
export async function readNetcdf(path: string, options: ReadOptions = {}): Promise<InferenceData> {
  checkOptions('readNetcdf(path, options)', options, READ_OPTIONS);
  return await readFrom(path, (store) => readStore(store, `'${path}'`, options));
}

/**
 * The file as bytes: in a page, to offer it for download; in Node, to send it.
 * @example new Blob([await toNetcdfBytes(posterior)], { type: 'application/x-netcdf' })
 * @throws those of `writeNetcdf`
 */
export async function toNetcdfBytes(data: Storable, options: NetcdfOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
  checkOptions('toNetcdfBytes(data, options)', options, WRITE_OPTIONS);
  const store = new MemoryStore();
  await writeTo(store, 'The NetCDF file', data, options);
  return store.toBytes();
}

/**
 * Inference data from the bytes of a NetCDF4 file, such as an upload.
 * @example const idata = await fromNetcdfBytes(new Uint8Array(await file.arrayBuffer()));
 * @throws those of `readNetcdf`
 */
export async function fromNetcdfBytes(bytes: Uint8Array, options: ReadOptions = {}): Promise<InferenceData> {
  checkOptions('fromNetcdfBytes(bytes, options)', options, READ_OPTIONS);
  return await readStore(givenBytes(bytes), 'The NetCDF file', options);
}

async function writeTo(inner: ByteStore, name: string, data: Storable, { gzip = 0 }: NetcdfOptions): Promise<void> {
  if (!Number.isInteger(gzip) || gzip < 0 || gzip > 9) {
    throw new CredenceError('storage/gzip', `gzip is a whole number from 0 (none) to 9, not ${gzip}.`, { gzip });
  }
  const idata = storable(data);
  const hdf5 = await loadHdf5();
  const store = new GuardedStore(inner);
  const file = Hdf5File.create(hdf5, store, name);
  try {
    await writeGroups(file, idata, gzip);
  } catch (error) {
    closeQuietly(file);
    throw store.failed ? store.failure : error;
  }
  file.close();
  if (store.failed) throw store.failure;
}

async function readStore(store: ByteStore, name: string, options: ReadOptions): Promise<InferenceData> {
  checkSignature(store, name);
  const file = Hdf5File.open(await loadHdf5(), store, name);
  try {
    return await readGroups(file, options);
  } catch (error) {
    // A damaged file may ask for arrays of any size.
    if (error instanceof CredenceError) throw error;
    return file.fail('read it', error);
  } finally {
    closeQuietly(file);
  }
}

/** HDF5 files begin with eight bytes that say so (or have them at 512, 1024 ... behind a block of the user's). */
function checkSignature(store: ByteStore, name: string): void {
  const head = new Uint8Array(8);
  for (let at = 0; at < store.size || at === 0; at = at === 0 ? 512 : 2 * at) {
    store.read(head.fill(0), at);
    if ([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a].every((byte, i) => head[i] === byte)) return;
  }
  store.read(head.fill(0), 0);
  const classic = String.fromCharCode(...head.subarray(0, 3)) === 'CDF';
  throw new CredenceError(
    'storage/foreign',
    classic
      ? `${name} is a NetCDF file of the classic format (version 3), which has no groups. Convert it: nccopy -k nc4.`
      : `${name} is no NetCDF4 file: it does not begin as HDF5 files do${store.size === 0 ? ', it is empty' : ''}.`,
    { size: store.size },
  );
}

/** After an error, which is the one to tell. */
function closeQuietly(file: Hdf5File): void {
  try {
    file.close();
  } catch {
    // The first error says what happened.
  }
}

const WRITE_OPTIONS: OptionNames<NetcdfOptions> = { gzip: true };
const READ_OPTIONS: OptionNames<ReadOptions> = { groups: true, unsupported: true };
