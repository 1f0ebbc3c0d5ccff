/** The posterior of each element: density or histogram, interval, point estimate, reference value and region. */

import { CredenceError, checkOptions, type OptionNames } from '@credence/numerics';
import { highestDensityInterval, type Interval, quantileOf } from '@credence/samplers';
import { areaY, type Markish, rectY, ruleX, ruleY } from '@observablehq/plot';
import type { Bounds } from '../density/bounds.js';
import { type Histogram, histogramOf } from '../density/histogram.js';
import { type Marginal, marginalDomain, marginalHeight, marginalOf, unionOf } from '../density/marginal.js';
import { makePlot } from '../figure/makePlot.js';
import { marginalMarks, rowsOf } from '../figure/marks.js';
import { note } from '../figure/note.js';
import type { Heading, Panel } from '../figure/panel.js';
import type { FigureOptions, Plot } from '../figure/plot.js';
import { FIGURE_OPTIONS } from '../figure/plot.js';
import { horizontalTicks, minus, numberText } from '../figure/ticks.js';
import { plainLabel } from '../label/label.js';
import {
  droppedNote,
  type Element,
  finiteDraws,
  SELECT_OPTIONS,
  type SelectOptions,
  selectElements,
} from '../source/select.js';
import type { Source } from '../source/source.js';
import { theme } from '../theme/theme.js';
import { type ByElement, valueFor } from './byElement.js';

export interface PosteriorOptions extends SelectOptions, FigureOptions {
  /** Density by a kernel, or histogram. Default 'kde'. Whole numbers are always bars. */
  readonly kind?: 'kde' | 'hist';
  /** Mass of the highest-density interval. Default 0.94. */
  readonly hdiProb?: number;
  /** Default 'mean'. */
  readonly pointEstimate?: 'mean' | 'median' | 'none';
  /** A value to compare with: one for all, or by variable or element. */
  readonly refVal?: ByElement<number>;
  /** A region of practical equivalence: [from, to], for all or by variable or element. */
  readonly rope?: ByElement<readonly [number, number]>;
  /** Bins of the histogram. */
  readonly bins?: number;
  /** Ends of the support, for all or by variable or element; default: those that the draws point at. */
  readonly bounds?: ByElement<Partial<Bounds>>;
  /** Panels beside each other. Default: at most 4. */
  readonly columns?: number;
}

export interface PosteriorPanelData {
  readonly name: string;
  readonly marginal: Marginal | ({ readonly kind: 'histogram' } & Histogram);
  readonly mean: number;
  readonly median: number;
  readonly hdi: Interval;
  readonly hdiProb: number;
  /** Shares of the draws below and above the reference value; those equal to it count half to each. */
  readonly reference?: { readonly value: number; readonly below: number; readonly above: number };
  readonly rope?: { readonly from: number; readonly to: number; readonly inside: number };
  readonly draws: number;
  readonly dropped: number;
}

export interface PosteriorData {
  readonly elements: readonly PosteriorPanelData[];
}

/**
 * Posterior of each element.
 * @throws CredenceError plots/unknown-variable, plots/unknown-label, plots/unknown-dim, plots/empty-selection, plots/not-finite,
 *   plots/probability, plots/rope
 * @example await toPng(plotPosterior(posterior, { variables: ['theta_mu'], refVal: 0 }))
 */
