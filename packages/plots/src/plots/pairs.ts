/** Two quantities against each other: contours of their density and the points outside. */
import { type ContourLevel, contourLevels, type PlaneDensity, planeDensityOf } from '../density/plane.js';

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
