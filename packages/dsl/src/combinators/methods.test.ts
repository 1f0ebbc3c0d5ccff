/** Combinators as methods of a model: errors, predictions, new data, and distributions of a user. */
import { compile } from '../compile/compile.js';
import * as distributions from '../distributions/index.js';
import { Model } from '../model/model.js';
import { logLikelihood, samplePosteriorPredictive, samplePriorPredictive } from '../predict/index.js';
import { sample } from '../sample/sample.js';
import { densityAt } from '../testing/densityChecks.js';
import { failures, lomax } from '../testing/ownDistributions.js';
import {
  bijections,
  censored,
  custom,
  hurdle,
  intervalCensored,
  mixture,
  transformed,
  truncated,
  zeroInflated,
} from './index.js';

const { flat, gamma, normal, poisson } = distributions;
const standard = normal.dist({ mu: 0, sigma: 1 });
const OPTIONS = { draws: 300, tune: 300, chains: 2, seed: 3, workers: 0, progress: false };
const reference = { backend: 'reference' } as const;

test('a method declares what the function makes', () => {
  const observed = [0, 0.5, 2];
  const counts = [0, 3, 1];
  const declare = {
    truncated: [
      (m: Model) => m.truncated('y', { base: normal.dist({ mu: 'm', sigma: 1 }), lower: 0, upper: 3 }, { observed }),
      (m: Model) => m.random('y', truncated(normal.dist({ mu: 'm', sigma: 1 }), { lower: 0, upper: 3 }), { observed }),
    ],
    censored: [
      (m: Model) => m.censored('y', { base: normal.dist({ mu: 'm', sigma: 1 }), lower: 0 }, { observed }),
      (m: Model) => m.random('y', censored(normal.dist({ mu: 'm', sigma: 1 }), { lower: 0 }), { observed }),
    ],
    intervalCensored: [
      (m: Model) => m.intervalCensored('y', { base: normal.dist({ mu: 'm', sigma: 1 }) }, { observed: [[0, 1]] }),
      (m: Model) => m.random('y', intervalCensored(normal.dist({ mu: 'm', sigma: 1 })), { observed: [[0, 1]] }),
    ],
    mixture: [
      (m: Model) =>
        m.mixture('y', { weights: [0.5, 0.5], components: normal.dist({ mu: [0, 1], sigma: 1 }) }, { observed }),
      (m: Model) =>
        m.random('y', mixture({ weights: [0.5, 0.5], components: normal.dist({ mu: [0, 1], sigma: 1 }) }), {
          observed,
        }),
    ],
    zeroInflated: [
      (m: Model) => m.zeroInflated('y', { base: poisson.dist({ logMu: 'm' }), psi: 0.4 }, { observed: counts }),
      (m: Model) => m.random('y', zeroInflated(poisson.dist({ logMu: 'm' }), { psi: 0.4 }), { observed: counts }),
    ],
    hurdle: [
      (m: Model) => m.hurdle('y', { base: poisson.dist({ logMu: 'm' }), psi: 0.4 }, { observed: counts }),
      (m: Model) => m.random('y', hurdle(poisson.dist({ logMu: 'm' }), { psi: 0.4 }), { observed: counts }),
    ],
    transformed: [
      (m: Model) => m.transformed('y', { base: normal.dist({ mu: 'm', sigma: 1 }), bijection: bijections.exp }),
      (m: Model) => m.random('y', transformed(normal.dist({ mu: 'm', sigma: 1 }), bijections.exp)),
    ],
    custom: [
      (m: Model) => m.custom('y', { parameters: { mu: 'm' }, logProb: (x, { mu }) => x.sub(mu).square().neg() }),
      (m: Model) =>
        m.random('y', custom({ parameters: { mu: 'm' }, logProb: (x, { mu }) => x.sub(mu).square().neg() })),
    ],
  };
  for (const [name, ways] of Object.entries(declare)) {
    const [a, b] = ways.map((way) => {
      const model = new Model(name);
      model.normal('m', { mu: 0, sigma: 1 });
      way(model);
      const free = name === 'transformed' || name === 'custom';
      return [model.toString(), densityAt(model, free ? { m: 0.3, y: 1.5 } : { m: 0.3 }), model.graph()];
    });
    expect(a).toEqual(b);
    expect(a![1]).toEqual(expect.any(Number));
    expect(Number.isFinite(a![1])).toBe(true);
  }
});

