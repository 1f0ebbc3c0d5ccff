/** Intervals of many quantities below each other, of one or several models, with their diagnostics. */

import { CredenceError, checkOptions, type OptionNames } from '@credence/numerics';
import { highestDensityInterval, type Interval, quantileOf, summarizeQuantity } from '@credence/samplers';
import { dot, type Markish, ruleX, ruleY } from '@observablehq/plot';
import { extentOf } from '../density/histogram.js';
import type { LegendItem } from '../figure/legend.js';
import { makePlot } from '../figure/makePlot.js';
import { seriesMarker } from '../figure/markers.js';
import type { Panel } from '../figure/panel.js';
import type { FigureOptions, Plot } from '../figure/plot.js';
import { FIGURE_OPTIONS } from '../figure/plot.js';
import { horizontalTicks } from '../figure/ticks.js';
import { type Label, parseLabel, plainLabel } from '../label/label.js';
import { namedSources, type Sources } from '../source/named.js';
import {
  droppedNote,
  type Element,
  finiteDraws,
  SELECT_OPTIONS,
  type SelectOptions,
  selectElements,
} from '../source/select.js';
import { textWidth } from '../text/measure.js';
import { seriesColour, theme } from '../theme/theme.js';
import { percentText } from './posterior.js';

export interface ForestOptions extends SelectOptions, FigureOptions {
  /** Mass of the thin line. Default 0.94. The thick line holds the middle half of the draws. */
  readonly hdiProb?: number;
  /** Columns of diagnostics. Default true for both. */
  readonly rHat?: boolean;
  readonly ess?: boolean;
  /** A vertical line to compare with. */
  readonly refVal?: number;
}

export interface ForestRow {
  readonly name: string;
  /** Label of its source; empty when there is one. */
  readonly model: string;
  readonly median: number;
  readonly hdi: Interval;
  readonly quartiles: Interval;
  /** NaN where it has no value. */
  readonly rHat: number;
  readonly essBulk: number;
}

export interface ForestData {
  readonly hdiProb: number;
  readonly rows: readonly ForestRow[];
}

interface Group {
  readonly name: string;
  readonly label: Label;
  readonly rows: readonly (ForestRow & { readonly sample: number })[];
}

/**
 * Forest plot: median, quartiles and highest-density interval of each element.
 * @param sources one, or several side by side: `[{ label, source }]`. An element that a source lacks is left out there
 * @throws CredenceError as `plotPosterior`
 * @example plotForest([{ label: 'pooled', source: a }, { label: 'partial', source: b }], { variables: 'theta' })
 */
export function plotForest(sources: Sources, options: ForestOptions = {}): Plot<ForestData> {
  checkOptions('plotForest(sources, options)', options, OPTIONS);
  const { hdiProb = 0.94, rHat = true, ess = true, refVal } = options;
  if (!(hdiProb > 0 && hdiProb < 1))
    throw new CredenceError('plots/probability', `hdiProb must lie between 0 and 1, not ${hdiProb}.`, { hdiProb });
  const samples = namedSources(sources);
  const chosen = samples.map(({ source }) => selectElements(source, options, 60));
  const groups = grouped(
    chosen.map(({ elements }) => elements),
    samples.map(({ label }) => label),
    hdiProb,
  );
  const rows = groups.flatMap((group) => group.rows);
  const ends = rows.flatMap(({ hdi }) => [hdi.lower, hdi.upper]);
  if (refVal !== undefined) ends.push(refVal);
  const [low, high] = extentOf(ends);
  const margin = (high - low) * 0.04 || Math.max(Math.abs(low) * 0.05, 0.5);
  const domain: readonly [number, number] = [low - margin, high + margin];
  const step = samples.length === 1 ? 18 : Math.max(22, 13 * samples.length + 8);
  const height = step * groups.length;
  const width = options.frame?.width ?? 330;
  const places = groups.flatMap((group, g) =>
    group.rows.map((row) => ({ ...row, at: g + 0.5 + ((row.sample - (samples.length - 1) / 2) * 13) / step })),
  );
  const vertical: readonly [number, number] = [0, groups.length];
  const columns: Panel[] = [
    {
      width,
      height,
      frame: 'bottom',
      x: { domain, ticks: horizontalTicks(domain, width, 6) },
      y: {
        domain: vertical,
        reverse: true,
        ticks: groups.map(({ name, label }, g) => ({ value: g + 0.5, text: name, label })),
      },
      marks: marksOf(places, refVal, samples.length),
    },
  ];
  const column = (title: Label, text: (row: ForestRow) => string, poor: (row: ForestRow) => boolean) => {
    const texts = places.map((row) => ({
      label: plainLabel(text(row)),
      x: 0,
      y: (row.at / groups.length) * height + 0.33 * theme.size.tick,
      size: theme.size.tick,
      anchor: 'end' as const,
      colour: poor(row) ? theme.truth : theme.axis,
    }));
    const wide = Math.max(30, ...places.map((row) => textWidth(text(row), theme.size.tick)));
    columns.push({
      width: wide,
      height,
      frame: 'none',
      x: { domain: [0, 1], ticks: [] },
      y: { domain: vertical, ticks: [] },
      marks: [],
      texts: texts.map((own) => ({ ...own, x: wide })),
      headings: [{ label: title, size: theme.size.tick, colour: theme.muted }],
    });
  };
  if (rHat)
    column(
      plainLabel('R-hat'),
      (row) => (Number.isNaN(row.rHat) ? '–' : row.rHat.toFixed(3)),
      (row) => row.rHat > 1.01,
    );
  if (ess)
    column(
      plainLabel('ESS'),
      (row) => (Number.isNaN(row.essBulk) ? '–' : row.essBulk.toFixed(0)),
      (row) => row.essBulk < 400,
    );
  return makePlot(
    {
      data: { hdiProb, rows },
      panels: [columns],
      gap: { x: 14 },
      legend: legendOf(
        samples.map(({ label }) => label),
        hdiProb,
      ),
      usualTitle: plainLabel('Forest plot'),
      alt: `Median, quartiles and ${percentText(hdiProb)} intervals of ${groups.length} elements${samples.length > 1 ? ` in ${samples.length} models` : ''}.`,
      notes: [
        ...chosen.flatMap(({ notes }) => notes),
        ...chosen.flatMap(({ elements }) =>
          elements.flatMap((element) =>
            droppedNote(
              element,
              finiteDraws(element).dropped,
              element.chains.reduce((sum, { length }) => sum + length, 0),
            ),
          ),
        ),
      ],
    },
    options,
  );
}

