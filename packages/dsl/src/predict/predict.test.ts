/** Forward draws: what is drawn, from what, with which dims, reproducibly; and what cannot be drawn. */
import { gather, slice } from '@credence/autodiff';
import { keyFromSeed, normalCdf, split, stream } from '@credence/numerics';
import { Dataset } from '../inference/dataset.js';
import { InferenceData } from '../inference/index.js';
import { LabelledArray } from '../inference/labelledArray.js';
import { Model } from '../model/model.js';
import type { Posterior } from '../posterior/posterior.js';
import { sample } from '../sample/sample.js';
import { forwardDraws, keyOfName } from './forward.js';
import { samplePosteriorPredictive, samplePriorPredictive } from './index.js';
import { forwardPlan } from './plan.js';
import { FORWARD } from './samplePriorPredictive.js';

const OPTIONS = { draws: 500, tune: 300, chains: 2, seed: 5, workers: 0, progress: false };
const SCHOOLS = [
  'Choate',
  'Deerfield',
  'Phillips Andover',
  'Phillips Exeter',
  'Hotchkiss',
  'Lawrenceville',
  "St. Paul's",
  'Mt. Hermon',
];
const EFFECTS = [28, 8, -3, 7, -1, 1, 18, 12];
const ERRORS = [15, 10, 16, 11, 9, 11, 10, 18];

function eightSchools(): Model {
  const model = new Model('eight schools', { coords: { school: SCHOOLS } });
  const mu = model.normal('mu', { mu: 0, sigma: 5 });
  const tau = model.halfCauchy('tau', { beta: 5 });
  const standard = model.normal('standard', { mu: 0, sigma: 1 }, { dims: 'school' });
  const theta = model.deterministic('theta', mu.add(standard.mul(tau)), { dims: 'school' });
  model.normal('y', { mu: theta, sigma: ERRORS }, { dims: 'school', observed: EFFECTS });
  return model;
}

/** A line with an effect of every group: data x and group, observations y. */
function line(): Model {
  const model = new Model('line', { coords: { group: ['a', 'b'] } });
  const x = model.data('x', [0, 1, 2, 3, 4.5], { dims: 'obs' });
  const group = model.data('group', [0, 1, 0, 1, 0], { dims: 'obs' });
  const slope = model.normal('slope', { mu: 0, sigma: 2 });
  const spread = model.halfNormal('spread', { sigma: 1 });
  const effect = model.normal('effect', { mu: 0, sigma: spread }, { dims: 'group' });
  const mean = model.deterministic('mean', slope.mul(x).add(gather(effect, group)), { dims: 'obs' });
  model.deterministic('double', slope.mul(2));
  model.normal('y', { mu: mean, sigma: 0.5 }, { dims: 'obs', observed: [0.2, 1.4, 1.7, 3.3, 4.4] });
  return model;
}

let schools: Posterior;
let lines: Posterior;
beforeAll(async () => {
  schools = await sample(eightSchools(), OPTIONS);
  lines = await sample(line(), OPTIONS);
});

const values = (data: InferenceData, group: string, name: string) => data.group(group).variable(name).values;

