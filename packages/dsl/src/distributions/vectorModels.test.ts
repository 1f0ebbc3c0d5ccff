/** Distributions of vectors and matrices in models: posteriors that are known, shapes, and what errors say. */
import { expandDims } from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import { compile, logLikelihood, Model, sample, samplePosteriorPredictive } from '../index.js';

const QUIET = { progress: false, workers: 0 } as const;
const identity = [
  [1, 0],
  [0, 1],
];
const chain = [
  [0, 1, 0, 0],
  [1, 0, 1, 0],
  [0, 1, 0, 1],
  [0, 0, 1, 0],
];

test('a Dirichlet prior of multinomial counts has its Dirichlet posterior, and no guard for what is a simplex anyway', async () => {
  const model = new Model();
  const theta = model.dirichlet('theta', { a: [1, 2, 3] });
  model.multinomial(
    'y',
    { n: [10, 5], p: theta },
    {
      observed: [
        [3, 2, 5],
        [1, 4, 0],
      ],
    },
  );
  expect(compile(model).dimension).toBe(2);
  expect(compile(model).graph.terms.find(({ name }) => name === 'y')?.total.op.name).toBe('sum');
  const posterior = await sample(model, { draws: 1000, tune: 500, chains: 2, seed: 3, ...QUIET });
  const expected = [5, 8, 8].map((a) => a / 21);
  for (const [i, { mean, sd, mcseMean, mcseSd }] of posterior.summary(['theta']).rows.entries()) {
    const share = expected[i]!;
    // Six comparisons, false alarm 4e-5.
    expect(Math.abs(mean - share) / mcseMean).toBeLessThan(4.5);
    expect(Math.abs(sd - Math.sqrt((share * (1 - share)) / 22)) / mcseSd).toBeLessThan(4.5);
  }
  expect(logLikelihood(posterior).variable('y').shape).toEqual([2, 1000, 2]);
  const drawn = samplePosteriorPredictive(posterior, { seed: 1 }).group('posterior_predictive').variable('y');
  expect(drawn.shape).toEqual([2, 1000, 2, 3]);
});

test('priors of matrices are sampled as they are drawn', async () => {
  const model = new Model();
  model.lkjCholesky('L', { eta: 1.5 }, { shape: [3, 3] });
  model.lkjCorrelation('R', { eta: 2 }, { shape: [3, 3] });
  model.wishart('P', { nu: 6, v: identity });
  model.inverseWishart('S', { nu: 12, s: identity });
  model.zeroSumNormal('effect', { sigma: 2 }, { shape: 4 });
  model.icar('phi', { w: chain, sigma: 1 });
  model.gaussianRandomWalk('level', { mu: 1, sigma: 2, initMu: 0, initSigma: 3 }, { shape: 3 });
  const posterior = await sample(model, { draws: 1000, tune: 500, chains: 2, seed: 8, ...QUIET });
  const expected: Readonly<Record<string, readonly [number, number]>> = {
    // Elements of R: variance 1 / (2 eta + k - 1).
    'R[1,0]': [0, Math.sqrt(1 / 6)],
    'R[2,1]': [0, Math.sqrt(1 / 6)],
    // L_10 is the correlation itself, with 2 eta + k - 1 = 5.
    'L[1,0]': [0, Math.sqrt(1 / 5)],
    'P[0,0]': [6, Math.sqrt(12)],
    'P[1,0]': [0, Math.sqrt(6)],
    'S[0,0]': [1 / 9, Math.sqrt(2 / (81 * 7))],
    'effect[2]': [0, 2 * Math.sqrt(3 / 4)],
    'level[0]': [0, 3],
    'level[2]': [2, Math.sqrt(17)],
    // Eigenvalues of the chain's structure are 2 - sqrt 2, 2, 2 + sqrt 2.
    'phi[0]': [0, Math.sqrt(0.875)],
  };
  for (const { name, mean, sd, mcseMean, mcseSd } of posterior.summary().rows) {
    const known = expected[name];
    if (known === undefined) continue;
    // Twenty comparisons, false alarm 1.4e-4.
    expect(Math.abs(mean - known[0]) / mcseMean).toBeLessThan(4.5);
    expect(Math.abs(sd - known[1]) / mcseSd).toBeLessThan(4.5);
  }
  const names = posterior.summary().rows.map(({ name }) => name);
  expect(Object.keys(expected).filter((name) => !names.includes(name))).toEqual([]);
});

