/**
 * Makes every worker entry one file without imports.
 *
 * An entry is a source file named `<name>.worker.ts`, anywhere under a package's `src`, that calls
 * `serveChains(densityFrom)`. After `tsc -b`, this bundles it with all it imports into two files of `dist`:
 *
 *   <name>.worker.js        an ES module: in a page `new Worker(new URL('./<name>.worker.js', import.meta.url), { type: 'module' })`,
 *                           in Node the same file as a worker thread;
 *   <name>.workerSource.js  the same text as `export const source`, for applications whose bundler leaves the file behind.
 *
 * For the types, `src` holds `<name>.workerSource.ts` beside the entry, with
 * `export const source: string | undefined = undefined;`, and the package names both in its `WorkerEntry`:
 *
 *   { url: new URL('./<name>.worker.js', import.meta.url),
 *     source: async () => (await import('./<name>.workerSource.js')).source }
 *
 * Imports of other packages are taken from their dist, so the whole build comes first.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const packages = fileURLToPath(new URL('../../packages/', import.meta.url));

/** Bundles one entry; returns the text. */
export async function bundleWorker(entry) {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
  return outputFiles[0].text;
}

async function bundleAll() {
  for (const name of await readdir(packages)) {
    const source = join(packages, name, 'src');
    if (!existsSync(source)) continue;
    const entries = (await readdir(source, { recursive: true })).filter((file) => file.endsWith('.worker.ts'));
    for (const entry of entries) {
      const text = await bundleWorker(join(source, entry));
      const file = join(packages, name, 'dist', entry.replace(/\.ts$/, '.js'));
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
      await writeFile(
        file.replace(/\.worker\.js$/, '.workerSource.js'),
        `export const source = ${JSON.stringify(text)};\n`,
      );
      const shown = relative(packages, file).split(sep).join('/');
      console.log(`packages/${shown}: ${(text.length / 1024).toFixed(1)} kB`);
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleAll();
