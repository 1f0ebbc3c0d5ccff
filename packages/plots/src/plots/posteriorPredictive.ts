/** Data against data replicated by the model. */

import { CredenceError } from '@credence/numerics';
import { quantileOf } from '@credence/samplers';
import { dot, line, type Markish, rectY, ruleX } from '@observablehq/plot';
import { type DensityEstimate, densityOf } from '../density/density.js';
import { areWhole, extentOf } from '../density/histogram.js';
import type { LegendItem } from '../figure/legend.js';
import type { Panel } from '../figure/panel.js';
import { type FigureOptions, makePlot, type Plot } from '../figure/plot.js';
import { horizontalTicks, verticalTicks } from '../figure/ticks.js';
import { nameLabel, parseLabel, plainLabel } from '../label/label.js';
import { groupSource, type InferenceSource } from '../source/inference.js';
import { count, type NameOrHandle } from '../source/select.js';
import { asSource, type PlotSource, type Source, type VariableSource } from '../source/source.js';
import { theme } from '../theme/theme.js';

/** Observed values by name, and draws of the same variables. */
export interface PredictiveSource {
  readonly observed: Readonly<Record<string, ArrayLike<number>>>;
  readonly predicted: Source;
}

export interface PosteriorPredictiveOptions extends FigureOptions {
  /** Observed variables. Default: all that were predicted as well. */
  readonly variables?: NameOrHandle | readonly NameOrHandle[];
  /** Densities, or shares of each whole number. Default: 'bars' for counts of at most 60 different sizes. */
  readonly kind?: 'kde' | 'bars';
  /** Replicated data sets that are drawn. Default 100, taken at equal distances. */
  readonly samples?: number;
  /** What to write for a variable. */
  readonly labels?: Readonly<Record<string, string>>;
}

export type PredictiveVariableData =
  | {
      readonly kind: 'kde';
      readonly name: string;
      readonly observed: DensityEstimate;
      /** One density a replicated data set, on the grid `x`; and their mean. */
      readonly x: readonly number[];
      readonly replicated: readonly (readonly number[])[];
      readonly mean: readonly number[];
    }
  | {
      readonly kind: 'bars';
      readonly name: string;
      readonly x: readonly number[];
      /** Share of the data. */
      readonly observed: readonly number[];
      /** Median and 5 % and 95 % quantiles of the share over replicated data sets. */
      readonly median: readonly number[];
      readonly lower: readonly number[];
      readonly upper: readonly number[];
    };

export interface PredictiveData {
  readonly variables: readonly PredictiveVariableData[];
}

/**
 * Posterior (or prior) predictive check: the distribution of the data over those of replicated data sets.
 * @param source inference data with `observed_data` and `posterior_predictive` (else `prior_predictive`), or both given
 * @throws CredenceError plots/no-group, plots/unknown-variable, plots/empty-selection, plots/not-finite, plots/lengths, plots/samples
 */
export function plotPosteriorPredictive(
  source: InferenceSource | PredictiveSource,
  options: PosteriorPredictiveOptions = {},
): Plot<PredictiveData> {
  const { samples = 100 } = options;
  if (!(Number.isInteger(samples) && samples > 0))
    throw new CredenceError('plots/samples', `samples must be a whole number above 0, not ${samples}.`, { samples });
  const { observed, predicted } = partsOf(source);
  const names = namesOf(options.variables, observed, predicted);
  const drawn = names.map((name) =>
    variableOf(name, observed[name] ?? [], predicted.draws(name), samples, options.kind),
  );
  return makePlot(
    {
      data: { variables: drawn.map(({ data }) => data) },
      panels: drawn.map(({ data }) => [panelOf(data, options)]),
      gap: { y: 20 },
      legend: legendOf(drawn.map(({ data }) => data)),
      usualTitle: plainLabel('Posterior predictive check'),
      alt: `Distribution of ${names.join(', ')} in the data and in replicated data sets.`,
      notes: drawn.flatMap(({ notes }) => notes),
    },
    options,
  );
}

function partsOf(source: InferenceSource | PredictiveSource): {
  readonly observed: PredictiveSource['observed'];
  readonly predicted: PlotSource;
} {
  if ('observed' in source) return { observed: source.observed, predicted: asSource(source.predicted) };
  const group = ['posterior_predictive', 'prior_predictive'].find((name) => source.has(name));
  if (group === undefined || !source.has('observed_data')) {
    throw new CredenceError(
      'plots/no-group',
      `A predictive check needs the groups observed_data and posterior_predictive; ${group === undefined ? 'there are no predictions' : 'there are no observed data'}. Add them, or give { observed, predicted }.`,
      {},
    );
  }
  const data = source.group('observed_data');
  const observed = Object.fromEntries(data.names.map((name) => [name, data.variable(name).values]));
  return { observed, predicted: groupSource(source.group(group)) };
}

