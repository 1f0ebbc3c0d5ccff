/** Ranks of calibration: the test against counting all possibilities, its power, and ranks of values. */
import { keyFromSeed, stream } from '@credence/numerics';
import { binomialLowerTail, binomialUpperTail } from './binomialTails.js';
import { rankAmong } from './rankAmong.js';
import { rankShape } from './rankShape.js';
import { RankUniformity } from './rankUniformity.js';

const rngOf = (seed: number) => stream(keyFromSeed(seed), 0);

test('tails of binomial distributions add up to one, and agree with sums of exact fractions', () => {
  // P(X <= 2), X ~ Binomial(5, 0.2): (0.8^5 + 5 0.2 0.8^4 + 10 0.04 0.8^3)
  expect(binomialLowerTail(5, 0.2, 2)).toBeCloseTo(0.94208, 13);
  expect(binomialUpperTail(5, 0.2, 5)).toBeCloseTo(0.00032, 15);
  for (const [n, p] of [
    [7, 0.3],
    [1000, 0.01],
    [5000, 0.7],
  ] as const) {
    for (const k of [0, 1, 3, 7, Math.floor(n * p), n]) {
      expect(binomialLowerTail(n, p, k) + binomialUpperTail(n, p, k + 1)).toBeCloseTo(1, 11);
    }
    expect(binomialLowerTail(n, p, -1)).toBe(0);
    expect(binomialUpperTail(n, p, n + 1)).toBe(0);
  }
});

test.each([
  [6, 3],
  [3, 7],
  [9, 1],
])('the p-value of %d ranks among %d draws is exact: all possibilities are counted', (count, draws) => {
  const uniformity = new RankUniformity(count, draws);
  const all = (draws + 1) ** count;
  const pValues = Float64Array.from({ length: all }, (_, code) =>
    uniformity.pValue(Array.from({ length: count }, (_, i) => Math.floor(code / (draws + 1) ** i) % (draws + 1))),
  ).sort();
  for (const [i, p] of pValues.entries()) {
    if (pValues[i + 1] === p) continue;
    expect(p).toBeCloseTo((i + 1) / all, 9);
  }
  for (const falseAlarm of [0.5, 0.1, 0.01]) {
    const share = pValues.filter((p) => p <= falseAlarm).length / all;
    expect(uniformity.band(falseAlarm).falseAlarm).toBeCloseTo(share, 9);
  }
});

test('ranks leave the band exactly when their p-value is at most the false alarm', () => {
  const uniformity = new RankUniformity(200, 49);
  const { lower, upper, falseAlarm } = uniformity.band(0.2);
  expect(falseAlarm).toBeLessThanOrEqual(0.2);
  expect(falseAlarm).toBeGreaterThan(0.17);
  const rng = rngOf(3);
  let left = 0;
  for (let repetition = 0; repetition < 400; repetition++) {
    const ranks = Array.from({ length: 200 }, () => rng.integer(50));
    const outside = uniformity.countsBelow(ranks).some((count, i) => count < lower[i]! || count > upper[i]!);
    expect(outside).toBe(uniformity.pValue(ranks) <= 0.2);
    if (outside) left++;
  }
  // 400 x falseAlarm = 80 within 4.5 standard deviations: false alarm 7e-6.
  expect(Math.abs(left - 400 * falseAlarm)).toBeLessThan(36);
});

test('ranks that are pushed, too wide or too narrow are found, and their shape is told', () => {
  const rng = rngOf(5);
  const uniformity = new RankUniformity(500, 99);
  const ranksOf = (transform: (u: number) => number) =>
    Array.from({ length: 500 }, () => Math.min(99, Math.floor(100 * transform(rng.uniform()))));
  const uniform = ranksOf((u) => u);
  expect(uniformity.pValue(uniform)).toBeGreaterThan(1e-3);
  const pushed = ranksOf((u) => u ** 1.3);
  expect(uniformity.pValue(pushed)).toBeLessThan(1e-4);
  expect(rankShape(pushed, 99).meanZ).toBeLessThan(-4);
  const ends = ranksOf((u) => 0.5 + 0.5 * Math.sign(u - 0.5) * Math.abs(2 * u - 1) ** 0.6);
  expect(uniformity.pValue(ends)).toBeLessThan(1e-4);
  expect(rankShape(ends, 99).spreadZ).toBeGreaterThan(4);
  expect(
    rankShape(
      ranksOf((u) => 0.2 + 0.6 * u),
      99,
    ).spreadZ,
  ).toBeLessThan(-4);
  const every = Array.from({ length: 100 }, (_, rank) => rank);
  expect(rankShape(every, 99)).toEqual({
    mean: expect.closeTo(0.5, 12),
    meanZ: expect.closeTo(0, 12),
    spread: expect.closeTo(1, 12),
    spreadZ: expect.closeTo(0, 10),
  });
});

test('far tails keep a p-value above 0 of the right size', () => {
  const uniformity = new RankUniformity(100, 9);
  const p = uniformity.pValue(new Array(100).fill(0));
  expect(p).toBeGreaterThanOrEqual(1e-100);
  expect(p).toBeLessThan(2e-99);
});

test('ranks of values that occur among the draws are uniform over their places, and fixed by the stream', () => {
  const draws = [1, 2, 2, 2, 3];
  expect(rankAmong(0, draws, rngOf(1))).toBe(0);
  expect(rankAmong(2.5, draws, rngOf(1))).toBe(4);
  const counts = new Map<number, number>();
  const rng = rngOf(2);
  for (let i = 0; i < 4000; i++) {
    const rank = rankAmong(2, draws, rng);
    counts.set(rank, (counts.get(rank) ?? 0) + 1);
  }
  expect([...counts.keys()].sort()).toEqual([1, 2, 3, 4]);
  // 1000 each, standard deviation 27: five of them.
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(137);
  expect(rankAmong(2, draws, rngOf(7))).toBe(rankAmong(2, draws, rngOf(7)));
});

test('what cannot be ranks is refused', () => {
  expect(() => new RankUniformity(0, 9)).toThrow('ranks is 0; it must be a whole number of at least 1.');
  expect(() => new RankUniformity(3, 9).pValue([1, 2])).toThrow('There are 2 ranks, and the test is of 3.');
  expect(() => new RankUniformity(2, 9).pValue([1, 10])).toThrow(
    'Rank 1 is 10; ranks among 9 draws are whole numbers from 0 to 9.',
  );
});
