/** CSV: exact numbers, names of elements, types, and files of others. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Dataset } from '../../inference/dataset.js';
import { LabelledArray } from '../../inference/labelledArray.js';
import { datasetDifferences, exampleData } from '../testing/exampleData.js';
import { fromCsv, readCsv, toCsv, writeCsv } from './csv.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'credence-csv-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const dims = { theta: ['school'], x: ['a', 'b'] };

/** Attributes are not in a CSV file. */
const bare = (dataset: Dataset) => new Dataset([...dataset].map((array) => array.with({ attributes: {} })));

test('a posterior comes back bit for bit, types and labels included', async () => {
  const expected = bare(exampleData().group('posterior'));
  expect(datasetDifferences(fromCsv(toCsv(exampleData()), { dims }), expected)).toEqual([]);
  const path = join(folder, 'draws.csv');
  await writeCsv(path, exampleData());
  expect(readFileSync(path, 'utf8')).toBe(toCsv(exampleData()));
  expect(datasetDifferences(await readCsv(path, { dims }), expected)).toEqual([]);
  const flags = toCsv(exampleData(), { group: 'sample_stats' });
  expect(flags.split('\n').slice(0, 3)).toEqual(['chain,draw,diverging', '0,0,true', '0,1,false']);
  expect(datasetDifferences(fromCsv(flags), exampleData().group('sample_stats'))).toEqual([]);
});

test('columns are named by labels, and quoted where they must be', () => {
  const [header, first, second] = toCsv(exampleData(), { variables: ['count', 'mu', 'theta', 'x'] }).split('\n');
  expect(header).toBe(
    'chain,draw,count,mu,theta[Choate],theta[Ünïcode θ],"theta[a,""b""]",theta[ 日本 ],theta[],"x[0,0]","x[0,1]","x[0,2]","x[1,0]","x[1,1]","x[1,2]"',
  );
  expect(first?.split(',').slice(0, 5)).toEqual(['0', '0', '9007199254740991', 'NaN', '1.0']);
  expect(second?.split(',').slice(0, 5)).toEqual(['0', '1', '-9007199254740991', '-0.0', '0.16666666666666666']);
});

test('draws that lie in another order, or have no chain', () => {
  const values = Float64Array.from({ length: 6 }, (_, i) => i + 0.5);
  const array = new LabelledArray({ name: 'z', dims: ['i', 'draw'], shape: [2, 3], values });
  expect(toCsv(new Dataset([array])).split('\n')).toEqual([
    'chain,draw,z[0],z[1]',
    '0,0,0.5,3.5',
    '0,1,1.5,4.5',
    '0,2,2.5,5.5',
    '',
  ]);
});

test('files of others: no chain, mixed rows, line ends of Windows, missing values', () => {
  const plain = fromCsv('\uFEFFa,"b",ok\r\n1,2.5,TRUE\r\n2,NA,FALSE\r\n3,,true\r\n4,-inf,true\r\n');
  expect([...plain].map(String)).toEqual([
    'a (chain: 1, draw: 4) int64',
    'b (chain: 1, draw: 4) float64',
    'ok (chain: 1, draw: 4) bool',
  ]);
  expect([...plain.variable('b').values]).toEqual([2.5, Number.NaN, Number.NaN, Number.NEGATIVE_INFINITY]);
  const mixed = fromCsv('draw,chain,a\n5,one,1\n5,two,3\n6,one,2\n6,two,4\n');
  expect(mixed.coords).toEqual({ chain: ['one', 'two'], draw: [5, 6] });
  expect([...mixed.variable('a').values]).toEqual([1, 2, 3, 4]);
  const gaps = fromCsv('v[1],v[3],"w[a,b]",w[c]\n1,2,3,4\n');
  expect(gaps.coords.v_dim_0).toEqual([1, 3]);
  expect(gaps.coords.w_dim_0).toEqual(['a,b', 'c']); // no grid: one axis of whole labels
  expect(fromCsv('chain,draw,a\n').variable('a').shape).toEqual([0, 0]);
});

test('a quoted cell may hold line breaks, in whatever parts it comes', async () => {
  const path = join(folder, 'quoted.csv');
  writeFileSync(path, `"a\nb""c",d\n${'1.5,2\n'.repeat(300_000)}`); // more than one part
  const dataset = await readCsv(path);
  expect(dataset.names).toEqual(['a\nb"c', 'd']);
  expect(dataset.variable('d').shape).toEqual([1, 300_000]);
});

test.each([
  ['', 'The CSV text cannot be read as CSV: it is empty, and has no header.'],
  ['a,b\n1,2\n3', 'line 3 has 1 cells, and the header names 2 columns. The file may have been cut short.'],
  ['a\n1\nx7\n', "line 3 holds 'x7' in the column 'a', which is no number."],
  ['a\n1\ntrue\n', "line 3 holds 'true' in the column 'a', which is no number."],
  ['a,a\n', "two of its columns are called 'a'."],
  ['chain,a\n0,1\n0,2\n1,3\n', "chain '0' has 2 draws and chain '1' 1. All chains need as many"],
  ['a,a[0]\n1,2\n', "the columns of 'a' with and without an index do not belong together."],
])('%j is refused', (text, message) => {
  expect(() => fromCsv(text)).toThrow(
    expect.objectContaining({ code: 'storage/csv', message: expect.stringContaining(message) }),
  );
});

test('variables without draws, and files that are no text', async () => {
  expect(() => toCsv(exampleData(), { group: 'observed_data', variables: ['y'] })).toThrow(
    "'y' holds no draws, so it has no rows in a CSV file: it has the dimensions [school]. Choose others by variables: [...]. [inference/not-sampled]",
  );
  const path = join(folder, 'bytes.csv');
  writeFileSync(path, Uint8Array.of(0x61, 0xff, 0xfe));
  await expect(readCsv(path)).rejects.toThrow(expect.objectContaining({ code: 'storage/encoding' }));
});
