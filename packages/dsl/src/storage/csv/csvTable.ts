/** Rows of a CSV file gathered into columns, and columns into a dataset. */
import { CredenceError } from '@credence/numerics';
import { Dataset } from '../../inference/dataset.js';
import { type ArrayType, LabelledArray } from '../../inference/labelledArray.js';
import { type Label, rangeLabels } from '../../inference/labels.js';

export interface CsvReadOptions {
  /** Names of the dimensions of variables, which a CSV file does not hold. Default `theta_dim_0`. */
  readonly dims?: Readonly<Record<string, readonly string[]>>;
}

/** A column of numbers that grows. */
class GrowingColumn {
  values = new Float64Array(256);
  length = 0;
  whole = true;
  truth = true;
  number = true;

  constructor(readonly name: string) {}

  add(cell: string): boolean {
    const value = this.#read(cell);
    if (value === undefined) return false;
    if (this.length === this.values.length) {
      const grown = new Float64Array(2 * this.length);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.length++] = value;
    return this.number || this.truth;
  }

  get dtype(): ArrayType {
    return this.truth ? 'bool' : this.whole ? 'int64' : 'float64';
  }

  #read(cell: string): number | undefined {
    const value = Number(cell);
    if (!Number.isNaN(value) && cell !== '') {
      this.truth = false;
      // `3` is whole, `3.0`, `3e0` and -0 are real.
      if (this.whole && !(Number.isSafeInteger(value) && /^[+-]?\d+$/.test(cell) && !Object.is(value, -0))) {
        this.whole = false;
      }
      return value;
    }
    const word = cell.trim().toLowerCase();
    if (word === 'true' || word === 'false') {
      this.whole = false;
      this.number = false;
      return word === 'true' ? 1 : 0;
    }
    this.truth = false;
    this.whole = false;
    if (word === '' || word === 'nan' || word === 'na') return Number.NaN;
    if (/^[+-]?inf(inity)?$/.test(word))
      return word.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    return undefined;
  }
}

export class CsvTable {
  #header: readonly string[] | undefined;
  #columns: readonly (GrowingColumn | 'chain' | 'draw')[] = [];
  #rows = 0;
  readonly #chains: string[] = [];
  readonly #draws: string[] = [];

  constructor(
    private readonly name: string,
    private readonly options: CsvReadOptions,
  ) {}

