/** Mixtures in models: of numbers and vectors, along an axis, their weights and supports, errors. */
import { compile } from '../compile/compile.js';
import { distributionOf } from '../distributions/distribution.js';
import * as distributions from '../distributions/index.js';
import { Model } from '../model/model.js';
import { samplePriorPredictive } from '../predict/index.js';
import { checkGradient, densityAt } from '../testing/densityChecks.js';
import { censored, hurdle, mixture } from './index.js';

const { gamma, multivariateNormal, normal, poisson, uniform } = distributions;
const standard = normal.dist({ mu: 0, sigma: 1 });
const reference = { backend: 'reference' } as const;

describe('mixture', () => {
  test('components of one family are a list of them', () => {
    const list = mixture({
      weights: [0.3, 0.7],
      components: [normal.dist({ mu: -1, sigma: 2 }), normal.dist({ mu: 1, sigma: 0.5 })],
    });
    const batched = mixture({ weights: [0.3, 0.7], components: normal.dist({ mu: [-1, 1], sigma: [2, 0.5] }) });
    const x = [-3, -1, 0.9, 40];
    for (const what of ['logProb', 'logCdf', 'logSurvival'] as const) {
      for (const [i, value] of list[what](x).entries()) expect(batched[what](x)[i]).toBeCloseTo(value, 12);
    }
    expect([batched.mean(), batched.variance()]).toEqual([list.mean(), list.variance()]);
    expect(batched.icdf(0.4)).toBeCloseTo(Number(list.icdf(0.4)), 12);
    expect(batched.random(1, 50)).toEqual(list.random(1, 50));
  });

  test('weights and parameters may differ from value to value; a number belongs to all components', () => {
    const model = new Model('m');
    model.flat('mu');
    const weights = [
      [0.2, 0.8],
      [0.5, 0.5],
      [1, 0],
    ];
    const centres = model.deterministic('centres', 'mu').mul([0, 1]);
    model.mixture('y', { weights, components: normal.dist({ mu: centres, sigma: 2 }) }, { observed: [0, 1, 2] });
    const log = (i: number, x: number) =>
      Math.log(
        weights[i]!.reduce((sum, w, k) => sum + w * Math.exp(normal.dist({ mu: 0.6 * k, sigma: 2 }).logProb(x)), 0),
      );
    expect(densityAt(model, { mu: 0.6 })).toBeCloseTo(log(0, 0) + log(1, 1) + log(2, 2), 12);
    checkGradient(model, { mu: 0.6 });
    expect(model.variable('y').shape).toEqual([3]);
    const several = new Model('n');
    several.mixture('y', { weights: [0.5, 0.5], components: [normal.dist({ mu: [0, 1, 2], sigma: 1 }), standard] });
    expect(several.variable('y').shape).toEqual([3]);
  });

  test('of vectors, over leading axes', () => {
    const model = new Model('m');
    const chol = [
      [1, 0],
      [0.5, 2],
    ];
    const components = [multivariateNormal.dist({ mu: [0, 0], chol }), multivariateNormal.dist({ mu: [3, -1], chol })];
    const observed = [
      [0.1, 0.2],
      [3, 3],
      [1, -1],
    ];
    model.mixture('list', { weights: [0.4, 0.6], components }, { observed });
    model.mixture(
      'axis',
      {
        weights: [0.4, 0.6],
        components: multivariateNormal.dist({
          mu: [
            [0, 0],
            [3, -1],
          ],
          chol,
        }),
      },
      { observed },
    );
    model.mixture(
      'each',
      {
        weights: [
          [0.4, 0.6],
          [0.4, 0.6],
          [0.4, 0.6],
        ],
        components: multivariateNormal.dist({
          mu: [
            [0, 0],
            [3, -1],
          ],
          chol: [chol, chol],
        }),
      },
      { observed },
    );
    model.normal('free', { mu: 0, sigma: 1 });
    const terms = compile(model, reference)
      .debug({ free: 0 })
      .terms.map(({ logProbability }) => logProbability);
    const own = components.map((component) => component.logProb(observed));
    const expected = [0, 1, 2].reduce(
      (sum, i) => sum + Math.log(0.4 * Math.exp(own[0]![i]!) + 0.6 * Math.exp(own[1]![i]!)),
      0,
    );
    for (const i of [0, 1, 2]) expect(terms[i]).toBeCloseTo(expected, 11);
    expect(
      samplePriorPredictive(model, { draws: 4, seed: 1, variables: ['list', 'axis'] })
        .group('prior_predictive')
        .variable('axis').shape,
    ).toEqual([1, 4, 3, 2]);
    const free = new Model('free');
    free.mixture(
      'v',
      {
        weights: [0.5, 0.5],
        components: multivariateNormal.dist({
          mu: [
            [0, 0],
            [3, -1],
          ],
          chol,
        }),
      },
      { shape: [2, 2] },
    );
    expect(compile(free).dimension).toBe(4);
    expect(() =>
      free.mixture('w', {
        weights: [0.5, 0.5],
        components: [
          components[0]!,
          multivariateNormal.dist({
            mu: [0, 0, 0],
            chol: [
              [1, 0, 0],
              [0, 1, 0],
              [0, 0, 1],
            ],
          }),
        ],
      }),
    ).toThrow(
      'w ~ Mixture(MultivariateNormal, MultivariateNormal): components[0] draws events of shape [2], and components[1] of [3].',
    );
    expect(() =>
      free.mixture('w', {
        weights: [0.5, 0.5],
        components: multivariateNormal.dist({
          mu: [0, 0],
          chol: [
            [
              [1, 0],
              [0, 1],
            ],
            [
              [1, 0],
              [0, -1],
            ],
          ],
        }),
      }),
    ).toThrow('components.chol must be lower triangular with a positive diagonal, in every component, and is not');
  });

  test('means and variances of vectors are those of their draws', () => {
    const chol = [
      [1, 0],
      [0.5, 2],
    ];
    const mu = [
      [0, 0],
      [3, -1],
    ];
    const withMoments = distributionOf({
      ...multivariateNormal,
      eventMean: ({ mu }) => Float64Array.from(typeof mu === 'object' ? mu : []),
      eventCovariance: () => Float64Array.of(1, 0.5, 0.5, 4.25),
    });
    const list = mixture({
      weights: [0.4, 0.6],
      components: mu.map((one) => withMoments.dist({ mu: one, chol })),
    });
    const batched = mixture({ weights: [0.4, 0.6], components: withMoments.dist({ mu, chol }) });
    const expected = { mean: [1.8, -0.6], variance: [1 + 0.24 * 9, 4.25 + 0.24] };
    for (const applied of [list, batched]) {
      const [mean, variance] = [applied.mean(), applied.variance()].map((one) => Array.from(one as Float64Array));
      for (const k of [0, 1]) {
        expect(mean![k]).toBeCloseTo(expected.mean[k]!, 12);
        expect(variance![k]).toBeCloseTo(expected.variance[k]!, 12);
      }
      const n = 20_000;
      const draws = applied.random(3, n);
      const average = (k: number) => draws.filter((_, i) => i % 2 === k).reduce((a, b) => a + b, 0) / n;
      for (const k of [0, 1]) {
        expect(Math.abs(average(k) - expected.mean[k]!)).toBeLessThan(5 * Math.sqrt(expected.variance[k]! / n));
      }
    }
  });

  test('the union of supports, with its gaps', () => {
    const gap = mixture({
      weights: [0.5, 0.5],
      components: [uniform.dist({ lower: 0, upper: 1 }), uniform.dist({ lower: 3, upper: 4 })],
    });
    expect([0.5, 2, 3.5].map((x) => Number(gap.logProb(x)))).toEqual([Math.log(0.5), -Infinity, Math.log(0.5)]);
    const batched = mixture({ weights: [0.5, 0.5], components: uniform.dist({ lower: [0, 3], upper: [1, 4] }) });
    expect([0.5, 2, 3.5].map((x) => Number(batched.logProb(x)))).toEqual([Math.log(0.5), -Infinity, Math.log(0.5)]);
    const signs = mixture({ weights: [0.5, 0.5], components: [gamma.dist({ alpha: 1, beta: 1 }), standard] });
    expect(Number(signs.logProb(-1))).toBeCloseTo(Math.log(0.5) + standard.logProb(-1), 13);
    const model = new Model('m');
    model.random('y', gap);
    expect(compile(model, reference).logDensity({ y: 2 })).toBe(-Infinity);
    expect(() => model.random('z', gap, { observed: [0.5, 2] })).toThrow('observed[1] = 2 lies outside');
  });

  test('weights that do not sum to 1 are errors with the sum; so are those that vary', () => {
    const model = new Model('m');
    expect(() => model.mixture('y', { weights: [0.5, 0.4], components: [standard, standard] })).toThrow(
      'y ~ Mixture(Normal, Normal): weights sums to 0.9, and must sum to 1. weights is the probability of each component, along the last axis. [distribution/parameter]',
    );
    expect(() =>
      model.mixture('y', {
        weights: [
          [0.5, 0.5],
          [0.7, 0.7],
        ],
        components: normal.dist({ mu: [0, 1], sigma: 1 }),
      }),
    ).toThrow('weights[1] sums to 1.4, and must sum to 1.');
    expect(() => model.mixture('y', { weights: [1.2, -0.2], components: [standard, standard] })).toThrow(
      'weights has the element [1] = -0.2, and all must be >= 0',
    );
    expect(() => model.mixture('y', { weights: [0.2, 0.3, 0.5], components: [standard, standard] })).toThrow(
      'y ~ Mixture(Normal, Normal): weights has the shape [3], and there are 2 components: its last axis has one weight for each. [shape/parameter]',
    );
    expect(() =>
      model.mixture('y', { weights: [0.2, 0.8], components: normal.dist({ mu: [0, 1, 2], sigma: 1 }) }),
    ).toThrow(
      'y ~ Mixture(Normal): components.mu has the shape [3], and there are 2 weights: its last axis has the components, as many as there are weights, or 1 for all. [shape/parameter]',
    );
    expect(() => model.mixture('y', { weights: 0.5, components: [standard, standard] })).toThrow(
      "'weights' must be a vector",
    );
    const share = model.uniform('share', { lower: 0, upper: 1 });
    model.mixture('y', { weights: share.mul([1, 1]), components: [standard, standard] }, { observed: [1] });
    expect(densityAt(model, { share: 0.5 })).toBeGreaterThan(-10);
    expect(densityAt(model, { share: 0.4 })).toBe(-Infinity);
    expect(String(compile(model, reference).debug({ share: 0.4 }))).toContain('weights sums to 0.8, and must sum to 1');
  });

  test('components of different kinds are refused', () => {
    expect(() => mixture({ weights: [0.5, 0.5], components: [standard, poisson.dist({ mu: 1 })] })).toThrow(
      'mixture: components[0] ~ Normal has a density and components[1] ~ Poisson is one of whole numbers. Densities and probabilities cannot be added: take components of one kind, or hurdle for zeros beside a density. [combinator/kind]',
    );
    expect(() =>
      mixture({
        weights: [0.5, 0.5],
        components: [
          standard,
          multivariateNormal.dist({
            mu: [0, 0],
            chol: [
              [1, 0],
              [0, 1],
            ],
          }),
        ],
      }),
    ).toThrow('components[1] ~ MultivariateNormal draws vectors');
    expect(() =>
      mixture({ weights: [1], components: [hurdle(gamma.dist({ alpha: 1, beta: 1 }), { psi: 0.5 })] }),
    ).toThrow('has some of its probability at single points');
    expect(() => mixture({ weights: [1], components: censored(standard, { upper: 0 }) })).toThrow(
      'mixture: components ~ Censored(Normal) have some of their probability',
    );
    expect(() => mixture({ weights: [], components: [] })).toThrow('mixture: components is empty.');
  });
});
