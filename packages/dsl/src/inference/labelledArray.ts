/** An array whose axes have names and labels: one variable of a dataset. */
import { CredenceError } from '@credence/numerics';
import type { ScalarChains } from '@credence/samplers';
import { inspect } from '../inspect.js';
import { gatheredColumns, pickedColumns } from './columns.js';
import { checkShape, completeLabels, elementName, type Labels, sizeOf } from './labels.js';
import {
  type Chosen,
  checkDims,
  chosenByIndex,
  chosenByLabel,
  everyOf,
  type IndexSelection,
  type LabelSelection,
} from './selection.js';
import { columnStorage, flatStorage, gathered, layOut, type Storage, TILE } from './storage.js';

/** What the numbers of an array mean: real numbers, whole numbers (exact up to 2^53), or 0 and 1. */
export type ArrayType = 'float64' | 'int64' | 'bool';

/** Notes beside data, by name. */
export type Attributes = Readonly<Record<string, string | number | readonly string[] | readonly number[]>>;

interface ArrayForm {
  readonly name: string;
  /** Names of the axes; `chain` and `draw` first where the array holds draws. */
  readonly dims: readonly string[];
  readonly shape: readonly number[];
  /** Default `float64`. */
  readonly dtype?: ArrayType;
  /** Labels of its dimensions. Default 0, 1, 2 ... */
  readonly coords?: Labels;
  readonly attributes?: Attributes;
}

/** Values row-major, or a function that makes them when they are first asked for. */
interface FlatForm extends ArrayForm {
  readonly values: Float64Array | (() => Float64Array);
}

/** Draws of each element (row-major, `chain` and `draw` left out), one array a chain; dims begin with `chain`, `draw`. */
interface ColumnForm extends ArrayForm {
  readonly column: (element: number) => ScalarChains;
}

export type LabelledArrayInit = FlatForm | ColumnForm;

/** Draws of one element with its name. */
export interface NamedColumn {
  /** `theta[Choate]` */
  readonly name: string;
  readonly element: number;
  readonly chains: ScalarChains;
}

/**
 * Values with named and labelled axes. Numbers of every type are float64 values in memory; `dtype` says what they mean.
 *
 * Draws of a sampler lie in columns, one a chain and element. `columns()` and `column(element)` read them without a copy;
 * `values` lays all of them out in one row-major array, which is made on first use and kept, and `rows` only some of them.
 *
 * @example
 * const theta = idata.group('posterior').variable('theta');
 * theta.sel({ school: 'Choate', chain: [0, 1] }).values;
 */
export class LabelledArray {
  readonly name: string;
  readonly dims: readonly string[];
  readonly shape: readonly number[];
  readonly size: number;
  readonly dtype: ArrayType;
  /** Labels of every dimension. */
  readonly coords: Labels;
  readonly attributes: Attributes;
  readonly #storage: Storage;

  /** @throws CredenceError inference/shape, inference/coords */
  constructor(init: LabelledArrayInit) {
    const { name, dims, shape, dtype = 'float64', coords = {}, attributes = {} } = init;
    checkShape(name, dims, shape);
    this.name = name;
    this.dims = Object.freeze([...dims]);
    this.shape = Object.freeze([...shape]);
    this.size = sizeOf(shape);
    this.dtype = dtype;
    this.coords = completeLabels(name, dims, shape, coords);
    this.attributes = attributes;
    this.#storage = this.#storageOf(init);
  }

  #storageOf(init: LabelledArrayInit): Storage {
    if ('column' in init) {
      const [chains, draws, ...element] = this.shape;
      if (this.dims[0] === 'chain' && this.dims[1] === 'draw' && chains !== undefined && draws !== undefined) {
        return columnStorage(chains, draws, sizeOf(element), init.column);
      }
      throw new CredenceError(
        'inference/shape',
        `'${this.name}' is given by columns of draws, so its dimensions begin with chain, draw, not [${this.dims.join(', ')}].`,
        { name: this.name, dims: this.dims },
      );
    }
    const { values } = init;
    const checked = (made: Float64Array) => (made.length === this.size ? made : this.#misfit(made.length));
    if (typeof values === 'function') return flatStorage(() => checked(values()));
    checked(values);
    return flatStorage(() => values);
  }

