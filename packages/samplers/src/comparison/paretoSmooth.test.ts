/** What smoothing does at the edges: constant, few, impossible and very uneven weights. */
import { parkMiller, parkMillerNormals } from '../testing/parkMiller.js';
import { fitGeneralizedPareto, logParetoQuantile } from './generalizedPareto.js';
import { paretoSmooth, paretoSmoothAll } from './paretoSmooth.js';

const total = (logWeights: Float64Array) => logWeights.reduce((sum, w) => sum + Math.exp(w), 0);

test.each([
  [100, 5000, 1, 200.6272625375227, -220.41157606556553],
  [100, 3000, 2, 24.219631616827748, -5.198273800584867],
  [400, 100000, 1, 3697.115762665244, -1.0986122886681098],
  [1000, 50, 1, 0.6900517810502635, -2.926634120433194],
])('%d weights over %d nats, power %d: k as with 400 digits', (draws, scale, power, k, second) => {
  const raw = Float64Array.from({ length: draws }, (_, i) => -scale * (i / draws) ** power);
  const { paretoK, logWeights } = paretoSmooth(raw); // tools/golden/psis.py
  expect(Math.abs(paretoK / k - 1)).toBeLessThan(1e-11);
  expect(Math.abs(logWeights[1]! / second - 1)).toBeLessThan(1e-11);
});

test('k does not depend on the order of draws or on a factor of the weights', () => {
  const raw = parkMillerNormals(5, 500).map((z) => z * z * 0.4);
  const smoothed = paretoSmooth(raw);
  const moved = paretoSmooth(raw.map((w) => w + 1024).reverse());
  expect(moved.paretoK).toBeCloseTo(smoothed.paretoK, 10);
  expect(moved.logWeights[0]).toBeCloseTo(smoothed.logWeights[499]!, 10);
  const byEfficiency = paretoSmooth(raw, { relativeEfficiency: 0.25 });
  expect([smoothed.tailLength, byEfficiency.tailLength]).toEqual([68, 100]);
});

test('equal weights are left as they are, and all draws count', () => {
  const { logWeights, ...rest } = paretoSmooth(new Float64Array(200).fill(-700));
  expect(logWeights.every((w) => Math.abs(w + Math.log(200)) < 1e-14)).toBe(true);
  expect(rest).toMatchObject({ paretoK: Number.NaN, tailLength: 0, reason: 'constant', drawsNeeded: Number.NaN });
  expect(rest.effectiveDraws).toBeCloseTo(200, 9);
});

test('equal largest weights have no shape', () => {
  const half = Float64Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? 0 : -1));
  const { paretoK, reason, logWeights } = paretoSmooth(half);
  expect([paretoK, reason]).toEqual([Number.NaN, 'constant-tail']);
  expect(logWeights[0]! - logWeights[1]!).toBeCloseTo(1, 12);
});

test('a tail of four draws is not fitted, one of five is', () => {
  const raw = (draws: number) => parkMillerNormals(3, draws);
  expect(paretoSmooth(raw(20))).toMatchObject({
    tailLength: 0,
    paretoK: Number.POSITIVE_INFINITY,
    reason: 'few-draws',
  });
  const fitted = paretoSmooth(raw(21));
  expect(fitted.tailLength).toBe(5);
  expect(Number.isFinite(fitted.paretoK)).toBe(true);
  expect('reason' in fitted).toBe(false);
});

test('one draw has all the weight and no k', () => {
  const { logWeights, paretoK, reason, effectiveDraws, threshold } = paretoSmooth(Float64Array.of(-3));
  expect([logWeights[0], paretoK, reason, effectiveDraws, threshold]).toEqual([
    0,
    Number.POSITIVE_INFINITY,
    'few-draws',
    1,
    Number.NEGATIVE_INFINITY,
  ]);
});

test('a weight of zero stays zero, also where most are', () => {
  const raw = parkMillerNormals(9, 400).map((z, i) => (i % 10 === 0 ? z : Number.NEGATIVE_INFINITY));
  const { logWeights, tailLength, paretoK } = paretoSmooth(raw);
  expect(tailLength).toBe(39);
  expect(Number.isFinite(paretoK)).toBe(true);
  logWeights.forEach((w, i) => {
    expect(w > Number.NEGATIVE_INFINITY).toBe(i % 10 === 0);
  });
  expect(total(logWeights)).toBeCloseTo(1, 12);
});

test('draws tied with the threshold take no shape away', () => {
  // Half of the tail equals the draw below it, as after rejected proposals.
  const raw = Float64Array.from({ length: 100 }, (_, i) => (i < 10 ? 1 + 0.2 * i : i < 40 ? 1 : -1));
  const { paretoK, logWeights } = paretoSmooth(raw);
  expect(Number.isFinite(paretoK)).toBe(true);
  expect(total(logWeights)).toBeCloseTo(1, 12);
});

test.each([
  ['all-zero', new Float64Array(50).fill(Number.NEGATIVE_INFINITY)],
  ['not-finite', Float64Array.of(0, Number.NaN, 1)],
  ['not-finite', Float64Array.of(0, Number.POSITIVE_INFINITY, 1)],
])('%s: weights are NaN, with the reason', (reason, raw) => {
  const smoothed = paretoSmooth(raw);
  expect(smoothed).toMatchObject({ reason, paretoK: Number.NaN, effectiveDraws: Number.NaN });
  expect(smoothed.logWeights.every(Number.isNaN)).toBe(true);
});

test('sets of several lengths are smoothed each by itself', () => {
  const sets = [50, 80, 50].map((draws, i) => parkMillerNormals(30 + i, draws));
  expect(paretoSmoothAll(sets)).toEqual(sets.map((set) => paretoSmooth(set)));
  expect(paretoSmoothAll([])).toEqual([]);
});

test('what is no set of weights is refused', () => {
  expect(() => paretoSmooth(new Float64Array(0))).toThrow(
    'There are no weights to smooth: give at least one draw. [comparison/no-draws]',
  );
  expect(() => paretoSmooth(Float64Array.of(1, 2), { relativeEfficiency: 0 })).toThrow(
    'relativeEfficiency is effective draws divided by draws, a positive number, not 0. Use 1 for independent draws. [comparison/relative-efficiency]',
  );
});

test.each([0.6, 0.1, -0.3])('the shape %d of a Pareto tail is found again', (shape) => {
  const known = { shape, logScale: 1 };
  const exceedances = parkMiller(77, 20000)
    .map((u) => logParetoQuantile(u, known))
    .sort();
  const fitted = fitGeneralizedPareto(exceedances);
  // Asymptotic standard error of the shape: (1 + shape) / sqrt(n); five of them, one false alarm in 1e6.
  expect(Math.abs(fitted.shape - shape)).toBeLessThan((5 * (1 + shape)) / Math.sqrt(20000));
  expect(Math.abs(fitted.logScale - 1)).toBeLessThan(0.06);
});

test('exceedances that are all zero have no shape', () => {
  expect(fitGeneralizedPareto(new Float64Array(5).fill(Number.NEGATIVE_INFINITY)).shape).toBeNaN();
  expect(logParetoQuantile(0.5, { shape: 0, logScale: 0 })).toBeCloseTo(Math.log(Math.LN2), 14);
  expect(logParetoQuantile(0.5, { shape: 1e-9, logScale: 0 })).toBeCloseTo(Math.log(Math.LN2), 8);
});
