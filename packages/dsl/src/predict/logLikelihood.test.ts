/** The pointwise log likelihood: of the observations and nothing else, in the right places. */

import { Dataset } from '../inference/dataset.js';
import { InferenceData } from '../inference/index.js';
import { LabelledArray } from '../inference/labelledArray.js';
import { Model } from '../model/model.js';
import type { Posterior } from '../posterior/posterior.js';
import { sample } from '../sample/sample.js';
import { logLikelihood } from './index.js';

const OPTIONS = {
  rewrites: false,
  draws: 150,
  tune: 200,
  chains: 2,
  seed: 5,
  workers: 0,
  progress: false,
};
const Y = [0.3, -1.2, 2.5];
const COUNTS = [2, 5];
const PAIRS = [
  [0.1, 0.2],
  [1, -1],
  [0, 0.5],
  [2, 2],
];
const normal = (x: number, mu: number, sigma: number) =>
  -0.5 * ((x - mu) / sigma) ** 2 - Math.log(sigma) - 0.5 * Math.log(2 * Math.PI);

function build(y: readonly number[] = Y): Model {
  const model = new Model('three', { coords: { obs: ['a', 'b', 'c'], pair: 4 } });
  const mu = model.normal('mu', { mu: 0, sigma: 2 });
  const sigma = model.halfNormal('sigma', { sigma: 2 });
  const theta = model.normal('theta', { mu, sigma: 1 }, { shape: 3 });
  model.normal('y', { mu: theta, sigma }, { dims: 'obs', observed: y });
  model.poisson('count', { mu: sigma }, { observed: COUNTS });
  const chol = [
    [1, 0],
    [0.5, 0.8],
  ];
  model.multivariateNormal('pairs', { mu: [0, 0], chol }, { shape: [4, 2], observed: PAIRS });
  model.potential('extra', mu.mul(0.1));
  return model;
}

let posterior: Posterior;
beforeAll(async () => {
  posterior = await sample(build(), OPTIONS);
});

test('one value for each observation, with its dims; vectors have one an event', () => {
  const group = posterior.logLikelihood();
  expect(group.names).toEqual(['y', 'count', 'pairs']);
  expect(group.variable('y').dims).toEqual(['chain', 'draw', 'obs']);
  expect(group.coords.obs).toEqual(['a', 'b', 'c']);
  expect(group.variable('count').dims).toEqual(['chain', 'draw', 'count_dim_0']);
  expect(group.variable('pairs').shape).toEqual([2, 150, 4]);
  expect(posterior.toInferenceData().groups).not.toContain('log_likelihood');
  expect(posterior.toInferenceData({ logLikelihood: true }).group('log_likelihood')).toBe(group);
  expect([...group.variable('y').columns()].map(({ name }) => name)).toEqual(['y[a]', 'y[b]', 'y[c]']);
});

test('values are log densities of the observations', () => {
  const group = posterior.logLikelihood();
  const [theta, sigma] = [posterior.draws('theta'), posterior.draws('sigma')];
  for (const [chain, draw] of [
    [0, 0],
    [0, 63],
    [0, 64],
    [1, 149],
  ] as const) {
    const scale = sigma.at(chain, draw)[0]!;
    for (let i = 0; i < 3; i++) {
      const expected = normal(Y[i]!, theta.at(chain, draw)[i]!, scale);
      expect(group.variable('y').column(i)[chain]![draw]).toBeCloseTo(expected, 12);
      expect(group.variable('y').values[(chain * 150 + draw) * 3 + i]).toBeCloseTo(expected, 12);
    }
    expect(group.variable('count').column(0)[chain]![draw]).toBeCloseTo(2 * Math.log(scale) - scale - Math.log(2), 12);
    for (const [i, [a = 0, b = 0]] of PAIRS.entries()) {
      const expected = normal(a, 0, 1) + normal(b, 0.5 * a, 0.8);
      expect(group.variable('pairs').column(i)[chain]![draw]).toBeCloseTo(expected, 12);
    }
  }
});