test('a factor of correlations and standard deviations make the factor of a covariance', () => {
  const model = new Model();
  const sigma = model.halfNormal('sigma', { sigma: 1 }, { shape: 2 });
  const L = model.lkjCholesky('L', { eta: 2 }, { shape: [2, 2] });
  model.multivariateNormal(
    'y',
    { mu: [0, 0], chol: expandDims(sigma, -1).mul(L) },
    {
      observed: [
        [1, 2],
        [0, 1],
      ],
    },
  );
  const compiled = compile(model);
  const gradient = new Float64Array(3);
  expect(compiled.logDensityAndGradient(Float64Array.of(0.1, -0.2, 0.4), gradient)).toBeLessThan(0);
  expect(gradient.every(Number.isFinite)).toBe(true);
});

describe('errors', () => {
  const failureOf = (run: () => unknown): string => {
    try {
      run();
    } catch (failure) {
      if (failure instanceof CredenceError) return failure.message;
      throw failure;
    }
    return 'nothing was thrown';
  };
  const model = () => new Model();
  const apart = [
    [0, 1, 0, 0],
    [1, 0, 0, 0],
    [0, 0, 0, 1],
    [0, 0, 1, 0],
  ];
  test.each<[string, () => unknown, string]>([
    [
      'a size that nobody states',
      () => model().lkjCholesky('L', { eta: 1 }),
      'L ~ LKJCholesky is one of matrices whose size its parameters do not give. State shape: [n, n], or dims. [shape/event]',
    ],
    [
      'a matrix that is not square',
      () => model().lkjCorrelation('R', { eta: 1 }, { shape: [2, 3] }),
      'R ~ LKJCorrelation: the matrix must be square, and has 2 rows and 3 columns. State the shape [k, k]. [shape/support]',
    ],
    [
      'too few degrees of freedom',
      () => model().wishart('P', { nu: 1, v: identity }),
      'P ~ Wishart: nu must be greater than the number of rows less 1, which is 1, which does not hold at the only value. [support/bounds]',
    ],
    [
      'a scale matrix that is not positive definite',
      () =>
        model().inverseWishart('S', {
          nu: 5,
          s: [
            [1, 2],
            [2, 1],
          ],
        }),
      'S ~ InverseWishart: s must be symmetric and positive definite, and is not positive definite. [distribution/parameter]',
    ],
    [
      'probabilities that do not sum to 1',
      () =>
        model().multinomial(
          'y',
          {
            n: 3,
            p: [
              [0.2, 0.8],
              [0.5, 0.6],
            ],
          },
          {
            observed: [
              [1, 2],
              [3, 0],
            ],
          },
        ),
      'y ~ Multinomial: p[1] sums to 1.1, and must sum to 1. p is the probabilities of the classes. [distribution/parameter]',
    ],
    [
      'counts with another sum',
      () =>
        model().multinomial(
          'y',
          { n: [3, 4], p: [0.2, 0.8] },
          {
            observed: [
              [1, 2],
              [3, 0],
            ],
          },
        ),
      'y ~ Multinomial: observed[1] sums to 3, and must sum to n = 4. Check the data or choose another distribution. [data/support]',
    ],
    [
      'a share of 0',
      () =>
        model().dirichlet(
          'y',
          { a: [1, 1] },
          {
            observed: [
              [0.5, 0.5],
              [0, 1],
            ],
          },
        ),
      'y ~ Dirichlet: observed[1] has the element [0] = 0, and all must be > 0. Check the data or choose another distribution. [data/support]',
    ],
    [
      'weights that are not symmetric',
      () =>
        model().car('phi', {
          mu: [0],
          w: [
            [0, 1],
            [2, 0],
          ],
          alpha: 0.5,
          tau: 1,
        }),
      'phi ~ CAR: w must be symmetric, with 0 on the diagonal and a neighbour for every place, and has [0,1] = 1 and [1,0] = 2. [distribution/parameter]',
    ],
    [
      'a place without neighbours',
      () =>
        model().car('phi', {
          mu: [0],
          w: [
            [0, 0],
            [0, 0],
          ],
          alpha: 0.5,
          tau: 1,
        }),
      'phi ~ CAR: w must be symmetric, with 0 on the diagonal and a neighbour for every place, and place 0 has no neighbour. [distribution/parameter]',
    ],
    [
      'places in two pieces',
      () => model().icar('phi', { w: apart, sigma: 1 }),
      'phi ~ ICAR: w must be symmetric, with 0 on the diagonal and a neighbour for every place, all in one piece, and only 2 of 4 places can be reached from the first: declare each piece apart. [distribution/parameter]',
    ],
    [
      'a mean of another length',
      () =>
        model().car('phi', {
          mu: [0, 1, 2],
          w: [
            [0, 1],
            [1, 0],
          ],
          alpha: 0.5,
          tau: 1,
        }),
      'phi ~ CAR: w must be a square matrix with a row for each element of mu, and has the shape [2, 2] beside mu of length 3. [shape/parameter]',
    ],
    [
      'covariances that do not fit a mean',
      () => model().matrixNormal('y', { mu: identity, rowcov: identity, colcov: chain }),
      'y ~ MatrixNormal: the covariances of rows and columns must be square and have a row for each row and column of mu; their shapes are [2, 2] and [4, 4] beside mu of [2, 2]. [shape/parameter]',
    ],
    [
      'a vector observed outside its plane',
      () => model().zeroSumNormal('y', { sigma: 1 }, { observed: [1, 2, -2] }),
      'y ~ ZeroSumNormal: observed sums to 1, and must sum to 0. Check the data or choose another distribution. [data/support]',
    ],
  ])('%s', (_, run, text) => {
    expect(failureOf(run)).toBe(text);
  });

  test('varying degrees of freedom that are too few are -Infinity, and debug says so', () => {
    const own = model();
    const nu = own.normal('nu', { mu: 3, sigma: 1 });
    own.wishart('P', { nu, v: identity }, { observed: identity });
    const compiled = compile(own);
    expect(compiled.logDensity({ nu: 1 })).toBe(Number.NEGATIVE_INFINITY);
    expect(compiled.debug({ nu: 1 }).toString()).toContain(
      'P   Wishart  -Infinity  <- nu must be greater than the number of rows less 1, which is 1',
    );
    expect(Number.isFinite(compiled.logDensity({ nu: 1.5 }))).toBe(true);
  });

  test('a covariance that is not positive definite is told by debug', () => {
    const own = model();
    const q = own.normal('q', { mu: 0, sigma: 1 }, { shape: [2, 2] });
    own.multivariateNormal('y', { mu: [0, 0], cov: q }, { observed: [1, 2] });
    expect(
      compile(own)
        .debug({ q: [1, 2, 2, 1] })
        .toString(),
    ).toContain('NaN  <- cov must be symmetric and positive definite, and is not positive definite');
  });

  test('probabilities that vary and do not sum to 1 are -Infinity, with the sum in words', () => {
    const own = model();
    const q = own.normal('q', { mu: 0, sigma: 1 }, { shape: 2 });
    own.multinomial('y', { n: 3, p: q }, { observed: [1, 2] });
    const compiled = compile(own);
    expect(compiled.debug({ q: [0.5, 0.6] }).toString()).toContain('-Infinity  <- p sums to 1.1, and must sum to 1');
    expect(Number.isFinite(compiled.logDensity({ q: [0.4, 0.6] }))).toBe(true);
  });
});
