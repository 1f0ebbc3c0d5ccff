/** Chooses what a picture shows: variables by name or handle, elements by coordinates, and at most so many of them. */

import { CredenceError, type OptionNames } from '@credence/numerics';
import { type Named, type Note, note } from '../figure/note.js';
import { grouped } from '../figure/ticks.js';
import { joinLabels, type Label, nameLabel, parseLabel } from '../label/label.js';
import { asSource, type PlotSource, type Source, type VariableSource } from './source.js';

/** A name, `name[label]`, or the handle of a variable. */
export type NameOrHandle = string | { readonly name: string };

/** Options of every plot that shows elements of variables. */
export interface SelectOptions {
  /** Names (`'mu'`, `'theta[Choate]'`, `'mu[3]'`) or handles. Default: all. */
  readonly variables?: NameOrHandle | readonly NameOrHandle[];
  /** Labels to keep of named dimensions. */
  readonly coords?: Readonly<Record<string, string | number | readonly (string | number)[]>>;
  /** What to write for a variable or an element: text, with formulas between `$`. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Most elements to show; the rest is named in the notes. */
  readonly limit?: number;
}

/** One scalar to draw. */
export interface Element {
  /** `theta[Choate]` */
  readonly name: string;
  readonly label: Label;
  readonly variable: string;
  /** One array a chain, as they came. */
  readonly chains: readonly Float64Array[];
}

export interface Selected {
  readonly elements: readonly Element[];
  readonly notes: readonly string[];
  readonly source: PlotSource;
}

/**
 * @throws CredenceError plots/unknown-variable, plots/unknown-dim, plots/unknown-label, plots/empty-selection, plots/limit, plots/draws
 */
export function selectElements(input: Source, options: SelectOptions, limit: number): Selected {
  const source = asSource(input);
  const most = options.limit ?? limit;
  if (!(Number.isInteger(most) && most > 0))
    throw new CredenceError('plots/limit', `limit must be a whole number above 0, not ${most}.`, { limit: most });
  const wanted = listOf(options.variables ?? source.variables).map((item) => find(source, item));
  checkDims(wanted, options);
  const places = wanted.flatMap(({ draws, index }) => indicesOf(draws, index, options).map((at) => ({ draws, at })));
  if (places.length === 0) {
    throw new CredenceError(
      'plots/empty-selection',
      source.variables.length === 0
        ? 'There is nothing to draw: the source has no variables.'
        : 'There is nothing to draw: the selection has no elements. Name variables, or labels of coords, that exist.',
      { variables: source.variables },
    );
  }
  const elements = places.slice(0, most).map(({ draws, at }) => elementOf(draws, at, options.labels ?? {}));
  const rest = places.length - elements.length;
  return {
    source,
    elements,
    notes: rest > 0 ? [`first ${count(elements.length)} of ${count(places.length)} elements`] : [],
  };
}

/** A number of things. */
export function count(value: number): string {
  return grouped(String(value));
}

function listOf(items: NameOrHandle | readonly NameOrHandle[]): readonly NameOrHandle[] {
  return isList(items) ? items : [items];
}

function isList(items: NameOrHandle | readonly NameOrHandle[]): items is readonly NameOrHandle[] {
  return Array.isArray(items);
}

interface Wanted {
  readonly draws: VariableSource;
  /** Labels between brackets, where an element was named. */
  readonly index?: readonly string[];
}

function find(source: PlotSource, item: NameOrHandle): Wanted {
  const name = typeof item === 'string' ? item : item.name;
  if (source.variables.includes(name)) return { draws: source.draws(name) };
  const match = /^(.*)\[([^\]]*)\]$/.exec(name);
  if (match !== null && source.variables.includes(match[1] ?? '')) {
    return { draws: source.draws(match[1] ?? ''), index: (match[2] ?? '').split(',').map((part) => part.trim()) };
  }
  const known = source.variables.slice(0, 20).join(', ');
  throw new CredenceError(
    'plots/unknown-variable',
    `There are no draws of '${name}'. ${source.variables.length === 0 ? 'The source has no variables' : `There are ${known}`}.`,
    { name, known: source.variables },
  );
}

function checkDims(wanted: readonly Wanted[], { coords = {} }: SelectOptions): void {
  const dims = new Set(wanted.flatMap(({ draws }) => draws.dims ?? []));
  for (const dim of Object.keys(coords)) {
    if (dims.has(dim)) continue;
    throw new CredenceError(
      'plots/unknown-dim',
      `coords.${dim}: no variable here has the dimension '${dim}'. ${dims.size === 0 ? 'They have no named dimensions' : `There are ${[...dims].join(', ')}`}.`,
      { dim, known: [...dims] },
    );
  }
}

