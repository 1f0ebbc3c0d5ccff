/** All pairs of quantities, and each one alone on the diagonal. */

import { CredenceError, checkOptions, exp, type OptionNames } from '@credence/numerics';
import { quantileOf } from '@credence/samplers';
import { areWhole, extentOf, type Histogram, histogramOf } from '../density/histogram.js';
import type { LegendItem } from '../figure/legend.js';
import { makePlot } from '../figure/makePlot.js';
import { listOf, type Note, note } from '../figure/note.js';
import type { Panel } from '../figure/panel.js';
import type { FigureOptions, Plot } from '../figure/plot.js';
import { FIGURE_OPTIONS } from '../figure/plot.js';
import { horizontalTicks, verticalTicks } from '../figure/ticks.js';
import { parseLabel, plainLabel } from '../label/label.js';
import { namedSources, type Sources } from '../source/named.js';
import {
  count,
  droppedNote,
  type Element,
  SELECT_OPTIONS,
  type SelectOptions,
  selectElements,
} from '../source/select.js';
import { seriesColour, seriesDash, theme } from '../theme/theme.js';
import { type ByElement, valueFor } from './byElement.js';
import { cornerHeadings, diagonalMarks, fittingSize } from './diagonal.js';
import { pairMarks, truthMarks } from './pairMarks.js';
import { type PairData, pairOf } from './pairs.js';

export interface CornerOptions extends SelectOptions, FigureOptions {
  /** True values by variable or element. */
  readonly truths?: Readonly<Record<string, number>>;
  /** Probabilities of the lines on the diagonal. Default 0.16, 0.5, 0.84; the first, middle and last are those of the titles. */
  readonly quantiles?: readonly number[];
  /** Shares of the draws that contours enclose. Default those of 1 and 2 sigma in the plane: 39.3 % and 86.5 %. */
  readonly levels?: readonly number[];
  /** Values shown, by variable or element, or for all. Default: all draws but the outermost 2 in 1000. */
  readonly ranges?: ByElement<readonly [number, number]>;
  /** Bins of each histogram. Default 24. */
  readonly bins?: number;
  /** Median and distances to the outer quantiles above the diagonal. Default: when there is one sample. */
  readonly showTitles?: boolean;
  /** Draws outside the widest contour, as points. Default true. */
  readonly plotDatapoints?: boolean;
}

export interface CornerData {
  readonly samples: readonly string[];
  readonly elements: readonly {
    readonly name: string;
    readonly range: readonly [number, number];
    readonly truth: number | undefined;
    readonly samples: readonly { readonly histogram: Histogram; readonly quantiles: readonly number[] }[];
  }[];
  readonly pairs: readonly { readonly x: string; readonly y: string; readonly samples: readonly PairData[] }[];
}

/** Points drawn in one frame at most. */
const POINTS = 800;

interface Column {
  readonly element: Element;
  readonly range: readonly [number, number];
  readonly truth: number | undefined;
  /** Draws by sample: those that are finite in all chosen elements. */
  readonly values: readonly Float64Array[];
  readonly bins: number;
}

/**
 * Corner plot: histograms on the diagonal, contours of pairs below it.
 * @param sources one, or several to lay over each other: `[{ label, source }]`
 * @throws CredenceError as `plotPosterior`; plots/probability, plots/range
 * @example plotCorner(posterior, { variables: ['theta_mu', 'theta_sigma'], truths: { theta_mu: 2, theta_sigma: 0.5 } })
 */
