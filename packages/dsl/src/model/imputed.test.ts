/** Imputed values; gaps with new data, predictions and log likelihoods. */
import { compile } from '../compile/compile.js';
import { halfNormal, multivariateNormal, normal } from '../distributions/index.js';
import { logLikelihood, samplePosteriorPredictive, samplePriorPredictive } from '../predict/index.js';
import { sample } from '../sample/sample.js';
import { checkGradient, densityAt } from '../testing/densityChecks.js';
import { line } from '../testing/line.js';
import { Model } from './model.js';

const { NaN: nan } = Number;
const OPTIONS = { draws: 400, tune: 400, chains: 2, seed: 4, workers: 0, progress: false };

describe('impute', () => {
  test('missing values are a free variable with the distribution of what they stand for', () => {
    const model = line([1, nan, 2, nan], { missing: 'impute' });
    const each = (slope: number, y: readonly number[]) =>
      y.reduce(
        (total, value, i) => total + normal.dist({ mu: slope * i, sigma: i + 1 }).logProb(value),
        normal.dist({ mu: 0, sigma: 2 }).logProb(slope),
      );
    expect(densityAt(model, { slope: 0.7, y_missing: [5, -1] })).toBeCloseTo(each(0.7, [1, 5, 2, -1]), 12);
    const { entries } = compile(model).manifest.layout;
    expect(entries.map(({ name, shape }) => [name, shape])).toEqual([
      ['slope', []],
      ['y_missing', [2]],
    ]);
    expect(model.graph().edges).toEqual(
      expect.arrayContaining([
        { from: 'slope', to: 'y_missing' },
        { from: 'y_missing', to: 'y' },
      ]),
    );
    expect(model.toString()).toContain('observed, but 2 of 4, imputed as y_missing');
    expect(() => model.normal('y_missing', { mu: 0, sigma: 1 })).toThrow("The name 'y_missing' is taken");
    const taken = new Model('taken');
    taken.normal('z_missing', { mu: 0, sigma: 1 });
    expect(() => taken.normal('z', { mu: 0, sigma: 1 }, { observed: [nan], missing: 'impute' })).toThrow(
      "The name 'z_missing' is taken",
    );
  });

  test('the handle stands for all values: an imputed covariate', async () => {
    const model = new Model('covariate');
    const x = model.normal('x', { mu: 0, sigma: 1 }, { observed: [-1, nan, 1, nan], missing: 'impute' });
    const slope = model.normal('slope', { mu: 2, sigma: 0.1 });
    model.normal('y', { mu: slope.mul(x), sigma: 0.1 }, { observed: [-2, 1, 2, -3] });
    model.deterministic('double', x.mul(2));
    checkGradient(model.withData({ x: [-1, 0, 1, nan] }), { slope: 2, x_missing: -1.4 });
    const posterior = await sample(model, OPTIONS);
    const values = posterior.draws('x_missing').values;
    const mean = (i: number) => values.filter((_, at) => at % 2 === i).reduce((a, b) => a + b, 0) / (values.length / 2);
    expect(mean(0)).toBeCloseTo(0.5, 1);
    expect(mean(1)).toBeCloseTo(-1.5, 1);
    const double = posterior.draws('double').values;
    expect([double[0], double[1], double[2]]).toEqual([-2, 2 * values[0]!, 2]);
    // Predictions of y alone keep the imputed x.
    const y = samplePosteriorPredictive(posterior, { seed: 1, variables: ['y'] })
      .group('posterior_predictive')
      .variable('y').values;
    expect(Number.isFinite(y[1]!)).toBe(true);
    const likelihood = logLikelihood(posterior);
    expect(likelihood.variable('x').shape).toEqual([2, 400, 2]);
    expect(likelihood.variable('y').shape).toEqual([2, 400, 4]);
  });

  test('on the support of the variable', () => {
    const model = new Model('m');
    const sigma = model.halfNormal('sigma', { sigma: 1 });
    model.halfNormal('y', { sigma: sigma.mul([1, 2, 3]) }, { observed: [1, nan, 2], missing: 'impute' });
    expect(compile(model).manifest.layout.entries.map(({ transform }) => transform)).toEqual(['log', 'log']);
    const own = (s: number, y: number) => halfNormal.dist({ sigma: s }).logProb(y);
    expect(densityAt(model, { sigma: 1.5, y_missing: 0.3 })).toBeCloseTo(
      own(1, 1.5) + own(1.5, 1) + own(3, 0.3) + own(4.5, 2),
      12,
    );
    const table = new Model('table');
    table.normal('row', { mu: 0, sigma: 1 }, { shape: [2, 1] });
    table.normal(
      'y',
      { mu: 'row', sigma: [[1, 2, 3]] },
      {
        observed: [
          [1, nan, 3],
          [nan, 5, 6],
        ],
        missing: 'impute',
      },
    );
    const expected = [0.1, 0.1, 0.1, 0.2, 0.2, 0.2].reduce(
      (total, mu, i) => total + normal.dist({ mu, sigma: (i % 3) + 1 }).logProb([1, 7, 3, 8, 5, 6][i]!),
      normal.dist({ mu: 0, sigma: 1 }).logProb(0.1) + normal.dist({ mu: 0, sigma: 1 }).logProb(0.2),
    );
    expect(densityAt(table, { row: [0.1, 0.2], y_missing: [7, 8] })).toBeCloseTo(expected, 12);
  });

  test('of vectors in part, with the density of the whole', async () => {
    const model = new Model('m');
    const chol = [
      [1, 0],
      [0.8, 0.6],
    ];
    model.multivariateNormal(
      'y',
      { mu: [0, 0], chol },
      {
        observed: [
          [1, 2],
          [2, nan],
          [0, 1],
        ],
        missing: 'impute',
      },
    );
    const whole = multivariateNormal.dist({ mu: [0, 0], chol }).logProb([
      [1, 2],
      [2, 1.5],
      [0, 1],
    ]);
    expect(densityAt(model, { y_missing: 1.5 })).toBeCloseTo(whole[0]! + whole[1]! + whole[2]!, 12);
    const posterior = await sample(model, OPTIONS);
    const { values } = posterior.draws('y_missing');
    // y2 given y1 = 2 is Normal(1.6, 0.6).
    expect(Math.abs(values.reduce((a, b) => a + b, 0) / values.length - 1.6)).toBeLessThan(0.15);
    const likelihood = logLikelihood(posterior).variable('y');
    expect(likelihood.shape).toEqual([2, 400, 2]);
    expect(likelihood.values[1]).toBeCloseTo(whole[2]!, 12);
  });

  test('what cannot be imputed', () => {
    const model = new Model('m');
    expect(() => model.poisson('y', { mu: 1 }, { observed: [1, nan, nan], missing: 'impute' })).toThrow(
      "y ~ Poisson: observed[1] and [2] are missing and cannot be imputed: values are whole numbers, which gradients cannot move. Leave them out of the likelihood by missing: 'drop'. [model/impute]",
    );
    expect(() =>
      model.censored(
        'y',
        { base: normal.dist({ mu: 0, sigma: 1 }), lower: 0 },
        { observed: [1, nan], missing: 'impute' },
      ),
    ).toThrow('some of the probability lies at the bounds of its censoring, where gradients cannot go.');
  });
});