test('with priors, potentials and Jacobians they make the log density of the sampler', () => {
  const { draws } = posterior.run;
  const position = draws.chains[1]!.row(77);
  const { terms } = posterior.compiled.debugPosition(position);
  const group = posterior.logLikelihood();
  for (const name of ['y', 'count', 'pairs']) {
    const array = group.variable(name);
    const total = [...array.columns()].reduce((sum, { chains }) => sum + chains[1]![77]!, 0);
    expect(total).toBeCloseTo(terms.find((term) => term.name === name)!.logProbability, 10);
  }
  const others = terms.filter(({ kind }) => kind !== 'likelihood').reduce((sum, term) => sum + term.logProbability, 0);
  const all = [...group].flatMap((array) => [...array.columns()]).reduce((sum, { chains }) => sum + chains[1]![77]!, 0);
  expect(all + others).toBeCloseTo(posterior.statistic('logDensity')[1]![77]!, 9);
});

test('of inference data with a model, of other data, of some variables, of thinned draws', () => {
  const idata = posterior.toInferenceData();
  const again = logLikelihood(idata, { model: build(), variables: ['y'] });
  expect(again.names).toEqual(['y']);
  expect(again.variable('y').values).toEqual(posterior.logLikelihood().variable('y').values);
  const thin = logLikelihood(idata.thin(50), { model: build() });
  expect(thin.coords.draw).toEqual([0, 50, 100]);
  expect(thin.variable('y').column(1)[1]![2]).toBe(again.variable('y').column(1)[1]![100]);
  const unseen = logLikelihood(posterior, { model: build().withData({ y: [9, 9, 9] }) });
  const expected = normal(9, posterior.draws('theta').at(0, 3)[2]!, posterior.draws('sigma').at(0, 3)[0]!);
  expect(unseen.variable('y').column(2)[0]![3]).toBeCloseTo(expected, 11);
});

test('what no draw changes, one number, and values outside a support', () => {
  const model = new Model();
  const upper = model.normal('upper', { mu: 3, sigma: 1 });
  const sigma = model.normal('sigma', { mu: 1, sigma: 1 });
  model.normal('fixed', { mu: 0, sigma: 1 }, { observed: [1, 2] });
  model.normal('one', { mu: upper, sigma: 1 }, { observed: 2 });
  model.normal('scaled', { mu: 0, sigma }, { observed: [1, 2] });
  model.uniform('below', { lower: 0, upper }, { observed: [1, 3] });
  const scalar = (name: string, own: number[]) =>
    new LabelledArray({ name, dims: ['draw'], shape: [3], values: Float64Array.from(own) });
  const idata = new InferenceData({
    posterior: new Dataset([scalar('upper', [4, 2, Number.NaN]), scalar('sigma', [1, -1, 2])]),
  });
  const group = logLikelihood(idata, { model });
  expect(group.sizes).toMatchObject({ chain: 1, draw: 3 });
  expect([...group.variable('fixed').column(1)[0]!]).toEqual([0, 0, 0].map(() => expect.closeTo(normal(2, 0, 1), 13)));
  expect(group.variable('one').shape).toEqual([1, 3]);
  expect([...group.variable('one').values]).toEqual([
    expect.closeTo(normal(2, 4, 1), 13),
    expect.closeTo(normal(2, 2, 1), 13),
    Number.NaN,
  ]);
  expect(group.variable('scaled').column(0)[0]![1]).toBe(Number.NEGATIVE_INFINITY);
  expect([...group.variable('below').column(1)[0]!]).toEqual([
    expect.closeTo(-Math.log(4), 13),
    Number.NEGATIVE_INFINITY,
    Number.NaN,
  ]);
});

test('mistakes have codes', () => {
  const model = new Model('silent');
  model.normal('a', { mu: 0, sigma: 1 });
  expect(() => logLikelihood(posterior, { model })).toThrow(
    "logLikelihood: the model 'silent' observes nothing. What a potential adds is not told apart by observations. [predict/nothing]",
  );
  expect(() => logLikelihood(posterior, { variables: ['theta'] })).toThrow(
    "logLikelihood: 'theta' is no observed variable. Observed are y, count, pairs. [predict/unknown-variable]",
  );
  expect(() => logLikelihood(posterior.toInferenceData())).toThrow('[predict/model]');
  const idata = posterior.toInferenceData();
  const without = new InferenceData({ posterior: idata.group('posterior').only(['mu', 'sigma']) });
  expect(() => logLikelihood(without, { model: build() })).toThrow(
    "logLikelihood: 'y' needs draws of 'theta' of shape [3], and there are none. [predict/missing-draws]",
  );
  expect(() => logLikelihood(idata.isel({ theta_dim_0: [0] }), { model: build() })).toThrow(
    "logLikelihood: 'y' needs draws of 'theta' of shape [3], and they have the shape [1]. [predict/missing-draws]",
  );
});
