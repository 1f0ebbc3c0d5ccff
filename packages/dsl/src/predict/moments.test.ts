/** A prior-predictive draw of every distribution in the library has the distribution's own moments. */

import { constant } from '@credence/autodiff';
import { normalQuantile } from '@credence/numerics';
import { AppliedDistribution } from '../distributions/applied.js';
import type { Distribution, ParameterSpec } from '../distributions/distribution.js';
import * as distributions from '../distributions/index.js';
import { dataArray, type NestedArray } from '../model/arrays.js';
import { Model } from '../model/model.js';
import { drawMany } from '../testing/distributionLaws.js';
import {
  continuousPoints,
  discretePoints,
  integrate,
  type NumberParameters,
  supportAt,
} from '../testing/quadrature.js';
import { samplePriorPredictive } from './samplePriorPredictive.js';

const all: Readonly<Record<string, Distribution>> = { ...distributions };
const drawable = Object.keys(all).filter((name) => all[name]!.random !== undefined);

/** Parameters where those that follow from the ranges alone do not fit together, or leave no moments. */
const chosen: Readonly<Record<string, NumberParameters>> = {
  uniform: { lower: -1, upper: 2.5 },
  discreteUniform: { lower: -2, upper: 7 },
  studentT: { nu: 9, mu: 0.5, sigma: 1.7 },
  halfStudentT: { nu: 9, sigma: 1.7 },
  frechet: { alpha: 9, sigma: 2 },
  logLogistic: { alpha: 3, beta: 12 },
  triangular: { lower: -1, c: 0.5, upper: 2.5 },
  wald: { mu: 2, lam: 9 },
  truncatedNormal: { mu: 1, sigma: 2, lower: 0, upper: 5 },
  generalizedPareto: { mu: 1, sigma: 2, xi: 0.1 },
  generalizedExtremeValue: { mu: 1, sigma: 2, xi: 0.1 },
  pareto: { alpha: 6, m: 3 },
  inverseGamma: { alpha: 6, beta: 3 },
  hypergeometric: { N: 30, k: 12, n: 9 },
};

/** Numbers whose parameters are vectors, or whose density has steps or a share at single points: no rule integrates it. */
const uneven: Readonly<Record<string, Readonly<Record<string, number | NestedArray>>>> = {
  categorical: { p: [0.2, 0.3, 0.1, 0.4] },
  orderedLogistic: { eta: 0.4, cutpoints: [-1, 0.3, 2] },
  orderedProbit: { eta: 0.4, cutpoints: [-1, 0.3, 2] },
  interpolated: { xPoints: [-1, 0, 2, 3], pdfPoints: [0, 2, 1, 0.5] },
  hurdleGamma: { psi: 0.7, alpha: 2, beta: 0.5 },
  hurdleLogNormal: { psi: 0.7, mu: 0.5, sigma: 0.6 },
  zeroOneInflatedBeta: { zoi: 0.4, coi: 0.3, alpha: 2, beta: 3 },
  diracDelta: { c: 2 },
};

const SHARES = [0.2, 0.3, 0.5];

/** scale (diagonal of p - p p') for these shares. */
function shareCovariance(scale: number): readonly number[] {
  return SHARES.flatMap((p, i) => SHARES.map((q, j) => scale * ((i === j ? p : 0) - p * q)));
}

/** A distribution of vectors or matrices: its parameters, mean and covariance (row-major). Default: those it says it has. */
interface VectorCase {
  readonly parameters: Readonly<Record<string, number | NestedArray>>;
  readonly shape?: readonly number[];
  readonly mean?: readonly number[];
  readonly covariance?: readonly number[];
}

