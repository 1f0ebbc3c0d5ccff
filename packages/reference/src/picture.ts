/** A picture of a distribution: its density or probabilities, its paths, or the density of one element of its draws. */
import { AppliedDistribution, supports } from '@credence/dsl';
import { exp, keyFromSeed, stream } from '@credence/numerics';
import { densityOf, plotLine } from '@credence/plots';
import { type Drawn, drawnOf } from './drawn.js';

/** Any distribution of the library. */
export type AnyDistribution = AppliedDistribution['distribution'];

export interface Picture {
  readonly svg: string;
  /** What it shows, in words. */
  readonly what: string;
}

const SEED = 7;
const DRAWS = 20_000;
/** Draws of numbers, which only say what range is shown. */
const RANGE_DRAWS = 4000;
/** Draws whose range is shown: most of them. */
const SHOWN = [0.005, 0.99] as const;
/** Interquartile ranges from the median that are shown. */
const REACH = 4;
/** A curve is cut where it rises to more than this many times what it reaches elsewhere. */
const POLE = 1.6;
const POINTS = 240;
const SIZE = { title: '', frame: { width: 420, height: 200 } };

/** The picture as SVG, with what it shows; undefined for an improper density. */
export function pictureOf(distribution: AnyDistribution, drawn: string): Picture | undefined {
  const { all, shape } = drawnOf(drawn);
  if (distribution.random === undefined) return undefined;
  if (distribution.eventRank === 0) {
    return ofNumbers(
      all.map(({ text, parameters }) => ({
        label: text,
        applied: new AppliedDistribution(distribution, parameters),
      })),
    );
  }
  const [length = 0, width = 1] = shape;
  return length >= 50 ? ofPaths(distribution, all, shape, width) : ofElement(distribution, all, shape);
}

/** Draws of one set of parameters, row-major. */
export function drawsOf(
  distribution: AnyDistribution,
  { parameters }: Drawn,
  shape: readonly number[],
  count: number,
): readonly Float64Array[] {
  const rng = stream(keyFromSeed(SEED), 0);
  const given = Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      typeof value === 'number' ? value : Float64Array.from(value.flat()),
    ]),
  );
  const own = eventShape(distribution, parameters, shape);
  return Array.from({ length: count }, () => {
    const draw = distribution.random?.(rng, given, own) ?? Number.NaN;
    return typeof draw === 'number' ? Float64Array.of(draw) : draw;
  });
}

/** The shape of an event, by its parameters or as it is stated. */
export function eventShape(
  { parameters: specs, eventShape: shapeOf }: AnyDistribution,
  given: Drawn['parameters'],
  stated: readonly number[],
): readonly number[] {
  const shapes = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, sizesOf(value).slice(-(specs[name]?.rank ?? 0) || Infinity)]),
  );
  return shapeOf?.(shapes).map((size, axis) => size ?? stated[axis] ?? 1) ?? [];
}

function sizesOf(value: Drawn['parameters'][string]): readonly number[] {
  if (typeof value === 'number') return [];
  const [first] = value;
  return [value.length, ...(first === undefined ? [] : sizesOf(first))];
}

/** Densities or probabilities of distributions of numbers. */
export function ofNumbers(all: readonly { readonly label: string; readonly applied: AppliedDistribution }[]): Picture {
  const sets = all.map(({ label, applied }) => {
    const drawn = applied.random(SEED, RANGE_DRAWS);
    return { label, applied, draws: typeof drawn === 'number' ? Float64Array.of(drawn) : drawn.slice().sort() };
  });
  const ranges = sets.map(({ draws }) => shownRange(draws));
  const low = Math.min(...ranges.map((range) => range.low));
  // The widest of several must not make lines of the others.
  const [widest = 1, second = widest] = ranges.map((range) => range.high).sort((x, y) => y - x);
  const high = Math.min(widest, low + 3 * (second - low));
  const discrete = sets.every(({ draws }) => draws.every(Number.isInteger));
  const places = discrete
    ? Array.from({ length: Math.floor(high) - Math.floor(low) + 3 }, (_, i) => Math.floor(low) - 1 + i)
    : Array.from({ length: POINTS }, (_, i) => low - 0.02 * (high - low) + (i / (POINTS - 1)) * 1.04 * (high - low));
  const series = sets.map(({ label, applied }) => {
    const y = Float64Array.from(applied.logProb(places), exp);
    // Points of their own probability beside a density, and infinite densities, are gaps of the line.
    return { label, x: places, y: y.map((value) => (value === 0 || Number.isFinite(value) ? value : Number.NaN)) };
  });
  const most = Math.max(...series.map(({ y }) => (discrete ? Math.max(...y) : shownHeight(y))));
  const what = discrete ? 'probability' : 'density';
  const plot = plotLine(
    series.map((own) => ({ ...own, points: discrete })),
    { ...SIZE, xLabel: '$x$', yLabel: what, yRange: [0, 1.05 * most] },
  );
  return { svg: plot.svg, what };
}