export function plotCorner(sources: Sources, options: CornerOptions = {}): Plot<CornerData> {
  checkOptions('plotCorner(sources, options)', options, OPTIONS);
  const { quantiles = [0.16, 0.5, 0.84], levels = [1 - exp(-0.5), 1 - exp(-2)] } = options;
  for (const share of [...quantiles, ...levels]) {
    if (!(share > 0 && share < 1))
      throw new CredenceError('plots/probability', `quantiles and levels must lie between 0 and 1, not ${share}.`, {
        share,
      });
  }
  const samples = namedSources(sources);
  const chosen = samples.map(({ source }) => selectElements(source, options, 8));
  const finite = chosen.map(({ elements }) => jointDraws(elements));
  const first = chosen[0]?.elements ?? [];
  const columns = first.map((element, i) =>
    columnOf(
      element,
      finite.map(({ values }) => values[i] ?? new Float64Array(0)),
      options,
    ),
  );
  const names = samples.map(({ label }) => label);
  const elements = columns.map(({ element, range, truth, values, bins }) => ({
    name: element.name,
    range,
    truth,
    samples: values.map((own) => ({
      histogram: histogramOf(own, { range, bins }),
      quantiles: quantiles.map((share) => quantileOf([own], share)),
    })),
  }));
  const pairs = columns.flatMap((y, row) =>
    columns.slice(0, row).map((x) => ({
      x: x.element.name,
      y: y.element.name,
      samples: x.values.map((own, s) => pairOf(own, y.values[s]!, levels, POINTS)),
    })),
  );
  const data: CornerData = { samples: names, elements, pairs };
  return makePlot(
    {
      data,
      panels: columns.map((_, row) => columns.map((__, column) => panelAt(columns, data, row, column, options))),
      gap: { x: 8, y: 8 },
      legend: legendOf(
        names,
        columns.some(({ truth }) => truth !== undefined),
      ),
      usualTitle: plainLabel('Corner plot'),
      alt: `Corner plot of ${columns.map(({ element }) => element.name).join(', ')}: histograms, and contours that enclose ${levels.map((share) => `${(100 * share).toFixed(1)} %`).join(' and ')} of the draws.`,
      notes: [
        ...chosen.flatMap(({ notes }) => notes),
        ...finite.flatMap(({ notes }) => notes),
        ...rangeNotes(columns, data),
      ],
    },
    options,
  );
}

/** Draws of several elements together: those that are finite in all of them. */
export function jointDraws(elements: readonly Element[]): {
  readonly values: readonly Float64Array[];
  readonly kept: readonly number[];
  readonly notes: readonly Note[];
} {
  const pooled = elements.map(({ chains }) => concat(chains));
  const total = Math.min(...pooled.map(({ length }) => length));
  const kept: number[] = [];
  for (let i = 0; i < total; i++) if (pooled.every((values) => values[i]! - values[i]! === 0)) kept.push(i);
  if (kept.length === 0) {
    const names = elements.map(({ name }) => name);
    throw new CredenceError(
      'plots/not-finite',
      `No draw of ${names.join(', ')} is finite in all of them, so there is nothing to draw.`,
      {
        names,
        total,
      },
    );
  }
  const all = kept.length === total;
  return {
    values: pooled.map((values) => (all ? values : Float64Array.from(kept, (i) => values[i]!))),
    kept,
    notes: droppedNote(listOf(elements), total - kept.length, total),
  };
}

function concat(chains: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(chains.reduce((sum, chain) => sum + chain.length, 0));
  let at = 0;
  for (const chain of chains) {
    all.set(chain, at);
    at += chain.length;
  }
  return all;
}

function columnOf(element: Element, values: readonly Float64Array[], options: CornerOptions): Column {
  const truth = valueFor(options.truths, element);
  const given = valueFor(options.ranges, element);
  if (given !== undefined && !(given[0] < given[1]))
    throw new CredenceError(
      'plots/range',
      `A range must rise, and [${given.join(', ')}] of '${element.name}' does not.`,
      { range: given },
    );
  const ends = values.flatMap((own) =>
    own.length < 500 ? extentOf(own) : [quantileOf([own], 0.001), quantileOf([own], 0.999)],
  );
  if (truth !== undefined) ends.push(truth);
  const [low, high] = extentOf(ends);
  const margin = (high - low) * 0.04 || Math.max(Math.abs(low) * 0.05, 0.5);
  const bins = options.bins ?? 24;
  if (given === undefined && values.every(areWhole) && high - low < bins)
    return {
      element,
      truth,
      values,
      range: [Math.floor(low) - 0.5, Math.ceil(high) + 0.5],
      bins: Math.ceil(high) - Math.floor(low) + 1,
    };
  const from = low >= 0 && low - margin < 0 ? 0 : low - margin;
  const to = low >= 0 && high <= 1 && high + margin > 1 ? 1 : high + margin;
  return { element, truth, values, range: given ?? [from, to], bins };
}

