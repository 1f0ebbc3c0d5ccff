/** NetCDF files: exact round trips, and what is said of files that are none. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Dataset } from '../../inference/dataset.js';
import { InferenceData } from '../../inference/inferenceData.js';
import { LabelledArray } from '../../inference/labelledArray.js';
import { MemoryStore } from '../hdf5/byteStore.js';
import { Hdf5File } from '../hdf5/hdf5File.js';
import { loadHdf5 } from '../hdf5/hdf5Module.js';
import { differences, exampleData } from '../testing/exampleData.js';
import { blockShape, blocksOf } from './blocks.js';
import { fromNetcdfBytes, readNetcdf, toNetcdfBytes, writeNetcdf } from './netcdf.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'credence-netcdf-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const rejection = (code: string, text: string) =>
  expect.objectContaining({ code, message: expect.stringContaining(text) });

const single = (init: Partial<ConstructorParameters<typeof LabelledArray>[0]>, group = 'posterior') =>
  new InferenceData({
    [group]: new Dataset([
      new LabelledArray({ name: 'v', dims: ['i'], shape: [2], values: Float64Array.of(1, 2), ...init }),
    ]),
  });

test.each([0, 1, 9])('all comes back bit for bit, from bytes and from a file, with gzip %d', async (gzip) => {
  const data = exampleData();
  expect(differences(await fromNetcdfBytes(await toNetcdfBytes(data, { gzip })), data)).toEqual([]);
  const path = join(folder, `all-${gzip}.nc`);
  await writeNetcdf(path, { toInferenceData: () => data }, { gzip });
  expect(differences(await readNetcdf(path), data)).toEqual([]);
  await writeNetcdf(path, data, { gzip }); // over the one that is there
  expect(readdirSync(folder).filter((name) => name.includes('.tmp'))).toEqual([]);
});

test('arrays of several chunks come back, from columns and from flat arrays', async () => {
  const [draws, width] = [611, 151];
  const columns = Array.from({ length: width }, (_, e) =>
    [0, 1].map((c) => new Float64Array(draws).map((_, d) => e + 1000 * c + d / 1000)),
  );
  const data = new InferenceData({
    posterior: new Dataset([
      new LabelledArray({
        name: 'mu',
        dims: ['chain', 'draw', 'i'],
        shape: [2, draws, width],
        column: (e) => columns[e]!,
      }),
      new LabelledArray({
        name: 'k',
        dims: ['chain', 'draw', 'i'],
        shape: [2, draws, width],
        dtype: 'int64',
        values: () => new Float64Array(2 * draws * width).map((_, i) => i),
      }),
    ]),
    constant_data: new Dataset([
      new LabelledArray({
        name: 'long',
        dims: ['row'],
        shape: [140_003],
        values: new Float64Array(140_003).map((_, i) => i / 7),
      }),
      new LabelledArray({
        name: 'table',
        dims: ['row', 'j'],
        shape: [140_003, 2],
        values: new Float64Array(280_006).map((_, i) => -i),
      }),
    ]),
  });
  for (const gzip of [0, 1])
    expect(differences(await fromNetcdfBytes(await toNetcdfBytes(data, { gzip })), data)).toEqual([]);
});

test('blocks cover an array once and in order', () => {
  for (const [shape, largest] of [
    [[4, 10, 3], 12],
    [[2, 3, 50], 20],
    [[7], 3],
    [[], 5],
    [[3, 1, 4], 1],
  ] as const) {
    const block = blockShape(shape, largest);
    expect(block.reduce((product, n) => product * n, 1)).toBeLessThanOrEqual(largest);
    let next = 0;
    for (const { offset, count, from, length } of blocksOf(shape, block)) {
      const flat = shape.reduce((position, size, axis) => position * size + offset[axis]!, 0);
      expect([from, flat, count.reduce((product, n) => product * n, 1)]).toEqual([next, next, length]);
      next += length;
    }
    expect(next).toBe(shape.reduce((product: number, n) => product * n, 1));
  }
  expect([...blocksOf([0, 3], [1, 3])]).toEqual([]);
});

test('only the groups that are wanted are read', async () => {
  const bytes = await toNetcdfBytes(exampleData());
  expect((await fromNetcdfBytes(bytes, { groups: ['sample_stats'] })).groups).toEqual(['sample_stats']);
  await expect(fromNetcdfBytes(bytes, { groups: ['prior'] })).rejects.toEqual(
    rejection('storage/group', "has no group 'prior'. It has posterior, sample_stats, observed_data"),
  );
});

test('what NetCDF cannot hold is refused before anything stands at the path', async () => {
  const path = join(folder, 'refused.nc');
  const cases: [InferenceData, string, string][] = [
    [single({ name: 'a/b' }), 'storage/name', "The variable 'a/b' cannot be written"],
    [single({ name: 'i' }), 'storage/name', "'i' is both a variable and a dimension of the group 'posterior'"],
    [single({}, 'a/b'), 'storage/name', "The group 'a/b'"],
    [single({ coords: { i: ['x', 'y\0'] } }), 'storage/name', 'holds the character NUL'],
    [
      single({ dtype: 'int64', values: Float64Array.of(1, 0.5) }),
      'storage/type',
      "'v' is of type int64, and its value at position 1 is 0.5",
    ],
    [single({ dtype: 'bool', values: Float64Array.of(1, Number.NaN) }), 'storage/type', 'is NaN, not 0 or 1'],
    [single({ attributes: { _FillValue: 1 } }), 'storage/attribute', "The attribute '_FillValue' of '/posterior/v'"],
  ];
  for (const [data, code, text] of cases) {
    await expect(writeNetcdf(path, data)).rejects.toEqual(rejection(code, text));
  }
  await expect(writeNetcdf(path, single({}), { gzip: 12 })).rejects.toEqual(rejection('storage/gzip', 'not 12'));
  await expect(writeNetcdf(join(folder, 'no/such/folder.nc'), single({}))).rejects.toEqual(
    rejection('storage/write', 'ENOENT'),
  );
  expect(readdirSync(folder).filter((name) => /refused|tmp/.test(name))).toEqual([]);
});

test('a file cut short at any place is refused', async () => {
  const bytes = await toNetcdfBytes(exampleData());
  for (let cut = 0; cut < bytes.length; cut += 997) {
    const result = fromNetcdfBytes(bytes.slice(0, cut));
    await expect(result).rejects.toEqual(
      expect.objectContaining({ code: expect.stringMatching(/^storage\/(damaged|foreign)$/) }),
    );
  }
  await expect(fromNetcdfBytes(bytes.slice(0, bytes.length - 1))).rejects.toEqual(
    rejection('storage/damaged', 'The NetCDF file: HDF5 could not open it (truncated file'),
  );
  // The module is in order afterwards.
  expect(differences(await fromNetcdfBytes(bytes), exampleData())).toEqual([]);
});

test('damaged bytes give an error or data, never a crash', async () => {
  const bytes = await toNetcdfBytes(exampleData(), { gzip: 4 });
  let refused = 0;
  for (let at = 8; at < bytes.length; at += 1201) {
    const damaged = bytes.slice();
    damaged.fill(0xff, at, at + 16);
    await fromNetcdfBytes(damaged).catch((error: unknown) => {
      refused++;
      expect(error).toEqual(expect.objectContaining({ name: 'CredenceError' }));
    });
  }
  expect(refused).toBeGreaterThan(5);
  expect(differences(await fromNetcdfBytes(bytes), exampleData())).toEqual([]);
});

test('foreign files are named for what they are', async () => {
  const file = (name: string, content: string) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  for (const [path, code, text] of [
    [
      file('text.nc', 'chain,draw\n0,0\n'),
      'storage/foreign',
      "text.nc' is no NetCDF4 file: it does not begin as HDF5 files do.",
    ],
    [file('empty.nc', ''), 'storage/foreign', 'it is empty'],
    [file('classic.nc', 'CDF\x01rest of it'), 'storage/foreign', 'classic format (version 3)'],
    [join(folder, 'none.nc'), 'storage/read', 'ENOENT'],
    [folder, 'storage/read', 'it is a folder or a device'],
  ] as const) {
    await expect(readNetcdf(path)).rejects.toEqual(rejection(code, text));
  }
});

test('files of a later version are refused', async () => {
  const store = new MemoryStore();
  const file = Hdf5File.create(await loadHdf5(), store, 'later.nc');
  file.writeAttribute('/', 'credence_format', Int32Array.of(9), []);
  file.createGroup('/posterior');
  file.close();
  const bytes = store.toBytes();
  await expect(fromNetcdfBytes(bytes)).rejects.toEqual(
    rejection('storage/version', 'was written by a later version of Credence (format 9; this one reads up to 1)'),
  );
});

test('HDF5 files that are no inference data say what they hold', async () => {
  const store = new MemoryStore();
  const file = Hdf5File.create(await loadHdf5(), store, 'other.h5');
  file.createDataset('/table', Float64Array.of(1, 2), [2]);
  file.close();
  await expect(fromNetcdfBytes(store.toBytes())).rejects.toEqual(
    rejection('storage/no-groups', 'has no groups, so it is no inference data: it holds table at its root.'),
  );
});

test('files of ArviZ open', async () => {
  // tools/golden/arvizFile.py: written by ArviZ 0.23.4, with h5netcdf and with netCDF4.
  for (const engine of ['h5netcdf', 'netcdf4']) {
    const path = new URL(`../golden/arviz-${engine}.nc`, import.meta.url);
    const data = await fromNetcdfBytes(readFileSync(path));
    expect(data.groups).toEqual(
      ['posterior', 'sample_stats', 'observed_data', 'constant_data'].filter((g) => data.has(g)),
    );
    const posterior = data.group('posterior');
    expect([...posterior].map(String).sort()).toEqual([
      'k (chain: 2, draw: 10) int64',
      'mu (chain: 2, draw: 10) float64',
      'theta (chain: 2, draw: 10, school: 3) float64',
    ]);
    expect(posterior.coords.school).toEqual(['Choate', 'Ünïcode', 'C']);
    expect(posterior.variable('mu').values[3]).toBe(0.3);
    expect(posterior.variable('theta').sel({ school: 'C', chain: 1, draw: 9 }).values[0]).toBe(5.9);
    expect(String(data.group('sample_stats').variable('diverging'))).toBe('diverging (chain: 2, draw: 10) bool');
    expect(data.group('sample_stats').variable('small').values[1]).toBe(Math.fround(0.1));
    expect(data.group('constant_data').variable('packed').values).toEqual(Float64Array.of(10, 10.5, Number.NaN));
    expect(posterior.attributes.arviz_version).toBe('0.23.4');
    expect(posterior.attributes.tuning_steps).toBe(1000);
  }
});

test('variables that are text are refused by name, or left out', async () => {
  const bytes = readFileSync(new URL('../golden/arviz-text.nc', import.meta.url));
  await expect(fromNetcdfBytes(bytes)).rejects.toEqual(
    rejection('storage/unsupported', "the group 'constant_data' has variables that hold no numbers: label."),
  );
  const data = await fromNetcdfBytes(bytes, { unsupported: 'skip' });
  expect(data.group('constant_data').names).toEqual(['x']);
});