function namesOf(
  given: PosteriorPredictiveOptions['variables'],
  observed: PredictiveSource['observed'],
  predicted: PlotSource,
): readonly string[] {
  const list: readonly NameOrHandle[] | undefined =
    given === undefined ? undefined : typeof given === 'string' || !isList(given) ? [given] : given;
  const names =
    list?.map((item) => (typeof item === 'string' ? item : item.name)) ??
    Object.keys(observed).filter((name) => predicted.variables.includes(name));
  for (const name of names) {
    if (observed[name] !== undefined && predicted.variables.includes(name)) continue;
    throw new CredenceError(
      'plots/unknown-variable',
      `'${name}' is not both observed and predicted. Observed are ${Object.keys(observed).join(', ') || 'none'}; predicted are ${predicted.variables.join(', ') || 'none'}.`,
      { name },
    );
  }
  if (names.length === 0)
    throw new CredenceError(
      'plots/empty-selection',
      'There is nothing to draw: no variable is both observed and predicted.',
      {},
    );
  return names;
}

function isList(given: NameOrHandle | readonly NameOrHandle[]): given is readonly NameOrHandle[] {
  return Array.isArray(given);
}

/** Replicated data sets of a variable, at most so many, at equal distances over all chains. */
function replicatesOf(
  name: string,
  draws: VariableSource,
  size: number,
  samples: number,
): { readonly sets: readonly Float64Array[]; readonly total: number } {
  const elements = draws.shape.reduce((product, extent) => product * extent, 1);
  if (elements !== size)
    throw new CredenceError(
      'plots/lengths',
      `'${name}' has ${size} observed values and ${elements} predicted ones. Predict for the observed data.`,
      { name, size, elements },
    );
  const indexOf = (flat: number) => {
    const index: number[] = [];
    let rest = flat;
    for (const extent of [...draws.shape].reverse()) {
      index.unshift(rest % extent);
      rest = Math.floor(rest / extent);
    }
    return index;
  };
  let sets: Float64Array[] = [];
  let total = 0;
  for (let element = 0; element < elements; element++) {
    const chains = draws.element(...indexOf(element));
    if (element === 0) {
      total = chains.reduce((sum, { length }) => sum + length, 0);
      sets = Array.from({ length: Math.min(samples, total) }, () => new Float64Array(elements));
    }
    for (const [s, set] of sets.entries()) {
      let place = Math.floor((s * total) / sets.length);
      const chain = chains.find(({ length }) => {
        if (place < length) return true;
        place -= length;
        return false;
      });
      set[element] = chain?.[place] ?? Number.NaN;
    }
  }
  return { sets, total };
}

/** Whole numbers with at most this many different sizes are drawn as bars. */
const MOST_BARS = 60;

function variableOf(
  name: string,
  observed: ArrayLike<number>,
  draws: VariableSource,
  samples: number,
  kind: 'kde' | 'bars' | undefined,
) {
  const data = Float64Array.from(observed).filter((value) => value - value === 0);
  const { sets, total } = replicatesOf(name, draws, observed.length, samples);
  const finite = sets.map((set) => set.filter((value) => value - value === 0)).filter(({ length }) => length > 0);
  if (data.length === 0 || finite.length === 0)
    throw new CredenceError(
      'plots/not-finite',
      `'${name}' has no finite ${data.length === 0 ? 'data' : 'predictions'}, so there is nothing to draw.`,
      { name },
    );
  const lost = sets.reduce((sum, set) => sum + set.length, 0) - finite.reduce((sum, set) => sum + set.length, 0);
  const notes = [
    ...(sets.length < total ? [`${count(sets.length)} of ${count(total)} replicated data sets of ${name}`] : []),
    ...(lost > 0 ? [`${count(lost)} predictions of ${name} are not finite and are left out`] : []),
  ];
  const [low, high] = extentOf([...extentOf(data), ...finite.flatMap(extentOf)]);
  const constant =
    extentOf(data)[0] === extentOf(data)[1] || finite.some((set) => set.every((value) => value === set[0]));
  const whole = areWhole(data) && finite.every(areWhole);
  const bars = kind === 'bars' || (kind === undefined && ((whole && high - low < MOST_BARS) || constant));
  return { data: bars ? barsOf(name, data, finite, low, high) : curvesOf(name, data, finite), notes };
}

function barsOf(
  name: string,
  data: Float64Array,
  sets: readonly Float64Array[],
  low: number,
  high: number,
): PredictiveVariableData {
  const [first, last] = [Math.floor(low), Math.ceil(high)];
  const width = Math.max(1, Math.ceil((last - first + 1) / MOST_BARS));
  const bins = Math.ceil((last - first + 1) / width);
  const shares = (values: Float64Array) => {
    const counts = new Array<number>(bins).fill(0);
    for (const value of values) counts[Math.floor((Math.round(value) - first) / width)]!++;
    return counts.map((number) => number / values.length);
  };
  const replicated = sets.map(shares);
  const quantile = (share: number) =>
    Array.from({ length: bins }, (_, i) => quantileOf([Float64Array.from(replicated, (own) => own[i]!)], share));
  return {
    kind: 'bars',
    name,
    x: Array.from({ length: bins }, (_, i) => first + i * width + (width - 1) / 2),
    observed: shares(data),
    median: quantile(0.5),
    lower: quantile(0.05),
    upper: quantile(0.95),
  };
}