describe('posterior predictive draws of eight schools', () => {
  test('are the direct computation, number by number', () => {
    const drawn = samplePosteriorPredictive(schools, { seed: 7 });
    expect(drawn.groups).toEqual(['posterior_predictive', 'observed_data']);
    const y = drawn.group('posterior_predictive').variable('y');
    expect(y.dims).toEqual(['chain', 'draw', 'school']);
    expect(y.coords.school).toEqual(SCHOOLS);
    expect(drawn.group('posterior_predictive').names).toEqual(['y']);
    expect(drawn.group('posterior_predictive').attributes).toMatchObject({ seed: 7, resampled: [] });
    const theta = schools.draws('theta');
    const key = keyOfName(split(split(keyFromSeed(7), FORWARD), 1), 'y');
    const direct: number[] = [];
    for (let chain = 0; chain < 2; chain++) {
      for (let draw = 0; draw < 500; draw++) {
        const rng = stream(split(key, chain), draw);
        for (const [school, error] of ERRORS.entries())
          direct.push(theta.at(chain, draw)[school]! + error * rng.normal());
      }
    }
    expect([...y.values]).toEqual(direct);
  });

  test('a check by the largest effect agrees with its probability, and would notice a wrong spread', () => {
    const theta = schools.draws('theta');
    const largest = Math.max(...EFFECTS);
    // P(max y_rep >= max y | theta) draw by draw; what is drawn differs from it by independent errors.
    const chance: number[] = [];
    for (let i = 0; i < 1000; i++) {
      const own = theta.at(Math.floor(i / 500), i % 500);
      chance.push(1 - ERRORS.reduce((below, error, j) => below * normalCdf((largest - own[j]!) / error), 1));
    }
    const z = (y: Float64Array) => {
      let difference = 0;
      let variance = 0;
      for (const [i, p] of chance.entries()) {
        difference += (Math.max(...y.subarray(8 * i, 8 * i + 8)) >= largest ? 1 : 0) - p;
        variance += p * (1 - p);
      }
      return Math.abs(difference) / Math.sqrt(variance);
    };
    const y = values(samplePosteriorPredictive(schools, { seed: 1 }), 'posterior_predictive', 'y');
    expect(z(y)).toBeLessThan(4); // false alarm 6e-5
    const wide = y.map((value, i) => {
      const centre = theta.values[i]!;
      return centre + 1.3 * (value - centre);
    });
    expect(z(wide)).toBeGreaterThan(4);
  });

  test('are the same from inference data with the model, and need the model', () => {
    const drawn = samplePosteriorPredictive(schools, { seed: 3 });
    const idata = schools.toInferenceData();
    const again = samplePosteriorPredictive(idata, { seed: 3, model: eightSchools() });
    expect(values(again, 'posterior_predictive', 'y')).toEqual(values(drawn, 'posterior_predictive', 'y'));
    expect(idata.with(drawn).groups).toEqual(['posterior', 'sample_stats', 'observed_data', 'posterior_predictive']);
    expect(() => samplePosteriorPredictive(idata)).toThrow(
      'samplePosteriorPredictive: inference data know no model. Give it by the option model. [predict/model]',
    );
    const thin = samplePosteriorPredictive(idata.isel({ chain: [0], draw: { to: 3 } }), {
      seed: 3,
      model: eightSchools(),
    });
    expect(values(thin, 'posterior_predictive', 'y')).toEqual(
      values(drawn, 'posterior_predictive', 'y').subarray(0, 24),
    );
  });

  test('other schools have other effects: what has new labels is drawn anew', () => {
    const other = schools.predict({}, { seed: 1, coords: { school: SCHOOLS.map((name) => `new ${name}`) } });
    const predictions = other.group('predictions');
    expect(predictions.attributes.resampled).toEqual(['standard']);
    expect(predictions.names).toEqual(['standard', 'theta', 'y']);
    expect(predictions.coords.school).toEqual(SCHOOLS.map((name) => `new ${name}`));
    const standard = predictions.variable('standard').values;
    const theta = predictions.variable('theta').values;
    const [mu, tau] = [schools.draws('mu').values, schools.draws('tau').values];
    expect(theta[8 * 77 + 3]).toBe(mu[77]! + standard[8 * 77 + 3]! * tau[77]!);
    const squares = standard.reduce((sum, value) => sum + value * value, 0) / standard.length;
    expect(Math.abs(squares - 1) / Math.sqrt(2 / standard.length)).toBeLessThan(4);
  });
});

