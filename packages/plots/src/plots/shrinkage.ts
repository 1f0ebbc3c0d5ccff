/** What partial pooling does: estimates of each object by itself against those that share what is known of all. */

import { CredenceError, checkOptions, type OptionNames } from '@credence/numerics';
import { highestDensityInterval } from '@credence/samplers';
import { dot, line, type Markish, ruleX, ruleY } from '@observablehq/plot';
import { extentOf } from '../density/histogram.js';
import type { LegendItem } from '../figure/legend.js';
import { makePlot } from '../figure/makePlot.js';
import type { FigureOptions, Plot } from '../figure/plot.js';
import { FIGURE_OPTIONS } from '../figure/plot.js';
import { horizontalTicks, verticalTicks } from '../figure/ticks.js';
import { nameLabel, parseLabel, plainLabel } from '../label/label.js';
import { finiteDraws, type NameOrHandle, type SelectOptions, selectElements } from '../source/select.js';
import type { Source } from '../source/source.js';
import { theme } from '../theme/theme.js';
import { percentText } from './posterior.js';

export interface ShrinkageOptions extends Omit<SelectOptions, 'variables' | 'limit'>, FigureOptions {
  /** The variable with one element an object. */
  readonly variable: NameOrHandle;
  /** Estimate of each object from its own data alone, in the order of the variable's elements. */
  readonly raw: ArrayLike<number>;
  /** Mean of the population: its value, or the variable whose posterior mean it is. */
  readonly populationMean?: number | NameOrHandle;
  /** Mass of the intervals. Default 0.94. They are drawn for at most 60 objects. */
  readonly hdiProb?: number;
  readonly xLabel?: string;
  readonly yLabel?: string;
}

export interface ShrinkageData {
  readonly names: readonly string[];
  readonly raw: readonly number[];
  readonly pooled: readonly number[];
  /** Empty when there are too many objects. */
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly populationMean: number | undefined;
  /** Slope of pooled on raw estimates by least squares: 1 without pooling, 0 with complete pooling. */
  readonly slope: number;
}

const MOST_INTERVALS = 60;
const MOST_OBJECTS = 20_000;

/**
 * Raw estimates against partially pooled ones: the nearer the points lie to the level line, the more is shared.
 * @throws CredenceError as `plotPosterior`; plots/lengths when `raw` has another number of values than the variable has elements
 * @example plotShrinkage(posterior, { variable: 'mu', raw: x, populationMean: 'theta_mu' })
 */
export function plotShrinkage(source: Source, options: ShrinkageOptions): Plot<ShrinkageData> {
  checkOptions('plotShrinkage(source, options)', options, OPTIONS);
  const { raw, variable, hdiProb = 0.94 } = options;
  const { elements, notes } = selectElements(source, { ...options, variables: [variable] }, MOST_OBJECTS);
  if (raw.length !== elements.length && notes.length === 0) {
    throw new CredenceError(
      'plots/lengths',
      `There are ${raw.length} raw estimates and ${elements.length} elements. Give one for each, in their order.`,
      {
        raw: raw.length,
        elements: elements.length,
      },
    );
  }
  const places = elements.map((_, i) => i).filter((i) => Number.isFinite(raw[i]));
  if (places.length === 0)
    throw new CredenceError(
      'plots/not-finite',
      'None of the raw estimates is finite, so there is nothing to draw.',
      {},
    );
  const own = places.map((i) => raw[i]!);
  const draws = places.map((i) => finiteDraws(elements[i]!).values);
  const pooled = draws.map(meanOf);
  const intervals =
    draws.length <= MOST_INTERVALS ? draws.map((values) => highestDensityInterval([values], hdiProb)) : [];
  const populationMean = populationMeanOf(source, options.populationMean);
  const data: ShrinkageData = {
    names: places.map((i) => elements[i]!.name),
    raw: own,
    pooled,
    lower: intervals.map(({ lower }) => lower),
    upper: intervals.map(({ upper }) => upper),
    populationMean,
    slope: slopeOf(own, pooled),
  };
  const width = options.frame?.width ?? 300;
  const height = options.frame?.height ?? width;
  const across = padded([...own, ...(populationMean === undefined ? [] : [populationMean])]);
  const up = padded(
    [...pooled, ...data.lower, ...data.upper, ...(populationMean === undefined ? [] : [populationMean])],
    across,
  );
  const name = typeof variable === 'string' ? variable : variable.name;
  return makePlot(
    {
      data,
      panels: [
        [
          {
            width,
            height,
            x: {
              domain: across,
              ticks: horizontalTicks(across, width, 6),
              label: parseLabel(options.xLabel ?? 'raw estimate'),
            },
            y: {
              domain: up,
              ticks: verticalTicks(up, height, 6),
              label:
                options.yLabel === undefined
                  ? [...nameLabel(name), ...plainLabel(', partially pooled')]
                  : parseLabel(options.yLabel),
            },
            marks: marksOf(data, across),
          },
        ],
      ],
      legend: legendOf(data, hdiProb),
      usualTitle: plainLabel('Shrinkage'),
      alt: `Partially pooled against raw estimates of ${own.length} objects; the slope is ${data.slope.toFixed(2)}.`,
      notes: [
        ...notes,
        ...(places.length < elements.length
          ? [`${elements.length - places.length} raw estimates are not finite and are left out`]
          : []),
      ],
    },
    options,
  );
}

