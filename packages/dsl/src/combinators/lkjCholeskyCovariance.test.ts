/** Covariances from correlations and standard deviations: laws of vectors, the densities it is made of, and use in a model. */
import { sqrt, square, sum } from '@credence/autodiff';
import * as distributions from '../distributions/index.js';
import { compile, lkjCholeskyCovariance, Model, sample, samplePriorPredictive } from '../index.js';
import type { VectorLawOptions } from '../testing/vectorCase.js';
import { vectorLaws } from '../testing/vectorLaws.js';

const { exponential, gamma, logNormal, normal, poisson } = distributions;

const cases: readonly [ReturnType<typeof lkjCholeskyCovariance>, VectorLawOptions['parameters'], number][] = [
  [
    lkjCholeskyCovariance({ eta: 1.5, sd: gamma.dist({ alpha: 4, beta: 2 }) }),
    { eta: 1.5, 'sd.alpha': 4, 'sd.beta': 2 },
    3,
  ],
  [
    lkjCholeskyCovariance({ eta: 2, sd: logNormal.dist({ mu: 0.3, sigma: 0.4 }) }),
    { eta: 2, 'sd.mu': 0.3, 'sd.sigma': 0.4 },
    2,
  ],
];

describe.each(cases)('%s', ({ distribution }, parameters, k) => {
  for (const law of vectorLaws(distribution, { parameters, shape: [k, k], seed: 5 })) test(law.name, law.check);
});

test('it is the density of correlations, standard deviations and the change of variables', () => {
  const model = new Model();
  model.lkjCholeskyCovariance('x', { eta: 3, sd: exponential.dist({ lam: 0.5 }) }, { shape: [2, 2] });
  const [a, b, c] = [2, 0.9, 1.2];
  const length = Math.hypot(b, c);
  const parts =
    distributions.lkjCholesky.dist({ eta: 3 }).logProb([
      [1, 0],
      [b / length, c / length],
    ])[0]! +
    2 * Math.log(0.5) -
    0.5 * (a + length) -
    Math.log(length) +
    Math.log(c / length);
  expect(compile(model).logDensity({ x: [a, 0, b, c] })).toBeCloseTo(parts, 12);
});

test('many factors have parameters of their own', () => {
  const model = new Model();
  model.lkjCholeskyCovariance('x', { eta: 3, sd: exponential.dist({ lam: [0.5, 20] }) }, { shape: [2, 2, 2] });
  const { values } = samplePriorPredictive(model, { draws: 2000, seed: 4 }).group('prior').variable('x');
  const first = values.filter((_, i) => i % 8 === 0);
  const second = values.filter((_, i) => i % 8 === 4);
  const mean = (of: Float64Array) => of.reduce((total, value) => total + value, 0) / of.length;
  expect(Math.abs(mean(first) - 2)).toBeLessThan((4.5 * 2) / Math.sqrt(2000));
  expect(Math.abs(mean(second) - 0.05)).toBeLessThan((4.5 * 0.05) / Math.sqrt(2000));
  const own = compile(model);
  const x = [1, 0, 0.3, 1, 0.1, 0, 0.03, 0.1];
  const single = (lam: number, part: readonly number[]) => {
    const one = new Model();
    one.lkjCholeskyCovariance('x', { eta: 3, sd: exponential.dist({ lam }) }, { shape: [2, 2] });
    return compile(one).logDensity({ x: part });
  };
  expect(own.logDensity({ x })).toBeCloseTo(single(0.5, x.slice(0, 4)) + single(20, x.slice(4)), 11);
});

test('as the prior of a multivariate normal it finds scales and correlation', async () => {
  const model = new Model();
  const chol = model.lkjCholeskyCovariance('chol', { eta: 2, sd: exponential.dist({ lam: 1 }) }, { shape: [2, 2] });
  model.deterministic('sd', sqrt(sum(square(chol), { axes: -1 })));
  const given = new Model();
  given.multivariateNormal(
    'y',
    {
      mu: [0, 0],
      chol: [
        [2, 0],
        [0.9, 1.2],
      ],
    },
    { shape: [400, 2] },
  );
  const y = samplePriorPredictive(given, { draws: 1, seed: 9 }).group('prior').variable('y').values;
  model.multivariateNormal(
    'y',
    { mu: [0, 0], chol },
    { observed: Array.from({ length: 400 }, (_, i) => [...y.subarray(2 * i, 2 * i + 2)]) },
  );
  const posterior = await sample(model, { draws: 500, tune: 500, chains: 2, seed: 5, progress: false, workers: 0 });
  const rows = posterior.summary(['sd']).rows;
  for (const [i, truth] of [2, 1.5].entries()) {
    // 400 draws tell a standard deviation to 3.5 percent.
    expect(Math.abs(rows[i]!.mean - truth)).toBeLessThan(4.5 * truth * 0.036);
  }
});

test('errors', () => {
  const model = () => new Model();
  expect(() =>
    model().lkjCholeskyCovariance('x', { eta: 1, sd: normal.dist({ mu: 0, sigma: 1 }) }, { shape: [2, 2] }),
  ).toThrow(
    'x: lkjCholeskyCovariance: sd ~ Normal has negative values, and standard deviations are positive. Take e.g. exponential, halfNormal or gamma, or truncated(..., { lower: 0 }). [combinator/kind]',
  );
  expect(() => model().lkjCholeskyCovariance('x', { eta: 1, sd: poisson.dist({ mu: 1 }) }, { shape: [2, 2] })).toThrow(
    'x: lkjCholeskyCovariance: sd ~ Poisson is one of whole numbers. Standard deviations have a density. [combinator/kind]',
  );
  expect(() => model().lkjCholeskyCovariance('x', { eta: 1, sd: exponential.dist({ lam: 1 }) })).toThrow(
    /^x ~ LkjCholeskyCovariance\(Exponential\) is one of matrices whose size its parameters do not give\. State shape: \[n, n\], or dims\./,
  );
  // Standard deviations outside the support of their distribution.
  const own = model();
  own.lkjCholeskyCovariance('x', { eta: 1, sd: distributions.uniform.dist({ lower: 0, upper: 2 }) }, { shape: [2, 2] });
  expect(compile(own).logDensity({ x: [1, 0, 3, 1] })).toBe(Number.NEGATIVE_INFINITY);
  expect(Number.isFinite(compile(own).logDensity({ x: [1, 0, 1, 1] }))).toBe(true);
});
