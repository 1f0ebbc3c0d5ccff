/** Weights of models and what is said beside them. */
import { keyFromSeed } from '@credence/numerics';
import { eight, hard, pooled } from '../testing/looData.js';
import { parkMillerNormals } from '../testing/parkMiller.js';
import { compareEstimates, leaveOneOut, pseudoBmaWeights, stackingWeights, waicOf } from './index.js';

const score = (elpd: readonly Float64Array[], weights: ArrayLike<number>) =>
  elpd[0]!.reduce(
    (sum, _, i) => sum + Math.log(elpd.reduce((mixture, values, k) => mixture + weights[k]! * Math.exp(values[i]!), 0)),
    0,
  );

/** Models whose predictions differ by noise: `models` of them on `rows` observations. */
const noisy = (models: number, rows: number, spread: number) =>
  Array.from({ length: models }, (_, k) => parkMillerNormals(50 + k, rows).map((z) => spread * z - 0.05 * k));

test.each([
  [2, 8, 1],
  [3, 40, 0.3],
  [6, 300, 1],
  [12, 2000, 0.1],
  [20, 30, 3],
])('stacking of %d models on %d observations is optimal within its gap', (models, rows, spread) => {
  const elpd = noisy(models, rows, spread);
  const { weights, logScore, gap, iterations } = stackingWeights(elpd);
  expect(weights.reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 12);
  expect(weights.every((w) => w >= 0)).toBe(true);
  expect(logScore).toBeCloseTo(score(elpd, weights), 8);
  expect(gap).toBeLessThanOrEqual(1e-9);
  expect(iterations).toBeLessThan(60);
  // The gap is recomputed from its definition: no vertex of the simplex pulls.
  const mixture = elpd[0]!.map((_, i) => elpd.reduce((sum, values, k) => sum + weights[k]! * Math.exp(values[i]!), 0));
  const pulls = elpd.map((values) => values.reduce((sum, x, i) => sum + Math.exp(x) / mixture[i]! / rows, 0));
  expect(rows * Math.log(Math.max(...pulls))).toBeLessThan(1e-8);
  // Mutant: equal weights, a search that never started, are told apart.
  const equal = elpd.map(() => 1 / models);
  expect(score(elpd, equal)).toBeLessThan(logScore - 1e-3);
});

test('a model that is worse everywhere gets no weight, twins share theirs', () => {
  const [a, b] = noisy(2, 50, 1);
  const worse = a!.map((value) => value - 3);
  expect(stackingWeights([a!, worse]).weights).toEqual(Float64Array.of(1, 0));
  const { weights } = stackingWeights([a!, b!, a!]);
  expect(weights[0]).toBeCloseTo(weights[2]!, 9);
  expect(weights[0]! + weights[2]!).toBeCloseTo(stackingWeights([a!, b!]).weights[0]!, 5);
  expect(stackingWeights([a!]).weights).toEqual(Float64Array.of(1));
});

test('densities beyond the range of exp, and observations impossible in one model', () => {
  const [a, b] = noisy(2, 50, 1);
  const shifted = [a!, b!].map((values) => values.map((value, i) => value - 4000 * (i + 1)));
  const plain = stackingWeights([a!, b!]).weights;
  stackingWeights(shifted).weights.forEach((weight, k) => {
    expect(weight).toBeCloseTo(plain[k]!, 6);
  });
  const hole = a!.with(7, Number.NEGATIVE_INFINITY);
  const { weights, logScore } = stackingWeights([hole, b!.map((value) => value - 2)]);
  expect(weights[1]).toBeGreaterThan(0);
  expect(Number.isFinite(logScore)).toBe(true);
  expect(() => stackingWeights([hole, hole])).toThrow(
    'Observation 7 has an elpd of -Infinity, -Infinity in the models: at least one must be a finite number, none NaN. [comparison/impossible]',
  );
});

test('pseudo-BMA+ weights are repeatable and agree with their expectation', () => {
  const elpd = [leaveOneOut(eight).pointwise.elpd, leaveOneOut(pooled).pointwise.elpd];
  const weights = pseudoBmaWeights(elpd, keyFromSeed(4), 4000);
  expect(weights).toEqual(pseudoBmaWeights(elpd, keyFromSeed(4), 4000));
  expect(weights[0]! + weights[1]!).toBeCloseTo(1, 12);
  // For one observation the bootstrap has nothing to vary: softmax itself.
  const single = pseudoBmaWeights([Float64Array.of(-1), Float64Array.of(-2)], keyFromSeed(1), 3);
  expect(single[0]).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
  // For two the share of the first is uniform: the mean of 1 / (1 + exp(-2 (2 u - 1) d)) over u is 1/2, whatever d.
  const two = pseudoBmaWeights([Float64Array.of(0.7, -0.7), Float64Array.of(0, 0)], keyFromSeed(2), 20000);
  expect(Math.abs(two[0]! - 0.5)).toBeLessThan((5 * 0.5) / Math.sqrt(20000)); // one false alarm in 1e6
  expect(() => pseudoBmaWeights(elpd, keyFromSeed(1), 0)).toThrow(
    'The number of bootstrap replications must be a whole number from 1, not 0. [comparison/replications]',
  );
});

test('a comparison puts the best first and says what needs care', () => {
  const comparison = compareEstimates({ a: leaveOneOut(eight), b: leaveOneOut(pooled) });
  const [best, other] = comparison.models;
  expect([best!.name, best!.rank, best!.difference.estimate, best!.caveats]).toEqual(['b', 0, 0, []]);
  expect(other!.caveats).toEqual(['small-difference', 'few-observations']);
  expect(other!.probabilityWorse).toBeGreaterThan(0.5);
  expect(comparison.gap).toBeLessThan(1e-9);
  expect(comparison.method).toBe('stacking');
  const other4 = compareEstimates({ a: leaveOneOut(hard), b: leaveOneOut(hard.toReversed()) });
  expect(other4.models[1]!.caveats).toContain('high-k');
  expect(other4.models[0]!.name).toBe('a'); // equal ones stay in the order given
  const averaged = compareEstimates({ a: waicOf(eight), b: waicOf(pooled) }, { weights: 'pseudoBma', seed: 3 });
  expect(averaged.gap).toBeUndefined();
  expect(averaged.models[0]!.weight).toBeGreaterThan(averaged.models[1]!.weight);
});

test('what cannot be compared is refused', () => {
  const a = leaveOneOut(eight);
  for (const [estimates, code, text] of [
    [{}, 'comparison/no-models', 'There is no model to compare'],
    [{ a, b: leaveOneOut(hard) }, 'comparison/observations', "'b' has 4 observations, the first model has 8."],
    [{ a, b: waicOf(eight) }, 'comparison/kinds', "'b' is a result of waic, the first one of loo."],
  ] as const) {
    expect(() => compareEstimates(estimates)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(text) }),
    );
  }
  expect(() => stackingWeights([Float64Array.of(1), Float64Array.of(1, 2)])).toThrow(
    'Models are compared on the same observations, at least one; these have 1, 2. [comparison/observations]',
  );
});
