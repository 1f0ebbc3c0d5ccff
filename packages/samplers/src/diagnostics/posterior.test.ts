/** Every diagnostic against R posterior 1.7.1, on chains that are exact in any language. */

import { normalQuantile } from '@credence/numerics';
import golden from '../golden/posterior.json' with { type: 'json' };
import { parkMiller, parkMillerNormals } from '../testing/parkMiller.js';
import * as diagnostics from './index.js';
import { moments } from './monteCarlo.js';

type Expected = Readonly<Record<string, number | string | number[]>>;

const uniforms = (seed: number, count: number) => [...parkMiller(seed, count)];
const normals = (seed: number, count: number) => [...parkMillerNormals(seed, count)];
function autoregression(seed: number, count: number, rho: number): number[] {
  let x = 0;
  return normals(seed, count).map((e, i) => {
    x = i === 0 ? e : rho * x + Math.sqrt(1 - rho ** 2) * e;
    return x;
  });
}

const SEEDS = [11, 22, 33, 44];
const sets: Record<string, (chain: number) => number[]> = {
  iid: (c) => normals(SEEDS[c]!, 500),
  ar09: (c) => autoregression(SEEDS[c]!, 500, 0.9),
  anti05: (c) => autoregression(SEEDS[c]!, 500, -0.5),
  shifted: (c) => normals(SEEDS[c]!, 500).map((x) => (c === 3 ? x + 1 : x)),
  scaled: (c) => normals(SEEDS[c]!, 500).map((x) => (c === 3 ? x * 3 : x)),
  cauchy: (c) => uniforms(SEEDS[c]!, 500).map((u) => Math.tan(Math.PI * (u - 0.5))),
  odd: (c) => autoregression(SEEDS[c]!, 501, 0.5),
  ties: (c) => uniforms(SEEDS[c]!, 400).map((u) => Math.floor(5 * u)),
};

const measures: Record<string, (chains: Float64Array[]) => number> = {
  mean: (chains) => moments(together(chains)).mean,
  sd: (chains) => moments(together(chains)).sd,
  rhat: diagnostics.rHat,
  rhat_basic: diagnostics.basicRHat,
  rhat_split: diagnostics.splitRHat,
  ess_bulk: diagnostics.essBulk,
  ess_tail: diagnostics.essTail,
  ess_mean: diagnostics.essMean,
  ess_sd: diagnostics.essSd,
  ess_median: diagnostics.essMedian,
  ess_q10: (chains) => diagnostics.essQuantile(chains, 0.1),
  mcse_mean: diagnostics.mcseMean,
  mcse_sd: diagnostics.mcseSd,
  mcse_median: diagnostics.mcseMedian,
  mcse_q10: (chains) => diagnostics.mcseQuantile(chains, 0.1),
};

function together(chains: readonly Float64Array[]): Float64Array {
  return Float64Array.from(chains.flatMap((chain) => [...chain]));
}

const tiesBroken: string[] = [];

/**
 * R-hat by plain sorting, with the lower or the upper of the two middle draws called nearer to the median: what rounding
 * of |x - median| may do.
 */
function brokenTies(chains: readonly Float64Array[]): number[] {
  const sorted = together(chains).sort();
  const [a, b] = [sorted[(sorted.length - 1) >> 1]!, sorted[sorted.length >> 1]!];
  const halves = chains.flatMap((chain) => {
    const half = chain.length >> 1;
    return [chain.subarray(0, half), chain.subarray(chain.length - half)];
  });
  const location = plainSplitRHat(halves.map((half) => [...half]));
  return [a, b].map((nearer) => {
    const folded = halves.map((half) =>
      Array.from(half, (x) => (x === nearer ? -1 : Math.max(x - a + (x - b), a - x + (b - x), 0))),
    );
    return Math.max(location, plainSplitRHat(folded));
  });
}

function plainSplitRHat(halves: readonly number[][]): number {
  const all = halves.flat().sort((u, v) => u - v);
  const scores = halves.map((half) =>
    half.map((x) => {
      const meanRank = (all.indexOf(x) + all.lastIndexOf(x)) / 2 + 1;
      return normalQuantile((meanRank - 3 / 8) / (all.length + 1 / 4));
    }),
  );
  const n = scores[0]!.length;
  const each = scores.map((half) => moments(Float64Array.from(half)));
  const within = each.reduce((sum, { sd }) => sum + sd ** 2 / each.length, 0);
  const between = moments(Float64Array.from(each, ({ mean }) => mean)).sd ** 2;
  return Math.sqrt(between / within + (n - 1) / n);
}

function compare(chains: Float64Array[], expected: Expected): void {
  expect(chains.length).toBe(expected.nchain);
  expect(chains[0]!.length).toBe(expected.ndraw);
  for (const [name, measure] of Object.entries(measures)) {
    const reference = expected[name];
    const value = measure(chains);
    if (typeof reference !== 'number') {
      expect([name, value]).toEqual([name, Number.NaN]);
      continue;
    }
    // posterior folds in rounded arithmetic: where that breaks the tie around the median, its value is one of the broken ones.
    const readings = name === 'rhat' ? [value, ...brokenTies(chains)] : [value];
    const agrees = readings.some((reading) => reading === reference || Math.abs(reading / reference - 1) <= 1e-9);
    if (!agrees) throw new Error(`${name}: ${value}, posterior says ${reference}`);
    if (readings[0] !== reference && Math.abs(value / reference - 1) > 1e-9) tiesBroken.push(name);
  }
}

test.each(Object.entries(golden.synthetic))('agrees with posterior on the set %s', (name, expected) => {
  const chains = Array.from({ length: expected.nchain }, (_, c) => Float64Array.from(sets[name]!(c)));
  expected.first.forEach((value, i) => {
    expect(chains[0]![i]! / value || 0).toBeCloseTo(value === 0 ? 0 : 1, 12);
  });
  compare(chains, expected);
  const summary = diagnostics.summarizeQuantity(chains);
  for (const [key, name] of [
    ['rHat', 'rhat'],
    ['essBulk', 'ess_bulk'],
    ['essTail', 'ess_tail'],
    ['mcseMean', 'mcse_mean'],
    ['mcseSd', 'mcse_sd'],
  ] as const) {
    expect(summary[key]).toBe(measures[name]!(chains));
  }
});

test.each(Object.entries(golden.eightSchools))(
  "agrees with posterior on the eight schools' %s",
  (_, { chains, expected }) => {
    compare(
      chains.map((chain) => Float64Array.from(chain)),
      expected,
    );
  },
);

test('posterior broke the tie in two of the eighteen sets, and nowhere else are values apart', () => {
  expect(tiesBroken).toEqual(['rhat', 'rhat']);
});

test('the fold keeps ties that rounding would break', () => {
  // The median is (0.1 + 0.3) / 2, and in rounded arithmetic 0.3 - median and median - 0.1 differ.
  const median = (0.1 + 0.3) / 2;
  expect(median - 0.1).not.toBe(0.3 - median);
  const tenths = [1, 17, -3, -15, 9, -7, 3, 13, -11, 21, -19, 25];
  const rHatOf = (values: number[]) => diagnostics.rHat([Float64Array.from(values)]);
  expect(rHatOf(tenths.map((x) => x / 10))).toBe(rHatOf(tenths));
  expect(rHatOf(tenths.map((x) => x * 2 ** 1019))).toBe(rHatOf(tenths));
});
