/** Categorical and ordered distributions in models: shapes, errors, and a mixture written with an index that is drawn back. */
import { broadcastTo, gather, stack } from '@credence/autodiff';
import { Model } from '../model/model.js';
import { sample } from '../sample/sample.js';
import { ordered } from '../supports/index.js';
import { checkGradient, densityAt } from '../testing/densityChecks.js';
import * as distributions from './index.js';

const { categorical, orderedLogistic, orderedProbit } = distributions;

describe('categorical', () => {
  test('probabilities for all values together, and for each value its own', () => {
    const rows = [
      [0.2, 0.3, 0.5],
      [0.1, 0.9, 0],
    ];
    const own = categorical.dist({ p: rows });
    expect([...own.logProb([2, 1])].map(Math.exp)).toEqual([0.5, 0.9].map((p) => expect.closeTo(p, 14)));
    expect([...own.logProb([[0], [1]])].map(Math.exp)).toEqual([0.2, 0.1, 0.3, 0.9].map((p) => expect.closeTo(p, 14)));
    expect([...own.cdf([1, 2])]).toEqual([0.5, 1].map((p) => expect.closeTo(p, 14)));
    expect([...categorical.dist({ p: [0.2, 0.8] }).icdf([0, 0.2, 0.21, 1, Number.NaN])]).toEqual([
      0,
      0,
      1,
      1,
      Number.NaN,
    ]);
    const draws = own.random(3, 500);
    expect(draws.length).toBe(1000);
    expect(draws.filter((_, i) => i % 2 === 1).includes(2)).toBe(false);
    const one = categorical.dist({ logit: [0, Math.log(3)] });
    expect(one.mean()).toBeCloseTo(0.75, 14);
    expect(one.mode()).toBe(1);
    for (const outside of [-1, 2, 0.5, Number.NaN, Number.POSITIVE_INFINITY])
      expect(one.logProb(outside)).toBe(-Infinity);
  });

  test('a class without probability leaves the slopes of the others', () => {
    const model = new Model('m');
    const share = model.uniform('share', { lower: 0, upper: 1 });
    const p = stack([share, share.neg().add(1), share.mul(0)]);
    model.categorical('x', { p }, { observed: [0, 1, 1] });
    const rows = broadcastTo(p, [3, 3]);
    model.categorical('y', { p: rows }, { observed: [0, 1, 1] });
    checkGradient(model, { share: 0.25 });
    expect(densityAt(model, { share: 0.25 })).toBeCloseTo(2 * Math.log(0.25 * 0.75 * 0.75), 13);
  });

  test('probabilities that do not sum to 1 are refused, by name', () => {
    const model = new Model('m');
    expect(() => model.categorical('z', { p: [0.5, 0.4] })).toThrow(
      'z ~ Categorical: p sums to 0.9, and must sum to 1.',
    );
    expect(() => model.categorical('z', { p: 0.5 })).toThrow(
      "z ~ Categorical: 'p' must be a vector, and has the shape [].",
    );
    expect(() => model.categorical('y', { p: [0.5, 0.5] }, { observed: [0, 2] })).toThrow(
      'y ~ Categorical: observed[1] = 2 lies outside {0, 1}.',
    );
  });

  test('a mixture with an index is sampled with the index summed out, and the index is drawn back', async () => {
    const centres = [-4, 0, 4];
    const y = Array.from({ length: 30 }, (_, i) => centres[i % 3]! + 0.4 * Math.sin(7 * i));
    const model = new Model('mixture');
    const w = model.dirichlet('w', { a: [2, 2, 2] });
    const mu = model.normal('mu', { mu: 0, sigma: 5 }, { shape: 3, support: ordered, initial: centres });
    const z = model.categorical('z', { p: w }, { shape: 30 });
    model.normal('y', { mu: gather(mu, z), sigma: 1 }, { observed: y });
    const posterior = await sample(model, { draws: 300, tune: 300, chains: 2, seed: 4, progress: false });
    const means = posterior.summary(['mu', 'z']).rows.map(({ mean }) => mean);
    for (const [i, centre] of centres.entries()) expect(Math.abs(means[i]! - centre)).toBeLessThan(1);
    for (let i = 0; i < 30; i++) expect(Math.abs(means[3 + i]! - (i % 3))).toBeLessThan(0.35);
  });
});

describe('ordered', () => {
  test('cutpoints that do not ascend are refused, by name', () => {
    expect(() => orderedLogistic.dist({ eta: 0, cutpoints: [0, 2, 1] }).logProb(1)).toThrow(
      'OrderedLogistic: cutpoints has [2] = 1 behind [1] = 2, and its elements must ascend.',
    );
    const model = new Model('m');
    expect(() => model.orderedProbit('y', { eta: 0, cutpoints: [1, 1] })).toThrow(
      'y ~ OrderedProbit: cutpoints has [1] = 1 behind [0] = 1, and its elements must ascend.',
    );
    expect(() => model.orderedLogistic('y', { eta: 0, cutpoints: [0, 1] }, { observed: [0, 3] })).toThrow(
      'y ~ OrderedLogistic: observed[1] = 3 lies outside {0, ..., 2}.',
    );
  });

  test('a scale of the probit divides all distances', () => {
    const scaled = orderedProbit.dist({ eta: 3, cutpoints: [1, 2, 6], sigma: 2 });
    const plain = orderedProbit.dist({ eta: 1.5, cutpoints: [0.5, 1, 3] });
    for (const x of [0, 1, 2, 3]) expect(scaled.logProb(x)).toBeCloseTo(Number(plain.logProb(x)), 13);
    expect(scaled.mean()).toBeCloseTo(Number(plain.mean()), 13);
  });

  test('eta for each value, and cutpoints for each value', () => {
    const eta = [-0.5, 1.2];
    const rows = [
      [-1, 0.3],
      [0, 2],
    ];
    const own = orderedLogistic.dist({ eta, cutpoints: rows }).logProb([1, 2]);
    const single = eta.map((one, i) => orderedLogistic.dist({ eta: one, cutpoints: rows[i]! }).logProb(i + 1));
    for (const [i, value] of single.entries()) expect(own[i]).toBeCloseTo(Number(value), 13);
  });

  test('far intervals keep their digits, and their slopes are numbers', () => {
    const model = new Model('m');
    model.flat('eta');
    model.orderedProbit('y', { eta: 'eta', cutpoints: [-30, -29, 40] }, { observed: [0, 1, 2, 3] });
    model.orderedLogistic('z', { eta: 'eta', cutpoints: [-700, -650, 800] }, { observed: [0, 1, 2, 3] });
    expect(Number.isFinite(densityAt(model, { eta: 0 }))).toBe(true);
  });
});