describe('predictions for new data', () => {
  test('of another size: the posterior stays, deterministics follow', () => {
    const result = lines.predict({ x: [10, 20, 30], group: [1, 0, 1] }, { seed: 1 });
    expect(result.groups).toEqual(['predictions', 'predictions_constant_data']);
    const predictions = result.group('predictions');
    expect(predictions.names).toEqual(['mean', 'y']);
    expect(predictions.attributes.resampled).toEqual([]);
    expect(predictions.variable('y').dims).toEqual(['chain', 'draw', 'obs']);
    expect(predictions.variable('y').shape).toEqual([2, 500, 3]);
    expect([...values(result, 'predictions_constant_data', 'x')]).toEqual([10, 20, 30]);
    const [slope, effect] = [lines.draws('slope'), lines.draws('effect')];
    const mean = predictions.variable('mean').values;
    for (const draw of [0, 63, 64, 499]) {
      const at = slope.at(1, draw)[0]!;
      const [a = 0, b = 0] = effect.at(1, draw);
      expect([...mean.subarray(3 * (500 + draw), 3 * (501 + draw))]).toEqual([at * 10 + b, at * 20 + a, at * 30 + b]);
    }
    const y = predictions.variable('y').values;
    const z = y.reduce((sum, value, i) => sum + (value - mean[i]!) / 0.5, 0) / Math.sqrt(y.length);
    expect(Math.abs(z)).toBeLessThan(4);
  });

  test('what is asked for, and in which order, changes no number', () => {
    const data = { x: [1, 2], group: [0, 0] };
    const all = lines.predict(data, { seed: 2 }).group('predictions');
    const some = lines.predict(data, { seed: 2, variables: ['y'] }).group('predictions');
    const turned = lines.predict(data, { seed: 2, variables: ['y', 'slope', 'double', 'mean'] }).group('predictions');
    expect(some.names).toEqual(['y']);
    expect(turned.names).toEqual(['slope', 'mean', 'double', 'y']);
    for (const dataset of [some, turned]) expect(dataset.variable('y').values).toEqual(all.variable('y').values);
    expect(turned.variable('slope').values).toEqual(lines.draws('slope').values);
    expect(turned.variable('double').values).toEqual(lines.draws('double').values);
    expect(lines.predict(data, { seed: 3 }).group('predictions').variable('y').values).not.toEqual(
      all.variable('y').values,
    );
  });

  test('what is to be resampled is drawn from its distribution, and what depends on it too', () => {
    const result = samplePosteriorPredictive(lines, { seed: 1, resample: ['spread'] }).group('posterior_predictive');
    expect(result.attributes.resampled).toEqual(['spread', 'effect']);
    expect(result.names).toEqual(['spread', 'effect', 'mean', 'y']);
    const spread = result.variable('spread').values;
    expect(spread).not.toEqual(lines.draws('spread').values);
    const squares = spread.reduce((sum, value) => sum + value * value, 0) / spread.length;
    expect(Math.abs(squares - 1) / Math.sqrt(2 / spread.length)).toBeLessThan(4);
  });

  test('a latent value of every observation is drawn anew when there are others', async () => {
    const model = new Model();
    const scale = model.data('scale', [1, 2, 1]);
    const centre = model.normal('centre', { mu: 0, sigma: 1 });
    const latent = model.normal('latent', { mu: centre, sigma: scale }, { initial: [0, 1, 2] });
    model.normal('y', { mu: latent, sigma: scale }, { observed: [1, 2, 3] });
    model.normal('unrelated', { mu: 0, sigma: 1 }, { shape: 2 });
    const posterior = await sample(model, { ...OPTIONS, draws: 20 });
    const predictions = posterior.predict({ scale: [1, 1, 1, 1] }, { seed: 1 }).group('predictions');
    expect(predictions.attributes.resampled).toEqual(['latent']);
    expect(predictions.names).toEqual(['latent', 'y']);
    expect(predictions.sizes).toEqual({ chain: 2, draw: 20, latent_dim_0: 4, y_dim_0: 4 });
    const same = posterior.predict({ scale: [1, 2, 2] }, { seed: 1 }).group('predictions');
    expect(same.attributes.resampled).toEqual(['latent']);
    const none = posterior.predict({ scale: [1, 2, 1] }, { seed: 1 }).group('predictions');
    expect(none.attributes.resampled).toEqual([]);
  });

  test('observed variables: a shape of their own stays, values from data need not be given, and they may be parents', async () => {
    const model = new Model();
    const x = model.data('x', [1, 2, 3]);
    const seen = model.data('seen', [1.1, 2.2, 2.7]);
    const slope = model.normal('slope', { mu: 0, sigma: 1 });
    const y = model.normal('y', { mu: slope.mul(x), sigma: 1 }, { observed: seen });
    model.normal('after', { mu: y, sigma: 1e-3 }, { observed: [1, 2, 3] });
    model.normal('lonely', { mu: slope, sigma: 1 }, { observed: [1, 2] });
    const posterior = await sample(model, { ...OPTIONS, draws: 20 });
    const predictions = posterior.predict({ x: [1, 2, 3, 4] }, { seed: 1 }).group('predictions');
    expect(predictions.sizes).toEqual({ chain: 2, draw: 20, y_dim_0: 4, after_dim_0: 4, lonely_dim_0: 2 });
    const after = predictions.variable('after').values;
    expect(predictions.variable('y').values.every((value, i) => Math.abs(value - after[i]!) < 0.01)).toBe(true);
    const alone = samplePosteriorPredictive(posterior, { seed: 1, variables: ['after'] }).group('posterior_predictive');
    const first = alone.variable('after').values.subarray(0, 3);
    expect([...first].every((value, i) => Math.abs(value - [1.1, 2.2, 2.7][i]!) < 0.01)).toBe(true);
    expect(() => posterior.predict({ y: [1] })).toThrow(
      "predict: 'y' observes the data 'seen'. Give 'seen'. [model/unknown-data]",
    );
    expect(() => posterior.predict({ z: [1] })).toThrow("predict: the model 'model' has no data 'z'.");
  });
});

