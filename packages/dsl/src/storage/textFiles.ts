/** Text in files: written piece by piece, read piece by piece. */
import { CredenceError } from '@credence/numerics';
import { breathe } from './breathe.js';
import { readFrom, writeWhole } from './node/files.js';

/** Bytes that are read at a time. */
const PART = 1 << 20;
/** Bytes that are collected before they are written. */
const PIECE = 1 << 18;
/** Characters that one string may have in V8, with some room left. */
const LONGEST_TEXT = 500_000_000;

/** Writes pieces of text to a file that takes its place when it is whole, as UTF-8. */
export async function writeText(path: string, pieces: Iterable<string>): Promise<void> {
  await writeWhole(path, async (store) => {
    const encoder = new TextEncoder();
    let collected = '';
    const flush = () => {
      store.write(encoder.encode(collected), store.size);
      collected = '';
    };
    for (const piece of pieces) {
      collected += piece;
      if (collected.length < PIECE) continue;
      flush();
      await breathe();
    }
    flush();
  });
}

/** Gives the text of a file to `take`, part by part. @throws CredenceError storage/encoding for what is no UTF-8 */
export async function readTextParts(path: string, take: (part: string) => void): Promise<void> {
  await readFrom(path, async (store) => {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const bytes = new Uint8Array(PART);
    for (let at = 0; at < store.size; at += PART) {
      const count = store.read(bytes, at);
      take(decoded(path, () => decoder.decode(bytes.subarray(0, count), { stream: true })));
      await breathe();
    }
    take(decoded(path, () => decoder.decode()));
  });
}

/** The text of a file. @throws CredenceError storage/too-large, storage/encoding */
export async function readText(path: string): Promise<string> {
  const parts: string[] = [];
  let length = 0;
  await readTextParts(path, (part) => {
    length += part.length;
    if (length > LONGEST_TEXT) {
      throw new CredenceError(
        'storage/too-large',
        `'${path}' is too long to be read as one text. Files of this size are better written by writeNetcdf.`,
        { path },
      );
    }
    parts.push(part);
  });
  return parts.join('');
}

function decoded(path: string, work: () => string): string {
  try {
    return work();
  } catch (error) {
    throw new CredenceError('storage/encoding', `'${path}' is no text in UTF-8 (${String(error)}).`, { path });
  }
}
