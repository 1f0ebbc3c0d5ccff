// Builds the native addon of @tensorflow/tfjs-node against the libtensorflow inside PyPI's tensorflow-cpu wheel, for networks
// where its own download is blocked. Linux x64 with g++, Python 3 with pip, npm and Node's headers; about 1.2 GB of disk.
//
//   node tools/tfjs-node/build.mjs [folder] [--wheel <tensorflow_cpu-2.15.1-...whl>]
//
// The folder (default tools/tfjs-node/build) then holds node_modules with a working package. Tests and benchmarks look there.
// See docs/decisions/040-tfjs-backend.md.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const TFJS_NODE = '4.22.0';
/** The C API has been stable since 2.x; 2.15.1 is what was tried, with the interface that the addon was written for. */
const TENSORFLOW = '2.15.1';

const { values, positionals } = parseArgs({ options: { wheel: { type: 'string' } }, allowPositionals: true });
const folder = resolve(positionals[0] ?? join(dirname(fileURLToPath(import.meta.url)), 'build'));
const addonPackage = join(folder, 'node_modules/@tensorflow/tfjs-node');
const library = join(folder, 'tensorflow');

function fail(message) {
  console.error(message);
  process.exit(1);
}

function run(command, args, options = {}) {
  const begun = performance.now();
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options });
  if (status !== 0)
    fail(`${command} ${args.join(' ')} failed${error ? `: ${error.message}` : ` with status ${status}`}.`);
  console.error(`${command}: ${((performance.now() - begun) / 1000).toFixed(1)} s`);
}

/** Node's headers: beside the executable, or where Linux distributions put them. */
function nodeHeaders() {
  const found = [resolve(process.execPath, '../../include/node'), '/usr/include/node'].find((place) =>
    existsSync(join(place, 'node_api.h')),
  );
  return found ?? fail("Node's headers (node_api.h) were not found; install them (Debian: libnode-dev).");
}

if (process.platform !== 'linux' || process.arch !== 'x64') fail('Only Linux on x64 is built for here.');
const headers = nodeHeaders();
mkdirSync(folder, { recursive: true });

if (!existsSync(join(addonPackage, 'binding'))) {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true }));
  run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', `@tensorflow/tfjs-node@${TFJS_NODE}`], {
    cwd: folder,
  });
}

if (!existsSync(join(library, 'libtensorflow_cc.so.2'))) {
  const downloads = join(folder, 'wheel');
  let wheel = values.wheel;
  if (!wheel) {
    const target = ['--only-binary=:all:', '--python-version', '3.11', '--platform', 'manylinux2014_x86_64'];
    run('python3', ['-m', 'pip', 'download', '--no-deps', ...target, '-d', downloads, `tensorflow-cpu==${TENSORFLOW}`]);
    wheel = join(downloads, readdirSync(downloads).find((file) => file.endsWith('.whl')) ?? '');
  }
  // Only the libraries and headers of the wheel are of use.
  const unpack = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel:
    for name in wheel.namelist():
        if name.startswith(('tensorflow/include/tensorflow/', 'tensorflow/include/tsl/', 'tensorflow/libtensorflow', 'tensorflow_cpu.libs/')):
            wheel.extract(name, sys.argv[2])
`;
  run('python3', ['-c', unpack, wheel, folder]);
  rmSync(downloads, { recursive: true, force: true });
}

const output = join(addonPackage, 'lib/napi-v8');
mkdirSync(output, { recursive: true });
run('g++', [
  ...['-std=c++17', '-O2', '-fPIC', '-shared'],
  ...['-DNAPI_VERSION=8', '-DNODE_GYP_MODULE_NAME=tfjs_binding', '-DBUILDING_NODE_EXTENSION'],
  ...[`-I${headers}`, `-I${join(library, 'include')}`, `-I${addonPackage}`],
  ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => join(addonPackage, 'binding', file)),
  ...['-o', join(output, 'tfjs_binding.node')],
  ...[`-L${library}`, '-l:libtensorflow_cc.so.2', '-l:libtensorflow_framework.so.2', `-Wl,-rpath,${library}`],
]);

const check = `const tf = require('@tensorflow/tfjs-node');
const [x] = tf.tensor1d([1, 2]).exp().sum().dataSync();
if (tf.getBackend() !== 'tensorflow' || Math.abs(x - 10.1073379) > 1e-5) throw new Error('exp(1) + exp(2) gave ' + x);
console.log('tfjs-node computes exp(1) + exp(2) =', x);`;
run(process.execPath, ['-e', check], { cwd: folder, env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' } });
