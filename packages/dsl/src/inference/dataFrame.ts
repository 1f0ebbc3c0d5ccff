/** Draws as a table: a row for each draw, a column for each element. */
import { CredenceError, checkOptions, closest, type OptionNames } from '@credence/numerics';
import { inspect } from '../inspect.js';
import { Dataset } from './dataset.js';
import { InferenceData } from './inferenceData.js';
import type { LabelledArray } from './labelledArray.js';

/** What can be turned into a table: draws of one group. A Posterior has `toInferenceData`. */
export type Trace = Dataset | InferenceData | { toInferenceData(): InferenceData };

export interface DataFrameOptions {
  /** Names of variables. Default: all that have draws. */
  readonly variables?: readonly string[];
  /** Group of inference data. Default `posterior`. */
  readonly group?: string;
}

/** One row: the label of its chain and draw, and a number for each column. */
export type DataFrameRow = Readonly<Record<string, number | string>>;

/**
 * Columns of equally many values, chain after chain: `chain`, `draw`, then one for each element, named `mu[3]`,
 * `theta[Choate]`. A column is copied out of the draws when it is asked for, and not kept.
 */
export class DataFrame {
  /** Names of the columns, in order. */
  readonly columns: readonly string[];
  /** Number of rows: chains x draws. */
  readonly length: number;
  readonly #sources = new Map<string, () => Float64Array | readonly (string | number)[]>();

  constructor(arrays: readonly LabelledArray[]) {
    const [first] = arrays;
    const chains = first?.sizeAlong('chain') ?? 0;
    const draws = first?.sizeAlong('draw') ?? 0;
    this.length = chains * draws;
    const labels = (dim: string, position: (row: number) => number) => () => {
      const own = first?.coords[dim];
      return Array.from({ length: this.length }, (_, row) => own?.[position(row)] ?? position(row));
    };
    this.#sources.set(
      'chain',
      labels('chain', (row) => Math.floor(row / draws)),
    );
    this.#sources.set(
      'draw',
      labels('draw', (row) => row % draws),
    );
    for (const array of arrays) {
      for (let element = 0; element < array.elements; element++) {
        this.#sources.set(array.elementName(element), () => joined(array.column(element), this.length));
      }
    }
    this.columns = Object.freeze([...this.#sources.keys()]);
  }

  /**
   * Values of a column; of `chain` and `draw` their labels.
   * @example frame.column('theta[Choate]')
   * @throws CredenceError inference/column
   */
  column(name: string): Float64Array | readonly (string | number)[] {
    const source = this.#sources.get(name);
    if (source !== undefined) return source();
    const guess = closest(name, this.columns);
    throw new CredenceError(
      'inference/column',
      `There is no column '${name}'. ${guess === undefined ? `There are ${this.columns.length} columns, from '${this.columns[2] ?? 'chain'}' on.` : `Did you mean '${guess}'?`}`,
      { name },
    );
  }

  /** Row after row. Lays all columns out first. */
  *rows(): Generator<DataFrameRow> {
    const all = this.columns.map((name) => [name, this.column(name)] as const);
    for (let row = 0; row < this.length; row++) {
      yield Object.fromEntries(all.map(([name, values]) => [name, values[row]!]));
    }
  }

  toString(): string {
    const shown = this.columns.slice(0, 8).join(', ');
    return `DataFrame of ${this.length} rows and ${this.columns.length} columns: ${shown}${this.columns.length > 8 ? ', ...' : ''}`;
  }

  [inspect](): string {
    return this.toString();
  }
}

/**
 * Draws as a table.
 * @example for (const row of traceToDataFrame(posterior, { variables: ['mu'] }).rows()) console.log(row['mu[0]']);
 * @throws CredenceError inference/group, inference/variable, inference/not-sampled
 */
export function traceToDataFrame(trace: Trace, options: DataFrameOptions = {}): DataFrame {
  checkOptions('traceToDataFrame(trace, options)', options, OPTIONS);
  const dataset = datasetOf(trace, options.group ?? 'posterior');
  const arrays = options.variables?.map((name) => dataset.variable(name)) ?? [...dataset];
  const other = arrays.find((array) => !array.sampled);
  if (other === undefined) return new DataFrame(arrays);
  throw new CredenceError(
    'inference/not-sampled',
    `traceToDataFrame: '${other.name}' holds no draws: it has the dimensions [${other.dims.join(', ')}], and no 'draw' among them.`,
    { name: other.name, dims: other.dims },
  );
}

function datasetOf(trace: Trace, group: string): Dataset {
  if (trace instanceof Dataset) return trace;
  return (trace instanceof InferenceData ? trace : trace.toInferenceData()).group(group);
}

function joined(chains: readonly Float64Array[], length: number): Float64Array {
  const out = new Float64Array(length);
  let at = 0;
  for (const chain of chains) {
    out.set(chain, at);
    at += chain.length;
  }
  return out;
}

const OPTIONS: OptionNames<DataFrameOptions> = { variables: true, group: true };
