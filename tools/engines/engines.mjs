// pnpm test:engines: the same seed gives the same draws on Node 20, 22 and 24 and in Chromium, with 1, 2 and 4 workers.
// The other versions of Node come from npm's package `node` and are kept in node_modules/.cache. Expects a build.
// With --write, a hash on which all agree becomes the expected one: for a change of the bits that was meant.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expectedDrawsHash } from '../../packages/examples/dist/reproducibility/drawsHash.js';
import { findChromium, runPage } from '../page/runPage.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const repository = fileURLToPath(new URL('../../', import.meta.url));
const workerCounts = [1, 2, 4];
const versions = ['20', '22', '24'];

/** Path of a Node of that major version: the one that runs this, or npm's. */
function nodeOf(version) {
  if (process.versions.node.startsWith(`${version}.`)) return process.execPath;
  const folder = join(repository, 'node_modules/.cache/engines', version);
  const path = join(folder, 'node_modules/node/bin/node');
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
    const npm = ['install', '--no-audit', '--no-fund', '--no-package-lock', `node@${version}`];
    const { status, stderr } = spawnSync('npm', npm, { cwd: folder, encoding: 'utf8' });
    if (status !== 0 || !existsSync(path)) throw new Error(`npm could not install node@${version}: ${stderr}`);
  }
  return path;
}

let failures = 0;
const seen = new Set();
function report(engine, workers, hash) {
  seen.add(hash);
  const same = hash === expectedDrawsHash;
  if (!same) failures++;
  console.log(
    `${engine.padEnd(22)} ${String(workers).padStart(7)}  ${hash}  ${same ? 'as expected' : `EXPECTED ${expectedDrawsHash}`}`,
  );
}

console.log(`${'engine'.padEnd(22)} workers  hash of draws`);
for (const version of versions) {
  const node = nodeOf(version);
  for (const workers of workerCounts) {
    const { status, stdout, stderr } = spawnSync(node, [join(here, 'node.mjs'), String(workers)], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`Node ${version} failed: ${stderr}`);
    const { hash, engine } = JSON.parse(stdout);
    report(engine, workers, hash);
  }
}

const chromium = findChromium();
if (chromium) {
  const bundle = await build({
    entryPoints: [join(here, 'page.mjs')],
    absWorkingDir: join(repository, 'packages/examples'),
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    splitting: true,
    outdir: join(repository, 'www'),
    write: false,
    logLevel: 'silent',
  });
  const files = Object.fromEntries(bundle.outputFiles.map((file) => [`/${basename(file.path)}`, file.contents]));
  const { hashes, engine } = await runPage({ chromium, files: { ...files, '/main.js': files['/page.js'] } });
  workerCounts.forEach((workers, k) => {
    report(engine, workers, hashes[k]);
  });
} else {
  console.log('Chromium is not installed: the page was left out.');
}
const [agreed] = seen;
if (process.argv.includes('--write') && seen.size === 1 && failures > 0) {
  const file = join(repository, 'packages/examples/src/reproducibility/drawsHash.ts');
  const text = readFileSync(file, 'utf8').replace(/expectedDrawsHash = '[^']*'/, `expectedDrawsHash = '${agreed}'`);
  writeFileSync(file, text);
  console.log(`All agree on ${agreed}, which is the expected hash from now on.`);
} else if (failures > 0) {
  process.exitCode = 1;
}