function panelAt(
  columns: readonly Column[],
  data: CornerData,
  row: number,
  column: number,
  options: CornerOptions,
): Panel | undefined {
  if (column > row) return undefined;
  const side = options.frame?.width ?? Math.max(72, Math.min(150, 520 / columns.length));
  const [x, y] = [columns[column]!, columns[row]!];
  const last = row === columns.length - 1;
  const shared = {
    width: side,
    height: options.frame?.height ?? side,
    frame: 'box' as const,
    x: {
      domain: x.range,
      ticks: last ? horizontalTicks(x.range, side, 4) : [],
      ...(last ? { label: x.element.label } : {}),
    },
  };
  if (column === row) {
    const { samples, truth } = data.elements[row]!;
    const top = 1.08 * Math.max(...samples.flatMap(({ histogram }) => histogram.density)) || 1;
    return {
      ...shared,
      y: { domain: [0, top], ticks: [] },
      marks: [
        ...samples.flatMap(({ histogram, quantiles }, s) =>
          diagonalMarks(histogram, quantiles, top, s, samples.length),
        ),
        ...truthMarks(truth, undefined),
      ],
      headings: cornerHeadings(x.element.label, samples, side, options.showTitles),
    };
  }
  const pair = data.pairs.find((candidate) => candidate.x === x.element.name && candidate.y === y.element.name);
  const samples = pair?.samples ?? [];
  return {
    ...shared,
    y: {
      domain: y.range,
      ticks: column === 0 ? verticalTicks(y.range, side, 4) : [],
      ...(column === 0 ? { label: y.element.label, labelSize: fittingSize(y.element.label, side) } : {}),
    },
    marks: [
      ...samples.flatMap((sample, s) =>
        pairMarks(sample, {
          colour: seriesColour(s),
          dash: samples.length > 1 ? seriesDash(s) : '',
          fill: samples.length > 1 ? 0.12 : 0.2,
          points: options.plotDatapoints !== false,
        }),
      ),
      ...truthMarks(x.truth, y.truth),
    ],
  };
}

function legendOf(names: readonly string[], truths: boolean): readonly LegendItem[] {
  const items: LegendItem[] =
    names.length > 1
      ? names.map((name, i) => ({
          label: parseLabel(name),
          colour: seriesColour(i),
          swatch: 'line',
          dash: seriesDash(i),
        }))
      : [];
  return truths ? [...items, { label: plainLabel('true value'), colour: theme.truth, swatch: 'line' }] : items;
}

function rangeNotes(columns: readonly Column[], { elements, samples }: CornerData): readonly Note[] {
  const outside = columns.flatMap(({ element }, i) => {
    const most = elements[i]!.samples.reduce((sum, { histogram }) => sum + histogram.outside, 0);
    return most === 0 ? [] : [{ ...element, most }];
  });
  return outside.length === 0
    ? []
    : [
        note`draws outside the ranges shown${samples.length > 1 ? ', over all samples' : ''}: ${listOf(outside, ({ most }) => ` ${count(most)}`)}`,
      ];
}

const OPTIONS: OptionNames<CornerOptions> = {
  ...SELECT_OPTIONS,
  ...FIGURE_OPTIONS,
  truths: true,
  quantiles: true,
  levels: true,
  ranges: true,
  bins: true,
  showTitles: true,
  plotDatapoints: true,
};