const SCALE = [
  [2, -0.6],
  [-0.6, 1],
];
const NEIGHBOURS = [
  [0, 1, 0.5],
  [1, 0, 0],
  [0.5, 0, 0],
];
const vectors: Readonly<Record<string, VectorCase>> = {
  multivariateNormal: {
    parameters: {
      mu: [1, -2],
      chol: [
        [2, 0],
        [-0.6, 0.8],
      ],
    },
    mean: [1, -2],
    covariance: [4, -1.2, -1.2, 1],
  },
  multivariateStudentT: {
    parameters: {
      nu: 9,
      mu: [1, -2],
      cov: [
        [4, -1.2],
        [-1.2, 1],
      ],
    },
    mean: [1, -2],
    covariance: [4, -1.2, -1.2, 1].map((value) => (9 / 7) * value),
  },
  dirichlet: { parameters: { a: [2, 3, 5] }, mean: SHARES, covariance: shareCovariance(1 / 11) },
  multinomial: {
    parameters: { n: 20, p: SHARES },
    mean: SHARES.map((share) => 20 * share),
    covariance: shareCovariance(20),
  },
  dirichletMultinomial: {
    parameters: { n: 12, a: [2, 3, 5] },
    mean: SHARES.map((share) => 12 * share),
    covariance: shareCovariance((12 * 22) / 11),
  },
  // With b_1 and b_2 ~ Beta(1, 2): E b = 1/3, E b^2 = 1/6, E (1 - b)^2 = 1/2, E b (1 - b) = 1/6.
  stickBreakingWeights: {
    parameters: { alpha: 2 },
    shape: [3],
    mean: [1 / 3, 2 / 9, 4 / 9],
    covariance: [
      [1 / 6 - 1 / 9, 1 / 18 - 2 / 27, 1 / 9 - 4 / 27],
      [1 / 18 - 2 / 27, 1 / 12 - 4 / 81, 1 / 12 - 8 / 81],
      [1 / 9 - 4 / 27, 1 / 12 - 8 / 81, 1 / 4 - 16 / 81],
    ].flat(),
  },
  lkjCorrelation: { parameters: { eta: 1.5 }, shape: [3, 3] },
  lkjCholesky: { parameters: { eta: 1.5 }, shape: [3, 3] },
  wishart: { parameters: { nu: 4, v: SCALE } },
  inverseWishart: { parameters: { nu: 12, s: SCALE } },
  matrixNormal: {
    parameters: {
      mu: [
        [1, 2, 3],
        [0, -1, 0],
      ],
      rowcov: SCALE,
      colcov: [
        [1, 0.3, 0],
        [0.3, 2, 0.5],
        [0, 0.5, 1],
      ],
    },
  },
  zeroSumNormal: { parameters: { sigma: 2 }, shape: [4] },
  zeroSumMatrixNormal: { parameters: { sigma: 2 }, shape: [2, 3] },
  car: { parameters: { mu: [1, 2, 3], w: NEIGHBOURS, alpha: 0.7, tau: 2 } },
  icar: { parameters: { w: NEIGHBOURS, sigma: 2 } },
  gaussianRandomWalk: { parameters: { mu: 0.5, sigma: 2, initMu: 1, initSigma: 3 }, shape: [4] },
  autoregressive: { parameters: { rho: [0.5, -0.4], constant: 1, sigma: 2, initMu: 0, initSigma: 3 }, shape: [4] },
  garch: { parameters: { mu: 1, omega: 0.5, alpha: 0.2, beta: 0.6, initSigma: 1.5 }, shape: [4] },
  multivariateGaussianRandomWalk: {
    parameters: { mu: [0.5, -1], cov: SCALE, initMu: [1, 2], initSigma: [3, 1] },
    shape: [3, 2],
  },
};

/** The moments that a distribution says it has. */
function ownMoments(distribution: Distribution, { parameters, shape }: VectorCase) {
  const shapes: Record<string, readonly number[]> = {};
  const numbers: Record<string, number | Float64Array> = {};
  for (const [key, value] of Object.entries(parameters)) {
    const { rank = 0 } = distribution.parameters[key]!;
    const { shape: own, values } = dataArray(value, key);
    shapes[key] = own.slice(own.length - rank);
    numbers[key] = rank === 0 ? values[0]! : values;
  }
  const event = distribution.eventShape!(shapes).map((size, axis) => size ?? shape![axis]!);
  return {
    mean: Array.from(distribution.eventMean!(numbers, event)),
    covariance: Array.from(distribution.eventCovariance!(numbers, event)),
  };
}

const DRAWS = 20_000;
/** All comparisons together raise a false alarm once in a million seeds. */
const LIMIT = -normalQuantile(1e-6 / (2 * 8 * drawable.length));

