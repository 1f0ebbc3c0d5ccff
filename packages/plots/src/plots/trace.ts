/** The way of each chain: its marginal density beside its draws in order, with the places of divergences. */

import { checkOptions, type OptionNames } from '@credence/numerics';
import { dot, line, type Markish } from '@observablehq/plot';
import { extentOf } from '../density/histogram.js';
import { type Marginal, marginalDomain, marginalHeight, marginalOf, unionOf } from '../density/marginal.js';
import type { LegendItem } from '../figure/legend.js';
import { makePlot } from '../figure/makePlot.js';
import { marginalMarks } from '../figure/marks.js';
import type { Panel } from '../figure/panel.js';
import type { FigureOptions, Plot } from '../figure/plot.js';
import { FIGURE_OPTIONS } from '../figure/plot.js';
import { horizontalTicks, verticalTicks } from '../figure/ticks.js';
import { plainLabel } from '../label/label.js';
import {
  droppedNote,
  type Element,
  finiteDraws,
  SELECT_OPTIONS,
  type SelectOptions,
  selectElements,
} from '../source/select.js';
import type { PlotSource, Source } from '../source/source.js';
import { seriesColour, seriesDash, theme } from '../theme/theme.js';

export interface TraceOptions extends SelectOptions, FigureOptions {
  /** Mark divergences. Default true, where the source tells them. */
  readonly divergences?: boolean;
}

export interface TraceChain {
  /** Undefined when no draw of the chain is finite. */
  readonly marginal: Marginal | undefined;
  /** Draws that are drawn: all, or of long chains the lowest and highest of each run of draws. */
  readonly draw: readonly number[];
  readonly value: readonly number[];
}

export interface TraceData {
  readonly elements: readonly {
    readonly name: string;
    readonly chains: readonly TraceChain[];
    readonly divergences: readonly { readonly chain: number; readonly draw: number; readonly value: number }[];
  }[];
}

/** Points of a trace; longer chains are drawn by their extremes, which looks the same. */
const POINTS = 1200;

/**
 * Marginal density by chain, and the draws of each chain in order.
 * @throws CredenceError as `plotPosterior`
 * @example plotTrace(posterior, { variables: 'tau' }).svg
 */
export function plotTrace(source: Source, options: TraceOptions = {}): Plot<TraceData> {
  checkOptions('plotTrace(source, options)', options, OPTIONS);
  const selected = selectElements(source, options, 12);
  const divergent = options.divergences === false ? [] : divergencesOf(selected.source);
  const elements = selected.elements.map((element) => ({ element, data: traceOf(element, divergent) }));
  const chains = Math.max(...selected.elements.map((element) => element.chains.length));
  const total = divergent.length;
  const draws = Math.max(...selected.elements.flatMap((element) => element.chains.map((chain) => chain.length)));
  return makePlot(
    {
      data: { elements: elements.map(({ data }) => data) },
      panels: elements.map(({ element, data }, i) =>
        panelsOf(element, data, draws, i === elements.length - 1, options),
      ),
      gap: { x: 24, y: 14 },
      legend: legendOf(chains, total),
      usualTitle: plainLabel('Trace'),
      alt: `Densities and traces of ${elements.map(({ data }) => data.name).join(', ')} in ${chains} ${chains === 1 ? 'chain' : 'chains'} of ${draws} draws${total > 0 ? `, with ${total} divergences` : ''}.`,
      notes: [
        ...selected.notes,
        ...selected.elements.flatMap((element) => {
          const all = element.chains.reduce((sum, chain) => sum + chain.length, 0);
          return droppedNote(element, finiteDraws(element).dropped, all);
        }),
      ],
    },
    options,
  );
}

/** Chain and draw of every divergence. */
export function divergencesOf(source: PlotSource): readonly { readonly chain: number; readonly draw: number }[] {
  const found: { chain: number; draw: number }[] = [];
  for (const [chain, flags] of (source.statistic?.('divergent') ?? []).entries()) {
    for (let draw = 0; draw < flags.length; draw++) if (flags[draw]) found.push({ chain, draw });
  }
  return found;
}

function traceOf(
  element: Element,
  divergent: readonly { readonly chain: number; readonly draw: number }[],
): TraceData['elements'][number] {
  return {
    name: element.name,
    chains: element.chains.map((chain) => {
      const finite = chain.filter((value) => value - value === 0);
      return { marginal: finite.length === 0 ? undefined : marginalOf(finite), ...thinned(chain) };
    }),
    divergences: divergent.flatMap(({ chain, draw }) => {
      const value = element.chains[chain]?.[draw];
      return value === undefined ? [] : [{ chain, draw, value }];
    }),
  };
}