  #misfit(length: number): never {
    throw new CredenceError(
      'inference/shape',
      `'${this.name}' of shape [${this.shape.join(', ')}] holds ${this.size} values, and ${length} are given.`,
      { name: this.name, shape: this.shape, length },
    );
  }

  /** All values, row-major. Laid out on first use and kept; not to be written to. */
  get values(): Float64Array {
    return this.#storage.values;
  }

  /** Whether the array holds draws: it has a dimension `draw`. Without `chain` they count as one chain. */
  get sampled(): boolean {
    return this.dims.includes('draw');
  }

  /** Dimensions of one draw: all but `chain` and `draw`. */
  get elementDims(): readonly string[] {
    return this.dims.filter((dim) => dim !== 'chain' && dim !== 'draw');
  }

  /** Shape of one draw. */
  get elementShape(): readonly number[] {
    return this.elementDims.map((dim) => this.sizeAlong(dim));
  }

  /** Elements of one draw. */
  get elements(): number {
    return sizeOf(this.elementShape);
  }

  /** Positions along a dimension; 1 along one that the array has not. */
  sizeAlong(dim: string): number {
    return this.shape[this.dims.indexOf(dim)] ?? 1;
  }

  /** `theta[Choate]`: the name of an element of one draw, by its labels. */
  elementName(element: number): string {
    return elementName(this.name, element, this.elementShape, this.elementDims, this.coords);
  }

  /**
   * Draws of one element, given by its flat position in one draw: one array a chain. Not to be written to.
   * @throws CredenceError inference/not-sampled
   */
  column(element: number): ScalarChains {
    return this.#storage.column?.(element) ?? this.#gathered(element, element + 1)[0] ?? [];
  }

  /**
   * All elements in order, each with its draws. Nothing is kept, so the memory of one element after the other is enough.
   * @throws CredenceError inference/not-sampled
   */
  *columns(): Generator<NamedColumn> {
    const { elements } = this;
    const { column } = this.#storage;
    for (let first = 0; first < elements; first += TILE) {
      const end = Math.min(elements, first + TILE);
      const tile = column === undefined ? this.#gathered(first, end) : undefined;
      for (let element = first; element < end; element++) {
        const chains = tile?.[element - first] ?? column?.(element) ?? [];
        yield { name: this.elementName(element), element, chains };
      }
    }
  }

  /**
   * Positions `from` to `to` (excluded) along the first two axes taken as one, row-major: for draws, draw d of chain c is
   * position c x draws + d. What is needed to write or send an array in chunks.
   * @example array.rows(0, 100) // the first 100 draws of chain 0
   */
  rows(from: number, to: number): Float64Array {
    const [outer = 1, inner = 1, ...rest] = this.shape;
    const width = sizeOf(rest);
    const { column } = this.#storage;
    if (column === undefined) return this.values.subarray(from * width, to * width);
    const end = Math.min(to, outer * inner);
    const out = new Float64Array(Math.max(0, end - from) * width);
    for (let at = from; at < end; ) {
      const chain = Math.floor(at / inner);
      const last = Math.min(end, (chain + 1) * inner);
      layOut(column, width, chain, at - chain * inner, last - chain * inner, out.subarray((at - from) * width));
      at = last;
    }
    return out;
  }

  /**
   * The part with chosen labels. A single label drops its dimension, a list keeps it.
   * @throws CredenceError inference/dim, inference/label, inference/choice
   */
  sel(selection: LabelSelection): LabelledArray {
    checkDims('sel', `'${this.name}'`, Object.keys(selection), this.dims);
    const chosen = Object.entries(selection).map(
      ([dim, choice]) => [dim, chosenByLabel(dim, this.coords[dim] ?? [], choice)] as const,
    );
    return this.take(new Map(chosen));
  }

  /**
   * The part with chosen indices. A single index drops its dimension, a list keeps it; -1 is the last.
   * @throws CredenceError inference/dim, inference/index, inference/choice
   */
  isel(selection: IndexSelection): LabelledArray {
    checkDims('isel', `'${this.name}'`, Object.keys(selection), this.dims);
    const chosen = Object.entries(selection).map(
      ([dim, choice]) => [dim, chosenByIndex(dim, this.sizeAlong(dim), choice)] as const,
    );
    return this.take(new Map(chosen));
  }

  /** Every `step`-th draw of each chain. @throws CredenceError inference/thin */
  thin(step: number): LabelledArray {
    const indices = everyOf(this.sizeAlong('draw'), step);
    return this.sampled ? this.take(new Map([['draw', { indices, dropped: false }]])) : this;
  }

  /** The part at chosen positions of some of its dimensions; others of the map are passed over. */
  take(chosen: ReadonlyMap<string, Chosen>): LabelledArray {
    const axes = this.dims.map((dim, axis) => ({ dim, size: this.shape[axis]!, chosen: chosen.get(dim) }));
    if (axes.every((axis) => axis.chosen === undefined)) return this;
    const indices = axes.map((axis) => axis.chosen?.indices ?? Array.from({ length: axis.size }, (_, i) => i));
    const kept = axes.filter((axis) => axis.chosen?.dropped !== true);
    const form = {
      name: this.name,
      dims: kept.map(({ dim }) => dim),
      shape: kept.map(({ size, chosen: along }) => along?.indices.length ?? size),
      dtype: this.dtype,
      coords: Object.fromEntries(
        kept.map(({ dim, chosen: along }) => {
          const labels = this.coords[dim] ?? [];
          return [dim, along === undefined ? labels : along.indices.map((i) => labels[i] ?? i)];
        }),
      ),
      attributes: this.attributes,
    };
    const { column } = this.#storage;
    if (column === undefined)
      return new LabelledArray({ ...form, values: () => gathered(this.values, this.shape, indices) });
    const part = pickedColumns(column, this.shape, indices);
    if (form.dims[0] === 'chain' && form.dims[1] === 'draw') return new LabelledArray({ ...form, column: part });
    const [chains = [], draws = [], ...rest] = indices;
    const elements = rest.reduce((product, { length }) => product * length, 1);
    const storage = columnStorage(chains.length, draws.length, elements, part);
    return new LabelledArray({ ...form, values: () => storage.values });
  }

  /** The same values under another name, with other attributes, or with labels added. */
  with(changes: { readonly name?: string; readonly attributes?: Attributes; readonly coords?: Labels }): LabelledArray {
    const { name, dims, shape, dtype } = this;
    const form = {
      name,
      dims,
      shape,
      dtype,
      attributes: this.attributes,
      ...changes,
      coords: { ...this.coords, ...changes.coords },
    };
    const { column } = this.#storage;
    return new LabelledArray(column === undefined ? { ...form, values: () => this.values } : { ...form, column });
  }

  /** One line: name, dimensions, type. */
  toString(): string {
    const axes = this.dims.map((dim, axis) => `${dim}: ${this.shape[axis]}`).join(', ');
    return `${this.name} (${axes}) ${this.dtype}`;
  }

  [inspect](): string {
    return this.toString();
  }

  /** Draws of elements `first` to `end` (excluded) out of the flat array. */
  #gathered(first: number, end: number): ScalarChains[] {
    if (!this.sampled) {
      throw new CredenceError(
        'inference/not-sampled',
        `'${this.name}' holds no draws: it has the dimensions [${this.dims.join(', ')}], and no 'draw' among them.`,
        { name: this.name, dims: this.dims },
      );
    }
    return gatheredColumns(this.values, this.shape, this.dims, first, end);
  }
}