function parametersOf(name: string): NumberParameters {
  const distribution = all[name]!;
  const optional = (distribution.alternatives ?? []).flat();
  const [first = []] = distribution.alternatives ?? [];
  const names = Object.keys(distribution.parameters).filter((key) => !optional.includes(key) || first.includes(key));
  return chosen[name] ?? Object.fromEntries(names.map((key) => [key, inside(distribution.parameters[key]!)]));
}

/** A number in a parameter's range. */
function inside({ constraint }: ParameterSpec): number {
  const { lower = 0, upper = 1 } = constraint.range ?? {};
  if (constraint.discrete === true) return Math.max(6, lower);
  if (Number.isFinite(lower) && Number.isFinite(upper)) return lower + 0.3 * (upper - lower);
  return Number.isFinite(lower) ? lower + 1.7 : 0.5;
}

/** Draws of a variable of this distribution, as a model makes them. */
function priorDraws(
  distribution: Distribution,
  parameters: Readonly<Record<string, unknown>>,
  shape?: readonly number[],
): Float64Array {
  const model = new Model({ use: [distribution] });
  const declare: (...given: readonly unknown[]) => unknown = Reflect.get(model, distribution.method);
  declare('x', parameters, shape === undefined ? {} : { shape });
  return samplePriorPredictive(model, { draws: DRAWS, seed: 17 }).group('prior').variable('x').values;
}

/** Standard errors by which means of functions of draws miss their expectations. */
function misses(draws: Float64Array, expected: readonly [(x: number) => number, number, number][]): readonly number[] {
  return expected.map(([f, mean, variance]) => {
    const found = draws.reduce((sum, x) => sum + f(x), 0) / draws.length;
    return Math.abs(found - mean) / Math.sqrt(variance / draws.length);
  });
}

/** Moments of a distribution of numbers: functions, their expectations and variances. */
function momentsOf(
  distribution: Distribution,
  parameters: NumberParameters,
): [(x: number) => number, number, number][] {
  const nodes = Object.fromEntries(Object.entries(parameters).map(([key, value]) => [key, constant(value)]));
  const some = drawMany(distribution, parameters, 3, 4000);
  const discrete = supportAt(distribution, nodes).transform === undefined;
  const points = discrete
    ? discretePoints(distribution, parameters, some)
    : continuousPoints(distribution, parameters, some);
  const sorted = some.slice().sort();
  const scale = sorted[3000]! - sorted[1000]! || 1;
  // Waves have moments whatever the tails are.
  const waves = [Math.cos, Math.sin].map((wave): [(x: number) => number, number, number] => {
    const f = (x: number) => wave(x / scale);
    const mean = integrate(points, f);
    return [f, mean, integrate(points, (x) => (f(x) - mean) ** 2)];
  });
  const mean = distribution.mean?.(parameters) ?? Number.NaN;
  const variance = distribution.variance?.(parameters) ?? Number.NaN;
  if (!Number.isFinite(mean) || !Number.isFinite(variance)) return waves;
  const fourth = integrate(points, (x) => (x - mean) ** 4);
  return [...waves, [(x) => x, mean, variance], [(x) => (x - mean) ** 2, variance, fourth - variance ** 2]];
}

/** Draws that are a tenth of a spread too large: a fault that the comparison must see. */
function shifted(distribution: Distribution, by: number): Distribution {
  const random: NonNullable<Distribution['random']> = (rng, parameters, shape) => {
    const draw = distribution.random!(rng, parameters, shape);
    return typeof draw === 'number' ? draw + by : draw.map((x) => x + by);
  };
  return { ...distribution, random };
}

/** Standard errors by which the mean of values misses its expectation, as their own spread has it. */
function missBySpread(values: Float64Array, expected: number): number {
  const count = values.length;
  const found = values.reduce((sum, x) => sum + x, 0) / count;
  const spread = values.reduce((sum, x) => sum + (x - found) ** 2, 0) / (count - 1);
  // Elements that do not vary, such as the diagonal of a correlation matrix, are right but for rounding.
  return Math.max(0, Math.abs(found - expected) - 1e-12) / Math.sqrt(spread / count || 1e-300);
}

