/** The density of pairs of draws in the plane, by a Gaussian kernel that leans as the draws do. */
import { CredenceError, exp, pow } from '@credence/numerics';
import { robustScale } from './bandwidth.js';
import { type Bounds, boundsOf } from './bounds.js';
import { rootsOf, transformSquare } from './fourier.js';
import { extentOf } from './histogram.js';

/** Standard deviations of the kernel and their correlation. */
export interface PlaneBandwidth {
  readonly x: number;
  readonly y: number;
  readonly correlation: number;
}

export interface PlaneDensity {
  /** Middles of the cells. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Per unit area, row by row: that of x[i] and y[j] at j x.length + i. */
  readonly density: Float64Array;
  readonly bandwidth: PlaneBandwidth;
}

export interface PlaneOptions {
  readonly bandwidth?: PlaneBandwidth;
  readonly bounds?: { readonly x?: Partial<Bounds>; readonly y?: Partial<Bounds> };
  /** Cells along each side. Default 96. */
  readonly cells?: number;
}

/** Kernels are drawn out to this many standard deviations. */
const REACH = 4;
const MOST_CORRELATION = 0.99;

/**
 * Kernel density of pairs.
 *
 * The kernel is Gaussian with the draws' correlation and n^(-1/6) of their spreads (Scott 1992, Multivariate Density
 * Estimation, section 6.3), the spread being the smaller of sd and IQR / 1.34. What passes an end of the support is folded back.
 *
 * @throws CredenceError plots/density when all draws of a direction are equal
 */
export function planeDensityOf(x: Float64Array, y: Float64Array, options: PlaneOptions = {}): PlaneDensity {
  const cells = options.cells ?? 96;
  const bandwidth = options.bandwidth ?? planeBandwidth(x, y);
  const across = sideOf(x, bandwidth.x, options.bounds?.x, cells);
  const up = sideOf(y, bandwidth.y, options.bounds?.y, cells);
  let size = 1;
  while (size < Math.max(across.before, up.before) + cells + Math.max(across.after, up.after)) size *= 2;
  const re = new Float64Array(size * size);
  for (let i = 0; i < x.length; i++) share(re, size, x[i]!, y[i]!, across, up);
  spread(re, size, bandwidth, across.step, up.step);
  const density = new Float64Array(cells * cells);
  const scale = 1 / (x.length * across.step * up.step);
  for (let row = 0; row < size; row++) {
    const j = foldedPlace(row, up, cells);
    if (j < 0) continue;
    for (let column = 0; column < size; column++) {
      const i = foldedPlace(column, across, cells);
      if (i >= 0) density[j * cells + i]! += re[row * size + column]! * scale;
    }
  }
  return {
    x: Float64Array.from({ length: cells }, (_, i) => across.from + (i + 0.5) * across.step),
    y: Float64Array.from({ length: cells }, (_, j) => up.from + (j + 0.5) * up.step),
    density: density.map((value) => Math.max(0, value)),
    bandwidth,
  };
}

function planeBandwidth(x: Float64Array, y: Float64Array): PlaneBandwidth {
  const factor = pow(x.length, -1 / 6);
  const [meanX, meanY] = [meanOf(x), meanOf(y)];
  const [unitX, unitY] = [rangeOf(x), rangeOf(y)];
  if (!(unitX > 0 && unitY > 0)) {
    throw new CredenceError('plots/density', 'A density in the plane needs draws that differ in both directions.', {});
  }
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const [dx, dy] = [(x[i]! - meanX) / unitX, (y[i]! - meanY) / unitY];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  const correlation = xy / Math.sqrt(xx * yy);
  return {
    x: factor * robustScale(x),
    y: factor * robustScale(y),
    correlation: Math.max(-MOST_CORRELATION, Math.min(MOST_CORRELATION, correlation)),
  };
}

/** Squares of very small or large numbers are taken in units of their range, so that they stay numbers. */
function rangeOf(values: Float64Array): number {
  const [low, high] = extentOf(values);
  return high - low;
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value / values.length, 0);
}

/** One direction of the grid: its cells, and how many lie before and after it for what passes its ends. */
interface Side {
  readonly from: number;
  readonly step: number;
  readonly before: number;
  readonly after: number;
  readonly mirrorStart: boolean;
  readonly mirrorEnd: boolean;
}