describe('prior predictive draws', () => {
  test('groups, dims and types', () => {
    const prior = samplePriorPredictive(line(), { draws: 50, seed: 1 });
    expect(prior.groups).toEqual(['prior', 'prior_predictive', 'observed_data', 'constant_data']);
    expect(prior.group('prior').names).toEqual(['slope', 'spread', 'effect', 'mean', 'double']);
    expect(prior.group('prior').sizes).toEqual({ chain: 1, draw: 50, group: 2, obs: 5 });
    expect(prior.group('prior').coords.group).toEqual(['a', 'b']);
    expect(prior.group('prior_predictive').variable('y').shape).toEqual([1, 50, 5]);
    expect(prior.warnings).toEqual([]);
    const [slope, effect, mean] = ['slope', 'effect', 'mean'].map((name) => values(prior, 'prior', name));
    expect(mean![5 * 7 + 3]).toBe(slope![7]! * 3 + effect![2 * 7 + 1]!);
    const longer = samplePriorPredictive(line(), { draws: 80, seed: 1, variables: ['y', 'slope'] });
    expect(longer.group('prior').names).toEqual(['slope']);
    expect(values(longer, 'prior_predictive', 'y').subarray(0, 250)).toEqual(values(prior, 'prior_predictive', 'y'));
    expect(values(longer, 'prior', 'slope').subarray(0, 50)).toEqual(slope);
    expect(samplePriorPredictive(line()).group('prior').sizes).toMatchObject({ draw: 500 });
  });

  test('whole numbers that nobody observed, and vectors', () => {
    const model = new Model();
    const count = model.poisson('count', { mu: 3 });
    model.binomial('hits', { n: count, p: 0.5 }, { shape: 4 });
    const chol = [
      [1, 0],
      [0.5, 0.2],
    ];
    const pair = model.multivariateNormal('pair', { mu: [1, 2], chol }, { shape: [3, 2] });
    model.deterministic('first', slice(pair, [0]));
    const prior = samplePriorPredictive(model, { draws: 200, seed: 4 }).group('prior');
    expect([prior.variable('hits').dtype, prior.variable('pair').dtype]).toEqual(['int64', 'float64']);
    const [hits, counts] = [prior.variable('hits').values, prior.variable('count').values];
    expect(hits.every((hit, i) => Number.isInteger(hit) && hit <= counts[Math.floor(i / 4)]!)).toBe(true);
    expect(prior.variable('first').values.subarray(0, 2)).toEqual(prior.variable('pair').values.subarray(0, 2));
  });

  test('potentials are not heard, and that is said where they matter', async () => {
    const model = new Model();
    const a = model.normal('a', { mu: 0, sigma: 1 });
    const b = model.normal('b', { mu: 0, sigma: 1 });
    model.potential('near zero', a.square().mul(-500));
    model.normal('y', { mu: b, sigma: 1 }, { observed: [1, 2] });
    const text =
      "Forward draws do not hear the potential 'near zero': variables that it acts on were drawn as if it were not there.";
    const prior = samplePriorPredictive(model, { seed: 1 });
    expect(prior.warnings).toEqual([`prior: ${text}`, `prior_predictive: ${text}`]);
    expect(String(prior)).toContain(`warning: prior: ${text}`);
    expect(samplePriorPredictive(model, { seed: 1, variables: ['b'] }).warnings).toEqual([]);
    const posterior = await sample(model, { ...OPTIONS, draws: 20 });
    expect(samplePosteriorPredictive(posterior, { seed: 1 }).warnings).toEqual([]);
    expect(samplePosteriorPredictive(posterior, { seed: 1, resample: [a] }).warnings).toEqual([
      `posterior_predictive: ${text}`,
    ]);
  });
});

