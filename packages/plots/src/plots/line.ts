/** Curves with bands: functions of one variable, side by side with references. */

import { CredenceError, checkOptions, type OptionNames } from '@credence/numerics';
import { areaY, dot, line, type Markish, ruleX, ruleY } from '@observablehq/plot';
import { extentOf } from '../density/histogram.js';
import type { LegendItem } from '../figure/legend.js';
import { makePlot } from '../figure/makePlot.js';
import type { FigureOptions, Plot } from '../figure/plot.js';
import { FIGURE_OPTIONS } from '../figure/plot.js';
import { horizontalTicks, verticalTicks } from '../figure/ticks.js';
import { parseLabel, plainLabel } from '../label/label.js';
import { seriesColour, seriesDash, theme } from '../theme/theme.js';

/** One curve. */
export interface LineSeries {
  /** In the legend; formulas between `$`. */
  readonly label: string;
  readonly x: ArrayLike<number>;
  /** NaN makes a gap. */
  readonly y: ArrayLike<number>;
  /** Ends of a band around it. */
  readonly lower?: ArrayLike<number>;
  readonly upper?: ArrayLike<number>;
  /** A reference is drawn in ink, behind no other: what curves are compared with. */
  readonly reference?: boolean;
  /** Points on the curve. Default: when there are at most 30. */
  readonly points?: boolean;
}

export interface LineOptions extends FigureOptions {
  readonly xLabel?: string;
  readonly yLabel?: string;
  /** Values shown. */
  readonly xRange?: readonly [number, number];
  readonly yRange?: readonly [number, number];
  /** Vertical and horizontal lines, with a name in the legend. */
  readonly marksX?: readonly { readonly value: number; readonly label: string }[];
  readonly marksY?: readonly { readonly value: number; readonly label: string }[];
}

export interface LineData {
  readonly series: readonly {
    readonly label: string;
    readonly x: readonly number[];
    readonly y: readonly number[];
    readonly lower?: readonly number[];
    readonly upper?: readonly number[];
    readonly reference: boolean;
  }[];
}

/**
 * Curves over a common axis.
 * @throws CredenceError plots/empty-selection, plots/lengths, plots/not-finite, plots/range
 * @example plotLine([{ label: 'importance sampling', x, y, lower, upper }, { label: 'exact', x, y: exact, reference: true }], { xLabel: '$\\theta_\\sigma$' })
 */
export function plotLine(series: readonly LineSeries[], options: LineOptions = {}): Plot<LineData> {
  checkOptions('plotLine(series, options)', options, OPTIONS);
  if (series.length === 0)
    throw new CredenceError('plots/empty-selection', 'There is nothing to draw: there are no curves.', {});
  for (const own of series) checkLengths(own);
  const data = series.map((own) => ({
    label: own.label,
    x: Array.from(own.x),
    y: Array.from(own.y),
    ...(own.lower === undefined ? {} : { lower: Array.from(own.lower) }),
    ...(own.upper === undefined ? {} : { upper: Array.from(own.upper) }),
    reference: own.reference === true,
  }));
  const all = (pick: (own: (typeof data)[number]) => readonly number[]) => data.flatMap(pick).filter(Number.isFinite);
  const xDomain =
    options.xRange ?? rangeOf([...all(({ x }) => x), ...(options.marksX ?? []).map(({ value }) => value)], 0, 'x');
  const inside = (x: number) => x >= xDomain[0] && x <= xDomain[1];
  const heights = all((own) =>
    [own.y, own.lower ?? [], own.upper ?? []].flatMap((values) => values.filter((_, i) => inside(own.x[i]!))),
  );
  const yDomain =
    options.yRange ?? rangeOf([...heights, ...(options.marksY ?? []).map(({ value }) => value)], 0.05, 'y');
  for (const [from, to] of [xDomain, yDomain])
    if (!(from < to))
      throw new CredenceError('plots/range', `A range must rise, and [${from}, ${to}] does not.`, {
        range: [from, to],
      });
  const width = options.frame?.width ?? 420;
  const height = options.frame?.height ?? 260;
  const order = [...data.keys()].sort((a, b) => Number(data[a]!.reference) - Number(data[b]!.reference) || a - b);
  const colours = coloursOf(data);
  const gaps = data.flatMap(({ label, x, y }) => {
    const missing = y.filter((value, i) => !Number.isFinite(value) && inside(x[i]!)).length;
    return missing === 0
      ? []
      : [
          `${missing} ${missing === 1 ? 'point' : 'points'} of '${label}' ${missing === 1 ? 'has' : 'have'} no finite value`,
        ];
  });
  return makePlot(
    {
      data: { series: data },
      panels: [
        [
          {
            width,
            height,
            x: {
              domain: xDomain,
              ticks: horizontalTicks(xDomain, width, 7),
              ...(options.xLabel === undefined ? {} : { label: parseLabel(options.xLabel) }),
            },
            y: {
              domain: yDomain,
              ticks: verticalTicks(yDomain, height, 6),
              ...(options.yLabel === undefined ? {} : { label: parseLabel(options.yLabel) }),
            },
            marks: [
              ...ruleMarks(options),
              ...order.flatMap((i) => bandMarks(data[i]!, colours[i]!)),
              ...order.flatMap((i) => curveMarks(data[i]!, colours[i]!, i, series[i]?.points)),
            ],
          },
        ],
      ],
      legend: legendOf(data, colours, options),
      usualTitle: plainLabel(data.map(({ label }) => label).join(', ')),
      alt: `Curves: ${data.map(({ label }) => label).join(', ')}${options.xLabel === undefined ? '' : `, over ${options.xLabel}`}.`,
      notes: gaps,
    },
    options,
  );
}