export function plotPosterior(source: Source, options: PosteriorOptions = {}): Plot<PosteriorData> {
  checkOptions('plotPosterior(source, options)', options, OPTIONS);
  const { hdiProb = 0.94 } = options;
  if (!(hdiProb > 0 && hdiProb < 1))
    throw new CredenceError('plots/probability', `hdiProb must lie between 0 and 1, not ${hdiProb}.`, { hdiProb });
  const { elements, notes } = selectElements(source, options, 24);
  const drawn = elements.map((element) => ({ element, data: panelData(element, options, hdiProb) }));
  const columns = options.columns ?? Math.min(4, Math.ceil(Math.sqrt(drawn.length)));
  const percent = percentText(hdiProb);
  return makePlot(
    {
      data: { elements: drawn.map(({ data }) => data) },
      panels: rowsOf(
        drawn.map(({ element, data }) => panelOf(element, data, options)),
        Math.max(1, columns),
      ),
      gap: { x: 22, y: 18 },
      usualTitle: plainLabel('Posterior'),
      alt: `Posterior ${drawn.length === 1 ? 'density' : 'densities'}: ${drawn
        .slice(0, 8)
        .map(
          ({ data }) =>
            `${data.name} mean ${numberText(data.mean, widthOf(data))}, ${percent} interval ${intervalText(data)}`,
        )
        .join('; ')}${drawn.length > 8 ? '; and others' : ''}.`,
      notes: [
        ...notes,
        ...drawn.flatMap(({ element, data }) => [
          ...droppedNote(element, data.dropped, data.draws + data.dropped),
          ...(data.marginal.kind === 'constant' ? [note`all draws of ${element} are ${numberText(data.mean)}`] : []),
          ...(data.marginal.kind === 'density' && data.marginal.outside > 0
            ? [note`${data.marginal.outside} draws of ${element} lie outside the picture`]
            : []),
        ]),
      ],
    },
    options,
  );
}

function panelData(element: Element, options: PosteriorOptions, hdiProb: number): PosteriorPanelData {
  const { values, dropped } = finiteDraws(element);
  const reference = valueFor(options.refVal, element);
  const rope = valueFor(options.rope, element);
  const bounds = valueFor(options.bounds, element);
  if (rope !== undefined && !(rope[0] < rope[1]))
    throw new CredenceError(
      'plots/rope',
      `The region of '${element.name}' must rise, and [${rope.join(', ')}] does not.`,
      { rope },
    );
  const share = (test: (value: number) => number) =>
    values.reduce((sum, value) => sum + test(value), 0) / values.length;
  const marginal = marginalOf(values, bounds === undefined ? {} : { bounds });
  const below = (limit: number) => share((value) => (value < limit ? 1 : value === limit ? 0.5 : 0));
  return {
    name: element.name,
    marginal:
      options.kind === 'hist' && marginal.kind === 'density'
        ? { kind: 'histogram', ...histogramOf(values, options.bins === undefined ? {} : { bins: options.bins }) }
        : marginal,
    mean: share((value) => value),
    median: quantileOf([values], 0.5),
    hdi: highestDensityInterval([values], hdiProb),
    hdiProb,
    ...(reference === undefined
      ? {}
      : { reference: { value: reference, below: below(reference), above: 1 - below(reference) } }),
    ...(rope === undefined
      ? {}
      : {
          rope: {
            from: rope[0],
            to: rope[1],
            inside: share((value) => (value >= rope[0] && value <= rope[1] ? 1 : 0)),
          },
        }),
    draws: values.length,
    dropped,
  };
}

function panelOf(element: Element, data: PosteriorPanelData, options: PosteriorOptions): Panel {
  const { frame = {}, pointEstimate = 'mean' } = options;
  const { marginal, hdi, reference, rope } = data;
  const width = frame.width ?? 210;
  const height = frame.height ?? 120;
  const top = 1.06 * heightOf(marginal);
  const shown = [domainOf(marginal)];
  if (reference !== undefined) shown.push([reference.value, reference.value]);
  const [from, to] = unionOf(shown);
  const margin = reference === undefined ? 0 : 0.03 * (to - from);
  const domain: readonly [number, number] = [from - margin, to + margin];
  const colour = theme.series[0];
  const marks: Markish[] = [];
  if (rope !== undefined) {
    const ends = [Math.max(rope.from, domain[0]), Math.min(rope.to, domain[1])].map((x) => ({ x, y: top }));
    if ((ends[0]?.x ?? 0) < (ends[1]?.x ?? 0))
      marks.push(areaY(ends, { x: 'x', y1: 0, y2: 'y', fill: theme.series[3], fillOpacity: 0.22 }));
  }
  marks.push(...shapeMarks(marginal, top, colour));
  if (reference !== undefined)
    marks.push(ruleX([reference.value], { stroke: theme.truth, strokeWidth: theme.line, strokeDasharray: '5,3' }));
  const point = data[pointEstimate === 'median' ? 'median' : 'mean'];
  if (pointEstimate !== 'none' && marginal.kind !== 'constant')
    marks.push(ruleX([point], { y1: 0, y2: top * 0.94, stroke: theme.ink, strokeWidth: 1 }));
  if (marginal.kind !== 'constant')
    marks.push(ruleY([0], { x1: hdi.lower, x2: hdi.upper, stroke: theme.ink, strokeWidth: 3.5, dy: -1.75 }));
  return {
    width,
    height,
    x: { domain, ticks: horizontalTicks(domain, width, 5) },
    y: { domain: [0, top], ticks: [] },
    marks,
    headings: headingsOf(element, data, pointEstimate),
  };
}

