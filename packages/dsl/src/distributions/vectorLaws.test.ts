/** Every distribution of vectors or matrices keeps the shared laws; and each law notices a distribution that breaks it. */
import type { Tensor } from '@credence/autodiff';
import type { VectorLawOptions } from '../testing/vectorCase.js';
import { vectorLaws } from '../testing/vectorLaws.js';
import type { Distribution } from './distribution.js';
import * as distributions from './index.js';

const all: Readonly<Record<string, Distribution>> = { ...distributions };

const cov = [
  [2, -0.6],
  [-0.6, 1],
];
const chol = [
  [2, 0],
  [-0.6, 0.8],
];
const w = [
  [0, 1, 0.5],
  [1, 0, 0],
  [0.5, 0, 0],
];
const cases: Readonly<Record<string, readonly Omit<VectorLawOptions, 'seed'>[]>> = {
  multivariateNormal: [
    { parameters: { mu: [1, -2], chol } },
    { parameters: { mu: [1, -2], cov } },
    { parameters: { mu: [1], tau: cov } },
  ],
  multivariateStudentT: [{ parameters: { nu: 9, mu: [1, -2], cov } }, { parameters: { nu: 6, mu: [0, 1], tau: cov } }],
  dirichlet: [{ parameters: { a: [1.5, 2, 4] } }, { parameters: { a: [300, 20, 500, 7] } }],
  multinomial: [{ parameters: { n: 6, p: [0.2, 0.3, 0.5] } }, { parameters: { n: 4, logit: [0.3, -1, 2, 0] } }],
  dirichletMultinomial: [{ parameters: { n: 6, a: [0.5, 2, 3] } }],
  stickBreakingWeights: [
    { parameters: { alpha: 2 }, shape: [3] },
    { parameters: { alpha: 0.7 }, shape: [4] },
  ],
  lkjCorrelation: [
    { parameters: { eta: 2 }, shape: [3, 3] },
    { parameters: { eta: 1 }, shape: [4, 4] },
  ],
  lkjCholesky: [
    { parameters: { eta: 0.8 }, shape: [2, 2] },
    { parameters: { eta: 1.5 }, shape: [4, 4] },
  ],
  wishart: [{ parameters: { nu: 5, v: cov } }, { parameters: { nu: 2.5, chol } }],
  inverseWishart: [{ parameters: { nu: 12, s: cov } }, { parameters: { nu: 14, chol } }],
  matrixNormal: [
    {
      parameters: {
        mu: [
          [1, 2, 3],
          [0, -1, 0],
        ],
        rowchol: chol,
        colchol: [
          [1, 0, 0],
          [0.5, 2, 0],
          [0, 1, 1],
        ],
      },
    },
    { parameters: { mu: cov, rowcov: cov, colcov: cov } },
  ],
  zeroSumNormal: [{ parameters: { sigma: 2 }, shape: [4] }],
  zeroSumMatrixNormal: [{ parameters: { sigma: 0.5 }, shape: [2, 4] }],
  car: [{ parameters: { mu: [1, 2, 3], w, alpha: 0.7, tau: 2 } }],
  icar: [{ parameters: { w, sigma: 2 } }],
  gaussianRandomWalk: [{ parameters: { mu: 0.5, sigma: 2, initMu: 1, initSigma: 3 }, shape: [4] }],
  autoregressive: [
    { parameters: { rho: [0.6], constant: 0.5, sigma: 1, initMu: 1, initSigma: 2 }, shape: [4] },
    { parameters: { rho: [0.5, -0.4], constant: 1, sigma: 2, initMu: 0, initSigma: 3 }, shape: [4] },
    { parameters: { rho: [0.5, -0.4, 0.2], constant: 1, sigma: 2, initMu: 0, initSigma: 3 }, shape: [2] },
  ],
  garch: [
    { parameters: { mu: 1, omega: 0.5, alpha: 0.2, beta: 0.6, initSigma: 1.5 }, shape: [3] },
    { parameters: { mu: 0, omega: 2, alpha: 0, beta: 0, initSigma: 1 }, shape: [2] },
    { parameters: { mu: 0, omega: 2, alpha: 0.3, beta: 0.1, initSigma: 1 }, shape: [1] },
  ],
  multivariateGaussianRandomWalk: [
    { parameters: { mu: [0.5, -1], chol, initMu: [1, 2], initSigma: [3, 1] }, shape: [3, 2] },
    { parameters: { mu: [0.5, -1], tau: cov, initMu: [1, 2], initSigma: [3, 1] }, shape: [3, 2] },
  ],
};