function curvesOf(name: string, data: Float64Array, sets: readonly Float64Array[]): PredictiveVariableData {
  const observed = densityOf(data);
  const estimates = sets
    .filter((set) => set.some((value) => value !== set[0]))
    .map((set) => densityOf(set, { points: 256 }));
  const [low] = extentOf([observed.x[0]!, ...estimates.map(({ x }) => x[0]!)]);
  const [, high] = extentOf([observed.x.at(-1)!, ...estimates.map(({ x }) => x.at(-1)!)]);
  const x = Array.from({ length: 256 }, (_, i) => low + ((high - low) * i) / 255);
  const replicated = estimates.map((estimate) => x.map((at) => valueAt(estimate, at)));
  const mean = x.map((_, i) => replicated.reduce((sum, own) => sum + own[i]!, 0) / replicated.length);
  return { kind: 'kde', name, observed, x, replicated, mean };
}

function valueAt({ x, density }: DensityEstimate, at: number): number {
  const place = (at - x[0]!) / (x[1]! - x[0]!);
  const below = Math.floor(place);
  if (below < 0 || below + 1 >= x.length) return 0;
  return density[below]! * (1 - place + below) + density[below + 1]! * (place - below);
}

function panelOf(data: PredictiveVariableData, { frame = {}, labels = {} }: PosteriorPredictiveOptions): Panel {
  const width = frame.width ?? 400;
  const height = frame.height ?? 200;
  const given = labels[data.name];
  const label = given === undefined ? nameLabel(data.name) : parseLabel(given);
  const heights =
    data.kind === 'bars'
      ? [...data.observed, ...data.upper]
      : [...data.observed.density, ...data.mean, ...data.replicated.map((own) => Math.max(...own))];
  const top = 1.06 * Math.max(...heights);
  const half = data.kind === 'bars' ? ((data.x[1] ?? data.x[0]! + 1) - data.x[0]!) * 0.6 : 0;
  const domain: readonly [number, number] = [data.x[0]! - half, data.x.at(-1)! + half];
  return {
    width,
    height,
    x: { domain, ticks: horizontalTicks(domain, width, 7), label },
    y:
      data.kind === 'bars'
        ? { domain: [0, top], ticks: verticalTicks([0, top], height, 5), label: plainLabel('share') }
        : { domain: [0, top], ticks: [] },
    marks: data.kind === 'bars' ? barMarks(data) : curveMarks(data),
  };
}

function barMarks({
  x,
  observed,
  median,
  lower,
  upper,
}: PredictiveVariableData & { kind: 'bars' }): readonly Markish[] {
  const half = ((x[1] ?? x[0]! + 1) - x[0]!) * 0.4;
  const bars = x.map((at, i) => ({ x1: at - half, x2: at + half, y: observed[i] }));
  const places = x.map((at, i) => ({ at, median: median[i], lower: lower[i], upper: upper[i] }));
  return [
    rectY(bars, { x1: 'x1', x2: 'x2', y1: 0, y2: 'y', fill: theme.ink, fillOpacity: 0.22 }),
    ruleX(places, { x: 'at', y1: 'lower', y2: 'upper', stroke: theme.series[0], strokeWidth: 1.8 }),
    dot(places, { x: 'at', y: 'median', r: 2.6, fill: theme.series[0] }),
  ];
}

function curveMarks({ x, replicated, mean, observed }: PredictiveVariableData & { kind: 'kde' }): readonly Markish[] {
  const curve = (own: ArrayLike<number>, at: ArrayLike<number> = x) =>
    Array.from(at, (place, i) => ({ x: place, y: own[i] }));
  return [
    ...replicated.map((own) =>
      line(curve(own), { x: 'x', y: 'y', stroke: theme.series[0], strokeWidth: 0.6, strokeOpacity: 0.3 }),
    ),
    line(curve(mean), { x: 'x', y: 'y', stroke: theme.series[1], strokeWidth: 1.8, strokeDasharray: '6,3' }),
    line(curve(observed.density, observed.x), { x: 'x', y: 'y', stroke: theme.ink, strokeWidth: 2 }),
  ];
}

function legendOf(variables: readonly PredictiveVariableData[]): readonly LegendItem[] {
  const curves = variables.some(({ kind }) => kind === 'kde');
  const bars = variables.some(({ kind }) => kind === 'bars');
  return [
    ...(curves
      ? [
          { label: plainLabel('observed'), colour: theme.ink, swatch: 'line' as const },
          { label: plainLabel('replicated'), colour: theme.series[0], swatch: 'line' as const, opacity: 0.5 },
          { label: plainLabel('mean of replicated'), colour: theme.series[1], swatch: 'line' as const, dash: '6,3' },
        ]
      : []),
    ...(bars
      ? [
          { label: plainLabel('observed'), colour: theme.ink, swatch: 'area' as const, opacity: 0.22 },
          { label: plainLabel('replicated: median, 90 %'), colour: theme.series[0], swatch: 'dot' as const },
        ]
      : []),
  ];
}