/** All draws, or the lowest and highest of each of `POINTS / 2` runs. */
function thinned(chain: Float64Array): { readonly draw: readonly number[]; readonly value: readonly number[] } {
  if (chain.length <= POINTS) return { draw: Array.from(chain, (_, i) => i), value: Array.from(chain) };
  const draw: number[] = [];
  const runs = POINTS / 2;
  for (let run = 0; run < runs; run++) {
    const start = Math.floor((run * chain.length) / runs);
    const end = Math.floor(((run + 1) * chain.length) / runs);
    let [low, high] = [start, start];
    for (let i = start; i < end; i++) {
      if (!(chain[i]! >= chain[low]!)) low = i;
      if (!(chain[i]! <= chain[high]!)) high = i;
    }
    draw.push(...(low < high ? [low, high] : low > high ? [high, low] : [low]));
  }
  return { draw, value: draw.map((i) => chain[i]!) };
}

function panelsOf(
  element: Element,
  data: TraceData['elements'][number],
  draws: number,
  last: boolean,
  { frame = {} }: TraceOptions,
): readonly Panel[] {
  const height = frame.height ?? 84;
  const width = frame.width ?? 330;
  const marginals = data.chains.flatMap(({ marginal }) => (marginal === undefined ? [] : [marginal]));
  const xDomain = unionOf(marginals.map(marginalDomain));
  const top = 1.06 * Math.max(...marginals.map(marginalHeight));
  const values = data.chains.flatMap(({ value }) => value.filter((v) => v - v === 0));
  const [low, high] = extentOf(values);
  const margin = (high - low) * 0.06 || 0.5;
  const yDomain: readonly [number, number] = [low - margin, high + margin];
  const left: Markish[] = [];
  const right: Markish[] = [];
  for (const [i, chain] of data.chains.entries()) {
    const colour = seriesColour(i);
    if (chain.marginal !== undefined)
      left.push(...marginalMarks(chain.marginal, top, { colour, fill: 0, dash: seriesDash(i), width: 1.3 }));
    const points = chain.draw.map((x, at) => ({ x, y: chain.value[at] }));
    if (points.length === 1) right.push(dot(points, { x: 'x', y: 'y', r: 3, fill: colour }));
    right.push(line(points, { x: 'x', y: 'y', stroke: colour, strokeWidth: 0.7, strokeOpacity: 0.8 }));
  }
  if (data.divergences.length > 0) {
    const stroke = { stroke: theme.divergence, strokeWidth: 1 };
    const rug = (y1: number, y2: number) => ({ ...stroke, y1, y2 });
    left.push(
      rugX(
        data.divergences.map(({ value }) => value),
        rug(0, 0.08 * top),
      ),
    );
    right.push(
      rugX(
        data.divergences.map(({ draw }) => draw),
        rug(yDomain[0], yDomain[0] + 0.08 * (yDomain[1] - yDomain[0])),
      ),
    );
  }
  const end: readonly [number, number] = draws > 1 ? [0, draws - 1] : [-1, 1];
  const steps =
    draws > 1
      ? horizontalTicks(end, width, 6).filter(({ value }) => Number.isInteger(value))
      : [{ value: 0, text: '0' }];
  return [
    {
      width: Math.round(width * 0.55),
      height,
      x: { domain: xDomain, ticks: horizontalTicks(xDomain, width * 0.55, 5) },
      y: { domain: [0, top], ticks: [], label: element.label },
      marks: left,
      frame: 'bottom',
    },
    {
      width,
      height,
      x: { domain: end, ticks: steps, ...(last ? { label: plainLabel('draw') } : {}) },
      y: { domain: yDomain, ticks: verticalTicks(yDomain, height, 4) },
      marks: right,
    },
  ];
}

function rugX(x: readonly number[], style: { stroke: string; strokeWidth: number; y1: number; y2: number }): Markish {
  const { y1, y2, ...stroke } = style;
  return line(
    x.flatMap((at) => [
      { at, y: y1 },
      { at, y: y2 },
      { at, y: Number.NaN },
    ]),
    { x: 'at', y: 'y', ...stroke },
  );
}

function legendOf(chains: number, divergences: number): readonly LegendItem[] {
  const items: LegendItem[] = Array.from({ length: Math.min(chains, 12) }, (_, i) => ({
    label: plainLabel(`chain ${i}`),
    colour: seriesColour(i),
    swatch: 'line',
    dash: seriesDash(i),
  }));
  if (chains > 12) items.push({ label: plainLabel(`and ${chains - 12} more`), colour: theme.paper, swatch: 'line' });
  if (divergences > 0)
    items.push({
      label: plainLabel(`${divergences} ${divergences === 1 ? 'divergence' : 'divergences'}`),
      colour: theme.divergence,
      swatch: 'line',
    });
  return chains > 1 || divergences > 0 ? items : [];
}

const OPTIONS: OptionNames<TraceOptions> = { ...SELECT_OPTIONS, ...FIGURE_OPTIONS, divergences: true };