function populationMeanOf(source: Source, given: number | NameOrHandle | undefined): number | undefined {
  if (given === undefined || typeof given === 'number') return given;
  const [element] = selectElements(source, { variables: [given] }, 1).elements;
  return element === undefined ? undefined : meanOf(finiteDraws(element).values);
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

function slopeOf(x: readonly number[], y: readonly number[]): number {
  const [meanX, meanY] = [meanOf(x), meanOf(y)];
  let [xx, xy] = [0, 0];
  for (let i = 0; i < x.length; i++) {
    xx += (x[i]! - meanX) ** 2;
    xy += (x[i]! - meanX) * (y[i]! - meanY);
  }
  return xy / xx;
}

/** A range with a margin; no narrower than a third of another, so that a flat cloud looks flat. */
function padded(values: readonly number[], beside?: readonly [number, number]): readonly [number, number] {
  const [low, high] = extentOf(values);
  const least = beside === undefined ? 0 : (beside[1] - beside[0]) / 1.08;
  const half = Math.max((high - low) / 2, least / 2) || Math.max(Math.abs(low) * 0.05, 0.5);
  const middle = (low + high) / 2;
  return [middle - 1.08 * half, middle + 1.08 * half];
}

function marksOf(
  { raw, pooled, lower, upper, populationMean }: ShrinkageData,
  [from, to]: readonly [number, number],
): readonly Markish[] {
  const points = raw.map((x, i) => ({ x, y: pooled[i], low: lower[i], high: upper[i] }));
  const many = points.length > 300;
  const marks: Markish[] = [
    line(
      [
        [from, from],
        [to, to],
      ],
      { x: '0', y: '1', stroke: theme.muted, strokeWidth: 1, strokeDasharray: '5,3' },
    ),
  ];
  if (populationMean !== undefined) marks.push(ruleY([populationMean], { stroke: theme.truth, strokeWidth: 1.2 }));
  if (lower.length > 0)
    marks.push(
      ruleX(points, { x: 'x', y1: 'low', y2: 'high', stroke: theme.series[0], strokeWidth: 1, strokeOpacity: 0.5 }),
    );
  marks.push(
    dot(points, { x: 'x', y: 'y', r: many ? 1.6 : 2.8, fill: theme.series[0], fillOpacity: many ? 0.45 : 0.9 }),
  );
  return marks;
}

function legendOf({ lower, populationMean }: ShrinkageData, hdiProb: number): readonly LegendItem[] {
  return [
    {
      label: plainLabel(lower.length > 0 ? `mean, ${percentText(hdiProb)} HDI` : 'posterior mean'),
      colour: theme.series[0],
      swatch: 'dot',
    },
    { label: plainLabel('no pooling'), colour: theme.muted, swatch: 'line', dash: '5,3' },
    ...(populationMean === undefined
      ? []
      : [{ label: plainLabel('population mean'), colour: theme.truth, swatch: 'line' as const }]),
  ];
}

const OPTIONS: OptionNames<ShrinkageOptions> = {
  ...FIGURE_OPTIONS,
  coords: true,
  labels: true,
  variable: true,
  raw: true,
  populationMean: true,
  hdiProb: true,
  xLabel: true,
  yLabel: true,
};