function shapeMarks(marginal: PosteriorPanelData['marginal'], top: number, colour: string): readonly Markish[] {
  if (marginal.kind !== 'histogram') return marginalMarks(marginal, top, { colour, fill: 0.2 });
  const bins = marginal.density.map((density, i) => ({ x1: marginal.edges[i], x2: marginal.edges[i + 1], density }));
  return [rectY(bins, { x1: 'x1', x2: 'x2', y1: 0, y2: 'density', fill: colour, fillOpacity: 0.45, insetRight: 0.5 })];
}

function heightOf(marginal: PosteriorPanelData['marginal']): number {
  return marginal.kind === 'histogram' ? Math.max(...marginal.density) : marginalHeight(marginal);
}

function domainOf(marginal: PosteriorPanelData['marginal']): readonly [number, number] {
  if (marginal.kind !== 'histogram') return marginalDomain(marginal);
  const [low, high] = [marginal.edges[0] ?? 0, marginal.edges.at(-1) ?? 1];
  return [low - 0.02 * (high - low), high + 0.02 * (high - low)];
}

function headingsOf(
  element: Element,
  data: PosteriorPanelData,
  pointEstimate: 'mean' | 'median' | 'none',
): readonly Heading[] {
  const { reference, rope } = data;
  const point = pointEstimate === 'none' ? '' : `${pointEstimate} ${numberText(data[pointEstimate], widthOf(data))}, `;
  const lines: Heading[] = [{ label: element.label, size: theme.size.title }];
  if (data.marginal.kind !== 'constant')
    lines.push({
      label: plainLabel(`${point}${percentText(data.hdiProb)} HDI ${intervalText(data)}`),
      size: theme.size.tick,
      colour: theme.muted,
    });
  if (reference !== undefined)
    lines.push({
      label: plainLabel(
        `${percentText(reference.below, 1)} < ${minus(String(reference.value))} < ${percentText(reference.above, 1)}`,
      ),
      size: theme.size.tick,
      colour: theme.truth,
    });
  if (rope !== undefined)
    lines.push({
      label: plainLabel(`${percentText(rope.inside, 1)} in [${minus(String(rope.from))}, ${minus(String(rope.to))}]`),
      size: theme.size.tick,
      colour: '#1f7a6c',
    });
  return lines;
}

/** A spread that says how many digits are worth reading. */
function widthOf({ hdi }: PosteriorPanelData): number {
  return (hdi.upper - hdi.lower) / 4;
}

function intervalText(data: PosteriorPanelData): string {
  if (data.marginal.kind === 'bars') return `${minus(String(data.hdi.lower))} to ${minus(String(data.hdi.upper))}`;
  return `${numberText(data.hdi.lower, widthOf(data))} to ${numberText(data.hdi.upper, widthOf(data))}`;
}

/** `94 %` of 0.94. */
export function percentText(share: number, decimals?: number): string {
  return `${decimals === undefined ? Number((100 * share).toPrecision(4)) : (100 * share).toFixed(decimals)} %`;
}

const OPTIONS: OptionNames<PosteriorOptions> = {
  ...SELECT_OPTIONS,
  ...FIGURE_OPTIONS,
  kind: true,
  hdiProb: true,
  pointEstimate: true,
  refVal: true,
  rope: true,
  bins: true,
  bounds: true,
  columns: true,
};
