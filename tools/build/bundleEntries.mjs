/**
 * Makes every entry of every library one file for Node: `dist/bundle/<entry>.js`, the `node` condition of the packages'
 * `exports`. Bundlers of pages and workers take the modules as tsc wrote them, and leave out what they do not need.
 *
 * A package is many small modules, and Node takes about half a millisecond to find, open and link each: 280 of them make an
 * import of @credence/dsl five times slower than one file with the same text. Other packages stay imports, entries of one
 * package share what they have in common, and two kinds of modules stay where tsc wrote them: those that know their own place
 * (`import.meta.url`), and adapters of a host that are replaced or loaded later (`*.node.js`).
 *
 * Runs after `tsc -b`.
 */
import { readFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const packages = fileURLToPath(new URL('../../packages/', import.meta.url));
const IN_BUNDLE = './dist/bundle/';

/** Entries by the files that tsc made: a `node` of `./dist/bundle/x.js` is bundled from `dist/x.js`. */
function entriesOf(folder) {
  const { exports = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return Object.values(exports)
    .map((entry) => entry.node)
    .filter((path) => path?.startsWith(IN_BUNDLE))
    .map((path) => path.slice(IN_BUNDLE.length));
}

/** Leaves modules that must stay in their place as imports from there. */
function keepPlaces(dist, bundle) {
  return {
    name: 'keep-places',
    setup({ onResolve }) {
      // Names of a package's own `imports` stand for one file in Node and another in a page: Node chooses when it runs.
      onResolve({ filter: /^#/ }, ({ path }) => ({ path, external: true }));
      onResolve({ filter: /^\.{1,2}\// }, ({ path, resolveDir, importer }) => {
        const file = resolve(resolveDir, path);
        const text = readFileSync(file, 'utf8');
        if (!file.endsWith('.node.js') && !text.includes('import.meta.url')) return undefined;
        if (/^import\s.*['"]\.{1,2}\//m.test(text) && !file.endsWith('.node.js')) {
          const name = relative(dist, file);
          throw new Error(
            `${name} knows its place and imports others statically, so they would exist twice. (${importer})`,
          );
        }
        return { path: `./${relative(bundle, file).split(sep).join('/')}`, external: true };
      });
    },
  };
}

async function bundlePackage(folder) {
  const entries = entriesOf(folder);
  if (entries.length === 0) return;
  const dist = join(folder, 'dist');
  const bundle = join(dist, 'bundle');
  await rm(bundle, { recursive: true, force: true });
  const { metafile } = await build({
    entryPoints: entries.map((entry) => join(dist, entry)),
    outbase: dist,
    outdir: bundle,
    bundle: true,
    splitting: true,
    chunkNames: 'shared-[hash]',
    format: 'esm',
    platform: 'neutral',
    packages: 'external',
    target: 'es2022',
    metafile: true,
    logLevel: 'warning',
    plugins: [keepPlaces(dist, bundle)],
  });
  for (const [file, { imports }] of Object.entries(metafile.outputs)) {
    const kept = imports.some(({ path, external }) => external && path.startsWith('.'));
    if (kept && dirname(resolve(file)) !== bundle)
      throw new Error(`${file}: a module that stays in its place is imported from a subfolder.`);
  }
}

const names = await readdir(packages);
await Promise.all(names.map((name) => bundlePackage(join(packages, name))));
