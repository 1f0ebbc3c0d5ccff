/** Quantities against each other: points, hexagons or contours, with the places of divergences. */

import { CredenceError, checkOptions, exp, type OptionNames } from '@credence/numerics';
import { dot, type Markish } from '@observablehq/plot';
import { extentOf } from '../density/histogram.js';
import type { LegendItem } from '../figure/legend.js';
import { makePlot } from '../figure/makePlot.js';
import type { Panel } from '../figure/panel.js';
import type { FigureOptions, Plot } from '../figure/plot.js';
import { FIGURE_OPTIONS } from '../figure/plot.js';
import { horizontalTicks, verticalTicks } from '../figure/ticks.js';
import { plainLabel } from '../label/label.js';
import { count, type Element, SELECT_OPTIONS, type SelectOptions, selectElements } from '../source/select.js';
import { asSource, type Source } from '../source/source.js';
import { theme } from '../theme/theme.js';
import { jointDraws } from './corner.js';
import { type Hexagons, hexagonsOf } from './hexagons.js';
import { pairMarks } from './pairMarks.js';
import { every, type PairData, pairOf } from './pairs.js';
import { divergencesOf } from './trace.js';

export interface PairOptions extends SelectOptions, FigureOptions {
  /** Default 'scatter'. */
  readonly kind?: 'scatter' | 'kde' | 'hexbin';
  /** Mark draws that ended in a divergence. Default true, where the source tells them. */
  readonly divergences?: boolean;
  /** Shares of the draws that contours enclose. Default 39.3 % and 86.5 %. */
  readonly levels?: readonly number[];
}

export interface PairPanelData {
  readonly x: string;
  readonly y: string;
  /** Points or contours, unless there are hexagons. */
  readonly pair?: PairData;
  readonly hexagons?: Hexagons;
  readonly divergences: { readonly x: readonly number[]; readonly y: readonly number[] };
}

export interface PairsData {
  readonly panels: readonly PairPanelData[];
}

/** Points of a scatter plot at most. */
const POINTS = 4000;

/**
 * Pairs of quantities, each frame one pair.
 * @throws CredenceError as `plotPosterior`; plots/empty-selection for fewer than two elements
 * @example plotPair(posterior, { variables: ['mu', 'log_tau'] })
 */
export function plotPair(input: Source, options: PairOptions = {}): Plot<PairsData> {
  checkOptions('plotPair(source, options)', options, OPTIONS);
  const { kind = 'scatter', levels = [1 - exp(-0.5), 1 - exp(-2)] } = options;
  const source = asSource(input);
  const { elements, notes } = selectElements(source, options, 6);
  if (elements.length < 2)
    throw new CredenceError(
      'plots/empty-selection',
      `A pair plot needs two elements, and the selection has only '${elements[0]?.name}'.`,
      {},
    );
  const { values, kept, notes: dropped } = jointDraws(elements);
  const flagged = options.divergences === false ? [] : flaggedPlaces(divergencesOf(source), elements, kept);
  const ranges = values.map(rangeOf);
  const side = options.frame?.width ?? Math.max(110, Math.min(240, 560 / (elements.length - 1)));
  const height = options.frame?.height ?? side;
  const shown = Math.min(POINTS, values[0]?.length ?? 0);
  const panels: PairPanelData[] = [];
  const rows = elements.slice(1).map((yElement, r) =>
    elements.slice(0, -1).map((xElement, c): Panel | undefined => {
      const row = r + 1;
      if (c >= row) return undefined;
      const [x, y] = [values[c]!, values[row]!];
      const [xRange, yRange] = [ranges[c]!, ranges[row]!];
      const data: PairPanelData = {
        x: xElement.name,
        y: yElement.name,
        ...(kind === 'hexbin'
          ? { hexagons: hexagonsOf(x, y, xRange, yRange, side / height) }
          : {
              pair:
                kind === 'kde' ? pairOf(x, y, levels, 1000) : { plane: undefined, levels: [], ...every(x, y, POINTS) },
            }),
        divergences: { x: flagged.map((i) => x[i]!), y: flagged.map((i) => y[i]!) },
      };
      panels.push(data);
      const last = row === elements.length - 1;
      return {
        width: side,
        height,
        frame: 'box',
        x: {
          domain: xRange,
          ticks: last ? horizontalTicks(xRange, side, 5) : [],
          ...(last ? { label: xElement.label } : {}),
        },
        y: {
          domain: yRange,
          ticks: c === 0 ? verticalTicks(yRange, height, 5) : [],
          ...(c === 0 ? { label: yElement.label } : {}),
        },
        marks: marksOf(data, side),
      };
    }),
  );
  const total = values[0]?.length ?? 0;
  return makePlot(
    {
      data: { panels },
      panels: rows,
      gap: { x: 10, y: 10 },
      legend: legendOf(flagged.length),
      usualTitle: plainLabel('Pairs'),
      alt: `Pairs of ${elements.map(({ name }) => name).join(', ')} in ${total} draws${flagged.length > 0 ? `, ${flagged.length} of them divergent` : ''}.`,
      notes: [
        ...notes,
        ...dropped,
        ...(kind === 'scatter' && total > shown
          ? [`every ${Math.round(total / shown)}th of ${count(total)} draws is shown`]
          : []),
      ],
    },
    options,
  );
}