describe('what cannot be drawn', () => {
  const improper = () => {
    const model = new Model();
    const offset = model.flat('offset');
    const scale = model.normal('scale', { mu: 0, sigma: 1 });
    model.normal('y', { mu: offset, sigma: 1 }, { observed: [1, 2] });
    model.normal('z', { mu: 0, sigma: scale }, { observed: [1, 2] });
    return model;
  };

  test('a distribution without draws, and parameters out of range, are named', () => {
    expect(() => samplePriorPredictive(improper(), { seed: 1 })).toThrow(
      "samplePriorPredictive: offset ~ Flat cannot be drawn: Flat has no random draws. Give 'offset' a proper distribution, or leave out what depends on it by the option variables. [predict/no-random]",
    );
    expect(samplePriorPredictive(improper(), { seed: 1, variables: ['scale'] }).groups).toContain('prior');
    expect(() => samplePriorPredictive(improper(), { seed: 1, variables: ['z'] })).toThrow(
      /^samplePriorPredictive: z ~ Normal \(declared at .*\): sigma = -\d\.\d+ must be > 0 \(chain 0, draw \d+\)\. Bound what it is computed from, or leave out 'z' by the option variables\. \[predict\/parameter\]$/,
    );
  });

  test('mistakes have codes', () => {
    const model = line();
    expect(() => samplePriorPredictive(model, { draws: 0 })).toThrow(
      'samplePriorPredictive: draws must be a whole number > 0, not 0. [predict/draws]',
    );
    expect(() => samplePriorPredictive(model, { variables: ['slpe'] })).toThrow(
      "samplePriorPredictive: the model has no variable 'slpe'. Did you mean 'slope'? [predict/unknown-variable]",
    );
    expect(() => lines.predict({ x: [1], group: [0] }, { resample: ['nothing'] })).toThrow(
      '[predict/unknown-variable]',
    );
    expect(() => samplePriorPredictive(model, JSON.parse('{ "draw": 3 }'))).toThrow("Did you mean 'draws'?");
    const silent = new Model();
    silent.normal('a', { mu: 0, sigma: 1 });
    const data = new InferenceData({ posterior: new Dataset([]) });
    expect(() => samplePosteriorPredictive(data, { model: silent })).toThrow(
      "samplePosteriorPredictive: the model 'model' observes nothing, so there is nothing to predict. Name what you want by the option variables; a likelihood in a potential cannot be drawn from. [predict/nothing]",
    );
  });

  test('a draw that is NaN is an error that names it', () => {
    const scalar = (name: string, own: number[]) =>
      new LabelledArray({ name, dims: ['chain', 'draw'], shape: [1, 3], values: Float64Array.from(own) });
    const effect = new LabelledArray({
      name: 'effect',
      dims: ['chain', 'draw', 'group'],
      shape: [1, 3, 2],
      coords: { group: ['a', 'b'] },
      values: new Float64Array(6),
    });
    const posterior = new Dataset([scalar('slope', [1, Number.NaN, 2]), scalar('spread', [1, 1, 1]), effect]);
    const idata = new InferenceData({ posterior });
    expect(() => samplePosteriorPredictive(idata, { model: line(), seed: 1 })).toThrow(
      /mu\[0\] = NaN must be finite \(chain 0, draw 1\)/,
    );
    const without = new InferenceData({ posterior: posterior.only(['slope']).isel({ draw: [0, 2] }) });
    const drawn = samplePosteriorPredictive(without, { model: line(), seed: 1 }).group('posterior_predictive');
    expect(drawn.attributes.resampled).toEqual(['spread', 'effect']);
    expect(drawn.coords.draw).toEqual([0, 2]);
  });
});

test('new values of an observed variable do not contradict the shape that it is declared with', async () => {
  const posterior = await sample(eightSchools(), { ...OPTIONS, draws: 20, tune: 20 });
  expect(() => posterior.predict({ y: [1, 2, 3] }, { seed: 1 })).toThrow(
    "predict: the new values of 'y' have the shape [3], and the variable is declared with [8].",
  );
  const same = posterior.predict({ y: EFFECTS.map((effect) => effect + 1) }, { seed: 1 });
  expect(same.group('predictions').variable('y').shape).toEqual([2, 20, 8]);
});

test('draws from any place of their chain are those of the whole chain', () => {
  const model = line().snapshot().forward({});
  const names = model.declarations.filter(({ kind }) => kind === 'random').map(({ name }) => name);
  const where = 'test';
  const plan = forwardPlan({
    where,
    model,
    drawn: new Set(names),
    unfit: () => undefined,
    changedData: new Set(),
    wanted: [...names, 'mean'],
  });
  const drawn = (first: number, draws: number) =>
    forwardDraws({
      where,
      model,
      plan,
      source: new Map(),
      chains: 1,
      draws,
      first,
      key: split(keyFromSeed(9), FORWARD),
    });
  const whole = drawn(0, 10);
  const piece = drawn(6, 3);
  for (const name of ['slope', 'effect', 'mean', 'y']) {
    const size = whole.get(name)!.length / 10;
    expect(piece.get(name)).toEqual(whole.get(name)!.slice(6 * size, 9 * size));
    expect(piece.get(name)).not.toEqual(whole.get(name)!.slice(0, 3 * size));
  }
  const prior = samplePriorPredictive(line(), { draws: 10, seed: 9 });
  expect(piece.get('y')).toEqual(Float64Array.from(values(prior, 'prior_predictive', 'y')).slice(30, 45));
});
