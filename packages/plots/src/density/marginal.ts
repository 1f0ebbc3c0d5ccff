/** What the draws of one quantity look like: a density, shares of whole numbers, or one value. */
import { type DensityEstimate, type DensityOptions, densityOf } from './density.js';
import { areWhole, extentOf } from './histogram.js';

export type Marginal =
  | ({ readonly kind: 'density' } & DensityEstimate)
  | { readonly kind: 'bars'; readonly x: readonly number[]; readonly share: readonly number[] }
  | { readonly kind: 'constant'; readonly x: number };

/** Whole numbers over a wider range than this are shown as a density. */
const MOST_BARS = 200;

/** @param values finite draws, at least one */
export function marginalOf(values: Float64Array, options: DensityOptions = {}): Marginal {
  const [low, high] = extentOf(values);
  if (low === high) return { kind: 'constant', x: low };
  if (areWhole(values) && high - low < MOST_BARS) {
    const counts = new Array<number>(high - low + 1).fill(0);
    for (const value of values) counts[value - low]!++;
    return { kind: 'bars', x: counts.map((_, i) => low + i), share: counts.map((count) => count / values.length) };
  }
  return { kind: 'density', ...densityOf(values, options) };
}

/** The greatest height that will be drawn. */
export function marginalHeight(marginal: Marginal): number {
  if (marginal.kind === 'constant') return 1;
  return extentOf(marginal.kind === 'density' ? marginal.density : marginal.share)[1];
}

/** The values that will be drawn, from the first to the last. */
export function marginalDomain(marginal: Marginal): readonly [number, number] {
  if (marginal.kind === 'constant') {
    const half = Math.max(Math.abs(marginal.x) * 0.1, 0.5);
    return [marginal.x - half, marginal.x + half];
  }
  if (marginal.kind === 'bars') return [(marginal.x[0] ?? 0) - 0.6, (marginal.x.at(-1) ?? 0) + 0.6];
  const { x, bandwidth, bounds } = marginal;
  const [from, to] = [x[0] ?? 0, x.at(-1) ?? 1];
  const step = (to - from) / Math.max(1, x.length - 1);
  const margin = (to - from) * 0.02;
  const mirrored = (edge: number, bound: number) => Math.abs(edge - bound) <= step + 0.01 * bandwidth;
  return [
    mirrored(from, bounds.lower) ? bounds.lower - margin : from,
    mirrored(to, bounds.upper) ? bounds.upper + margin : to,
  ];
}

/** A range that holds all ranges. */
export function unionOf(ranges: readonly (readonly [number, number])[]): readonly [number, number] {
  return [Math.min(...ranges.map(([low]) => low)), Math.max(...ranges.map(([, high]) => high))];
}
