/** The choice of a backend: the first that runs a real operation, and reasons for those before it. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CredenceError } from '@credence/numerics';
import * as tensorflow from '@tensorflow/tfjs-core';
import { chooseTfjsBackend } from './choose.js';

const folder = mkdtempSync(join(tmpdir(), 'credence-tfjs-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A module that stands for @tensorflow/tfjs-node. */
function standIn(name: string, text: string): string {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, text);
  return pathToFileURL(file).href;
}
const prefer = ['tensorflow', 'wasm', 'cpu'];

test('a package that is not there is passed over, with the reason', async () => {
  const { backend, tried } = await chooseTfjsBackend({ prefer, tfjsNode: `${pathToFileURL(folder)}/nothing.mjs` });
  expect(backend).toBe('wasm');
  expect(tried).toEqual([
    { backend: 'tensorflow', works: false, reason: expect.stringContaining('nothing.mjs') },
    { backend: 'wasm', works: true },
  ]);
});

test('a package without its binary is passed over, with its own words', async () => {
  const tfjsNode = standIn(
    'broken',
    `throw new Error('The Node.js native addon module can not be found at path: x\\nmore');`,
  );
  const { tried } = await chooseTfjsBackend({ prefer, tfjsNode });
  expect(tried[0]).toEqual({
    backend: 'tensorflow',
    works: false,
    reason: 'The Node.js native addon module can not be found at path: x',
  });
});

test('a package that loads but cannot compute is passed over', async () => {
  // As on Node 23, where tfjs-node registers its backend and throws at the first operation.
  tensorflow.registerBackend('tensorflow', () => Object.assign(Object.create(null), { dispose() {} }));
  const { backend, tried } = await chooseTfjsBackend({ prefer: ['tensorflow', 'cpu'] });
  expect(backend).toBe('cpu');
  expect(tried[0]).toEqual({ backend: 'tensorflow', works: false, reason: expect.stringMatching(/\w/) });
  tensorflow.removeBackend('tensorflow');
});

test('the active backend stays', async () => {
  await chooseTfjsBackend({ prefer: ['wasm'] });
  expect((await chooseTfjsBackend()).tried).toEqual([{ backend: 'wasm', works: true }]);
});

test('when none works, the error has every reason', async () => {
  const error: unknown = await chooseTfjsBackend({
    prefer: ['webgl', 'tensorflow'],
    tfjsNode: standIn('none', `throw new Error('no binary');`),
  }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(CredenceError);
  expect(error).toMatchObject({
    code: 'tfjs/no-backend',
    message: expect.stringContaining(
      "No backend of TensorFlow.js works here. 'webgl': it was not imported. 'tensorflow': no binary. Install one:",
    ),
  });
});