test('every distribution of vectors has its cases', () => {
  expect(Object.keys(cases).sort()).toEqual(
    Object.keys(all)
      .filter((name) => all[name]!.eventRank > 0)
      .sort(),
  );
});

describe.each(Object.keys(cases))('%s', (name) => {
  for (const options of cases[name]!) {
    for (const law of vectorLaws(all[name]!, { ...options, seed: 11 })) test(law.name, law.check);
  }
});

describe('a law notices', () => {
  const { dirichlet, lkjCholesky, multinomial, zeroSumNormal, wishart } = all;
  const outcome = (distribution: Distribution, law: RegExp, options: Omit<VectorLawOptions, 'seed'>) => {
    const found = vectorLaws(distribution, { ...options, seed: 11 }).find(({ name }) => law.test(name));
    return () => found!.check();
  };
  const shares = { parameters: { a: [1.5, 2, 4] } };
  const shifted = (distribution: Distribution, by: number): Distribution => ({
    ...distribution,
    logProb: (x: Tensor, parameters: Readonly<Record<string, Tensor>>) => distribution.logProb(x, parameters).add(by),
  });

  test('a density that is off by a constant', () => {
    expect(outcome(shifted(dirichlet!, 0.05), /integrates to one/, shares)).toThrow(
      'the integral of the density is 1.0',
    );
    const matrices = { parameters: { eta: 1.5 }, shape: [3, 3] };
    expect(outcome(shifted(lkjCholesky!, 0.05), /integrates to one/, matrices)).toThrow('the integral of the density');
    const counts = { parameters: { n: 6, p: [0.2, 0.3, 0.5] } };
    expect(outcome(shifted(multinomial!, 1e-6), /sums to one/, counts)).toThrow('the probabilities sum to 1.000001');
  });

  test('draws of another distribution', () => {
    const others: Distribution = { ...dirichlet!, random: (rng) => rng.dirichlet([1.7, 2, 4]) };
    expect(outcome(others, /draws follow the density/, shares)).toThrow('the mean of proposal / density over draws');
    expect(outcome(others, /means are those/, shares)).toThrow('the mean of element 0 of draws is off by');
    const counts: Distribution = {
      ...multinomial!,
      random: (rng) => {
        const first = rng.binomial(6, 0.22);
        const second = rng.binomial(6 - first, 0.375);
        return Float64Array.of(first, second, 6 - first - second);
      },
    };
    expect(outcome(counts, /draws follow it/, { parameters: { n: 6, p: [0.2, 0.3, 0.5] } })).toThrow(
      'chi-square of draws',
    );
  });

  test('a wrong covariance', () => {
    const wrong: Distribution = {
      ...wishart!,
      eventCovariance: (parameters, shape) => wishart!.eventCovariance!(parameters, shape).map((value) => 1.1 * value),
    };
    expect(outcome(wrong, /covariances/, { parameters: { nu: 5, v: cov } })).toThrow('the covariance of');
  });

  test('draws outside the support', () => {
    const wrong: Distribution = {
      ...zeroSumNormal!,
      random: (rng) => Float64Array.from({ length: 3 }, () => rng.normal()),
    };
    expect(outcome(wrong, /lie in the support/, { parameters: { sigma: 1 }, shape: [3] })).toThrow(
      'the draw 0 lies outside the vectors that sum to 0',
    );
  });

  test('a parameter whose range is not checked', () => {
    const { a } = dirichlet!.parameters;
    const free: Distribution = {
      ...dirichlet!,
      parameters: { a: { ...a!, constraint: { ...a!.constraint, holds: () => true } } },
    };
    expect(outcome(free, /^a out of range/, shares)).toThrow('was not refused');
  });
});