test('errors of parts say the way to the parameter, and the place of the declaration', () => {
  const model = new Model('m');
  model.normal('s', { mu: 0, sigma: 1 });
  expect(() => model.truncated('y', { base: normal.dist({ mu: 0, sigma: -1 }), lower: 0 })).toThrow(
    'y ~ Truncated(Normal): base.sigma must be > 0, and is -1. base.sigma is the standard deviation, unit of x. [distribution/parameter]',
  );
  expect(() =>
    model.mixture('y', { weights: [0.5, 0.5], components: [standard, normal.dist({ mu: [0, 1], sigma: [1, 0] })] }),
  ).toThrow('y ~ Mixture(Normal, Normal): components[1].sigma[1] must be > 0, and is 0.');
  expect(() => model.truncated('y', { base: normal.dist({ mu: 'nobody', sigma: 1 }), lower: 0 })).toThrow(
    /y ~ Truncated\(Normal\), base\.mu.*nobody/,
  );
  model.truncated('y', { base: normal.dist({ mu: 0, sigma: 's' }), lower: 0 }, { observed: [1, 2] });
  const report = compile(model, reference).debug({ s: -2 });
  expect(String(report)).toContain('base.sigma = -2 must be > 0');
  expect(report.broken[0]?.declared).toMatch(/methods\.test\.ts:\d+:\d+/);
  expect(() => model.truncated('z', { base: standard, lower: 1 }, { observed: [0.5, 2] })).toThrow(
    'z ~ Truncated(Normal): observed[0] = 0.5 lies outside [1, ∞). Check the data or choose another distribution. [data/support]',
  );
  expect(() => model.truncated('z', { base: standard, lower: [0, 3] }, { observed: [1, 2] })).toThrow(
    'z ~ Truncated(Normal): observed[1] = 2 lies outside [lower, ∞), with base.mu = 0, base.sigma = 1, lower = 3.',
  );
  expect(() => model.truncated('z', { base: normal.dist({ mu: [0, 1, 2], sigma: 1 }), lower: [0, 1] })).toThrow(
    'shape/broadcast',
  );
});

test('a start that fails names the term, the parameter of the part and the line', async () => {
  const model = new Model('m');
  model.normal('s', { mu: 0, sigma: 1 }, { initial: -1 });
  model.truncated('y', { base: normal.dist({ mu: 0, sigma: 's' }), lower: 0 }, { observed: [1, 2] });
  const run = sample(model, { ...OPTIONS, chains: 1 });
  await expect(run).rejects.toThrow(/y +Truncated\(Normal\) +-Infinity .*base\.sigma = -1 must be > 0/);
  await expect(run).rejects.toThrow(/check 'y', declared at .*methods\.test\.ts:\d+:\d+/);
});

test('nothing is stretched over observed values', () => {
  const model = new Model('m');
  const given = { weights: [0.5, 0.5], components: [normal.dist({ mu: [0, 1, 2], sigma: 1 }), standard] };
  expect(() => model.mixture('y', given, { observed: [[0], [1], [2]] })).toThrow(
    'y ~ Mixture(Normal, Normal): the observed data have the shape [3, 1], and its parameters give [3]. They must be exactly equal: data are not stretched.',
  );
  expect(() => model.truncated('y', { base: standard, lower: [0, 0] }, { observed: [1, 2, 3] })).toThrow(
    'shape/observed',
  );
  const column = model.data('column', [[0], [1], [2]]);
  expect(() => model.censored('y', { base: normal.dist({ mu: column, sigma: [1, 2, 3] }), upper: 1 })).toThrow(
    'y ~ Censored(Normal): the parameters base.mu [3, 1], base.sigma [3], upper []: broadcasting of the shapes [3, 1] and [3] would pair every element',
  );
});

