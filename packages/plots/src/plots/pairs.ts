/** One frame of two quantities against each other: contours, points, and true values. Shared by corner and pair plots. */
import { contour, dot, type Markish, ruleX, ruleY } from '@observablehq/plot';
import { type ContourLevel, contourLevels, type PlaneDensity, planeDensityOf } from '../density/plane.js';
import { theme } from '../theme/theme.js';

/** What is drawn of one sample of pairs. */
export interface PairData {
  /** Undefined where a direction is constant, or draws are few. */
  readonly plane: PlaneDensity | undefined;
  readonly levels: readonly ContourLevel[];
  /** Points that are drawn one by one. */
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** Fewer pairs than this have points and no contours. */
const FEWEST = 30;

/**
 * @param masses shares that contours enclose
 * @param most points drawn at most, taken at equal distances
 */
export function pairOf(x: Float64Array, y: Float64Array, masses: readonly number[], most: number): PairData {
  const varied = (values: Float64Array) => values.some((value) => value !== values[0]);
  if (x.length < FEWEST || !varied(x) || !varied(y)) return { plane: undefined, levels: [], ...every(x, y, most) };
  const plane = planeDensityOf(x, y);
  const { levels, atDraws } = contourLevels(plane, x, y, masses);
  const outer = levels[0]?.level ?? Number.POSITIVE_INFINITY;
  const outside = (values: Float64Array) => values.filter((_, i) => atDraws[i]! < outer);
  return { plane, levels, ...every(outside(x), outside(y), most) };
}

/** At most so many pairs, evenly chosen. */
export function every(
  x: Float64Array,
  y: Float64Array,
  most: number,
): { readonly x: readonly number[]; readonly y: readonly number[] } {
  const step = Math.max(1, x.length / Math.max(1, most));
  const places = Array.from({ length: Math.min(x.length, most) }, (_, i) => Math.floor(i * step));
  return { x: places.map((i) => x[i]!), y: places.map((i) => y[i]!) };
}

export interface PairStyle {
  readonly colour: string;
  readonly dash: string;
  /** Strength of the fill of each contour. */
  readonly fill: number;
  readonly points: boolean;
}

export function pairMarks(pair: PairData, { colour, dash, fill, points }: PairStyle): readonly Markish[] {
  const { plane, levels, x, y } = pair;
  const marks: Markish[] = [];
  if (points || plane === undefined) {
    const r = plane === undefined ? 1.6 : 1;
    marks.push(
      dot(
        x.map((at, i) => ({ x: at, y: y[i] })),
        { x: 'x', y: 'y', r, fill: colour, fillOpacity: 0.35 },
      ),
    );
  }
  if (plane !== undefined) {
    for (const { level } of levels) {
      marks.push(
        contour(plane.density, {
          ...placeOf(plane),
          thresholds: [level],
          fill: colour,
          fillOpacity: fill,
          stroke: colour,
          strokeWidth: 1.1,
          ...(dash === '' ? {} : { strokeDasharray: dash }),
        }),
      );
    }
  }
  return marks;
}

function placeOf({ x, y }: PlaneDensity) {
  const half = (side: Float64Array) => (side[1]! - side[0]!) / 2;
  return {
    width: x.length,
    height: y.length,
    x1: x[0]! - half(x),
    x2: x.at(-1)! + half(x),
    y1: y[0]! - half(y),
    y2: y.at(-1)! + half(y),
    interpolate: 'none' as const,
    smooth: true,
  };
}

/** Lines at true values, and a square where they meet. */
export function truthMarks(x: number | undefined, y: number | undefined): readonly Markish[] {
  const stroke = { stroke: theme.truth, strokeWidth: 1 };
  return [
    ...(x === undefined ? [] : [ruleX([x], stroke)]),
    ...(y === undefined ? [] : [ruleY([y], stroke)]),
    ...(x === undefined || y === undefined
      ? []
      : [dot([[x, y]], { x: '0', y: '1', r: 2.6, symbol: 'square', fill: theme.truth })]),
  ];
}