function sideOf(values: Float64Array, bandwidth: number, given: Partial<Bounds> | undefined, cells: number): Side {
  const sorted = Float64Array.from(values).sort();
  const found = boundsOf(sorted, bandwidth);
  const low = sorted[0] ?? 0;
  const high = sorted.at(-1) ?? 1;
  const lower = given?.lower ?? found.lower;
  const upper = given?.upper ?? found.upper;
  const from = Math.max(lower, low - REACH * bandwidth);
  const to = Math.min(upper, high + REACH * bandwidth);
  const step = (to - from) / cells;
  const pad = Math.min(cells, Math.ceil((REACH * bandwidth) / step));
  const [mirrorStart, mirrorEnd] = [from === lower, to === upper];
  return { from, step, before: mirrorStart ? pad : 0, after: mirrorEnd ? pad : 0, mirrorStart, mirrorEnd };
}

/** Shares one draw between the four cells around it. */
function share(weights: Float64Array, size: number, x: number, y: number, across: Side, up: Side): void {
  const px = (x - across.from) / across.step - 0.5 + across.before;
  const py = (y - up.from) / up.step - 0.5 + up.before;
  const i = Math.max(0, Math.min(size - 2, Math.floor(px)));
  const j = Math.max(0, Math.min(size - 2, Math.floor(py)));
  const u = Math.max(0, Math.min(1, px - i));
  const v = Math.max(0, Math.min(1, py - j));
  const at = j * size + i;
  weights[at]! += (1 - u) * (1 - v);
  weights[at + 1]! += u * (1 - v);
  weights[at + size]! += (1 - u) * v;
  weights[at + size + 1]! += u * v;
}

/** Spreads weights by the kernel: a product in the space of frequencies. */
function spread(
  re: Float64Array,
  size: number,
  { x, y, correlation }: PlaneBandwidth,
  stepX: number,
  stepY: number,
): void {
  const im = new Float64Array(size * size);
  const roots = rootsOf(size);
  transformSquare(re, im, roots);
  const [sx, sy] = [x / stepX, y / stepY];
  for (let row = 0; row < size; row++) {
    const fy = (2 * Math.PI * (row <= size / 2 ? row : row - size)) / size;
    for (let column = 0; column < size; column++) {
      const fx = (2 * Math.PI * (column <= size / 2 ? column : column - size)) / size;
      const exponent = sx * sx * fx * fx + 2 * correlation * sx * sy * fx * fy + sy * sy * fy * fy;
      const factor = exponent > 80 ? 0 : exp(-exponent / 2) / (size * size);
      const at = row * size + column;
      re[at]! *= factor;
      im[at]! *= factor;
    }
  }
  transformSquare(im, re, roots);
}

/** The cell of the grid that a place of the padded one belongs to; -1 for none. */
function foldedPlace(place: number, { before, after, mirrorStart, mirrorEnd }: Side, cells: number): number {
  const i = place - before;
  if (i < 0) return mirrorStart && -1 - i < before ? -1 - i : -1;
  if (i < cells) return i;
  return mirrorEnd && i < cells + after ? 2 * cells - 1 - i : -1;
}

/** Density at a point, between the four cells around it; 0 outside the grid. */
export function densityAt({ x, y, density }: PlaneDensity, atX: number, atY: number): number {
  const cells = x.length;
  const px = (atX - x[0]!) / (x[1]! - x[0]!);
  const py = (atY - y[0]!) / (y[1]! - y[0]!);
  if (!(px > -1 && py > -1 && px < cells && py < cells)) return 0;
  const i = Math.max(0, Math.min(cells - 2, Math.floor(px)));
  const j = Math.max(0, Math.min(cells - 2, Math.floor(py)));
  const u = Math.max(0, Math.min(1, px - i));
  const v = Math.max(0, Math.min(1, py - j));
  const at = j * cells + i;
  return (
    (1 - v) * ((1 - u) * density[at]! + u * density[at + 1]!) +
    v * ((1 - u) * density[at + cells]! + u * density[at + cells + 1]!)
  );
}

/** A contour of a density. */
export interface ContourLevel {
  /** Share of the draws that it should enclose. */
  readonly mass: number;
  /** Density along it. */
  readonly level: number;
  /** Share of the draws that lie where the density is higher. */
  readonly enclosed: number;
}

/** Levels that enclose given shares of the draws, the widest first; and the density at every draw. */
export function contourLevels(
  plane: PlaneDensity,
  x: Float64Array,
  y: Float64Array,
  masses: readonly number[],
): { readonly levels: readonly ContourLevel[]; readonly atDraws: Float64Array } {
  const atDraws = Float64Array.from(x, (value, i) => densityAt(plane, value, y[i]!));
  const sorted = Float64Array.from(atDraws).sort();
  const levels = [...masses]
    .sort((a, b) => b - a)
    .map((mass) => {
      const rank = Math.min(sorted.length - 1, Math.floor((1 - mass) * sorted.length));
      const level = sorted[rank] ?? 0;
      return { mass, level, enclosed: sorted.filter((value) => value >= level).length / sorted.length };
    });
  return { levels, atDraws };
}
