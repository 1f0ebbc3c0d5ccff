/** How long a chain remembers: autocorrelations by lag. */

import { CredenceError, checkOptions, type OptionNames } from '@credence/numerics';
import { areaY, line, type Markish, ruleX } from '@observablehq/plot';
import type { LegendItem } from '../figure/legend.js';
import { makePlot } from '../figure/makePlot.js';
import { rowsOf } from '../figure/marks.js';
import { note } from '../figure/note.js';
import type { Panel } from '../figure/panel.js';
import type { FigureOptions, Plot } from '../figure/plot.js';
import { FIGURE_OPTIONS } from '../figure/plot.js';
import { horizontalTicks, verticalTicks } from '../figure/ticks.js';
import { plainLabel } from '../label/label.js';
import { type Element, SELECT_OPTIONS, type SelectOptions, selectElements } from '../source/select.js';
import type { Source } from '../source/source.js';
import { seriesColour, seriesDash, theme } from '../theme/theme.js';

export interface AutocorrelationOptions extends SelectOptions, FigureOptions {
  /** Largest lag. Default 100, or half the chain. */
  readonly maxLag?: number;
  readonly columns?: number;
}

export interface AutocorrelationData {
  readonly elements: readonly {
    readonly name: string;
    /** By chain; index is the lag. Empty for a chain that is constant or has draws that are not finite. */
    readonly chains: readonly (readonly number[])[];
    /** Independent draws would lie within plus and minus this in 95 of 100 lags: 1.96 / sqrt(draws). */
    readonly band: number;
  }[];
}

/**
 * Autocorrelation of each chain.
 * @throws CredenceError as `plotPosterior`; plots/lag
 */
export function plotAutocorrelation(source: Source, options: AutocorrelationOptions = {}): Plot<AutocorrelationData> {
  checkOptions('plotAutocorrelation(source, options)', options, OPTIONS);
  const { maxLag } = options;
  if (maxLag !== undefined && !(Number.isInteger(maxLag) && maxLag > 0))
    throw new CredenceError('plots/lag', `maxLag must be a whole number above 0, not ${maxLag}.`, { maxLag });
  const { elements, notes } = selectElements(source, options, 16);
  const drawn = elements.map((element) => ({ element, data: dataOf(element, maxLag) }));
  const chains = Math.max(...elements.map((element) => element.chains.length));
  const missing = drawn.flatMap(({ element, data }) => {
    const without = data.chains.filter((chain) => chain.length === 0).length;
    return without === 0
      ? []
      : [
          note`${without} of ${data.chains.length} chains of ${element} are constant or not finite and have no autocorrelation`,
        ];
  });
  return makePlot(
    {
      data: { elements: drawn.map(({ data }) => data) },
      panels: rowsOf(
        drawn.map(({ element, data }) => panelOf(element, data, options)),
        Math.max(1, options.columns ?? Math.min(3, Math.ceil(Math.sqrt(drawn.length)))),
      ),
      gap: { x: 20, y: 16 },
      legend: chains > 1 ? legendOf(chains) : [],
      usualTitle: plainLabel('Autocorrelation'),
      alt: `Autocorrelation by lag of ${elements.map(({ name }) => name).join(', ')} in ${chains} chains.`,
      notes: [...notes, ...missing],
    },
    options,
  );
}

function dataOf({ name, chains }: Element, maxLag: number | undefined): AutocorrelationData['elements'][number] {
  const draws = Math.max(...chains.map(({ length }) => length));
  const lags = Math.min(maxLag ?? Math.min(100, Math.floor(draws / 2)), draws - 1);
  return { name, chains: chains.map((chain) => autocorrelations(chain, lags)), band: 1.96 / Math.sqrt(draws) };
}

/** Biased autocovariances over the variance, for lags 0 to `lags`. */
function autocorrelations(chain: Float64Array, lags: number): readonly number[] {
  const size = chain.length;
  let mean = 0;
  for (const value of chain) mean += value / size;
  const away = chain.map((value) => value - mean);
  const largest = away.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (!(largest > 0 && largest < Number.POSITIVE_INFINITY)) return [];
  const centred = away.map((value) => value / largest);
  const covariance = (lag: number) => {
    let sum = 0;
    for (let i = lag; i < size; i++) sum += centred[i]! * centred[i - lag]!;
    return sum;
  };
  const variance = covariance(0);
  return Array.from({ length: lags + 1 }, (_, lag) => covariance(lag) / variance);
}

function panelOf(
  element: Element,
  data: AutocorrelationData['elements'][number],
  { frame = {} }: AutocorrelationOptions,
): Panel {
  const width = frame.width ?? 210;
  const height = frame.height ?? 100;
  const lags = Math.max(1, ...data.chains.map((chain) => chain.length - 1));
  const least = Math.min(-0.15, -data.band * 1.2, ...data.chains.flat());
  const domain: readonly [number, number] = [least, 1.05];
  const marks: Markish[] = [
    areaY(
      [0, lags].map((x) => ({ x })),
      { x: 'x', y1: -data.band, y2: data.band, fill: theme.faint, fillOpacity: 0.6 },
    ),
    line(
      [
        [0, 0],
        [lags, 0],
      ],
      { x: '0', y: '1', stroke: theme.axis, strokeWidth: theme.hair },
    ),
    ...(data.chains.length === 1
      ? [
          ruleX(
            (data.chains[0] ?? []).map((y, x) => ({ x, y })),
            {
              x: 'x',
              y1: 0,
              y2: 'y',
              stroke: seriesColour(0),
              strokeWidth: Math.max(0.8, Math.min(3, width / lags / 2)),
            },
          ),
        ]
      : data.chains.map((chain, i) =>
          line(
            chain.map((y, x) => ({ x, y })),
            {
              x: 'x',
              y: 'y',
              stroke: seriesColour(i),
              strokeWidth: 1.2,
              ...(i === 0 ? {} : { strokeDasharray: seriesDash(i) }),
            },
          ),
        )),
  ];
  return {
    width,
    height,
    x: {
      domain: [0, lags],
      ticks: horizontalTicks([0, lags], width, 5).filter(({ value }) => Number.isInteger(value)),
      label: plainLabel('lag'),
    },
    y: { domain, ticks: verticalTicks(domain, height, 4) },
    marks,
    headings: [{ label: element.label, size: theme.size.label }],
  };
}

function legendOf(chains: number): readonly LegendItem[] {
  return Array.from({ length: Math.min(chains, 12) }, (_, i) => ({
    label: plainLabel(`chain ${i}`),
    colour: seriesColour(i),
    swatch: 'line' as const,
    dash: i === 0 ? '' : seriesDash(i),
  }));
}

const OPTIONS: OptionNames<AutocorrelationOptions> = {
  ...SELECT_OPTIONS,
  ...FIGURE_OPTIONS,
  maxLag: true,
  columns: true,
};
