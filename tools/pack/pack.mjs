// Packs the libraries, installs them from the tarballs into an empty folder, type-checks a user's files against them, and
// samples and draws pictures there: with worker threads in Node and, where Chromium is, with Web Workers in a page.
// The last line is JSON: { packages, node: { draws, picture }, page: { draws, workers, picture } | null }. Expects a build.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { findChromium, runPage } from '../page/runPage.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const repository = fileURLToPath(new URL('../../', import.meta.url));
const libraries = ['numerics', 'autodiff', 'samplers', 'dsl', 'plots'];

/** Runs a command and gives its stdout; its output is the error's text when it fails. */
function run(command, args, cwd) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')} failed: ${error?.message ?? ''}\n${stdout}\n${stderr}`);
  return stdout;
}

const folder = mkdtempSync(join(tmpdir(), 'credence-pack-'));
try {
  const tarballs = join(folder, 'tarballs');
  mkdirSync(tarballs);
  const filter = `./packages/{${libraries.join(',')}}`;
  run('npx', ['-y', 'pnpm@10', '-r', '--filter', filter, 'pack', '--pack-destination', tarballs], repository);
  const packed = readdirSync(tarballs);
  const dependencies = Object.fromEntries(
    libraries.map((name) => {
      const file = packed.find((tarball) => basename(tarball).startsWith(`credence-${name}-`));
      if (!file) throw new Error(`No tarball of ${name} among ${packed.join(', ')}.`);
      return [`@credence/${name}`, `file:${join(tarballs, file)}`];
    }),
  );

  const project = join(folder, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }));
  run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund'], project);

  for (const file of ['user.ts', 'node.ts', 'page.ts']) copyFileSync(join(here, file), join(project, file));
  const tsconfig = JSON.parse(readFileSync(join(here, 'tsconfig.user.json'), 'utf8'));
  tsconfig.compilerOptions.typeRoots = [join(repository, 'node_modules/@types')];
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(tsconfig));
  run(process.execPath, [join(repository, 'node_modules/typescript/bin/tsc'), '-p', project], project);

  const inNode = JSON.parse(run(process.execPath, [join(project, 'out/node.js')], project));

  const chromium = findChromium();
  let inPage = null;
  if (chromium) {
    const bundle = await build({
      entryPoints: [join(project, 'out/page.js')],
      absWorkingDir: project,
      bundle: true,
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      splitting: true,
      outdir: join(project, 'www'),
      write: false,
      logLevel: 'silent',
    });
    const files = Object.fromEntries(bundle.outputFiles.map((file) => [`/${basename(file.path)}`, file.contents]));
    inPage = await runPage({ chromium, files: { ...files, '/main.js': files['/page.js'] } });
  }
  console.log(JSON.stringify({ packages: packed.map((file) => basename(file)).sort(), node: inNode, page: inPage }));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