/** Places of divergent draws among those that are kept of all draws, chain after chain. */
function flaggedPlaces(
  divergences: readonly { readonly chain: number; readonly draw: number }[],
  elements: readonly Element[],
  kept: readonly number[],
): readonly number[] {
  const chains = elements[0]?.chains ?? [];
  const starts = chains.map((_, i) => chains.slice(0, i).reduce((sum, chain) => sum + chain.length, 0));
  const flagged = new Set(divergences.map(({ chain, draw }) => (starts[chain] ?? 0) + draw));
  return kept.flatMap((place, i) => (flagged.has(place) ? [i] : []));
}

function rangeOf(values: Float64Array): readonly [number, number] {
  const [low, high] = extentOf(values);
  const margin = (high - low) * 0.04 || Math.max(Math.abs(low) * 0.05, 0.5);
  return [low - margin, high + margin];
}

function marksOf({ pair, hexagons, divergences }: PairPanelData, side: number): readonly Markish[] {
  const marks: Markish[] = [];
  if (pair !== undefined) {
    marks.push(
      ...(pair.plane === undefined
        ? [
            dot(
              pair.x.map((x, i) => ({ x, y: pair.y[i] })),
              { x: 'x', y: 'y', r: 1.5, fill: theme.series[0], fillOpacity: 0.35 },
            ),
          ]
        : pairMarks(pair, { colour: theme.series[0], dash: '', fill: 0.2, points: true })),
    );
  }
  if (hexagons !== undefined) {
    const most = Math.max(...hexagons.count);
    const radius = (side / hexagons.across / Math.sqrt(3)) * 1.01;
    const cells = hexagons.count.map((number, i) => ({
      x: hexagons.x[i],
      y: hexagons.y[i],
      strength: 0.12 + (0.88 * number) / most,
    }));
    marks.push(
      dot(cells, { x: 'x', y: 'y', r: radius, symbol: 'hexagon', fill: theme.series[0], fillOpacity: 'strength' }),
    );
  }
  const points = divergences.x.map((x, i) => ({ x, y: divergences.y[i] }));
  if (points.length > 0)
    marks.push(dot(points, { x: 'x', y: 'y', r: 2.4, fill: 'none', stroke: theme.divergence, strokeWidth: 1.3 }));
  return marks;
}

function legendOf(divergences: number): readonly LegendItem[] {
  if (divergences === 0) return [];
  return [
    {
      label: plainLabel(divergences === 1 ? '1 divergence' : `${count(divergences)} divergences`),
      colour: theme.divergence,
      swatch: 'ring',
    },
  ];
}

const OPTIONS: OptionNames<PairOptions> = {
  ...SELECT_OPTIONS,
  ...FIGURE_OPTIONS,
  kind: true,
  divergences: true,
  levels: true,
};
