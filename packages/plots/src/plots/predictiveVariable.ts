/** One observed variable beside its replicated data sets, as numbers. */
import { CredenceError } from '@credence/numerics';
import { quantileOf } from '@credence/samplers';
import { type DensityEstimate, densityOf } from '../density/density.js';
import { areWhole, extentOf } from '../density/histogram.js';
import { count } from '../source/select.js';
import type { VariableSource } from '../source/source.js';

export type PredictiveVariableData =
  | {
      readonly kind: 'kde';
      readonly name: string;
      readonly observed: DensityEstimate;
      /** One density a replicated data set, on the grid `x`; and their mean. */
      readonly x: readonly number[];
      readonly replicated: readonly (readonly number[])[];
      readonly mean: readonly number[];
    }
  | {
      readonly kind: 'bars';
      readonly name: string;
      readonly x: readonly number[];
      /** Share of the data. */
      readonly observed: readonly number[];
      /** Median and 5 % and 95 % quantiles of the share over replicated data sets. */
      readonly median: readonly number[];
      readonly lower: readonly number[];
      readonly upper: readonly number[];
    };

/** Replicated data sets of a variable, at most so many, at equal distances over all chains. */
function replicatesOf(
  name: string,
  draws: VariableSource,
  size: number,
  samples: number,
): { readonly sets: readonly Float64Array[]; readonly total: number } {
  const elements = draws.shape.reduce((product, extent) => product * extent, 1);
  if (elements !== size)
    throw new CredenceError(
      'plots/lengths',
      `'${name}' has ${size} observed values and ${elements} predicted ones. Predict for the observed data.`,
      { name, size, elements },
    );
  const indexOf = (flat: number) => {
    const index: number[] = [];
    let rest = flat;
    for (const extent of [...draws.shape].reverse()) {
      index.unshift(rest % extent);
      rest = Math.floor(rest / extent);
    }
    return index;
  };
  let sets: Float64Array[] = [];
  let total = 0;
  for (let element = 0; element < elements; element++) {
    const chains = draws.element(...indexOf(element));
    if (element === 0) {
      total = chains.reduce((sum, { length }) => sum + length, 0);
      sets = Array.from({ length: Math.min(samples, total) }, () => new Float64Array(elements));
    }
    for (const [s, set] of sets.entries()) {
      let place = Math.floor((s * total) / sets.length);
      const chain = chains.find(({ length }) => {
        if (place < length) return true;
        place -= length;
        return false;
      });
      set[element] = chain?.[place] ?? Number.NaN;
    }
  }
  return { sets, total };
}

/** Whole numbers with at most this many different sizes are drawn as bars. */
const MOST_BARS = 60;

/** Data and replicated data sets of one variable as what will be drawn, with notes on what is not. */
export function predictiveVariable(
  name: string,
  observed: ArrayLike<number>,
  draws: VariableSource,
  samples: number,
  kind: 'kde' | 'bars' | undefined,
) {
  const data = Float64Array.from(observed).filter((value) => value - value === 0);
  const { sets, total } = replicatesOf(name, draws, observed.length, samples);
  const finite = sets.map((set) => set.filter((value) => value - value === 0)).filter(({ length }) => length > 0);
  if (data.length === 0 || finite.length === 0)
    throw new CredenceError(
      'plots/not-finite',
      `'${name}' has no finite ${data.length === 0 ? 'data' : 'predictions'}, so there is nothing to draw.`,
      { name },
    );
  const lost = sets.reduce((sum, set) => sum + set.length, 0) - finite.reduce((sum, set) => sum + set.length, 0);
  const notes = [
    ...(sets.length < total ? [`${count(sets.length)} of ${count(total)} replicated data sets of ${name}`] : []),
    ...(lost > 0 ? [`${count(lost)} predictions of ${name} are not finite and are left out`] : []),
  ];
  const [low, high] = extentOf([...extentOf(data), ...finite.flatMap(extentOf)]);
  const constant =
    extentOf(data)[0] === extentOf(data)[1] || finite.some((set) => set.every((value) => value === set[0]));
  const whole = areWhole(data) && finite.every(areWhole);
  const bars = kind === 'bars' || (kind === undefined && ((whole && high - low < MOST_BARS) || constant));
  return { data: bars ? barsOf(name, data, finite, low, high) : curvesOf(name, data, finite), notes };
}

function barsOf(
  name: string,
  data: Float64Array,
  sets: readonly Float64Array[],
  low: number,
  high: number,
): PredictiveVariableData {
  const [first, last] = [Math.floor(low), Math.ceil(high)];
  const width = Math.max(1, Math.ceil((last - first + 1) / MOST_BARS));
  const bins = Math.ceil((last - first + 1) / width);
  const shares = (values: Float64Array) => {
    const counts = new Array<number>(bins).fill(0);
    for (const value of values) counts[Math.floor((Math.round(value) - first) / width)]!++;
    return counts.map((number) => number / values.length);
  };
  const replicated = sets.map(shares);
  const quantile = (share: number) =>
    Array.from({ length: bins }, (_, i) => quantileOf([Float64Array.from(replicated, (own) => own[i]!)], share));
  return {
    kind: 'bars',
    name,
    x: Array.from({ length: bins }, (_, i) => first + i * width + (width - 1) / 2),
    observed: shares(data),
    median: quantile(0.5),
    lower: quantile(0.05),
    upper: quantile(0.95),
  };
}

function curvesOf(name: string, data: Float64Array, sets: readonly Float64Array[]): PredictiveVariableData {
  const observed = densityOf(data);
  const estimates = sets
    .filter((set) => set.some((value) => value !== set[0]))
    .map((set) => densityOf(set, { points: 256 }));
  const [low] = extentOf([observed.x[0]!, ...estimates.map(({ x }) => x[0]!)]);
  const [, high] = extentOf([observed.x.at(-1)!, ...estimates.map(({ x }) => x.at(-1)!)]);
  const x = Array.from({ length: 256 }, (_, i) => low + ((high - low) * i) / 255);
  const replicated = estimates.map((estimate) => x.map((at) => valueAt(estimate, at)));
  const mean = x.map((_, i) => replicated.reduce((sum, own) => sum + own[i]!, 0) / replicated.length);
  return { kind: 'kde', name, observed, x, replicated, mean };
}

function valueAt({ x, density }: DensityEstimate, at: number): number {
  const place = (at - x[0]!) / (x[1]! - x[0]!);
  const below = Math.floor(place);
  if (below < 0 || below + 1 >= x.length) return 0;
  return density[below]! * (1 - place + below) + density[below + 1]! * (place - below);
}