function labelsOf(draws: VariableSource, axis: number): readonly (string | number)[] | undefined {
  const dim = draws.dims?.[axis];
  return dim === undefined ? undefined : draws.coords?.[dim];
}

/** Indices of the elements that are wanted of one variable, row by row. */
function indicesOf(
  draws: VariableSource,
  index: readonly string[] | undefined,
  { coords = {} }: SelectOptions,
): readonly (readonly number[])[] {
  const { name, shape } = draws;
  if (index !== undefined && index.length !== shape.length) {
    throw new CredenceError(
      'plots/unknown-label',
      `'${name}[${index.join(', ')}]' names ${index.length} axes, and '${name}' has ${shape.length}.`,
      { name, index, shape },
    );
  }
  const axes = shape.map((size, axis) => {
    const labels = labelsOf(draws, axis);
    const dim = draws.dims?.[axis];
    const asked = index?.[axis] !== undefined ? [index[axis]] : dim === undefined ? undefined : coords[dim];
    if (asked === undefined) return Array.from({ length: size }, (_, i) => i);
    const list: readonly (string | number)[] = typeof asked === 'object' ? asked : [asked];
    return list.map((label) => {
      const place = labels?.findIndex((known) => String(known) === String(label)) ?? Number(label);
      if (Number.isInteger(place) && place >= 0 && place < size) return place;
      const known = labels === undefined ? `0 to ${size - 1}` : labels.slice(0, 12).join(', ');
      throw new CredenceError(
        'plots/unknown-label',
        `'${name}' has no element '${label}' along ${dim ?? `axis ${axis}`}; it has ${known}.`,
        { name, label, dim, known: labels },
      );
    });
  });
  return axes.reduce<readonly (readonly number[])[]>(
    (all, positions) => all.flatMap((head) => positions.map((i) => [...head, i])),
    [[]],
  );
}

function elementOf(draws: VariableSource, index: readonly number[], labels: Readonly<Record<string, string>>): Element {
  const position = index.map((i, axis) => String(labelsOf(draws, axis)?.[i] ?? i)).join(',');
  const name = index.length === 0 ? draws.name : `${draws.name}[${position}]`;
  const own = labels[name];
  const ofVariable = labels[draws.name];
  let label = own === undefined ? nameLabel(name) : parseLabel(own);
  if (own === undefined && ofVariable !== undefined && index.length > 0)
    label = joinLabels(parseLabel(ofVariable), [{ text: position, script: 'sub', italic: false }]);
  else if (own === undefined && ofVariable !== undefined) label = parseLabel(ofVariable);
  const chains = draws
    .element(...index)
    .map((chain) => (chain instanceof Float64Array ? chain : Float64Array.from(chain)));
  if (chains.every((chain) => chain.length === 0))
    throw new CredenceError('plots/draws', `The draws of '${name}' cannot be drawn: there are none.`, { name });
  return { name, label, variable: draws.name, chains };
}

/** All finite draws of an element, chain after chain, and how many were not. */
export interface FiniteDraws {
  readonly values: Float64Array;
  readonly dropped: number;
}

/** @throws CredenceError plots/not-finite when no draw is finite */
export function finiteDraws({ name, chains }: Pick<Element, 'name' | 'chains'>): FiniteDraws {
  const total = chains.reduce((sum, chain) => sum + chain.length, 0);
  const values = new Float64Array(total);
  let kept = 0;
  for (const chain of chains) for (const value of chain) if (value - value === 0) values[kept++] = value;
  if (kept === 0) {
    throw new CredenceError(
      'plots/not-finite',
      `None of the ${total} draws of '${name}' is finite, so there is nothing to draw. Look for the cause with model debug or posterior.verdict.`,
      { name, total },
    );
  }
  return { values: values.subarray(0, kept), dropped: total - kept };
}

/** A note on draws that are not finite. */
export function droppedNote(what: Note | Named, dropped: number, total: number): readonly Note[] {
  return dropped === 0
    ? []
    : [note`${count(dropped)} of ${count(total)} draws of ${what} are not finite and are left out`];
}

/** Names of the options that choose elements. */
export const SELECT_OPTIONS: OptionNames<SelectOptions> = { variables: true, coords: true, labels: true, limit: true };
