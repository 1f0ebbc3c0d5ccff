/** Files of Node: written beside their place and moved there when they are whole, so that nobody sees half of one. */
import { CredenceError } from '@credence/numerics';
import type { ByteStore } from '../hdf5/byteStore.js';
import { builtin, type FileSystem, type Paths, processNumber } from './host.js';

let written = 0;

/**
 * Lets `write` fill a new file and puts it in its place: under a temporary name in the same folder, flushed to the disk,
 * then renamed over `path`. When anything fails the temporary file is removed and `path` is as it was.
 *
 * @throws CredenceError storage/no-files in a page, storage/disk-full, storage/write; what `write` throws
 */
export async function writeWhole(path: string, write: (store: ByteStore) => Promise<void>): Promise<void> {
  const { fs, paths } = await files(path);
  const folder = paths.dirname(path);
  const temporary = paths.join(folder, `.${paths.basename(path)}.${processNumber()}-${written++}.tmp`);
  const file = attempt(path, () => fs.openSync(temporary, 'wx+'));
  try {
    try {
      await write(fileStore(fs, file));
      attempt(path, () => fs.fsyncSync(file));
    } finally {
      fs.closeSync(file);
    }
    attempt(path, () => fs.renameSync(temporary, path));
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw failureOf(path, error);
  }
  flushFolder(fs, folder);
}

/**
 * Lets `read` look into a file, and closes it.
 * @throws CredenceError storage/no-files in a page, storage/read; what `read` throws
 */
export async function readFrom<T>(path: string, read: (store: ByteStore) => Promise<T>): Promise<T> {
  const { fs } = await files(path);
  let file: number;
  try {
    file = fs.openSync(path, 'r');
  } catch (error) {
    throw unreadable(path, error);
  }
  try {
    if (!fs.fstatSync(file).isFile()) throw unreadable(path, 'it is a folder or a device');
    return await read(fileStore(fs, file));
  } finally {
    fs.closeSync(file);
  }
}

/** An error of the host as one of ours; ours as they are. */
export function failureOf(path: string, error: unknown): unknown {
  const code = codeOf(error);
  if (code === undefined) return error;
  if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code)) {
    return new CredenceError(
      'storage/disk-full',
      `There is no room to write '${path}' (${String(error)}). Nothing is left of it, and a file that was there is as it was. Make room, or write fewer groups or draws.`,
      { path, code },
    );
  }
  return new CredenceError('storage/write', `'${path}' could not be written: ${String(error)}.`, { path, code });
}

async function files(path: string): Promise<{ readonly fs: FileSystem; readonly paths: Paths }> {
  if (processNumber() === undefined) {
    throw new CredenceError(
      'storage/no-files',
      `'${path}': a page has no files. Use the functions for bytes and text: toNetcdfBytes, fromNetcdfBytes, toCsv, fromCsv, toJson, fromJson.`,
      { path },
    );
  }
  const [fs, paths] = await Promise.all([builtin<FileSystem>('fs'), builtin<Paths>('path')]);
  return { fs, paths };
}

function fileStore(fs: FileSystem, file: number): ByteStore {
  let { size } = fs.fstatSync(file);
  return {
    get size() {
      return size;
    },
    read(into, position) {
      let done = 0;
      while (done < into.length) {
        const count = fs.readSync(file, into, done, into.length - done, position + done);
        if (count === 0) break;
        done += count;
      }
      return done;
    },
    write(bytes, position) {
      for (let done = 0; done < bytes.length; ) {
        done += fs.writeSync(file, bytes, done, bytes.length - done, position + done);
      }
      size = Math.max(size, position + bytes.length);
    },
    resize(to) {
      fs.ftruncateSync(file, to);
      size = to;
    },
  };
}

function attempt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw failureOf(path, error);
  }
}

/** Makes the new name last through a loss of power, where the host can do so. */
function flushFolder(fs: FileSystem, folder: string): void {
  try {
    const file = fs.openSync(folder, 'r');
    try {
      fs.fsyncSync(file);
    } finally {
      fs.closeSync(file);
    }
  } catch {
    // Some systems cannot flush a folder; the file itself is on the disk.
  }
}

function unreadable(path: string, error: unknown): CredenceError {
  return new CredenceError('storage/read', `'${path}' could not be read: ${String(error)}.`, {
    path,
    code: codeOf(error),
  });
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || error instanceof CredenceError) return undefined;
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' ? code : undefined;
}
