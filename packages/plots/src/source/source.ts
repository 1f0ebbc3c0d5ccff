/** Where pictures take their draws from: the part of a posterior that they need, and plain arrays in its place. */
import { CredenceError } from '@credence/numerics';
import { type GroupSource, groupSource, type InferenceSource, inferenceSource } from './inference.js';

/** Draws of one variable, element by element. */
export interface VariableSource {
  readonly name: string;
  /** Shape of one draw. */
  readonly shape: readonly number[];
  readonly dims?: readonly string[] | undefined;
  /** Labels of its named dimensions. */
  readonly coords?: Readonly<Record<string, readonly (string | number)[]>> | undefined;
  /** Draws of one element by its index along each axis: one array a chain. */
  element(...index: readonly number[]): readonly ArrayLike<number>[];
}

/** What samplers say of each draw, as pictures use it. */
export type SourceStatistic = 'divergent' | 'energy';

/** Named draws: a `Posterior`, or what `plotSource` makes of arrays. */
export interface PlotSource {
  readonly variables: readonly string[];
  draws(name: string): VariableSource;
  /** One array a chain; 1 or 0 for `divergent`. */
  statistic?(name: SourceStatistic): readonly ArrayLike<number>[];
}

/** Nested arrays of numbers, all of one shape. */
export type Nested = ArrayLike<number> | readonly Nested[];

/** Draws by name: draws, chains x draws, or chains x draws x shape. */
export type PlainDraws = Readonly<Record<string, Nested>>;

/** What every plot takes: a `Posterior`, inference data, one of its groups, or plain draws. */
export type Source = PlotSource | InferenceSource | GroupSource | PlainDraws;

export interface PlainOptions {
  /** Names of the axes behind chain and draw, by variable. */
  readonly dims?: Readonly<Record<string, readonly string[]>>;
  readonly coords?: Readonly<Record<string, readonly (string | number)[]>>;
  /** Statistics of the sampler, chains x draws. */
  readonly statistics?: Readonly<Partial<Record<SourceStatistic, Nested>>>;
}

/**
 * Arrays of draws as a source of pictures.
 * @param draws by name: draws, chains x draws, or chains x draws x shape
 * @throws CredenceError plots/draws when an array is empty, ragged or no numbers
 * @example plotCorner(plotSource({ mu: [[0.1, 0.4, 0.2]], tau: [[1, 1.2, 0.9]] }))
 */
export function plotSource(draws: PlainDraws, options: PlainOptions = {}): PlotSource {
  const variables = Object.keys(draws);
  const { statistics } = options;
  const read = new Map(
    variables.map((name) => [name, plainVariable(name, draws[name], options.dims?.[name], options.coords)]),
  );
  return {
    variables,
    draws: (name) => read.get(name) ?? missing(name, variables),
    ...(statistics === undefined
      ? {}
      : { statistic: (name: SourceStatistic) => chainsOf(name, statistics[name]).map(({ values }) => values) }),
  };
}

/** A source as it is, or made of what was given. */
export function asSource(source: Source): PlotSource {
  if (isSource(source)) return source;
  if (isInference(source)) return inferenceSource(source);
  return isGroup(source) ? groupSource(source) : plotSource(source);
}

function isSource(source: Source): source is PlotSource {
  return hasMethod(source, 'draws');
}

function isInference(source: Source): source is InferenceSource {
  return hasMethod(source, 'group') && hasMethod(source, 'has');
}

function isGroup(source: Source): source is GroupSource {
  return hasMethod(source, 'variable');
}

function hasMethod(source: Source, name: string): boolean {
  return typeof source === 'object' && source !== null && typeof Reflect.get(source, name) === 'function';
}

function missing(name: string, known: readonly string[]): never {
  throw new CredenceError('plots/unknown-variable', `There are no draws of '${name}'; there are ${known.join(', ')}.`, {
    name,
    known,
  });
}

interface ChainValues {
  readonly shape: readonly number[];
  /** draws x size */
  readonly values: Float64Array;
}

function plainVariable(
  name: string,
  nested: Nested | undefined,
  dims: readonly string[] | undefined,
  coords: PlainOptions['coords'],
): VariableSource {
  const chains = chainsOf(name, nested);
  const shape = chains[0]?.shape.slice(1) ?? [];
  const size = shape.reduce((product, extent) => product * extent, 1);
  return {
    name,
    shape,
    ...(dims === undefined ? {} : { dims }),
    ...(coords === undefined ? {} : { coords }),
    element: (...index) => {
      const flat = index.reduce((position, i, axis) => position * (shape[axis] ?? 1) + i, 0);
      return chains.map(({ values }) =>
        Float64Array.from({ length: values.length / size }, (_, i) => values[i * size + flat] ?? Number.NaN),
      );
    },
  };
}

/** A list of numbers is one chain; of lists, one list a chain. */
function chainsOf(name: string, nested: Nested | undefined): readonly ChainValues[] {
  if (nested === undefined || typeof nested !== 'object' || nested.length === 0)
    throw drawsError(name, 'is empty or no array');
  const outer: ArrayLike<number | Nested> = nested;
  const chains: readonly ChainValues[] = isList(outer[0])
    ? Array.from(outer, (item) => flatten(name, item))
    : [flatten(name, nested)];
  const [first] = chains;
  for (const chain of chains) {
    if (first === undefined || chain.shape.join() !== first.shape.join())
      throw drawsError(
        name,
        `has chains of the shapes ${chains.map(({ shape }) => `[${shape.join(', ')}]`).join(' and ')}`,
      );
  }
  return chains;
}

function isList(value: unknown): value is Nested {
  return typeof value === 'object' && value !== null && 'length' in value;
}

function flatten(name: string, nested: number | Nested | undefined): ChainValues {
  if (!isList(nested)) throw drawsError(name, `holds ${String(nested)} beside arrays`);
  const items: ArrayLike<number | Nested> = nested;
  if (!isList(items[0])) {
    const values = new Float64Array(items.length);
    for (let i = 0; i < items.length; i++) {
      const value = items[i];
      if (typeof value !== 'number' && typeof value !== 'boolean')
        throw drawsError(name, `holds ${String(value)}, which is no number`);
      values[i] = Number(value);
    }
    return { shape: [values.length], values };
  }
  const parts = Array.from(items, (item) => flatten(name, item));
  const inner = parts[0]?.shape ?? [];
  if (parts.some(({ shape }) => shape.join() !== inner.join())) throw drawsError(name, 'is ragged');
  const size = parts[0]?.values.length ?? 0;
  const values = new Float64Array(parts.length * size);
  for (const [i, part] of parts.entries()) values.set(part.values, i * size);
  return { shape: [parts.length, ...inner], values };
}

function drawsError(name: string, what: string): CredenceError {
  return new CredenceError(
    'plots/draws',
    `The draws of '${name}' cannot be drawn: the array ${what}. Give draws, chains x draws, or chains x draws x shape.`,
    { name },
  );
}
