/** Whether posteriors are calibrated: ranks of true values against uniform ones, with the band that their test allows. */
import { CredenceError, checkOptions, type OptionNames } from '@credence/numerics';
import { areaY, line, type Markish, ruleY } from '@observablehq/plot';
import { makePlot } from '../figure/makePlot.js';
import { rowsOf } from '../figure/marks.js';
import { note } from '../figure/note.js';
import type { Panel } from '../figure/panel.js';
import { FIGURE_OPTIONS, type FigureOptions, type Plot } from '../figure/plot.js';
import { horizontalTicks, verticalTicks } from '../figure/ticks.js';
import { nameLabel, plainLabel } from '../label/label.js';
import { seriesColour, theme } from '../theme/theme.js';

/** What the picture takes of a calibration. */
export interface CalibrationSource {
  /** Draws that each value was ranked among. */
  readonly draws: number;
  readonly quantities: readonly {
    readonly name: string;
    /** 0 ... draws, one a simulation. */
    readonly ranks: ArrayLike<number>;
    readonly pValue: number;
    readonly calibrated: boolean;
  }[];
  /** Entry i - 1: fewest and most ranks below i that are allowed. */
  readonly band: { readonly lower: ArrayLike<number>; readonly upper: ArrayLike<number> };
}

export interface CalibrationPlotOptions extends FigureOptions {
  /** Names of quantities. Default: all, those with the smallest p-values where there are more than 16. */
  readonly quantities?: readonly string[];
  readonly columns?: number;
}

export interface CalibrationPlotData {
  readonly quantities: readonly {
    readonly name: string;
    readonly calibrated: boolean;
    /** Distribution function of the ranks less the uniform one, at `x`. */
    readonly difference: readonly number[];
  }[];
  /** Shares of the range of ranks. */
  readonly x: readonly number[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

const MOST = 16;

/**
 * Distribution functions of the ranks of a simulation-based calibration, less the uniform one. Above 0 true values rank low: the
 * posterior is too high. First above and then below 0 they rank in the tails: it is too narrow.
 *
 * Source: Säilynoja, Bürkner & Vehtari (2022), Graphical test for discrete uniformity, Statistics and Computing 32:32.
 * @param result what `simulationBasedCalibration` gives
 * @example plotCalibration(await simulationBasedCalibration(model, { seed: 1 })).svg
 * @throws CredenceError plots/unknown-variable, plots/empty-selection
 */
export function plotCalibration(
  result: CalibrationSource,
  options: CalibrationPlotOptions = {},
): Plot<CalibrationPlotData> {
  checkOptions('plotCalibration(result, options)', options, OPTIONS);
  const chosen = chosenQuantities(result, options.quantities);
  const x = Array.from({ length: result.draws }, (_, i) => (i + 1) / (result.draws + 1));
  const simulations = chosen[0]?.ranks.length ?? 0;
  const above = (counts: ArrayLike<number>) => x.map((share, i) => (counts[i] ?? 0) / simulations - share);
  const data: CalibrationPlotData = {
    x,
    lower: above(result.band.lower),
    upper: above(result.band.upper),
    quantities: chosen.map(({ name, ranks, calibrated }) => ({
      name,
      calibrated,
      difference: above(countsBelow(ranks, result.draws)),
    })),
  };
  const left = result.quantities.length - chosen.length;
  const faulty = data.quantities.filter(({ calibrated }) => !calibrated).map(({ name }) => name);
  const columns = options.columns ?? Math.min(3, Math.ceil(Math.sqrt(chosen.length)));
  return makePlot(
    {
      data,
      panels: rowsOf(
        data.quantities.map((quantity) => panelOf(quantity, data, options)),
        Math.max(1, columns),
      ),
      gap: { x: 22, y: 16 },
      legend: [{ label: plainLabel('where the ranks of all may lie'), colour: theme.faint, swatch: 'area' }],
      usualTitle: plainLabel(`Calibration, ${simulations} simulations`),
      alt: `Ranks of true values among draws for ${data.quantities.map(({ name }) => name).join(', ')}; not uniform: ${faulty.join(', ') || 'none'}.`,
      notes:
        options.quantities === undefined && left > 0
          ? [note`${left} quantities with larger p-values are left out`]
          : [],
    },
    options,
  );
}

type Quantity = CalibrationSource['quantities'][number];

function chosenQuantities(
  { quantities }: CalibrationSource,
  names: readonly string[] | undefined,
): readonly Quantity[] {
  if (names === undefined) {
    if (quantities.length <= MOST) return quantities;
    const worst = new Set(quantities.toSorted((a, b) => a.pValue - b.pValue).slice(0, MOST));
    return quantities.filter((quantity) => worst.has(quantity));
  }
  if (names.length === 0) {
    throw new CredenceError(
      'plots/empty-selection',
      'plotCalibration: quantities is empty. Name some, or leave it out.',
      {},
    );
  }
  return names.map((name) => {
    const found = quantities.find((quantity) => quantity.name === name);
    if (found !== undefined) return found;
    const known = quantities.map((quantity) => quantity.name);
    throw new CredenceError(
      'plots/unknown-variable',
      `plotCalibration: there is no quantity '${name}'. There are ${known.join(', ')}.`,
      { name, known },
    );
  });
}

/** Entry i - 1: how many ranks lie below i. */
function countsBelow(ranks: ArrayLike<number>, draws: number): readonly number[] {
  const counts = new Array<number>(draws + 1).fill(0);
  for (let i = 0; i < ranks.length; i++) counts[ranks[i]!]!++;
  let sum = 0;
  return counts.slice(0, draws).map((count) => {
    sum += count;
    return sum;
  });
}

function panelOf(
  { name, difference, calibrated }: CalibrationPlotData['quantities'][number],
  { x, lower, upper }: CalibrationPlotData,
  { frame = {} }: CalibrationPlotOptions,
): Panel {
  const width = frame.width ?? 210;
  const height = frame.height ?? 120;
  const most = 1.1 * Math.max(...[...lower, ...upper, ...difference].map(Math.abs), 1e-3);
  const domain: readonly [number, number] = [-most, most];
  const ends = { x: [0, ...x, 1], of: (values: readonly number[]) => [0, ...values, 0] };
  const [low, high, own] = [ends.of(lower), ends.of(upper), ends.of(difference)];
  const band = ends.x.map((at, i) => ({ x: at, low: low[i]!, high: high[i]! }));
  const marks: Markish[] = [
    areaY(band, { x: 'x', y1: 'low', y2: 'high', fill: theme.faint, fillOpacity: 0.6 }),
    ruleY([0], { stroke: theme.axis, strokeWidth: theme.hair }),
    line(
      ends.x.map((at, i) => [at, own[i]!]),
      { x: '0', y: '1', stroke: calibrated ? seriesColour(0) : theme.truth, strokeWidth: 1.2 },
    ),
  ];
  return {
    width,
    height,
    x: { domain: [0, 1], ticks: horizontalTicks([0, 1], width, 5), label: plainLabel('share of all ranks') },
    y: { domain, ticks: verticalTicks(domain, height, 4) },
    marks,
    headings: [{ label: nameLabel(name), size: theme.size.label, ...(calibrated ? {} : { colour: theme.truth }) }],
  };
}

const OPTIONS: OptionNames<CalibrationPlotOptions> = { ...FIGURE_OPTIONS, quantities: true, columns: true };