/** Where most of sorted draws lie, without the far ends of long tails. */
function shownRange(draws: Float64Array): { readonly low: number; readonly high: number } {
  const at = (share: number) => draws[Math.floor(share * (draws.length - 1))] ?? 0;
  const spread = at(0.75) - at(0.25);
  const reach = spread > 0 ? REACH * spread : Number.POSITIVE_INFINITY;
  return { low: Math.max(at(SHOWN[0]), at(0.5) - reach), high: Math.min(at(SHOWN[1]), at(0.5) + reach) };
}

/** The highest of a curve, or a part of a pole. */
function shownHeight(heights: Float64Array): number {
  const sorted = heights.filter(Number.isFinite).sort();
  const [highest = 1, usual = highest] = [sorted.at(-1), sorted[Math.floor(0.98 * (sorted.length - 1))]];
  return usual > 0 && highest > POLE * usual ? POLE * usual : highest;
}

/** Paths of a series. */
function ofPaths(distribution: AnyDistribution, all: readonly Drawn[], shape: readonly number[], width: number) {
  const paths = all.flatMap((drawn) => {
    const [draw = new Float64Array(0)] = drawsOf(distribution, drawn, shape, 1);
    const times = Array.from({ length: draw.length / width }, (_, t) => t);
    return Array.from({ length: width }, (_, element) => ({
      label: width === 1 ? drawn.text : `element ${element}`,
      x: times,
      y: times.map((t) => draw[t * width + element] ?? 0),
      points: false,
    }));
  });
  const what = width === 1 ? 'a draw of each' : 'the elements of a draw';
  return { svg: plotLine(paths, { ...SIZE, xLabel: '$t$', yLabel: '$x_t$' }).svg, what };
}

/** The density of one element: the last, which no support of the library fixes. */
function ofElement(distribution: AnyDistribution, all: readonly Drawn[], shape: readonly number[]) {
  const own = eventShape(distribution, all[0]?.parameters ?? {}, shape);
  const [rows = 1, columns = 1] = own;
  const element =
    own.length === 1 ? 0 : (rows - 1) * columns + (columns > 1 && isCorrelation(distribution) ? columns - 2 : 0);
  const name = own.length === 1 ? `${element}` : `${Math.floor(element / columns)},${element % columns}`;
  const series = all.map((drawn) => {
    const draws = Float64Array.from(
      drawsOf(distribution, drawn, shape, DRAWS),
      (event) => event[element] ?? Number.NaN,
    );
    if (draws.every(Number.isInteger)) return { label: drawn.text, ...shares(draws), points: true };
    const { x, density } = densityOf(draws);
    return { label: drawn.text, x, y: density, points: false };
  });
  const isCount = series.some(({ points }) => points);
  const what = `${isCount ? 'probability' : 'density'} of the element [${name}], from ${DRAWS} draws`;
  const plot = plotLine(series, { ...SIZE, xLabel: `$x_{${name}}$`, yLabel: isCount ? 'probability' : 'density' });
  return { svg: plot.svg, what };
}

/** Whether its diagonal is fixed. */
function isCorrelation({ support }: AnyDistribution): boolean {
  return support === supports.correlation;
}

function shares(draws: Float64Array): { readonly x: readonly number[]; readonly y: readonly number[] } {
  const counts = new Map<number, number>();
  for (const draw of draws) counts.set(draw, (counts.get(draw) ?? 0) + 1);
  const x = [...counts.keys()].sort((a, b) => a - b);
  return { x, y: x.map((value) => (counts.get(value) ?? 0) / draws.length) };
}
