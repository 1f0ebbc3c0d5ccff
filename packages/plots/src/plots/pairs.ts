/** Two quantities against each other: contours of their density and the points outside. */
import { extentOf } from '../density/histogram.js';
import { type ContourLevel, contourLevels, type PlaneDensity, planeDensityOf } from '../density/plane.js';

/** What is drawn of one sample of pairs. */
export interface PairData {
  /** Undefined where a direction is constant, or differs by less than 1e-140 or more than 1e140, or draws are few. */
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
  if (x.length < FEWEST || !spread(x) || !spread(y)) return { plane: undefined, levels: [], ...every(x, y, most) };
  const plane = planeDensityOf(x, y);
  const { levels, atDraws } = contourLevels(plane, x, y, masses);
  const outer = levels[0]?.level ?? Number.POSITIVE_INFINITY;
  const outside = (values: Float64Array) => values.filter((_, i) => atDraws[i]! < outer);
  return { plane, levels, ...every(outside(x), outside(y), most) };
}

/** Whether values differ, by amounts whose density is a number. */
function spread(values: Float64Array): boolean {
  const [low, high] = extentOf(values);
  return high - low > 1e-140 && high - low < 1e140;
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
