import { exp } from '@credence/numerics';
import { even, evenBimodal, evenNormals, normals, ROOT } from '../testing/samples.js';
import { bandwidthOf, silvermanBandwidth } from './bandwidth.js';
import { densityOf } from './density.js';
import golden from './golden/density.json' with { type: 'json' };
import { histogramOf } from './histogram.js';

const samples: Readonly<Record<string, (size: number) => Float64Array>> = {
  normal: evenNormals,
  bimodal: evenBimodal,
  narrow: (size) => {
    const side = even(size, ROOT);
    return evenNormals(size).map((x, i) => x * (side[i]! < 0.3 ? 0.1 : 2));
  },
};

const integral = ({ x, density }: { x: Float64Array; density: Float64Array }) =>
  density.reduce((sum, value) => sum + value, 0) * (x[1]! - x[0]!);

test.each(golden.bandwidths)('bandwidth of $size $name values', ({ name, size, isj, arviz, silverman }) => {
  const values = samples[name]!(size);
  expect(silvermanBandwidth(values) / silverman).toBeCloseTo(1, 9);
  expect(Math.abs(bandwidthOf(values) / isj - 1)).toBeLessThan(0.015); // on a finer grid
  expect(Math.abs(bandwidthOf(values) / arviz - 1)).toBeLessThan(0.03); // on a coarser one
});

test("the estimate is SciPy's, for one bandwidth", () => {
  const { bandwidth, points, density: expected } = golden.one;
  const { x, density } = densityOf(evenBimodal(1000), { bandwidth, points: 1024 });
  const step = x[1]! - x[0]!;
  for (const [i, point] of points.entries()) {
    const at = (point - x[0]!) / step;
    const below = Math.floor(at);
    const value = density[below]! * (1 - at + below) + density[below + 1]! * (at - below);
    expect(Math.abs(value - expected[i]!)).toBeLessThan(2e-5);
  }
});

test('integrates to one, and comes near the exact density', () => {
  const estimate = densityOf(normals(20_000, 1));
  expect(integral(estimate)).toBeCloseTo(1, 4);
  const worst = Math.max(
    ...estimate.x.map((x, i) => Math.abs(estimate.density[i]! - exp((-x * x) / 2) / Math.sqrt(2 * Math.PI))),
  );
  expect(worst).toBeLessThan(0.012);
});

test('does not sink at a bound, whether told or found', () => {
  const values = normals(20_000, 2).map(Math.abs);
  const exact = Math.sqrt(2 / Math.PI);
  const found = densityOf(values);
  expect(found.bounds).toEqual({ lower: 0, upper: Number.POSITIVE_INFINITY });
  expect(integral(found)).toBeCloseTo(1, 4);
  expect(Math.abs(found.density[0]! / exact - 1)).toBeLessThan(0.08);
  // Without the fold it would be half as high.
  const unfolded = densityOf(values, { bounds: { lower: Number.NEGATIVE_INFINITY } });
  const atZero = unfolded.density[unfolded.x.findIndex((x) => x >= 0)]!;
  expect(atZero / exact).toBeLessThan(0.65);
});

test('finds a crowded end anywhere, and none in tails', () => {
  const shifted = normals(4000, 3).map((x) => 7.3 - Math.abs(x));
  expect(densityOf(shifted).bounds).toEqual({ lower: Number.NEGATIVE_INFINITY, upper: Math.max(...shifted) });
  for (const size of [30, 300, 30_000]) {
    expect(densityOf(normals(size, 4)).bounds).toEqual({
      lower: Number.NEGATIVE_INFINITY,
      upper: Number.POSITIVE_INFINITY,
    });
  }
});

test('long tails are cut, and counted', () => {
  const values = normals(5000, 5).map((x, i) => x / Math.abs(normals(1, 6 + i)[0]!));
  const estimate = densityOf(values);
  expect(estimate.outside).toBeGreaterThan(20);
  expect(integral(estimate)).toBeCloseTo(1 - estimate.outside / 5000, 2);
  const peak = Math.max(...estimate.density);
  expect(peak).toBeGreaterThan(0.26);
  expect(peak).toBeLessThan(0.38); // 1 / pi
});

test.each([
  [() => densityOf(Float64Array.of(1, 1, 1)), 'plots/density', /all are equal/],
  [() => densityOf(Float64Array.of(1, 2), { bandwidth: 0 }), 'plots/bandwidth', /above 0, not 0/],
  [() => histogramOf(Float64Array.of(1, 2), { bins: 0.5 }), 'plots/bins', /whole number above 0, not 0.5/],
  [() => histogramOf(Float64Array.of(1, 2), { range: [2, 1] }), 'plots/range', /\[2, 1\] does not/],
])('refuses %s', (attempt, code, text) => {
  expect(attempt).toThrow(expect.objectContaining({ code, message: expect.stringMatching(text) }));
});

test('two values have a density', () => {
  expect(integral(densityOf(Float64Array.of(0.5, 2.5)))).toBeCloseTo(1, 2);
});

test('a histogram counts every value once', () => {
  const edges = histogramOf(Float64Array.of(0, 0.1, 0.2, 0.3, 0.4, 0.5), { bins: 5 });
  expect(edges.counts).toEqual([1, 1, 1, 1, 2]);
  expect(histogramOf(Float64Array.of(3, 3, 5)).edges).toEqual([2.5, 3.5, 4.5, 5.5]);
  const part = histogramOf(Float64Array.of(0.5, 1.5, 9.5), { range: [0, 2], bins: 2 });
  expect([part.counts, part.outside, part.shares]).toEqual([[1, 1], 1, [1 / 3, 1 / 3]]);
});
