/** Data against data replicated by the model. */

import { CredenceError, checkOptions, type OptionNames } from '@credence/numerics';
import { dot, line, type Markish, rectY, ruleX } from '@observablehq/plot';
import type { LegendItem } from '../figure/legend.js';
import { makePlot } from '../figure/makePlot.js';
import type { Panel } from '../figure/panel.js';
import type { FigureOptions, Plot } from '../figure/plot.js';
import { FIGURE_OPTIONS } from '../figure/plot.js';
import { horizontalTicks, verticalTicks } from '../figure/ticks.js';
import { nameLabel, parseLabel, plainLabel } from '../label/label.js';
import { groupSource, type InferenceSource } from '../source/inference.js';
import type { NameOrHandle } from '../source/select.js';
import { asSource, type PlotSource, type Source } from '../source/source.js';
import { theme } from '../theme/theme.js';
import { type PredictiveVariableData, predictiveVariable } from './predictiveVariable.js';

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
  checkOptions('plotPosteriorPredictive(source, options)', options, OPTIONS);
  const { samples = 100 } = options;
  if (!(Number.isInteger(samples) && samples > 0))
    throw new CredenceError('plots/samples', `samples must be a whole number above 0, not ${samples}.`, { samples });
  const { observed, predicted } = partsOf(source);
  const names = namesOf(options.variables, observed, predicted);
  const drawn = names.map((name) =>
    predictiveVariable(name, observed[name] ?? [], predicted.draws(name), samples, options.kind),
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
          { label: plainLabel('observed shares'), colour: theme.ink, swatch: 'area' as const, opacity: 0.22 },
          { label: plainLabel('replicated shares: median, 90 %'), colour: theme.series[0], swatch: 'dot' as const },
        ]
      : []),
  ];
}

const OPTIONS: OptionNames<PosteriorPredictiveOptions> = {
  ...FIGURE_OPTIONS,
  variables: true,
  kind: true,
  samples: true,
  labels: true,
};
