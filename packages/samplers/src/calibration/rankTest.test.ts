/** Tails of sums against exact counting, and what the three tests of ranks see. */
import { keyFromSeed, stream } from '@credence/numerics';
import { testRanks } from './rankTest.js';
import { RankUniformity } from './rankUniformity.js';
import { sumTails } from './sumTail.js';

const rngOf = (seed: number) => stream(keyFromSeed(seed), 0);

/** Probabilities of every sum of `count` whole numbers of `values`, each equally likely. */
function exactSums(values: readonly number[], count: number): ReadonlyMap<number, number> {
  let sums = new Map([[0, 1]]);
  for (let i = 0; i < count; i++) {
    const next = new Map<number, number>();
    for (const [sum, probability] of sums) {
      for (const value of values) {
        next.set(sum + value, (next.get(sum + value) ?? 0) + probability / values.length);
      }
    }
    sums = next;
  }
  return sums;
}

const places = Array.from({ length: 20 }, (_, rank) => 2 * rank - 19);

test.each([
  ['ranks', places],
  ['squares', places.map((place) => place * place)],
])('tails of sums of 60 %s agree with exact ones, down to 1e-14', (_, values) => {
  const exact = [...exactSums(values, 60)].sort(([a], [b]) => a - b);
  let below = 0;
  let looked = 0;
  for (const [sum, probability] of exact) {
    // Half of the probability of the sum itself: the formula leaves the step of the lattice out.
    const lower = below + probability / 2;
    below += probability;
    if (lower < 1e-14 || lower > 1 - 1e-7) continue;
    const found = sumTails(values, 60, sum);
    if (lower < 0.999) expect(Math.abs(found.lower / lower - 1)).toBeLessThan(0.03);
    if (1 - lower < 0.999) expect(Math.abs(found.upper / (1 - lower) - 1)).toBeLessThan(0.03);
    looked++;
  }
  expect(looked).toBeGreaterThan(100);
});

test('sums at the ends of their range, in the middle, and of numbers that are all equal', () => {
  expect(sumTails([0, 1], 10, 10)).toEqual({ upper: 2 ** -10, lower: 1 });
  expect(sumTails([0, 1], 10, 0)).toEqual({ upper: 1, lower: 2 ** -10 });
  expect(sumTails([-1, 1], 10, 0)).toEqual({ upper: 0.5, lower: 0.5 });
  expect(sumTails([0.25, 0.25], 8, 2)).toEqual({ upper: 1, lower: 1 });
});

test('ranks that are uniform have small p-values no more often than they say', () => {
  const uniformity = new RankUniformity(150, 49);
  const rng = rngOf(11);
  const counts = { 0.2: 0, 0.02: 0 };
  const repetitions = 2000;
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const { pValue } = testRanks(
      Array.from({ length: 150 }, () => rng.integer(50)),
      uniformity,
    );
    if (pValue <= 0.2) counts[0.2]++;
    if (pValue <= 0.02) counts[0.02]++;
  }
  // At most 400 and 40, and four standard deviations: false alarm 6e-5. The tests overlap, so fewer, but not none.
  expect(counts[0.2]).toBeLessThan(400 + 4 * 18);
  expect(counts[0.2]).toBeGreaterThan(200);
  expect(counts[0.02]).toBeLessThan(40 + 4 * 6.3);
  expect(counts[0.02]).toBeGreaterThan(10);
});

test('a shift, a width and a hole are each found by the test that is for them', () => {
  const uniformity = new RankUniformity(250, 99);
  const rng = rngOf(12);
  const share = (value: number) => Math.min(99, Math.floor(100 * value));
  const draw = (of: () => number) =>
    testRanks(
      Array.from({ length: 250 }, () => share(of())),
      uniformity,
    );
  const shifted = draw(() => rng.uniform() ** 1.4);
  expect(shifted.location).toBeLessThan(1e-5);
  expect(shifted.spread).toBeGreaterThan(100 * shifted.location);
  const middling = draw(() => (rng.uniform() + rng.uniform()) / 2);
  expect(middling.spread).toBeLessThan(1e-8);
  expect(middling.location).toBeGreaterThan(1e-3);
  // Nothing between a quarter and three eighths, and between five eighths and three quarters; as much more beside them.
  const holed = draw(() => {
    for (;;) {
      const x = rng.uniform();
      const fromMiddle = Math.abs(x - 0.5);
      if (fromMiddle < 0.1 || fromMiddle > 0.3) return x;
    }
  });
  expect(holed.distribution).toBeLessThan(1e-5);
  expect(holed.location).toBeGreaterThan(1e-3);
});

test('ranks that are none are refused', () => {
  const uniformity = new RankUniformity(3, 9);
  expect(() => testRanks([1, 2], uniformity)).toThrow(/There are 2 ranks, and the test is of 3/);
  expect(() => testRanks([1, 2, 10], uniformity)).toThrow(/Rank 2 is 10/);
});
