/** One likelihood of bench:density, in a process of its own: node likelihoodOne.js NAME c|no-c ROUNDS; prints one JSON line. With c the C is built. */
import { cLikelihood } from './cLikelihoods.js';
import { inMemory, wasmDensity } from './densities.js';
import { checksum, measure, type Timing, warmUp } from './measure.js';
import { declareLikelihood, likelihood, likelihoodData, OBSERVATIONS, pointsOf } from './models/likelihoods.js';

export interface LikelihoodRow {
  /** `likelihood: normal` */
  readonly model: string;
  /** Observations. */
  readonly n: number;
  readonly wasm_ns: number;
  /** Compiled with `fastMath`, as the C is with -ffast-math. */
  readonly wasm_fast_ns: number;
  /** gcc -O3 -march=native -ffast-math, with glibc's functions of vectors. */
  readonly c_ns: number | null;
  /** gcc -O2, with glibc's functions of numbers. */
  readonly c_scalar_ns: number | null;
  /** wasm_ns / c_ns */
  readonly ratio_c: number | null;
  /** wasm_ns / c_scalar_ns */
  readonly ratio_c_scalar: number | null;
}

const [name = '', withC, roundsText = '1'] = process.argv.slice(2);
const rounds = Number(roundsText);
const chosen = likelihood(name);
const data = likelihoodData(chosen);
const points = pointsOf(chosen);
const densities = [{}, { fastMath: true }].map((options) => wasmDensity(declareLikelihood(chosen, data), options));
const [byDefault] = densities;
const c = withC === 'c' ? cLikelihood(name, data, points) : undefined;
if (c && byDefault) compareValues(c.fast().points);

const first = points[0] ?? [];
const contestants = densities.map((density) => inMemory(density, Float64Array.from(first.slice(0, density.dimension))));
const timings: Timing[] = contestants.map((call) => warmUp(call, { seconds: rounds > 1 ? 0.4 : 0.1 }));
let [fast, scalar] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
for (let round = 0; round < rounds; round++) {
  if (c) [fast, scalar] = [Math.min(fast, c.fast().ns), Math.min(scalar, c.scalar().ns)];
  contestants.forEach((call, k) => {
    timings[k] = measure(call, timings[k]!, { blocks: 8 });
  });
}
const [wasm = Number.NaN, wasmFast = Number.NaN] = timings.map(({ nanoseconds }) => nanoseconds);
const over = (nanoseconds: number) => (c ? Number((wasm / nanoseconds).toFixed(3)) : null);
const row: LikelihoodRow = {
  model: `likelihood: ${name}`,
  n: OBSERVATIONS,
  wasm_ns: Math.round(wasm),
  wasm_fast_ns: Math.round(wasmFast),
  c_ns: c ? fast : null,
  c_scalar_ns: c ? scalar : null,
  ratio_c: over(fast),
  ratio_c_scalar: over(scalar),
};
if (Number.isNaN(checksum())) console.error(`${name}: a log density is not a number.`);
console.log(JSON.stringify(row));

/** Both sides compute the same density: differences between the two points, and gradients at both. */
function compareValues(theirs: readonly (readonly number[])[]): void {
  const ours = points.map((point) => {
    const q = Float64Array.from(point.slice(0, byDefault!.dimension));
    const gradient = new Float64Array(q.length);
    return [byDefault!.logDensityAndGradient(q, gradient), ...gradient];
  });
  const difference = (of: readonly (readonly number[])[]) => of[0]![0]! - of[1]![0]!;
  const pairs: [number, number][] = [[difference(ours), difference(theirs)]];
  for (const [p, values] of ours.entries())
    for (const [d, slope] of values.slice(1).entries()) pairs.push([slope, theirs[p]![d + 1]!]);
  for (const [own, other] of pairs) {
    if (Math.abs(own - other) <= 1e-9 * Math.max(1, Math.abs(other))) continue;
    throw new Error(`${name}: ${own} here and ${other} in C are not the same density.`);
  }
}
