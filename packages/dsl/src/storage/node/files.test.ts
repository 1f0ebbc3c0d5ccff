/** A file stands under its name when it is whole, and not before: full disks, and what was there already. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Dataset, InferenceData, LabelledArray } from '../../inference/index.js';
import { writeCsv, writeJson, writeNetcdf } from '../index.js';
import { readFrom, writeWhole } from './files.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'credence-files-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** 4 x 500 x 200 values: 3.2 MB. */
const large = new InferenceData({
  posterior: new Dataset([
    new LabelledArray({
      name: 'mu',
      dims: ['chain', 'draw', 'i'],
      shape: [4, 500, 200],
      values: new Float64Array(400_000).map((_, i) => Math.sin(i)),
    }),
  ]),
});

test('the file that was there stays until the new one is whole', async () => {
  const path = join(folder, 'kept.txt');
  writeFileSync(path, 'old');
  const failing = writeWhole(path, async (store) => {
    store.write(new TextEncoder().encode('half of '), 0);
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder).length).toBe(2);
    throw new Error('no more');
  });
  await expect(failing).rejects.toThrow('no more');
  expect([readdirSync(folder), readFileSync(path, 'utf8')]).toEqual([['kept.txt'], 'old']);

  await writeWhole(path, async (store) => {
    store.write(new TextEncoder().encode('tail'), 4);
    store.write(new TextEncoder().encode('head'), 0);
    store.resize(6);
    const read = new Uint8Array(9);
    expect([store.size, store.read(read, 3)]).toEqual([6, 3]);
  });
  expect([readdirSync(folder), readFileSync(path, 'utf8')]).toEqual([['kept.txt'], 'headta']);
  expect(await readFrom(path, async ({ size }) => size)).toBe(6);
});

test('several files at once do not meet', async () => {
  const own = mkdtempSync(join(folder, 'many-'));
  const paths = Array.from({ length: 8 }, (_, i) => join(own, i % 2 === 0 ? 'same.json' : `${i}.json`));
  await Promise.all(paths.map((path) => writeJson(path, large.isel({ i: [0, 1, 2] }))));
  expect(readdirSync(own).sort()).toEqual(['1.json', '3.json', '5.json', '7.json', 'same.json']);
});

const mount = mkdtempSync(join(tmpdir(), 'credence-tmpfs-'));
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', mount]).status === 0;
afterAll(() => {
  if (mounted) spawnSync('umount', [mount]);
  rmSync(mount, { recursive: true });
});

(mounted ? test : test.skip)(
  'a full disk (needs the right to mount a tmpfs): an error that says so, and nothing left',
  async () => {
    for (const write of [
      (path: string) => writeNetcdf(path, large),
      (path: string) => writeNetcdf(path, large, { gzip: 1 }),
      (path: string) => writeCsv(path, large),
      (path: string) => writeJson(path, large),
    ]) {
      const path = join(mount, 'draws');
      writeFileSync(path, 'old');
      await expect(write(path)).rejects.toThrow(
        expect.objectContaining({
          code: 'storage/disk-full',
          message: expect.stringMatching(/^There is no room to write '.*draws' \(Error: ENOSPC.*Nothing is left of it/),
        }),
      );
      expect([readdirSync(mount), readFileSync(path, 'utf8')]).toEqual([['draws'], 'old']);
    }
    // There is room again, and HDF5 is in order.
    await writeNetcdf(join(mount, 'small.nc'), large.isel({ i: [0, 1, 2] }));
    expect(readdirSync(mount)).toContain('small.nc');
  },
);

test('a limit on the size of files (ulimit) acts like a full disk', () => {
  const build = fileURLToPath(new URL('../../../dist/bundle/', import.meta.url));
  const own = mkdtempSync(join(folder, 'limit-'));
  const script = `
    process.on('SIGXFSZ', () => {});
    const { Dataset, InferenceData, LabelledArray } = await import('${build}index.js');
    const { writeNetcdf, writeCsv } = await import('${build}storage/index.js');
    const values = new Float64Array(400000).map((_, i) => i / 3);
    const mu = new LabelledArray({ name: 'mu', dims: ['chain', 'draw', 'i'], shape: [4, 500, 200], values });
    const data = new InferenceData({ posterior: new Dataset([mu]) });
    for (const write of [writeNetcdf, writeCsv]) await write('${own}/file', data).catch((error) => console.log(error.code));`;
  const { stdout, stderr } = spawnSync(
    'bash',
    ['-c', 'ulimit -f 500; exec "$0" --input-type=module -e "$1"', process.execPath, script],
    {
      encoding: 'utf8',
    },
  );
  expect([stderr, stdout]).toEqual(['', 'storage/disk-full\nstorage/disk-full\n']);
  expect(readdirSync(own)).toEqual([]);
});

test('what is no file is not read', async () => {
  symlinkSync('/dev/null', join(folder, 'device'));
  await expect(readFrom(join(folder, 'device'), async () => 1)).rejects.toThrow(
    expect.objectContaining({ code: 'storage/read', message: expect.stringContaining('it is a folder or a device') }),
  );
});
