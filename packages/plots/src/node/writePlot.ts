/** Pictures as files. */
import { rename, rm, writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { CredenceError } from '@credence/numerics';
import type { Plot } from '../figure/plot.js';
import { withFonts } from '../output/fonts.js';
import { toPng } from '../output/toPng.js';

/**
 * Writes a plot to a file whose name ends in `.svg` or `.png`. An SVG has the fonts in it. Nothing is left under the name when
 * writing fails.
 * @param options.scale of a PNG, as of `toPng`
 * @throws CredenceError plots/file-name, and errors of the file system
 * @example await writePlot(plotTrace(posterior), 'trace.svg')
 */
export async function writePlot(plot: Plot, path: string, options: { readonly scale?: number } = {}): Promise<void> {
  const kind = extname(path).toLowerCase();
  if (kind === '.svg') return writeWhole(path, await withFonts(plot.svg));
  if (kind === '.png') return writeWhole(path, await toPng(plot, options));
  throw new CredenceError('plots/file-name', `A plot is written to a name that ends in .svg or .png, not '${path}'.`, {
    path,
  });
}

/** Writes beside the name first, so that the name never stands for half a file. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const partial = `${path}.partial`;
  try {
    await writeFile(partial, content);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
