/** The peers' densities in C: built as the first lines of reference.c say, and timed as a program of its own. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { outFolder, peersFolder } from './peers.js';
import { pinned } from './pinned.js';

export interface CReference {
  /** Nanoseconds per value and gradient (fastest of 15 blocks); the data repeated `copies` times. */
  nanoseconds(model: string, options: { readonly copies: number }): number;
}

/** Builds the C program; undefined, with a line on stderr, without the peers' sources or gcc. */
export function buildCReference(): CReference | undefined {
  const folder = peersFolder();
  if (!folder) return undefined;
  mkdirSync(outFolder, { recursive: true });
  const program = resolve(outFolder, 'reference');
  const flags = [
    '-O3',
    '-march=native',
    '-ffast-math',
    '-o',
    program,
    resolve(folder, 'c/reference.c'),
    '-lmvec',
    '-lm',
  ];
  const built = spawnSync('gcc', flags, { encoding: 'utf8' });
  if (built.status !== 0) {
    console.error(`The C reference could not be built: ${built.error?.message ?? built.stderr}`);
    return undefined;
  }
  return {
    nanoseconds(model, { copies }) {
      const flat = resolve(outFolder, `${model}.txt`);
      if (!existsSync(flat)) {
        const flattened = spawnSync(process.execPath, [resolve(folder, 'c/flatten.mjs'), model], {
          encoding: 'utf8',
          maxBuffer: 2 ** 28,
        });
        if (flattened.status !== 0) throw new Error(`flatten.mjs failed for ${model}: ${flattened.stderr}`);
        writeFileSync(flat, flattened.stdout);
      }
      const [command, args] = pinned(program, [model, flat, String(copies)]);
      const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
      const found = / ns ([\d.]+)/.exec(stdout ?? '');
      if (!found) throw new Error(`The C reference printed no time for ${model}: ${stdout}${stderr}`);
      return Number(found[1]);
    },
  };
}
