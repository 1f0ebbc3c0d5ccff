import { CredenceError, keyFromSeed, stream } from '../index.js';

const rng = stream(keyFromSeed(99), 0);
const many = (count: number, make: () => number): number[] => Array.from({ length: count }, make);
const ROUNDS = 2000;

describe('tiny shapes stay numbers', () => {
  test.each([1e-2, 1e-3, 1e-9, 1e-300, 5e-324])('shape %d', (shape) => {
    let wrong = 0;
    for (let i = 0; i < ROUNDS; i++) {
      const values = [rng.gamma(shape), rng.beta(shape, shape), rng.beta(shape, 3), rng.beta(3, shape)];
      const point = rng.dirichlet([shape, shape, shape]);
      const holds =
        Number.isFinite(rng.logGamma(shape)) &&
        values.every((value) => value >= 0 && value < 100) &&
        Math.abs(point[0]! + point[1]! + point[2]! - 1) < 1e-15 &&
        !Number.isNaN(rng.studentT(shape)) &&
        rng.negativeBinomial(10, shape) >= 0;
      if (!holds) wrong++;
    }
    expect(wrong).toBe(0);
  });
});

test('beta(1e-3, 1e-3): how often a draw is below 1e-100, between, and rounds to 1', () => {
  const draws = many(20_000, () => rng.beta(1e-3, 1e-3));
  // P(x < t) = t^a / (a B(a, a)) and a B(a, a) = 2 up to 1e-5; 1 stands for 1 - x < 2^-54.
  const low = 1e-100 ** 1e-3 / 2;
  const one = (2 ** -54) ** 1e-3 / 2;
  const z = (count: number, p: number): number => (count - 20_000 * p) / Math.sqrt(20_000 * p * (1 - p));
  expect(Math.abs(z(draws.filter((x) => x < 1e-100).length, low))).toBeLessThan(4.5);
  expect(Math.abs(z(draws.filter((x) => x === 1).length, one))).toBeLessThan(4.5);
});

test.each([1e15, 1e100, 1e300])('gamma(%d) lies within its few standard deviations', (shape) => {
  const distances = many(ROUNDS, () => Math.abs(rng.gamma(shape) / shape - 1));
  expect(Math.max(...distances)).toBeLessThan(6 / Math.sqrt(shape) + 1e-14);
});

test.each([0, 1e-300, 1e-8])('poisson(%d) is 0', (mean) => {
  expect(Math.max(...many(ROUNDS, () => rng.poisson(mean)))).toBe(0);
});

test.each([1e12, 1e17, 1e33, 1e300, Number.MAX_VALUE])(
  'poisson(%d) lies within its few standard deviations',
  (mean) => {
    const draws = many(ROUNDS, () => rng.poisson(mean));
    expect(draws.every(Number.isInteger)).toBe(true);
    expect(Math.max(...draws.map((k) => Math.abs(k / mean - 1)))).toBeLessThan(6 / Math.sqrt(mean) + 1e-14);
  },
);

test('binomial at the ends of its ranges', () => {
  const largest = 2 ** 53 - 1;
  for (let i = 0; i < 200; i++) {
    expect(rng.binomial(0, 0.5)).toBe(0);
    expect(rng.binomial(largest, 0)).toBe(0);
    expect(rng.binomial(largest, 1)).toBe(largest);
    expect(rng.binomial(largest, 1e-320)).toBe(0);
    expect(rng.binomial(largest, 1 - 2 ** -53)).toBeGreaterThan(largest - 30);
    const k = rng.binomial(largest, 0.5);
    expect(Number.isSafeInteger(k) && Math.abs(k - largest / 2) < 6 * Math.sqrt(largest / 4)).toBe(true);
    expect(rng.multinomial(largest, [1e-3, 0, 1, 1e-300]).reduce((sum, count) => sum + count)).toBe(largest);
  }
});

test('negative binomial: no dispersion left, and means of any size', () => {
  expect(rng.negativeBinomial(0, 1)).toBe(0);
  expect(Math.abs(rng.negativeBinomial(1e12, Infinity) / 1e12 - 1)).toBeLessThan(1e-5);
  expect(Math.abs(rng.negativeBinomial(1e12, 1e300) / 1e12 - 1)).toBeLessThan(1e-5);
  expect(Number.isFinite(rng.negativeBinomial(Number.MAX_VALUE, 0.1))).toBe(true);
});

test('whole numbers, categories and orders at their ends', () => {
  expect(rng.integer(1)).toBe(0);
  expect(Number.isSafeInteger(rng.integer(2 ** 53 - 1))).toBe(true);
  expect(rng.categorical([0, 0, 1e-320])).toBe(2);
  expect(rng.permutation(0)).toHaveLength(0);
  expect([...rng.permutation(1000)].sort((a, b) => a - b)).toEqual([...Array(1000).keys()]);
  const values = ['a', 'b', 'c'];
  rng.shuffle(values);
  expect([...values].sort()).toEqual(['a', 'b', 'c']);
});

test.each([
  [() => rng.gamma(0), 'Gamma: shape must be > 0 and finite, but it is 0.'],
  [() => rng.gamma(Infinity), 'Gamma: shape must be > 0 and finite, but it is Infinity.'],
  [() => rng.logGamma(NaN), 'Gamma: shape must be > 0 and finite, but it is NaN.'],
  [() => rng.beta(1, -2), 'Beta: b must be > 0 and finite, but it is -2.'],
  [() => rng.beta(NaN, 1), 'Beta: a must be > 0 and finite, but it is NaN.'],
  [() => rng.studentT(0), 'StudentT: degreesOfFreedom must be > 0, but it is 0.'],
  [() => rng.dirichlet([]), 'Dirichlet: number of concentrations must be at least 1, but it is 0.'],
  [() => rng.dirichlet([1, 0]), 'Dirichlet: every concentration must be > 0 and finite, but it is 0.'],
  [() => rng.poisson(-1), 'Poisson: mean must be >= 0 and finite, but it is -1.'],
  [() => rng.poisson(NaN), 'Poisson: mean must be >= 0 and finite, but it is NaN.'],
  [() => rng.binomial(1.5, 0.5), 'Binomial: n must be a whole number in [0, 2^53), but it is 1.5.'],
  [() => rng.binomial(1, 1.1), 'Binomial: probability must be in [0, 1], but it is 1.1.'],
  [() => rng.negativeBinomial(1, 0), 'NegativeBinomial: dispersion must be > 0, but it is 0.'],
  [() => rng.negativeBinomial(NaN, 1), 'NegativeBinomial: mean must be >= 0 and finite, but it is NaN.'],
  [() => rng.integer(0), 'Integer: n must be a whole number in [1, 2^53), but it is 0.'],
  [() => rng.categorical([0.5, -0.5]), 'Categorical: probabilities[1] must be >= 0 and finite, but it is -0.5.'],
  [() => rng.categorical([]), 'Categorical: sum of probabilities must be > 0 and finite, but it is 0.'],
  [() => rng.multinomial(-1, [1]), 'Multinomial: n must be a whole number in [0, 2^53), but it is -1.'],
  [() => rng.multinomial(1, [0, 0]), 'Multinomial: sum of probabilities must be > 0 and finite, but it is 0.'],
  [() => rng.permutation(-1), 'Permutation: n must be a whole number in [0, 2^32), but it is -1.'],
])('%s is a mistake with its sentence', (run, sentence) => {
  expect(run).toThrow(CredenceError);
  expect(run).toThrow(`${sentence} [random/parameter]`);
});
