/** From a run to labelled data: groups, dims, selection, and tables. */
import { CredenceError } from '@credence/numerics';
import { traceToDataFrame } from '../inference/index.js';
import { Model } from '../model/model.js';
import { sample } from '../sample/sample.js';
import type { Posterior } from './posterior.js';

const SCHOOLS = ['Choate', 'Deerfield', 'Phillips'];

function schools(): Model {
  const model = new Model('schools', { coords: { school: SCHOOLS } });
  const sigma = model.data('sigma', [15, 10, 16], { dims: ['school'] });
  const mu = model.normal('mu', { mu: 0, sigma: 5 });
  const tau = model.halfNormal('tau', { sigma: 5 });
  const theta = model.normal('theta', { mu, sigma: tau }, { dims: ['school'] });
  model.deterministic('twice', theta.mul(2), { dims: ['school'] });
  model.normal('pair', { mu: 0, sigma: 1 }, { shape: 2 });
  model.normal('y', { mu: theta, sigma }, { dims: ['school'], observed: [28, 8, -3] });
  model.poisson('count', { mu: tau }, { observed: 3 });
  return model;
}

let posterior: Posterior;
beforeAll(async () => {
  posterior = await sample(schools(), { draws: 200, tune: 200, chains: 2, seed: 3, workers: 0, progress: false });
});

test('groups, dims and coords are those of the model and of ArviZ', () => {
  const idata = posterior.toInferenceData();
  expect(idata.groups).toEqual(['posterior', 'sample_stats', 'observed_data', 'constant_data']);
  expect(idata.group('posterior').names).toEqual(['mu', 'tau', 'theta', 'twice', 'pair']);
  expect(idata.group('posterior').sizes).toEqual({ chain: 2, draw: 200, school: 3, pair_dim_0: 2 });
  expect(idata.group('posterior').coords.school).toEqual(SCHOOLS);
  expect(idata.group('posterior').attributes).toMatchObject({
    inference_library: 'credence',
    model: 'schools',
    seed: 3,
  });
  const theta = idata.group('posterior').variable('theta');
  expect(theta.dims).toEqual(['chain', 'draw', 'school']);
  expect(theta.values).toEqual(posterior.draws('theta').values);
  const stats = idata.group('sample_stats');
  expect([...stats].map(({ name, dtype }) => `${name} ${dtype}`)).toEqual([
    'lp float64',
    'energy float64',
    'energy_error float64',
    'acceptance_rate float64',
    'step_size float64',
    'n_steps int64',
    'tree_depth int64',
    'diverging bool',
  ]);
  expect(stats.variable('lp').column(0)).toEqual(posterior.statistic('logDensity'));
  const observed = idata.group('observed_data');
  expect([...observed.variable('y').values]).toEqual([28, 8, -3]);
  expect(observed.variable('y').dims).toEqual(['school']);
  expect([observed.variable('count').dtype, observed.variable('count').shape]).toEqual(['int64', []]);
  expect([...idata.group('constant_data').variable('sigma').values]).toEqual([15, 10, 16]);
});

test('the summary of the data is that of the posterior', () => {
  const summary = posterior.summary();
  expect(posterior.toInferenceData().summary().rows).toEqual(summary.rows);
  expect(summary.rows.map(({ name }) => name)).toContain('theta[Deerfield]');
  expect(summary.rows.map(({ name }) => name)).toContain('pair[1]');
  const choate = posterior
    .toInferenceData()
    .sel({ school: 'Choate' })
    .summary({ variables: ['theta'] });
  const { name, ...values } = summary.row('theta[Choate]')!;
  expect(name).toBe('theta[Choate]');
  expect(choate.rows).toEqual([{ name: 'theta', ...values }]);
});

test('draws are selected, thinned, and kept as draws', () => {
  const theta = posterior.draws('theta');
  const part = theta.sel({ school: 'Phillips', chain: 1 });
  expect([part.chains, part.draws, part.size, part.shape]).toEqual([1, 200, 1, []]);
  expect(part.element()).toEqual([theta.element(2)[1]]);
  expect(part.at(0, 7)[0]).toBe(theta.at(1, 7)[2]);
  expect(theta.thin(50).isel({ draw: -1 }).at(1, 0)).toEqual(theta.at(1, 150));
  expect(theta.isel({ chain: [1, 0] }).coords.chain).toEqual([1, 0]);
  expect(() => theta.sel({ school: 'Choat' })).toThrow("Did you mean 'Choate'? [inference/label]");
  expect(() => theta.sel({ scool: 'Choate' })).toThrow(CredenceError);
});

test('a table has columns by label, chain and draw', () => {
  const frame = traceToDataFrame(posterior, { variables: ['theta', 'pair'] });
  expect(frame.columns).toEqual([
    'chain',
    'draw',
    'theta[Choate]',
    'theta[Deerfield]',
    'theta[Phillips]',
    'pair[0]',
    'pair[1]',
  ]);
  expect(frame.length).toBe(400);
  expect(frame.column('pair[1]')).toEqual(
    Float64Array.from(
      posterior
        .draws('pair')
        .element(1)
        .flatMap((c) => [...c]),
    ),
  );
});

test('one chain, and three draws, have a summary with its reasons', async () => {
  const options = { tune: 100, chains: 1, seed: 3, workers: 0, progress: false };
  const single = await sample(schools(), { ...options, draws: 50 });
  const row = single.summary('mu').row('mu');
  expect(row?.missing).toBeUndefined();
  expect(row?.rHat).toBeGreaterThan(0.9);
  const short = await sample(schools(), { ...options, draws: 3 });
  expect(short.summary('mu').row('mu')?.missing).toBe('fewer than 12 draws a chain');
  expect(short.summary('mu').toString()).toContain('NaN: fewer than 12 draws a chain: mu');
  expect(Number.isFinite(short.summary('mu').row('mu')?.mean)).toBe(true);
  expect(short.verdict.text).not.toBe('');
  expect(traceToDataFrame(short).length).toBe(3);
});

test('a value that is constant has a summary and its reason', async () => {
  const model = schools();
  model.deterministic('always', model.variable('mu').mul(0).add(2));
  const posterior = await sample(model, { draws: 50, tune: 50, chains: 2, seed: 3, workers: 0, progress: false });
  const row = posterior.summary('always').row('always');
  expect([row?.mean, row?.sd, row?.rHat]).toEqual([2, 0, Number.NaN]);
  expect(row?.missing).toBe('all draws (or all indicators of the quantile) are equal');
});