/** Elements of one name in all sources belong together. */
function grouped(
  chosen: readonly (readonly Element[])[],
  models: readonly string[],
  hdiProb: number,
): readonly Group[] {
  const groups = new Map<string, { label: Label; rows: (ForestRow & { sample: number })[] }>();
  for (const [sample, elements] of chosen.entries()) {
    for (const element of elements) {
      const group = groups.get(element.name) ?? { label: element.label, rows: [] };
      groups.set(element.name, group);
      group.rows.push({ ...rowOf(element, models[sample] ?? '', hdiProb), sample });
    }
  }
  return [...groups].map(([name, group]) => ({ name, ...group }));
}

function rowOf(element: Element, model: string, hdiProb: number): ForestRow {
  const { values } = finiteDraws(element);
  const { rHat, essBulk } = summarizeQuantity(element.chains);
  return {
    name: element.name,
    model,
    median: quantileOf([values], 0.5),
    hdi: highestDensityInterval([values], hdiProb),
    quartiles: { lower: quantileOf([values], 0.25), upper: quantileOf([values], 0.75) },
    rHat,
    essBulk,
  };
}

function marksOf(
  places: readonly (ForestRow & { readonly sample: number; readonly at: number })[],
  refVal: number | undefined,
  samples: number,
): readonly Markish[] {
  const marks: Markish[] =
    refVal === undefined ? [] : [ruleX([refVal], { stroke: theme.truth, strokeWidth: 1, strokeDasharray: '5,3' })];
  for (let sample = 0; sample < samples; sample++) {
    const own = places.filter((place) => place.sample === sample);
    const colour = seriesColour(sample);
    const thin = own.map(({ at, hdi }) => ({ at, x1: hdi.lower, x2: hdi.upper }));
    const thick = own.map(({ at, quartiles }) => ({ at, x1: quartiles.lower, x2: quartiles.upper }));
    marks.push(
      ruleY(thin, { y: 'at', x1: 'x1', x2: 'x2', stroke: colour, strokeWidth: 1.2 }),
      ruleY(thick, { y: 'at', x1: 'x1', x2: 'x2', stroke: colour, strokeWidth: 3.4 }),
      dot(own, {
        x: 'median',
        y: 'at',
        r: 3,
        fill: theme.paper,
        stroke: colour,
        strokeWidth: 1.5,
        symbol: seriesMarker(sample),
      }),
    );
  }
  return marks;
}

function legendOf(models: readonly string[], hdiProb: number): readonly LegendItem[] {
  const items: LegendItem[] =
    models.length < 2
      ? []
      : models.map((model, i) => ({
          label: parseLabel(model),
          colour: seriesColour(i),
          swatch: 'ring',
          marker: seriesMarker(i),
        }));
  return [
    ...items,
    { label: plainLabel(`median, quartiles, ${percentText(hdiProb)} HDI`), colour: theme.axis, swatch: 'line' },
  ];
}

const OPTIONS: OptionNames<ForestOptions> = {
  ...SELECT_OPTIONS,
  ...FIGURE_OPTIONS,
  hdiProb: true,
  rHat: true,
  ess: true,
  refVal: true,
};