describe('predictions and new data', () => {
  const build = () => {
    const model = new Model('m');
    const x = model.data('x', [0, 1, 2], { dims: 'obs' });
    const slope = model.normal('slope', { mu: 0, sigma: 1 });
    model.truncated(
      'y',
      { base: normal.dist({ mu: slope.mul(x), sigma: 1 }), lower: 0 },
      { dims: 'obs', observed: [0.5, 1.5, 1] },
    );
    model.mixture(
      'z',
      { weights: [0.4, 0.6], components: [normal.dist({ mu: slope.mul(x), sigma: 1 }), standard] },
      { dims: 'obs', observed: [0, 1, 5] },
    );
    return model;
  };

  test('posterior draws, log likelihoods and other data', async () => {
    const model = build();
    const posterior = await sample(model, OPTIONS);
    const predicted = samplePosteriorPredictive(posterior, { seed: 1 }).group('posterior_predictive').variable('y');
    expect(predicted.shape).toEqual([2, 300, 3]);
    expect(predicted.values.every((y) => y >= 0)).toBe(true);
    const [slope] = posterior.draws('slope').values;
    const [first] = logLikelihood(posterior).variable('y').values;
    expect(first).toBeCloseTo(Number(truncated(normal.dist({ mu: 0, sigma: 1 }), { lower: 0 }).logProb(0.5)), 12);
    const third = logLikelihood(posterior).variable('y').values[2];
    expect(third).toBeCloseTo(
      Number(truncated(normal.dist({ mu: 2 * slope!, sigma: 1 }), { lower: 0 }).logProb(1)),
      12,
    );
    const longer = posterior.predict({ x: [0, 1, 2, 3] }, { seed: 2 });
    expect(longer.group('predictions').variable('z').shape).toEqual([2, 300, 4]);
    const again = model.withData({ x: [0, 1], y: [1, 2], z: [1, 2] });
    expect(again.variable('y').shape).toEqual([2]);
    const same = model.withData({ x: [0, 1, 3] });
    expect(densityAt(same, { slope: 0.3 })).not.toBe(densityAt(model, { slope: 0.3 }));
  });

  test('a combinator over what cannot be drawn says so', () => {
    const model = new Model('m');
    model.random('y', transformed(flat.dist(), bijections.affine({ loc: 1 })), { observed: [1] });
    model.normal('x', { mu: 0, sigma: 1 });
    expect(() => samplePriorPredictive(model, { draws: 1, seed: 1 })).toThrow(/cannot be drawn/);
  });
});

test('a distribution of a user works in every combinator', () => {
  const base = lomax.dist({ alpha: 2 });
  const every = [
    truncated(base, { lower: 1, upper: 5 }),
    censored(base, { upper: 5 }),
    mixture({ weights: [0.5, 0.5], components: [base, gamma.dist({ alpha: 2, beta: 1 })] }),
    mixture({ weights: [0.5, 0.5], components: lomax.dist({ alpha: [2, 3] }) }),
    hurdle(base, { psi: 0.5 }),
    transformed(base, bijections.log),
    truncated(mixture({ weights: [0.5, 0.5], components: lomax.dist({ alpha: [2, 3] }) }), { upper: 3 }),
    intervalCensored(base),
  ];
  for (const applied of every) {
    const model = new Model('m');
    model.halfFlat('alpha');
    const observed = applied.distribution.eventRank === 1 ? [[1, 2]] : [1.5, 2];
    model.random('y', applied, { observed });
    expect(Number.isFinite(densityAt(model, { alpha: 1 }))).toBe(true);
    expect(applied.random(1)).toBeDefined();
  }
  const counts = failures.dist({ p: 0.3 });
  for (const applied of [
    zeroInflated(counts, { psi: 0.5 }),
    hurdle(counts, { psi: 0.5 }),
    truncated(counts, { lower: 1 }),
    censored(counts, { upper: 3 }),
  ]) {
    expect(Number.isFinite(applied.logProb(2))).toBe(true);
    expect(applied.icdf(0.99)).toBeGreaterThan(1);
  }
});
