/** Bins of equal width, and how many values each holds. */
import { CredenceError, pow } from '@credence/numerics';
import { quantileOf } from '@credence/samplers';

export interface Histogram {
  /** Ends of the bins, one more than there are bins. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  /** Counts as shares of all values, also of those outside the range. */
  readonly shares: readonly number[];
  /** Shares per unit of the values. */
  readonly density: readonly number[];
  readonly outside: number;
}

export interface HistogramOptions {
  /** Number of bins. Default: Freedman and Diaconis' width, at least Sturges' number, at most 100. */
  readonly bins?: number;
  /** Lowest and highest value shown. Default: those of the values. */
  readonly range?: readonly [number, number];
}

/**
 * Histogram of finite values. A value on an edge belongs to the bin above it, the highest of all to the last bin. Values that
 * are all whole numbers get bins around whole numbers.
 * @throws CredenceError plots/bins, plots/range
 */
export function histogramOf(values: Float64Array, options: HistogramOptions = {}): Histogram {
  const edges = edgesOf(values, options);
  const counts = new Array<number>(edges.length - 1).fill(0);
  const [low, high] = [edges[0] ?? 0, edges.at(-1) ?? 0];
  const step = (high - low) / counts.length;
  let outside = 0;
  for (const value of values) {
    if (!(value >= low && value <= high)) {
      outside++;
      continue;
    }
    let bin = Math.min(counts.length - 1, Math.floor((value - low) / step));
    if (value < edges[bin]!) bin--;
    else if (bin + 1 < counts.length && value >= edges[bin + 1]!) bin++;
    counts[bin]!++;
  }
  const shares = counts.map((count) => count / values.length);
  return { edges, counts, shares, density: shares.map((share) => share / step), outside };
}

/** Whether all values are whole numbers. */
export function areWhole(values: Float64Array): boolean {
  return values.every(Number.isInteger);
}

function edgesOf(values: Float64Array, { bins, range }: HistogramOptions): readonly number[] {
  if (bins !== undefined && !(Number.isInteger(bins) && bins > 0))
    throw new CredenceError('plots/bins', `bins must be a whole number above 0, not ${bins}.`, { bins });
  let [low, high] = range ?? extentOf(values);
  if (range !== undefined && !(low < high))
    throw new CredenceError('plots/range', `A range must rise, and [${low}, ${high}] does not.`, { range });
  if (range === undefined && areWhole(values)) {
    const width = Math.max(1, Math.ceil((high - low + 1) / (bins ?? 60)));
    const number = Math.max(1, Math.ceil((high - low + 1) / width));
    return Array.from({ length: number + 1 }, (_, i) => low - 0.5 + i * width);
  }
  if (low === high) [low, high] = [low - halfWidth(low), high + halfWidth(high)];
  const number = bins ?? freedmanDiaconis(values, low, high);
  return Array.from({ length: number + 1 }, (_, i) => (i === number ? high : low + ((high - low) * i) / number));
}

function halfWidth(value: number): number {
  return Math.max(Math.abs(value) * 1e-3, 1e-3);
}

/** Source: Freedman & Diaconis (1981), On the histogram as a density estimator: L2 theory, ZWvG 57. */
function freedmanDiaconis(values: Float64Array, low: number, high: number): number {
  const width = (2 * (quantileOf([values], 0.75) - quantileOf([values], 0.25))) / pow(values.length, 1 / 3);
  const sturges = 33 - Math.clz32(values.length - 1);
  const number = width > 0 ? Math.ceil((high - low) / width) : sturges;
  return Math.min(100, Math.max(sturges, number));
}

/** Least and greatest value. */
export function extentOf(values: ArrayLike<number>): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
