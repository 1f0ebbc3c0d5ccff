/** Variables that share dimensions and their labels: one group of inference data. */
import { CredenceError, closest } from '@credence/numerics';
import { inspect } from '../inspect.js';
import type { Summary } from '../posterior/summary.js';
import type { Attributes, LabelledArray } from './labelledArray.js';
import { type Labels, sameLabels } from './labels.js';
import {
  type Chosen,
  checkDims,
  chosenByIndex,
  chosenByLabel,
  everyOf,
  type IndexSelection,
  type LabelSelection,
} from './selection.js';
import { type SummaryRequest, summarize } from './summarize.js';

/**
 * Labelled arrays by name, plain data that needs no model. Dimensions of one name have the same labels in all of them.
 *
 * @example
 * const posterior = idata.group('posterior');
 * posterior.sel({ school: ['Choate', 'Deerfield'] }).summary().toString();
 */
export class Dataset implements Iterable<LabelledArray> {
  /** Names of its variables, in order. */
  readonly names: readonly string[];
  /** Labels of all its dimensions. */
  readonly coords: Labels;
  readonly attributes: Attributes;
  readonly #arrays = new Map<string, LabelledArray>();

  /** @throws CredenceError inference/duplicate, inference/coords */
  constructor(arrays: Iterable<LabelledArray>, attributes: Attributes = {}) {
    const coords: Record<string, Labels[string]> = {};
    const owners = new Map<string, string>();
    for (const array of arrays) {
      if (this.#arrays.has(array.name)) {
        throw new CredenceError('inference/duplicate', `A dataset cannot hold two variables '${array.name}'.`, {
          name: array.name,
        });
      }
      this.#arrays.set(array.name, array);
      for (const dim of array.dims) {
        const labels = array.coords[dim] ?? [];
        const known = coords[dim];
        if (known === undefined) {
          coords[dim] = labels;
          owners.set(dim, array.name);
        } else if (!sameLabels(known, labels)) {
          throw new CredenceError(
            'inference/coords',
            `'${owners.get(dim)}' and '${array.name}' have different labels along '${dim}' (${known.length} and ${labels.length} of them). Dimensions of one name in a dataset have the same labels.`,
            { dim, first: owners.get(dim), second: array.name },
          );
        }
      }
    }
    this.names = Object.freeze([...this.#arrays.keys()]);
    this.coords = coords;
    this.attributes = attributes;
  }

  /** Its dimensions with their sizes. */
  get sizes(): Readonly<Record<string, number>> {
    return Object.fromEntries(Object.entries(this.coords).map(([dim, labels]) => [dim, labels.length]));
  }

  has(name: string): boolean {
    return this.#arrays.has(name);
  }

  /** @throws CredenceError inference/variable */
  variable(name: string): LabelledArray {
    const array = this.#arrays.get(name);
    if (array !== undefined) return array;
    const guess = closest(name, this.names);
    throw new CredenceError(
      'inference/variable',
      `There is no variable '${name}' in this dataset. ${guess === undefined ? `It has ${this.names.join(', ') || 'none'}.` : `Did you mean '${guess}'?`}`,
      { name, known: this.names },
    );
  }

  [Symbol.iterator](): Iterator<LabelledArray> {
    return this.#arrays.values();
  }

  /** Only some of its variables. @throws CredenceError inference/variable */
  only(names: readonly string[]): Dataset {
    return new Dataset(
      names.map((name) => this.variable(name)),
      this.attributes,
    );
  }

  /**
   * The part with chosen labels, of every variable that has the dimension.
   * @example dataset.sel({ school: 'Choate', chain: [0, 1] })
   * @throws CredenceError inference/dim, inference/label, inference/choice
   */
  sel(selection: LabelSelection): Dataset {
    checkDims('sel', 'the dataset', Object.keys(selection), Object.keys(this.coords));
    const chosen = Object.entries(selection).map(
      ([dim, choice]) => [dim, chosenByLabel(dim, this.coords[dim] ?? [], choice)] as const,
    );
    return this.#take(new Map(chosen));
  }

  /**
   * The part with chosen indices, of every variable that has the dimension.
   * @example dataset.isel({ draw: { from: 500 }, school: -1 })
   * @throws CredenceError inference/dim, inference/index, inference/choice
   */
  isel(selection: IndexSelection): Dataset {
    checkDims('isel', 'the dataset', Object.keys(selection), Object.keys(this.coords));
    const chosen = Object.entries(selection).map(
      ([dim, choice]) => [dim, chosenByIndex(dim, this.coords[dim]?.length ?? 0, choice)] as const,
    );
    return this.#take(new Map(chosen));
  }

  /** Every `step`-th draw of each chain. @throws CredenceError inference/thin */
  thin(step: number): Dataset {
    const { draw } = this.coords;
    const indices = everyOf(draw?.length ?? 0, step);
    return draw === undefined ? this : this.#take(new Map([['draw', { indices, dropped: false }]]));
  }

  /**
   * Location, spread, intervals, errors and diagnostics of every element of every variable.
   * @throws CredenceError inference/not-sampled, inference/variable, diagnostics/probability
   */
  summary(request: SummaryRequest = {}): Summary {
    const { variables, ...options } = request;
    return summarize(variables === undefined ? this : this.only(variables), options);
  }

  /** With variables added, or exchanged for those of the same name. */
  with(arrays: Iterable<LabelledArray>, attributes: Attributes = {}): Dataset {
    const all = new Map(this.#arrays);
    for (const array of arrays) all.set(array.name, array);
    return new Dataset(all.values(), { ...this.attributes, ...attributes });
  }

  toString(): string {
    const sizes = Object.entries(this.sizes).map(([dim, size]) => `${dim}: ${size}`);
    return [`Dataset (${sizes.join(', ')})`, ...[...this].map((array) => `  ${array}`)].join('\n');
  }

  [inspect](): string {
    return this.toString();
  }

  #take(chosen: ReadonlyMap<string, Chosen>): Dataset {
    return new Dataset(
      [...this].map((array) => array.take(chosen)),
      this.attributes,
    );
  }
}
