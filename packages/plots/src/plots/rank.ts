/** Whether chains agree: the ranks of each chain's draws among all. */

import { CredenceError, checkOptions, type OptionNames } from '@credence/numerics';
import { essBulk } from '@credence/samplers';
import { areaY, line, type Markish, rectY, ruleY } from '@observablehq/plot';
import { rankBand, ranksOf } from '../density/ranks.js';
import type { LegendItem } from '../figure/legend.js';
import { makePlot } from '../figure/makePlot.js';
import { rowsOf } from '../figure/marks.js';
import { listOf, note } from '../figure/note.js';
import type { Panel } from '../figure/panel.js';
import type { FigureOptions, Plot } from '../figure/plot.js';
import { FIGURE_OPTIONS } from '../figure/plot.js';
import { horizontalTicks, verticalTicks } from '../figure/ticks.js';
import { plainLabel } from '../label/label.js';
import { type Element, SELECT_OPTIONS, type SelectOptions, selectElements } from '../source/select.js';
import type { Source } from '../source/source.js';
import { seriesColour, seriesDash, theme } from '../theme/theme.js';
import { percentText } from './posterior.js';

export interface RankOptions extends SelectOptions, FigureOptions {
  /** Histograms of ranks, or differences of distribution functions with a simultaneous band. Default 'ecdf'. */
  readonly kind?: 'bars' | 'ecdf';
  /** Bins of the histograms. Default 20. */
  readonly bins?: number;
  /** Probability that all chains lie in the band when they agree. Default 0.94. */
  readonly probability?: number;
  readonly columns?: number;
}

export interface RankElementData {
  readonly name: string;
  /** Every so many draws are used, so that they are nearly independent, as the band takes them to be. */
  readonly thin: number;
  /** Shares of each chain's ranks by bin (`bars`), or distribution function less the uniform one at `x` (`ecdf`), by chain. */
  readonly chains: readonly (readonly number[])[];
  /** Upper ends of the bins, or points, as shares of all ranks. */
  readonly x: readonly number[];
  /** Half-width of the band at each point; empty for `bars`. */
  readonly band: readonly number[];
  /** Whether a chain leaves the band. */
  readonly outside: boolean;
}

export interface RankData {
  readonly kind: 'bars' | 'ecdf';
  readonly elements: readonly RankElementData[];
}

const POINTS = 100;

/**
 * Ranks of the draws of each chain among those of all chains: uniform when chains agree.
 *
 * Source: Vehtari, Gelman, Simpson, Carpenter & Bürkner (2021), Rank-normalization, folding, and localization, Bayesian
 * Analysis 16(2); for the band see `rankBand`.
 * @throws CredenceError as `plotPosterior`; plots/chains for fewer than two chains; plots/bins
 */
export function plotRank(source: Source, options: RankOptions = {}): Plot<RankData> {
  checkOptions('plotRank(source, options)', options, OPTIONS);
  const { kind = 'ecdf', bins = 20, probability = 0.94 } = options;
  if (!(Number.isInteger(bins) && bins > 0))
    throw new CredenceError('plots/bins', `bins must be a whole number above 0, not ${bins}.`, { bins });
  if (!(probability > 0 && probability < 1))
    throw new CredenceError('plots/probability', `probability must lie between 0 and 1, not ${probability}.`, {
      probability,
    });
  const { elements, notes } = selectElements(source, options, 16);
  const drawn = elements.map((element) => ({ element, data: rankData(element, kind, bins, probability) }));
  const chains = Math.max(...elements.map((element) => element.chains.length));
  const thinned = drawn.filter(({ data }) => data.thin > 1);
  return makePlot(
    {
      data: { kind, elements: drawn.map(({ data }) => data) },
      panels: rowsOf(
        drawn.map(({ element, data }) =>
          kind === 'bars' ? barPanel(element, data, options) : ecdfPanel(element, data, options),
        ),
        Math.max(1, options.columns ?? Math.min(3, Math.ceil(Math.sqrt(drawn.length)))),
      ),
      gap: { x: 22, y: 16 },
      legend: legendOf(chains, kind, probability),
      usualTitle: plainLabel('Ranks'),
      alt: `Ranks by chain of ${elements.map(({ name }) => name).join(', ')}${
        kind === 'ecdf'
          ? `; outside the ${percentText(probability)} band: ${
              drawn
                .filter(({ data }) => data.outside)
                .map(({ data }) => data.name)
                .join(', ') || 'none'
            }`
          : ''
      }.`,
      notes: [
        ...notes,
        ...(kind === 'ecdf' && thinned.length > 0
          ? [
              note`thinned to nearly independent draws: ${listOf(
                thinned.map(({ element, data: { thin } }) => ({ ...element, thin })),
                ({ thin }) => ` by ${thin}`,
              )}`,
            ]
          : []),
      ],
    },
    options,
  );
}

