/** Comparison of fitted models: against a leave-one-out that is known exactly, from files, and of things that differ. */
import { readFileSync } from 'node:fs';
import type { InferenceData } from '../inference/inferenceData.js';
import { Model } from '../model/model.js';
import type { Posterior } from '../posterior/posterior.js';
import { sample } from '../sample/sample.js';
import { fromNetcdfBytes, toNetcdfBytes } from '../storage/index.js';
import { compare, loo, waic } from './index.js';

const OPTIONS = { draws: 1000, tune: 500, chains: 4, seed: 3, workers: 0, progress: false };
const Y = [0.3, -1.2, 2.5, 0.4, 1.7, -0.6, 0.9, 0.2, 1.1, -0.3];
const coords = { day: Y.map((_, i) => `d${i}`) };

/** mu ~ Normal(prior, 2), y_i ~ Normal(mu, 1). */
function build(prior: number, y: readonly number[] = Y): Model {
  const model = new Model(`prior at ${prior}`, { coords: { day: coords.day.slice(0, y.length) } });
  const mu = model.normal('mu', { mu: prior, sigma: 2 });
  model.normal('y', { mu, sigma: 1 }, { dims: 'day', observed: y });
  return model;
}

/** Exactly: y_i given the others is normal around the posterior mean without it. */
function exactElpd(prior: number, y: readonly number[]): readonly number[] {
  return y.map((value, i) => {
    const others = y.filter((_, j) => j !== i);
    const precision = 1 / 4 + others.length;
    const mean = (prior / 4 + others.reduce((sum, x) => sum + x, 0)) / precision;
    const variance = 1 + 1 / precision;
    return -0.5 * (Math.log(2 * Math.PI * variance) + (value - mean) ** 2 / variance);
  });
}

let near: Posterior;
let far: Posterior;
beforeAll(async () => {
  near = await sample(build(0), OPTIONS);
  far = await sample(build(8), OPTIONS);
});

test('loo agrees with the exact leave-one-out within its Monte Carlo error', () => {
  const result = loo(near);
  const exact = exactElpd(0, Y);
  // 10 comparisons at 4.9 standard errors: one false alarm in 1e5.
  exact.forEach((elpd, i) => {
    expect(Math.abs(result.pointwise.elpd[i]! - elpd)).toBeLessThan(4.9 * result.pointwise.mcse[i]!);
  });
  // Mutant: the log predictive density with the observation known, which is what p_loo corrects, is far off.
  const total = exact.reduce((sum, value) => sum + value, 0);
  expect(Math.abs(result.elpd.estimate + result.pLoo.estimate - total)).toBeGreaterThan(10 * result.mcse);
  expect(Math.abs(result.elpd.estimate - total)).toBeLessThan(4.9 * result.mcse);
  expect(result.observed.names.slice(0, 2)).toEqual(['y[d0]', 'y[d1]']);
  expect([...(result.observed.values ?? [])]).toEqual(Y);
  const information = waic(near);
  expect(Math.abs(information.elpd.estimate - total)).toBeLessThan(0.1);
});

test('results print', () => {
  const lines = loo(near).toString().split('\n');
  expect(lines[0]).toBe('LOO of 10 observations, 4000 draws');
  expect(lines[1]).toMatch(/^ +estimate {2} +SE$/);
  expect(lines[2]).toMatch(/^elpd_loo +-1\d\.\d\d +\d\.\d\d$/);
  expect(lines.slice(5)).toEqual([
    expect.stringMatching(/^Monte Carlo SE of elpd_loo: 0\.0\d$/),
    'Pareto k: none above 0.70, all estimates can be trusted.',
  ]);
  expect(waic(near).toString()).toMatch(/^WAIC of 10 observations, 4000 draws\n/);
  const text = compare({ near, far }).toString();
  expect(text).toMatch(/^2 models on 10 observations, weights by stacking\n/);
  expect(text.split('\n')[1]).toMatch(/elpd_loo +SE +p_loo +difference +SE +P\(worse\) +weight +caveats$/);
  expect(text).toContain('few-observations: fewer than 100 observations');
});

test('the better prior comes first, however the models are given', async () => {
  const { models } = compare({ far, near: loo(near) });
  expect(models.map(({ name }) => name)).toEqual(['near', 'far']);
  const expected = exactElpd(8, Y).reduce((sum, v) => sum + v, 0) - exactElpd(0, Y).reduce((sum, v) => sum + v, 0);
  expect(models[1]!.difference.estimate).toBeCloseTo(expected, 1);
  expect(models[0]!.weight + models[1]!.weight).toBeCloseTo(1, 12);

  const stored = await fromNetcdfBytes(await toNetcdfBytes(far.toInferenceData({ logLikelihood: true })));
  const again = compare({ far: stored, near }, { weights: 'pseudoBma', seed: 1 });
  expect(again.models[1]!.elpd).toEqual(models[1]!.elpd);
  expect(again.model('far')?.rank).toBe(1);
  expect(compare({ near, far }, { by: 'waic' }).kind).toBe('waic');
});

test('an observation that cannot be left out is named, with its band of k', async () => {
  const outlier = await sample(build(0, Y.with(4, 15)), OPTIONS);
  const result = loo(outlier);
  expect(result.unreliable).toContain(4);
  expect(result.warnings[0]).toMatch(/^Observation y\[d4\]: Pareto k is above 0\.70 \(largest \d\.\d\d\)/);
  expect(result.toString()).toMatch(/Pareto k +observations +fewest effective draws\ngood \(up to 0\.70\) +9 +\d+\n/);
});

test('other observations are refused', async () => {
  const changed = await sample(build(0, Y.with(2, 9)), { ...OPTIONS, draws: 50 });
  const fewer = await sample(build(0, Y.slice(1)), { ...OPTIONS, draws: 50 });
  expect(() => compare({ near, changed })).toThrow(
    "'near' and 'changed' cannot be compared: observed value 2 is 2.5 in one and 9 in the other. Models are compared on the same observations in the same order, and on the same scale (a density of y is none of log y). [comparison/observations]",
  );
  expect(() => compare({ near, fewer })).toThrow('they have 10 and 9 observations');
  const unknown = (data: InferenceData) => data.only(['posterior', 'log_likelihood']);
  const named = unknown(near.toInferenceData({ logLikelihood: true }));
  expect(compare({ named, far }).observations).toBe(10);
  const renamed = named.with({
    log_likelihood: named.group('log_likelihood').isel({ day: { from: 0 } }),
  });
  expect(compare({ renamed, named }).observations).toBe(10);
  const turned = named.with({ log_likelihood: named.group('log_likelihood').isel({ day: [...Y.keys()].reverse() }) });
  expect(() => compare({ named, turned })).toThrow('observation 0 is y[d0] in one and y[d9] in the other');
});

test('what has no log likelihood says how to get one', async () => {
  expect(() => loo(near.toInferenceData())).toThrow(
    expect.objectContaining({
      code: 'comparison/no-log-likelihood',
      message: expect.stringContaining('Add it: posterior.toInferenceData({ logLikelihood: true })'),
    }),
  );
  expect(() => loo(near, { variables: ['z'] })).toThrow(expect.objectContaining({ code: 'inference/variable' }));
  expect(() => compare({})).toThrow(expect.objectContaining({ code: 'comparison/no-models' }));
  const file = await fromNetcdfBytes(readFileSync(new URL('../storage/golden/arviz-h5netcdf.nc', import.meta.url)));
  expect(() => loo(file)).toThrow('This inference data has no group log_likelihood.');
});