  /** @throws CredenceError storage/csv */
  add(cells: readonly string[], line: number): void {
    if (this.#header === undefined) {
      this.#start(cells);
      return;
    }
    if (cells.length !== this.#columns.length) {
      throw this.#failure(
        `line ${line} has ${cells.length} cells, and the header names ${this.#columns.length} columns. The file may have been cut short`,
      );
    }
    this.#rows++;
    for (const [i, column] of this.#columns.entries()) {
      const cell = cells[i]!;
      if (column === 'chain') this.#chains.push(cell);
      else if (column === 'draw') this.#draws.push(cell);
      else if (!column.add(cell))
        throw this.#failure(`line ${line} holds '${cell}' in the column '${column.name}', which is no number`);
    }
  }

  /** @throws CredenceError storage/csv */
  toDataset(): Dataset {
    if (this.#header === undefined) throw this.#failure('it is empty, and has no header');
    const { chains, draws, rowsOf } = this.#order();
    const columns = this.#columns.filter((column) => typeof column === 'object');
    const variables = new Map<string, { readonly label: string | undefined; readonly column: GrowingColumn }[]>();
    for (const column of columns) {
      const [, base = column.name, label] = /^([^[]+)\[(.*)\]$/s.exec(column.name) ?? [];
      const own = variables.get(base) ?? [];
      own.push({ label, column });
      variables.set(base, own);
    }
    const arrays = [...variables].map(([name, elements]) => {
      const axes = axesOf(elements.map(({ label }) => label));
      if (axes === undefined)
        throw this.#failure(`the columns of '${name}' with and without an index do not belong together`);
      const dims = axes.map((_, axis) => this.options.dims?.[name]?.[axis] ?? `${name}_dim_${axis}`);
      const types = new Set(elements.map(({ column }) => column.dtype));
      const [only] = types;
      return new LabelledArray({
        name,
        dims: ['chain', 'draw', ...dims],
        shape: [chains.length, draws.length, ...axes.map(({ length }) => length)],
        dtype: types.size === 1 && only !== undefined ? only : 'float64',
        coords: { chain: chains, draw: draws, ...Object.fromEntries(dims.map((dim, axis) => [dim, axes[axis]!])) },
        column: (element) => rowsOf(elements[element]!.column.values),
      });
    });
    return new Dataset(arrays);
  }

  #start(header: readonly string[]): void {
    this.#header = header;
    const twice = header.find((name, i) => header.indexOf(name) !== i);
    if (twice !== undefined) throw this.#failure(`two of its columns are called '${twice}'`);
    this.#columns = header.map((name, i) => {
      const text = i === 0 ? name.replace(/^\uFEFF/, '') : name;
      return text === 'chain' || text === 'draw' ? text : new GrowingColumn(text);
    });
  }

  /** Chains and draws by their labels, and how a column falls apart into chains. */
  #order() {
    const rows = new Map<string, number[]>();
    if (this.#chains.length === 0)
      rows.set(
        '0',
        Array.from({ length: this.#rows }, (_, i) => i),
      );
    for (const [row, chain] of this.#chains.entries()) {
      const own = rows.get(chain);
      if (own === undefined) rows.set(chain, [row]);
      else own.push(row);
    }
    const all = [...rows.values()];
    const [first = []] = all;
    const ragged = [...rows].find(([, own]) => own.length !== first.length);
    if (ragged !== undefined) {
      throw this.#failure(
        `chain '${[...rows.keys()][0]}' has ${first.length} draws and chain '${ragged[0]}' ${ragged[1].length}. All chains need as many; the file may have been cut short`,
      );
    }
    const labelled =
      this.#draws.length > 0 && all.every((own) => own.every((row, i) => this.#draws[row] === this.#draws[first[i]!]));
    const draws = labelled ? labelsOf(first.map((row) => this.#draws[row]!)) : rangeLabels(first.length);
    const consecutive = all.every((own) => own.every((row, i) => row === own[0]! + i));
    return {
      chains: this.#rows === 0 ? [] : labelsOf([...rows.keys()]),
      draws,
      rowsOf: (values: Float64Array) =>
        all.map((own) =>
          consecutive ? values.subarray(own[0]!, own[0]! + own.length) : Float64Array.from(own, (row) => values[row]!),
        ),
    };
  }

  #failure(reason: string): CredenceError {
    return new CredenceError('storage/csv', `${this.name} cannot be read as CSV: ${reason}.`, {});
  }
}

/** Labels that are all whole numbers as numbers. */
function labelsOf(texts: readonly string[]): readonly Label[] {
  const numbers = texts.map(Number);
  return numbers.every((number, i) => Number.isSafeInteger(number) && String(number) === texts[i]) ? numbers : texts;
}

/** Labels of each axis of elements in row-major order; one axis of whole labels where they form no grid. */
function axesOf(labels: readonly (string | undefined)[]): readonly (readonly Label[])[] | undefined {
  const named = labels.filter((label) => label !== undefined);
  if (named.length === 0) return labels.length === 1 ? [] : undefined;
  if (named.length !== labels.length) return undefined;
  const parts = named.map((label) => label.split(','));
  const rank = parts[0]?.length ?? 1;
  const axes = Array.from({ length: rank }, (_, axis) => [...new Set(parts.map((part) => part[axis] ?? ''))]);
  const strides = axes.map((_, axis) => axes.slice(axis + 1).reduce((product, { length }) => product * length, 1));
  const grid =
    axes.reduce((product, { length }) => product * length, 1) === named.length &&
    parts.every(
      (part, i) =>
        part.length === rank &&
        part.every((label, axis) => axes[axis]![Math.floor(i / strides[axis]!) % axes[axis]!.length] === label),
    );
  return grid ? axes.map(labelsOf) : [labelsOf(named)];
}