describe('new data, predictions and log likelihoods', () => {
  test('the same gaps are bound again, others are declared anew', () => {
    for (const missing of ['drop', 'impute'] as const) {
      const model = line([1, nan, 2, nan], { missing });
      const same = model.withData({ y: [3, nan, 2, nan] });
      expect(same.variable('y')).toBe(model.variable('y'));
      const other = model.withData({ y: [nan, 1, 2, 3] });
      const fresh = line([nan, 1, 2, 3], { missing });
      const at = missing === 'drop' ? { slope: 0.4 } : { slope: 0.4, y_missing: 2 };
      expect(densityAt(other, at)).toBe(densityAt(fresh, at));
      const none = model.withData({ y: [0, 1, 2, 3] });
      expect(densityAt(none, { slope: 0.4 })).toBe(densityAt(line([0, 1, 2, 3], {}), { slope: 0.4 }));
      const any = new Model('any');
      const z = any.data('z', [0, 1, 2]);
      any.normal('y', { mu: z, sigma: 1 }, { observed: [nan, 1, 2], missing });
      const shorter = any.withData({ z: [0, 1], y: [1, nan] });
      expect(shorter.variable('y').shape).toEqual([2]);
    }
  });

  test('gaps of data that are observed', () => {
    const model = new Model('m');
    const y = model.data('values', [1, nan, 3], { missing: 'keep' });
    const mu = model.normal('mu', { mu: 0, sigma: 1 });
    const seen = model.normal('y', { mu, sigma: 1 }, { observed: y, missing: 'impute' });
    model.normal('z', { mu: seen, sigma: 1 }, { observed: [1, 2, 3] });
    const own = (m: number, x: number) => normal.dist({ mu: m, sigma: 1 }).logProb(x);
    const expected = (values: readonly number[]) =>
      values.reduce((total, x, i) => total + own(0.5, x) + own(x, i + 1), own(0, 0.5));
    expect(densityAt(model, { mu: 0.5, y_missing: 4 })).toBeCloseTo(expected([1, 4, 3]), 12);
    expect(densityAt(model.withData({ values: [2, nan, 3] }), { mu: 0.5, y_missing: 4 })).toBeCloseTo(
      expected([2, 4, 3]),
      12,
    );
    expect(densityAt(model.withData({ values: [nan, 1, 3] }), { mu: 0.5, y_missing: 4 })).toBeCloseTo(
      expected([4, 1, 3]),
      12,
    );
    expect(densityAt(model.withData({ values: [0, 1, 3] }), { mu: 0.5 })).toBeCloseTo(expected([0, 1, 3]), 12);
  });

  test('draws are of the whole variable; log likelihoods of what was observed, with its labels', async () => {
    for (const missing of ['drop', 'impute'] as const) {
      const posterior = await sample(line([1, nan, 2, nan], { missing }), OPTIONS);
      const predicted = samplePosteriorPredictive(posterior, { seed: 1 });
      expect(predicted.group('posterior_predictive').variable('y').shape).toEqual([2, 400, 4]);
      expect(predicted.group('posterior_predictive').variable('y').values.some(Number.isNaN)).toBe(false);
      expect([...predicted.group('observed_data').variable('y').values]).toEqual([1, nan, 2, nan]);
      const pointwise = logLikelihood(posterior).variable('y');
      expect([pointwise.dims, pointwise.shape]).toEqual([
        ['chain', 'draw', 'y_observed'],
        [2, 400, 2],
      ]);
      expect([...pointwise.columns()].map(({ name }) => name)).toEqual(['y[a]', 'y[c]']);
      const slope = posterior.draws('slope').values[0]!;
      expect(pointwise.values[1]).toBeCloseTo(normal.dist({ mu: 2 * slope, sigma: 3 }).logProb(2), 12);
      const next = posterior
        .predict({ x: [0, 1, 2, 3] }, { seed: 2 })
        .group('predictions')
        .variable('y');
      expect(next.shape).toEqual([2, 400, 4]);
    }
    const prior = samplePriorPredictive(line([1, nan, 2, nan], { missing: 'impute' }), { draws: 3, seed: 1 });
    expect(prior.group('prior_predictive').variable('y').shape).toEqual([1, 3, 4]);
    expect(prior.group('prior').names).toEqual(['slope']);
  });
});
