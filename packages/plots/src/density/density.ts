/** The density of draws along one axis, by a Gaussian kernel. */
import { CredenceError, exp } from '@credence/numerics';
import { bandwidthOf, silvermanBandwidth } from './bandwidth.js';
import { type Bounds, boundsOf } from './bounds.js';
import { linearCounts } from './counts.js';

export interface DensityOptions {
  /** Standard deviation of the kernel, unit of the draws. Default: improved Sheather-Jones (`bandwidthOf`). */
  readonly bandwidth?: number;
  /** Ends of the support; the density is mirrored there. Default: those that the draws point at (`boundsOf`). */
  readonly bounds?: Partial<Bounds>;
  /** Points of the grid. Default 512. */
  readonly points?: number;
}

/** A density on a grid of equal steps. */
export interface DensityEstimate {
  readonly x: Float64Array;
  /** Per unit of the draws; its integral is the share of the draws in the range, 1 unless tails are cut. */
  readonly density: Float64Array;
  readonly bandwidth: number;
  readonly bounds: Bounds;
  /** Draws so far out that the grid does not reach them. */
  readonly outside: number;
}

/** The grid reaches this many interquartile ranges beyond the quartiles, and no further. */
const REACH = 12;

/**
 * Kernel density of draws.
 *
 * The kernel is Gaussian. Its bandwidth is that of Botev's improved Sheather-Jones method unless given. At the ends of the
 * support the part of each kernel that lies beyond is folded back, so the density does not sink towards a bound.
 *
 * @param values finite draws, at least two different ones
 * @throws CredenceError plots/bandwidth, plots/density when all draws are equal
 */
export function densityOf(values: Float64Array, options: DensityOptions = {}): DensityEstimate {
  const sorted = Float64Array.from(values).sort();
  const low = sorted[0] ?? Number.NaN;
  const high = sorted.at(-1) ?? Number.NaN;
  if (!(high > low)) {
    throw new CredenceError(
      'plots/density',
      'A density needs draws that differ; all are equal. Draw a line at the value.',
      {
        value: low,
      },
    );
  }
  const quartile = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  const reach = REACH * (quartile(0.75) - quartile(0.25)) || high - low;
  const start = Math.max(low, quartile(0.25) - reach);
  const end = Math.min(high, quartile(0.75) + reach);
  const inside = sorted.filter((value) => value >= start && value <= end);
  const found = boundsOf(inside, options.bandwidth ?? silvermanBandwidth(inside));
  const lower = options.bounds?.lower ?? (start > low ? Number.NEGATIVE_INFINITY : found.lower);
  const upper = options.bounds?.upper ?? (end < high ? Number.POSITIVE_INFINITY : found.upper);
  const bandwidth = checked(options.bandwidth ?? bandwidthOf(inside, { lower, upper }));
  const from = start > low ? start : Math.max(lower, low - 3.5 * bandwidth);
  const to = end < high ? end : Math.min(upper, high + 3.5 * bandwidth);
  const cells = options.points ?? 512;
  const step = (to - from) / cells;
  const density = smooth(linearCounts(inside, from, to, cells), bandwidth / step, from === lower, to === upper);
  const scale = 1 / (values.length * step);
  return {
    x: Float64Array.from(density, (_, i) => from + (i + 0.5) * step),
    density: density.map((weight) => weight * scale),
    bandwidth,
    bounds: { lower, upper },
    outside: values.length - inside.length,
  };
}

function checked(bandwidth: number): number {
  if (bandwidth > 0 && bandwidth < Number.POSITIVE_INFINITY) return bandwidth;
  throw new CredenceError('plots/bandwidth', `A bandwidth must be a finite number above 0, not ${bandwidth}.`, {
    bandwidth,
  });
}

/** Weights spread by a Gaussian of `width` cells; what passes a mirrored end comes back. */
function smooth(weights: Float64Array, width: number, mirrorStart: boolean, mirrorEnd: boolean): Float64Array {
  const size = weights.length;
  const radius = Math.min(size, Math.max(1, Math.ceil(5 * width)));
  const kernel = new Float64Array(radius + 1);
  let sum = 0;
  for (let i = 0; i <= radius; i++) {
    kernel[i] = exp(-0.5 * (i / width) ** 2);
    sum += i === 0 ? kernel[i]! : 2 * kernel[i]!;
  }
  const result = new Float64Array(size);
  const add = (at: number, weight: number) => {
    const i = at < 0 && mirrorStart ? -1 - at : at >= size && mirrorEnd ? 2 * size - 1 - at : at;
    if (i >= 0 && i < size) result[i]! += weight;
  };
  for (let j = 0; j < size; j++) {
    const weight = weights[j]! / sum;
    if (weight === 0) continue;
    add(j, weight * kernel[0]!);
    for (let k = 1; k <= radius; k++) {
      add(j - k, weight * kernel[k]!);
      add(j + k, weight * kernel[k]!);
    }
  }
  return result;
}