function rankData(element: Element, kind: 'bars' | 'ecdf', bins: number, probability: number): RankElementData {
  const { name } = element;
  if (element.chains.length < 2)
    throw new CredenceError(
      'plots/chains',
      `Ranks compare chains, and '${name}' has one. Draw a trace or its autocorrelation.`,
      { name },
    );
  if (element.chains.some((chain) => chain.some((value) => value - value !== 0)))
    throw new CredenceError(
      'plots/not-finite',
      `Some draws of '${name}' are not finite, so they have no ranks. Look at plotTrace.`,
      { name },
    );
  const total = element.chains.reduce((sum, { length }) => sum + length, 0);
  const ess = essBulk(element.chains);
  const thin =
    kind === 'ecdf' && ess > 0
      ? Math.max(1, Math.min(Math.ceil(total / ess), Math.floor(total / element.chains.length / 20)))
      : 1;
  const shortest = Math.min(...element.chains.map(({ length }) => length));
  const used = element.chains.map((chain) => chain.slice(0, shortest).filter((_, i) => i % thin === 0));
  const ranks = ranksOf(used);
  const draws = used[0]?.length ?? 0;
  const all = draws * used.length;
  const points = kind === 'bars' ? bins : Math.min(POINTS, draws);
  const x = Array.from({ length: points }, (_, j) => (j + 1) / points);
  const below = ranks.map((own) => {
    const counts = new Float64Array(points);
    for (const rank of own) counts[Math.min(points - 1, Math.max(0, Math.ceil((rank * points) / all) - 1))]!++;
    return Array.from(counts, (count) => count / draws);
  });
  if (kind === 'bars') return { name, thin, chains: below, x, band: [], outside: false };
  const band = rankBand(used.length, draws, points, probability);
  const chains = below.map((shares) => {
    let sum = 0;
    return shares.map((share, j) => {
      sum += share;
      return sum - Math.floor(x[j]! * all + 1e-9) / all;
    });
  });
  return {
    name,
    thin,
    chains,
    x,
    band,
    outside: chains.some((chain) => chain.some((value, j) => Math.abs(value) > band[j]! + 1e-12)),
  };
}

function ecdfPanel(element: Element, data: RankElementData, { frame = {} }: RankOptions): Panel {
  const width = frame.width ?? 210;
  const height = frame.height ?? 120;
  const most = 1.1 * Math.max(...data.band, ...data.chains.flat().map(Math.abs), 1e-3);
  const domain: readonly [number, number] = [-most, most];
  const band = [{ x: 0, half: 0 }, ...data.x.map((x, j) => ({ x, half: data.band[j]!, low: -data.band[j]! }))].map(
    ({ x, half }) => ({ x, low: -half, high: half }),
  );
  const marks: Markish[] = [
    areaY(band, { x: 'x', y1: 'low', y2: 'high', fill: theme.faint, fillOpacity: 0.6 }),
    ruleY([0], { stroke: theme.axis, strokeWidth: theme.hair }),
    ...data.chains.map((chain, i) =>
      line([[0, 0], ...chain.map((value, j) => [data.x[j]!, value])], {
        x: '0',
        y: '1',
        stroke: seriesColour(i),
        strokeWidth: 1.2,
        ...(i === 0 ? {} : { strokeDasharray: seriesDash(i) }),
      }),
    ),
  ];
  return {
    width,
    height,
    x: { domain: [0, 1], ticks: horizontalTicks([0, 1], width, 5), label: plainLabel('share of all ranks') },
    y: { domain, ticks: verticalTicks(domain, height, 4) },
    marks,
    headings: [{ label: element.label, size: theme.size.label, ...(data.outside ? { colour: theme.truth } : {}) }],
  };
}

function barPanel(element: Element, data: RankElementData, { frame = {} }: RankOptions): Panel {
  const width = frame.width ?? 210;
  const chains = data.chains.length;
  const height = frame.height ?? Math.max(90, 30 * chains);
  const bins = data.x.length;
  const most = Math.max(...data.chains.flat()) * 1.1;
  const marks = data.chains.flatMap((shares, chain): readonly Markish[] => {
    const base = chains - 1 - chain;
    const bars = shares.map((share, j) => ({ x1: j / bins, x2: (j + 1) / bins, y1: base, y2: base + share / most }));
    return [
      rectY(bars, {
        x1: 'x1',
        x2: 'x2',
        y1: 'y1',
        y2: 'y2',
        fill: seriesColour(chain),
        fillOpacity: 0.55,
        insetRight: 0.5,
      }),
      ruleY([base + 1 / bins / most], { stroke: theme.ink, strokeWidth: 0.8, strokeDasharray: '4,3' }),
    ];
  });
  return {
    width,
    height,
    x: { domain: [0, 1], ticks: horizontalTicks([0, 1], width, 5), label: plainLabel('share of all ranks') },
    y: {
      domain: [0, chains],
      ticks: data.chains.map((_, chain) => ({ value: chains - 0.5 - chain, text: String(chain) })),
      label: plainLabel('chain'),
    },
    marks,
    headings: [{ label: element.label, size: theme.size.label }],
  };
}

function legendOf(chains: number, kind: 'bars' | 'ecdf', probability: number): readonly LegendItem[] {
  if (kind === 'bars')
    return [{ label: plainLabel('share if chains agree'), colour: theme.ink, swatch: 'line', dash: '4,3' }];
  return [
    ...Array.from({ length: Math.min(chains, 12) }, (_, i) => ({
      label: plainLabel(`chain ${i}`),
      colour: seriesColour(i),
      swatch: 'line' as const,
      dash: i === 0 ? '' : seriesDash(i),
    })),
    { label: plainLabel(`${percentText(probability)} band for all chains`), colour: theme.faint, swatch: 'area' },
  ];
}

const OPTIONS: OptionNames<RankOptions> = {
  ...SELECT_OPTIONS,
  ...FIGURE_OPTIONS,
  kind: true,
  bins: true,
  probability: true,
  columns: true,
};
