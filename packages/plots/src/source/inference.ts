/** Labelled inference data, from a run or from a file, as a source of pictures. */
import type { PlotSource, SourceStatistic } from './source.js';

/** A labelled array of draws. */
export interface ArraySource {
  readonly name: string;
  readonly elementShape: readonly number[];
  readonly elementDims: readonly string[];
  readonly coords: Readonly<Record<string, readonly (string | number)[]>>;
  /** All values, row-major; asked for only of data. */
  readonly values: ArrayLike<number>;
  /** Draws of one element by its flat position: one array a chain. */
  column(element: number): readonly ArrayLike<number>[];
}

/** One group of inference data: a `Dataset`. */
export interface GroupSource {
  readonly names: readonly string[];
  variable(name: string): ArraySource;
}

/** An `InferenceData`. */
export interface InferenceSource {
  has(group: string): boolean;
  group(group: string): GroupSource;
}

/** A group whose variables hold draws. */
export function groupSource(group: GroupSource): PlotSource {
  return {
    variables: group.names,
    draws: (name) => {
      const array = group.variable(name);
      const { elementShape: shape, elementDims: dims, coords } = array;
      return {
        name,
        shape,
        dims,
        coords,
        element: (...index) => array.column(index.reduce((flat, i, axis) => flat * (shape[axis] ?? 1) + i, 0)),
      };
    },
  };
}

/** Names of statistics in ArviZ's schema. */
const STATISTICS: Readonly<Record<SourceStatistic, string>> = { divergent: 'diverging', energy: 'energy' };

/** The posterior with the sampler's statistics; the prior where there is no posterior. */
export function inferenceSource(inference: InferenceSource): PlotSource {
  const name = !inference.has('posterior') && inference.has('prior') ? 'prior' : 'posterior';
  const source = groupSource(inference.group(name));
  if (!inference.has('sample_stats')) return source;
  const statistics = inference.group('sample_stats');
  return {
    ...source,
    statistic: (wanted) => {
      const own = STATISTICS[wanted];
      return statistics.names.includes(own) ? statistics.variable(own).column(0) : [];
    },
  };
}