function checkLengths({ label, x, y, lower, upper }: LineSeries): void {
  for (const [name, values] of Object.entries({ y, lower, upper })) {
    if (values === undefined || values.length === x.length) continue;
    throw new CredenceError(
      'plots/lengths',
      `The curve '${label}' has ${x.length} values of x and ${values.length} of ${name}. Give as many of each.`,
      {
        label,
        x: x.length,
        [name]: values.length,
      },
    );
  }
}

function rangeOf(values: readonly number[], share: number, name: string): readonly [number, number] {
  if (values.length === 0)
    throw new CredenceError('plots/not-finite', `No curve has a finite ${name}, so there is nothing to draw.`, {});
  const [low, high] = extentOf(values);
  const margin = low === high ? Math.max(Math.abs(low) * 0.05, 0.5) : (high - low) * share;
  return [low - margin, high + margin];
}

/** References are ink; the others have the series' colours in order. */
function coloursOf(data: LineData['series']): readonly string[] {
  let next = 0;
  return data.map(({ reference }) => (reference ? theme.ink : seriesColour(next++)));
}

function dashOf(own: LineData['series'][number], index: number): string {
  return own.reference ? '5,3' : index === 0 ? '' : seriesDash(index);
}

function bandMarks({ x, lower, upper }: LineData['series'][number], colour: string): readonly Markish[] {
  if (lower === undefined || upper === undefined) return [];
  return [
    areaY(
      x.map((at, i) => ({ at, low: lower[i], high: upper[i] })),
      { x: 'at', y1: 'low', y2: 'high', fill: colour, fillOpacity: 0.18 },
    ),
  ];
}

function curveMarks(
  own: LineData['series'][number],
  colour: string,
  index: number,
  points: boolean | undefined,
): readonly Markish[] {
  const places = own.x.map((x, i) => ({ x, y: own.y[i] }));
  const dash = dashOf(own, index);
  const marks: Markish[] = [
    line(places, {
      x: 'x',
      y: 'y',
      stroke: colour,
      strokeWidth: own.reference ? 1.2 : 1.7,
      ...(dash === '' ? {} : { strokeDasharray: dash }),
    }),
  ];
  if (points ?? (places.length <= 30 && !own.reference))
    marks.push(dot(places, { x: 'x', y: 'y', r: 2.2, fill: colour }));
  return marks;
}

function ruleMarks({ marksX = [], marksY = [] }: LineOptions): readonly Markish[] {
  const stroke = { stroke: theme.truth, strokeWidth: 1 };
  return [
    ...(marksX.length === 0
      ? []
      : [
          ruleX(
            marksX.map(({ value }) => value),
            stroke,
          ),
        ]),
    ...(marksY.length === 0
      ? []
      : [
          ruleY(
            marksY.map(({ value }) => value),
            stroke,
          ),
        ]),
  ];
}

function legendOf(
  data: LineData['series'],
  colours: readonly string[],
  { marksX = [], marksY = [] }: LineOptions,
): readonly LegendItem[] {
  return [
    ...data.map(
      (own, i): LegendItem => ({
        label: parseLabel(own.label),
        colour: colours[i]!,
        swatch: 'line',
        dash: dashOf(own, i),
      }),
    ),
    ...[...marksX, ...marksY].map(
      ({ label }): LegendItem => ({ label: parseLabel(label), colour: theme.truth, swatch: 'line' }),
    ),
  ];
}

const OPTIONS: OptionNames<LineOptions> = {
  ...FIGURE_OPTIONS,
  xLabel: true,
  yLabel: true,
  xRange: true,
  yRange: true,
  marksX: true,
  marksY: true,
};
