/** JSON: exact round trips, and what is said of other files. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { differences, exampleData } from '../testing/exampleData.js';
import { fromJson, readJson, toJson, writeJson } from './json.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'credence-json-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('all comes back bit for bit, as text and from a file', async () => {
  const data = exampleData();
  expect(differences(fromJson(toJson(data)), data)).toEqual([]);
  const path = join(folder, 'all.json');
  await writeJson(path, { toInferenceData: () => data });
  expect(differences(await readJson(path), data)).toEqual([]);
});

test('the text is JSON that anyone reads', () => {
  const parsed = JSON.parse(toJson(exampleData()));
  expect([parsed.format, parsed.version]).toEqual(['credence-inference-data', 1]);
  expect(parsed.groups.posterior.variables.mu.values.slice(0, 3)).toEqual(['NaN', -0, 0]);
  expect(parsed.groups.posterior.coords.school[1]).toBe('Ünïcode θ');
});

const changed = (change: (data: ReturnType<typeof JSON.parse>) => void) => {
  const data = JSON.parse(toJson(exampleData().only(['sample_stats'])));
  change(data);
  return JSON.stringify(data);
};

test.each([
  ['{"format":', 'storage/json', 'The JSON text is no JSON'],
  ['[1]', 'storage/json', 'the file is not an object'],
  ['{}', 'storage/json', 'its "format" is not "credence-inference-data": it is a JSON file of another kind'],
  [
    changed((d) => {
      d.version = 2;
    }),
    'storage/version',
    'has the format version 2; this version of Credence reads 1',
  ],
  [
    changed((d) => {
      d.groups = 3;
    }),
    'storage/json',
    'the file.groups is not an object',
  ],
  [
    changed((d) => {
      d.groups.sample_stats.variables.diverging.values.pop();
    }),
    'storage/json',
    'the file.groups.sample_stats.variables.diverging.values is not a list of 120 values',
  ],
  [
    changed((d) => {
      d.groups.sample_stats.variables.diverging.values[1] = 'x';
    }),
    'storage/json',
    'is not a list of numbers, "NaN"',
  ],
  [
    changed((d) => {
      d.groups.sample_stats.variables.diverging.dtype = 'f8';
    }),
    'storage/json',
    '.dtype is not "float64", "int64" or "bool"',
  ],
  [
    changed((d) => {
      d.groups.sample_stats.coords.chain.pop();
    }),
    'storage/json',
    "is not of the size of its coords 'chain'",
  ],
  [
    changed((d) => {
      delete d.groups.sample_stats.variables.diverging.dims;
    }),
    'storage/json',
    'diverging.dims is not a list',
  ],
])('damaged text is refused (%#)', (text, code, message) => {
  expect(() => fromJson(text)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }));
});

test('a file cut short is refused with its name', async () => {
  const path = join(folder, 'short.json');
  writeFileSync(path, toJson(exampleData()).slice(0, 2000));
  await expect(readJson(path)).rejects.toThrow(`'${path}' is no JSON`);
});