test.each(Object.entries(uneven))('%s', (name, parameters) => {
  const distribution = all[name]!;
  const applied = new AppliedDistribution<number>(distribution, parameters);
  const [mean, variance] = [applied.mean(), applied.variance()];
  const places = [0.1, 0.4, 0.7].map((level) => applied.icdf(level));
  const worst = (draws: Float64Array) =>
    Math.max(
      missBySpread(draws, mean),
      missBySpread(
        draws.map((x) => (x - mean) ** 2),
        variance,
      ),
      ...places.map((place) =>
        missBySpread(
          draws.map((x) => Number(x <= place)),
          applied.cdf(place),
        ),
      ),
    );
  expect(worst(priorDraws(distribution, parameters))).toBeLessThan(LIMIT);
  expect(worst(priorDraws(shifted(distribution, 0.1 * Math.sqrt(variance || 1)), parameters))).toBeGreaterThan(LIMIT);
});

const numbers = drawable.filter((name) => all[name]!.eventRank === 0 && !(name in uneven));

test.each(numbers)('%s', (name) => {
  const parameters = parametersOf(name);
  const distribution = all[name]!;
  const expected = momentsOf(distribution, parameters);
  expect(Math.max(...misses(priorDraws(distribution, parameters), expected))).toBeLessThan(LIMIT);
  const sorted = drawMany(distribution, parameters, 3, 4000).sort();
  const fault = shifted(distribution, 0.1 * (sorted[3000]! - sorted[1000]! || 1));
  expect(Math.max(...misses(priorDraws(fault, parameters), expected))).toBeGreaterThan(LIMIT);
});

test('few distributions go without a mean and a variance', () => {
  const without = numbers.filter((name) => momentsOf(all[name]!, parametersOf(name)).length < 4);
  expect(without.filter((name) => !/cauchy|levy|vonMises|discreteWeibull|gompertz/i.test(name))).toEqual([]);
});

test.each(drawable.filter((name) => all[name]!.eventRank > 0))('%s', (name) => {
  // A new distribution of vectors needs its mean and covariance in the table above.
  expect(Object.keys(vectors)).toContain(name);
  const { parameters, shape } = vectors[name]!;
  const own = ownMoments(all[name]!, vectors[name]!);
  const { mean = own.mean, covariance = own.covariance } = vectors[name]!;
  for (const [i, value] of mean.entries()) expect(own.mean[i]).toBeCloseTo(value, 12);
  for (const [i, value] of covariance.entries()) expect(own.covariance[i]).toBeCloseTo(value, 12);
  const size = mean.length;
  const worst = (draws: Float64Array) => {
    const count = draws.length / size;
    const z = (f: (draw: Float64Array) => number, expected: number) => {
      const values = Float64Array.from({ length: count }, (_, i) => f(draws.subarray(i * size, (i + 1) * size)));
      return missBySpread(values, expected);
    };
    const means = mean.map((expected, i) => z((x) => x[i]!, expected));
    const products = covariance.map((expected, k) => {
      const [i, j] = [Math.floor(k / size), k % size];
      return z((x) => (x[i]! - mean[i]!) * (x[j]! - mean[j]!), expected);
    });
    return Math.max(...means, ...products);
  };
  expect(worst(priorDraws(all[name]!, parameters, shape))).toBeLessThan(LIMIT);
  const fault = shifted(all[name]!, 0.1 * Math.sqrt(Math.max(...covariance)));
  expect(worst(priorDraws(fault, parameters, shape))).toBeGreaterThan(LIMIT);
});

test.each(Object.keys(all).filter((name) => !drawable.includes(name)))(
  '%s has no draws, and the error says so',
  (name) => {
    expect(() => priorDraws(all[name]!, parametersOf(name))).toThrow(`x ~ ${all[name]!.name} cannot be drawn`);
  },
);

test('parameters broadcast over the axes of a variable', () => {
  const model = new Model();
  model.normal('x', { mu: [[10, 20, 30]], sigma: [[1], [0.1]] }, { shape: [2, 3] });
  const { values } = samplePriorPredictive(model, { draws: DRAWS, seed: 2 }).group('prior').variable('x');
  for (let element = 0; element < 6; element++) {
    const own = values.filter((_, i) => i % 6 === element);
    const [centre, sigma] = [10 * (1 + (element % 3)), element < 3 ? 1 : 0.1];
    expect(
      Math.max(
        ...misses(own, [
          [(x) => x, centre, sigma ** 2],
          [(x) => (x - centre) ** 2, sigma ** 2, 2 * sigma ** 4],
        ]),
      ),
    ).toBeLessThan(LIMIT);
  }
});
