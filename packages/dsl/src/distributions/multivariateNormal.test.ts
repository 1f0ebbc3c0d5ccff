/** Vectors: the density against a product of normals and against both parameterisations, draws, and shapes in a model. */
import { constant, evaluate, evaluateNumber, gradient, parameter, sum } from '@credence/autodiff';
import { CredenceError, keyFromSeed, stream } from '@credence/numerics';
import { compile, Model, sample } from '../index.js';
import { multivariateNormal, normal } from './index.js';

const mu = [1, -2, 0.5];
const chol = [
  [2, 0, 0],
  [0.5, 1, 0],
  [-1, 0.3, 0.7],
];
const cov = chol.map((a) => chol.map((b) => a.reduce((total, value, k) => total + value * b[k]!, 0)));

test('independent elements are normal numbers', () => {
  const x = constant([0, 1, 2]);
  const diagonal = constant([
    [2, 0, 0],
    [0, 3, 0],
    [0, 0, 4],
  ]);
  const joint = multivariateNormal.logProb(x, { mu: constant(mu), chol: diagonal });
  const each = sum(normal.logProb(x, { mu: constant(mu), sigma: constant([2, 3, 4]) }));
  expect(evaluateNumber(joint)).toBeCloseTo(evaluateNumber(each), 13);
});

test('gradients are derivatives, by factor and by covariance', () => {
  const x = parameter('x', [3]);
  const m = parameter('m', [3]);
  const L = parameter('L', [3, 3]);
  const byFactor = multivariateNormal.logProb(x, { mu: m, chol: L });
  const byCovariance = multivariateNormal.logProb(x, { mu: m, cov: L });
  const at = { x: [0.3, -1, 2], m: mu };
  for (const [logProb, matrix] of [
    [byFactor, chol],
    [byCovariance, cov],
  ] as const) {
    const slopes = evaluate(gradient(logProb, [x, m, L]), { ...at, L: matrix });
    const flat = matrix.flat();
    const value = (i: number, h: number) => {
      const moved = flat.map((entry, j) => (j === i ? entry + h : entry));
      return evaluateNumber(logProb, { ...at, L: Float64Array.from(moved) });
    };
    for (let i = 0; i < 9; i++) {
      const [row, column] = [Math.floor(i / 3), i % 3];
      if (column > row) continue;
      const difference = (value(i, 1e-5) - value(i, -1e-5)) / 2e-5;
      // The upper triangle of a covariance is not read, so its derivative is all in the lower one, or shared with it.
      const slope = column === row || matrix === chol ? slopes[2]![i]! : slopes[2]![i]! + slopes[2]![3 * column + row]!;
      expect(slope).toBeCloseTo(difference, 6);
    }
    expect(slopes[0]!.map((slope, i) => slope + slopes[1]![i]!).every((total) => Math.abs(total) < 1e-12)).toBe(true);
  }
});

test('draws have the mean and covariance: z below 4.5 in nine comparisons, false alarm 6e-5', () => {
  const n = 20_000;
  for (const given of [{ chol: Float64Array.from(chol.flat()) }, { cov: Float64Array.from(cov.flat()) }]) {
    const rng = stream(keyFromSeed(3), 0);
    const draws = Array.from({ length: n }, () =>
      multivariateNormal.random!(rng, { mu: Float64Array.from(mu), ...given }),
    );
    const vectors = draws.filter((draw) => typeof draw !== 'number');
    expect(vectors).toHaveLength(n);
    for (const i of [0, 1, 2]) {
      const mean = vectors.reduce((total, draw) => total + draw[i]!, 0) / n;
      expect(Math.abs(mean - mu[i]!) / Math.sqrt(cov[i]![i]! / n)).toBeLessThan(4.5);
      for (const j of [0, 1, 2].slice(0, i + 1)) {
        const products = vectors.reduce((total, draw) => total + (draw[i]! - mu[i]!) * (draw[j]! - mu[j]!), 0) / n;
        const error = Math.sqrt((cov[i]![i]! * cov[j]![j]! + cov[i]![j]! ** 2) / n);
        expect(Math.abs(products - cov[i]![j]!) / error).toBeLessThan(4.5);
      }
    }
  }
});

test('a model samples vectors, one or many', async () => {
  const model = new Model();
  model.multivariateNormal('x', { mu, cov });
  model.multivariateNormal('xs', { mu, chol }, { shape: [2, 3] });
  const compiled = compile(model);
  expect(compiled.dimension).toBe(9);
  expect(compiled.logDensity({ x: mu, xs: [mu, mu] })).toBeCloseTo(
    3 * (-1.5 * Math.log(2 * Math.PI) - Math.log(2 * 1 * 0.7)),
    12,
  );
  const posterior = await sample(model, { draws: 500, tune: 500, chains: 2, seed: 4, progress: false, workers: 0 });
  for (const [i, row] of posterior.summary(['x']).rows.entries()) {
    expect(Math.abs(row.mean - mu[i]!) / row.mcseMean).toBeLessThan(4.5);
    expect(Math.abs(row.sd - Math.sqrt(cov[i]![i]!)) / row.mcseSd).toBeLessThan(4.5);
  }
});

test('a covariance that is not positive definite is an error at once', () => {
  const model = new Model();
  const wrong = () =>
    model.multivariateNormal('x', {
      mu: [0, 0],
      cov: [
        [1, 2],
        [2, 1],
      ],
    });
  expect(wrong).toThrow(CredenceError);
  expect(wrong).toThrow(
    'x ~ MultivariateNormal: cov must be symmetric and positive definite, and is not positive definite. [distribution/parameter]',
  );
  expect(() =>
    model.multivariateNormal('x', {
      mu: [0, 0],
      chol: [
        [1, 0],
        [2, -1],
      ],
    }),
  ).toThrow(
    'x ~ MultivariateNormal: chol must be lower triangular with a positive diagonal, and has [1,1] = -1 on the diagonal, where all must be > 0. [distribution/parameter]',
  );
});
