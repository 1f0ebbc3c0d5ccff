/** Values as a histogram, and the density that they are, or ought to be, drawn from. */

import { CredenceError, checkOptions, type OptionNames } from '@credence/numerics';
import { line, type Markish, rectY } from '@observablehq/plot';
import { type Histogram, histogramOf } from '../density/histogram.js';
import type { LegendItem } from '../figure/legend.js';
import { makePlot } from '../figure/makePlot.js';
import type { FigureOptions, Plot } from '../figure/plot.js';
import { FIGURE_OPTIONS } from '../figure/plot.js';
import { horizontalTicks, verticalTicks } from '../figure/ticks.js';
import { parseLabel, plainLabel } from '../label/label.js';
import { droppedNote, finiteDraws } from '../source/select.js';
import { seriesColour, seriesDash, theme } from '../theme/theme.js';

/** A density to compare with. */
export interface DensityCurve {
  readonly label: string;
  /** Per unit of the values. */
  readonly density: (x: number) => number;
}

export interface HistogramAgainstDensityOptions extends FigureOptions {
  readonly bins?: number;
  readonly range?: readonly [number, number];
  /** Formulas stand between `$`. */
  readonly xLabel?: string;
  /** Of the histogram, in the legend. Default 'values'. */
  readonly label?: string;
}

export interface HistogramAgainstDensityData {
  readonly histogram: Histogram;
  readonly curves: readonly {
    readonly label: string;
    readonly x: readonly number[];
    readonly density: readonly number[];
  }[];
}

const POINTS = 300;

/**
 * Histogram of values with densities over it, in the same unit.
 * @param curves functions, e.g. `(x) => normalDensity((x - 2) / 0.5) / 0.5`
 * @throws CredenceError plots/not-finite, plots/bins, plots/range, plots/density-value when a density is negative or no number
 */
export function plotHistogramAgainstDensity(
  values: ArrayLike<number>,
  curves: DensityCurve | readonly DensityCurve[],
  options: HistogramAgainstDensityOptions = {},
): Plot<HistogramAgainstDensityData> {
  checkOptions('plotHistogramAgainstDensity(values, curves, options)', options, OPTIONS);
  const name = options.label ?? 'values';
  const { values: finite, dropped } = finiteDraws({ name, chains: [Float64Array.from(values)] });
  const histogram = histogramOf(finite, options);
  const [low, high] = [histogram.edges[0]!, histogram.edges.at(-1)!];
  const margin = options.range === undefined ? 0.06 * (high - low) : 0;
  const domain: readonly [number, number] = [low - margin, high + margin];
  const list: readonly DensityCurve[] = 'density' in curves ? [curves] : curves;
  const sampled = list.map(({ label, density }) => {
    const x = Array.from({ length: POINTS + 1 }, (_, i) => domain[0] + ((domain[1] - domain[0]) * i) / POINTS);
    return { label, x, density: x.map((at) => checked(label, at, density(at))) };
  });
  const top =
    1.06 * Math.max(...histogram.density, ...sampled.flatMap(({ density }) => density.filter(Number.isFinite)));
  const width = options.frame?.width ?? 380;
  const height = options.frame?.height ?? 220;
  const bins = histogram.density.map((density, i) => ({ x1: histogram.edges[i], x2: histogram.edges[i + 1], density }));
  const marks: Markish[] = [
    rectY(bins, { x1: 'x1', x2: 'x2', y1: 0, y2: 'density', fill: theme.series[0], fillOpacity: 0.4, insetRight: 0.5 }),
    ...sampled.map(({ x, density }, i) => {
      const dash = i === 0 ? '' : seriesDash(i);
      return line(
        x.map((at, j) => ({ at, density: density[j] })),
        {
          x: 'at',
          y: 'density',
          stroke: seriesColour(i + 1),
          strokeWidth: 2,
          ...(dash === '' ? {} : { strokeDasharray: dash }),
        },
      );
    }),
  ];
  const legend: LegendItem[] = [
    { label: parseLabel(name), colour: theme.series[0], swatch: 'area', opacity: 0.4 },
    ...sampled.map(
      ({ label }, i): LegendItem => ({
        label: parseLabel(label),
        colour: seriesColour(i + 1),
        swatch: 'line',
        dash: i === 0 ? '' : seriesDash(i),
      }),
    ),
  ];
  return makePlot(
    {
      data: { histogram, curves: sampled },
      panels: [
        [
          {
            width,
            height,
            x: {
              domain,
              ticks: horizontalTicks(domain, width, 7),
              ...(options.xLabel === undefined ? {} : { label: parseLabel(options.xLabel) }),
            },
            y: { domain: [0, top], ticks: verticalTicks([0, top], height, 5), label: plainLabel('density') },
            marks,
          },
        ],
      ],
      legend,
      usualTitle: plainLabel('Histogram and density'),
      alt: `Histogram of ${finite.length} values (${name}) against ${list.map(({ label }) => label).join(', ')}.`,
      notes: [
        ...droppedNote(name, dropped, finite.length + dropped),
        ...(histogram.outside > 0 ? [`${histogram.outside} values lie outside the range shown`] : []),
      ],
    },
    options,
  );
}

/** A density may be infinite at a point, and is cut there. */
function checked(label: string, x: number, value: number): number {
  if (value >= 0) return Number.isFinite(value) ? value : Number.NaN;
  throw new CredenceError(
    'plots/density-value',
    `The density '${label}' is ${value} at ${x}; densities are 0 or more.`,
    { label, x, value },
  );
}

const OPTIONS: OptionNames<HistogramAgainstDensityOptions> = {
  ...FIGURE_OPTIONS,
  bins: true,
  range: true,
  xLabel: true,
  label: true,
};
