/** Draws as CSV: a row for each draw, a column for each element. */
import { CredenceError, checkOptions, type OptionNames } from '@credence/numerics';
import type { Trace } from '../../inference/dataFrame.js';
import type { Dataset } from '../../inference/dataset.js';
import { LabelledArray } from '../../inference/labelledArray.js';
import { readTextParts, writeText } from '../textFiles.js';
import { type CsvReadOptions, CsvTable } from './csvTable.js';
import { CsvRows, cellText, realText } from './csvText.js';

export interface CsvOptions {
  /** Names of variables. Default: all of the group. */
  readonly variables?: readonly string[];
  /** Group of inference data. Default `posterior`. */
  readonly group?: string;
}

/** Values of one variable that are laid out at a time. */
const BLOCK = 1 << 16;

/**
 * Writes the draws of a group to a CSV file: columns `chain`, `draw`, then one for each element, named `mu[3]`,
 * `theta[Choate]`; chain after chain. Node only; in a page use `toCsv`.
 *
 * Numbers are the shortest text that reads back to the same float64. Real numbers have a point or an exponent (`3.0`), whole
 * numbers have none, truth values are `true` and `false`: so types come back too. Names of dimensions do not.
 *
 * @example await writeCsv('draws.csv', posterior, { variables: ['mu', 'tau'] });
 * @throws CredenceError storage/disk-full, storage/write, storage/no-files, inference/group, inference/variable,
 * inference/not-sampled
 */
export async function writeCsv(path: string, trace: Trace, options: CsvOptions = {}): Promise<void> {
  checkOptions('writeCsv(path, trace, options)', options, WRITE_OPTIONS);
  await writeText(path, csvPieces(trace, options));
}

/**
 * The same as text, in memory.
 * @throws CredenceError inference/group, inference/variable, inference/not-sampled
 */
export function toCsv(trace: Trace, options: CsvOptions = {}): string {
  checkOptions('toCsv(trace, options)', options, WRITE_OPTIONS);
  return [...csvPieces(trace, options)].join('');
}

/**
 * Reads draws from a CSV file, ours or others': columns named `x[0,1]` become one variable. Without a column `chain` there is
 * one chain. Empty cells, `NA` and `nan` are NaN.
 *
 * @example const posterior = await readCsv('draws.csv', { dims: { theta: ['school'] } });
 * @throws CredenceError storage/read, storage/encoding, storage/csv, storage/no-files
 */
export async function readCsv(path: string, options: CsvReadOptions = {}): Promise<Dataset> {
  checkOptions('readCsv(path, options)', options, READ_OPTIONS);
  const table = new CsvTable(`'${path}'`, options);
  const rows = new CsvRows((cells, line) => table.add(cells, line));
  await readTextParts(path, (part) => rows.push(part));
  rows.end();
  return table.toDataset();
}

/** The same from text. @throws CredenceError storage/csv */
export function fromCsv(text: string, options: CsvReadOptions = {}): Dataset {
  checkOptions('fromCsv(text, options)', options, READ_OPTIONS);
  const table = new CsvTable('The CSV text', options);
  const rows = new CsvRows((cells, line) => table.add(cells, line));
  rows.push(text);
  rows.end();
  return table.toDataset();
}

/** The text piece by piece, a few rows each. */
function* csvPieces(trace: Trace, options: CsvOptions): Generator<string> {
  const dataset = datasetOf(trace, options.group ?? 'posterior');
  const arrays = (options.variables?.map((name) => dataset.variable(name)) ?? [...dataset]).map(asDraws);
  const names = arrays.flatMap((array) => Array.from({ length: array.elements }, (_, e) => array.elementName(e)));
  yield `${['chain', 'draw', ...names].map(cellText).join(',')}\n`;

  const { chain: chainLabels = [0], draw: drawLabels = [] } = arrays[0]?.coords ?? {};
  const widths = arrays.map(({ elements }) => elements);
  const rowsAtOnce = Math.max(1, Math.floor(BLOCK / Math.max(1, ...widths)));
  const texts = arrays.map(textOf);
  for (const [chain, label] of chainLabels.entries()) {
    for (let from = 0; from < drawLabels.length; from += rowsAtOnce) {
      const to = Math.min(drawLabels.length, from + rowsAtOnce);
      const base = chain * drawLabels.length;
      const blocks = arrays.map((array) => array.rows(base + from, base + to));
      for (let draw = from; draw < to; draw++) {
        let row = `${cellText(String(label))},${cellText(String(drawLabels[draw]))}`;
        for (const [a, block] of blocks.entries()) {
          const width = widths[a]!;
          const text = texts[a]!;
          const at = (draw - from) * width;
          for (let e = 0; e < width; e++) row += `,${text(block[at + e]!)}`;
        }
        yield `${row}\n`;
      }
    }
  }
}

function datasetOf(trace: Trace, group: string): Dataset {
  if ('toInferenceData' in trace) return trace.toInferenceData().group(group);
  return 'group' in trace ? trace.group(group) : trace;
}

/** With the dimensions chain, draw, ... in this order. */
function asDraws(array: LabelledArray): LabelledArray {
  if (array.dims[0] === 'chain' && array.dims[1] === 'draw') return array;
  if (array.sampled) {
    const { name, dtype, coords, elementDims, elementShape } = array;
    return new LabelledArray({
      name,
      dtype,
      coords,
      dims: ['chain', 'draw', ...elementDims],
      shape: [array.sizeAlong('chain'), array.sizeAlong('draw'), ...elementShape],
      column: (element) => array.column(element),
    });
  }
  throw new CredenceError(
    'inference/not-sampled',
    `'${array.name}' holds no draws, so it has no rows in a CSV file: it has the dimensions [${array.dims.join(', ')}]. Choose others by variables: [...].`,
    { name: array.name, dims: array.dims },
  );
}

function textOf({ dtype }: LabelledArray): (value: number) => string {
  if (dtype === 'float64') return realText;
  return dtype === 'int64' ? String : (value) => (value === 0 ? 'false' : 'true');
}

const WRITE_OPTIONS: OptionNames<CsvOptions> = { variables: true, group: true };
const READ_OPTIONS: OptionNames<CsvReadOptions> = { dims: true };
