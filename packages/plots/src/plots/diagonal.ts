/** The diagonal of a corner plot: one quantity alone. */
import { areaY, line, type Markish, ruleX } from '@observablehq/plot';
import type { Histogram } from '../density/histogram.js';
import type { Heading } from '../figure/panel.js';
import { numberText } from '../figure/ticks.js';
import { joinLabels, type Label, plainLabel } from '../label/label.js';
import { labelWidth } from '../text/measure.js';
import { seriesColour, seriesDash, theme } from '../theme/theme.js';

/** Histogram as steps, with lines at quantiles when there is one sample. */
export function diagonalMarks(
  histogram: Histogram,
  quantiles: readonly number[],
  top: number,
  sample: number,
  samples: number,
): readonly Markish[] {
  const colour = seriesColour(sample);
  const dash = samples > 1 ? seriesDash(sample) : '';
  const steps = histogram.density.flatMap((density, i) => [
    [histogram.edges[i], density],
    [histogram.edges[i + 1], density],
  ]);
  const outline = [[histogram.edges[0], 0], ...steps, [histogram.edges.at(-1), 0]];
  const lines =
    samples > 1
      ? []
      : [ruleX(quantiles, { stroke: theme.ink, strokeWidth: 0.9, strokeDasharray: '4,3', y1: 0, y2: top })];
  return [
    areaY(steps, { x: '0', y1: 0, y2: '1', fill: colour, fillOpacity: samples > 1 ? 0.12 : 0.2 }),
    line(outline, {
      x: '0',
      y: '1',
      stroke: colour,
      strokeWidth: 1.2,
      ...(dash === '' ? {} : { strokeDasharray: dash }),
    }),
    ...lines,
  ];
}

/** The size at which a label is no wider than a frame, at least 8 pixels. */
export function fittingSize(label: Label, side: number): number {
  const size = theme.size.label;
  return Math.max(8, Math.min(size, (size * side) / labelWidth(label, size)));
}

/** Median and distances to the outer quantiles, in one line or, in a narrow frame, two. */
export function cornerHeadings(
  label: Label,
  samples: readonly { readonly quantiles: readonly number[] }[],
  side: number,
  showTitles: boolean | undefined,
): readonly Heading[] {
  const [only] = samples;
  if (!(showTitles ?? samples.length === 1) || only === undefined) return [];
  const sorted = [...only.quantiles].sort((a, b) => a - b);
  const [low, middle, high] = [sorted[0], sorted[(sorted.length - 1) >> 1], sorted.at(-1)];
  if (low === undefined || middle === undefined || high === undefined || sorted.length < 3) return [{ label }];
  const spread = (high - low) / 4;
  const value: Label = [
    { text: numberText(middle, spread), script: 'base', italic: false },
    { text: `+${numberText(high - middle, spread)}`, script: 'sup', italic: false },
    { text: `−${numberText(middle - low, spread)}`, script: 'sub', italic: false, stacked: true },
  ];
  const size = theme.size.text;
  const line = joinLabels(label, plainLabel(' = '), value);
  if (labelWidth(line, size) <= side) return [{ label: line, size }];
  return [
    { label, size: fittingSize(label, side) },
    { label: value, size: Math.min(size, (size * side) / labelWidth(value, size)) },
  ];
}
