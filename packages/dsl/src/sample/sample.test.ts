/** From a model to its posterior, small models whose answers are known. */
import { inspect } from 'node:util';
import { CredenceError } from '@credence/numerics';
import { Model, type Posterior, type SampleOptions, sample } from '../index.js';

const options = {
  draws: 500,
  tune: 300,
  chains: 4,
  seed: 3,
  progress: false,
  workers: 0,
  backend: 'reference',
} as const;

/** y_i ~ Normal(mu, 1), mu ~ Normal(0, 10): mu | y is normal with precision n + 1/100. */
function conjugate(): Model {
  const model = new Model('conjugate', { coords: { side: ['left', 'right'] } });
  const mu = model.normal('mu', { mu: 0, sigma: 10 }, { dims: ['side'] });
  const scale = model.halfNormal('scale', { sigma: 2 });
  model.deterministic('twice', mu.mul(2));
  model.deterministic('half scale', scale.mul(0.5));
  model.normal('y', { mu, sigma: 1 }, { observed: [1, -2] });
  return model;
}

describe('a posterior', () => {
  let posterior: Posterior;
  beforeAll(async () => {
    posterior = await sample(conjugate(), options);
  });

  test('has the moments that are known', () => {
    const summary = posterior.summary();
    const precision = 1 + 0.01;
    for (const [name, y] of [
      ['mu[left]', 1],
      ['mu[right]', -2],
    ] as const) {
      const row = summary.row(name)!;
      expect(Math.abs(row.mean - y / precision) / row.mcseMean).toBeLessThan(5);
      expect(Math.abs(row.sd - 1 / Math.sqrt(precision)) / row.mcseSd).toBeLessThan(5);
      expect(row.rHat).toBeLessThan(1.02);
    }
    const scale = summary.row('scale')!;
    expect(Math.abs(scale.mean - 2 * Math.sqrt(2 / Math.PI)) / scale.mcseMean).toBeLessThan(5);
  });

  test('holds draws by name or handle, free variables and deterministics, on their own scale', () => {
    expect(posterior.variables).toEqual(['mu', 'scale', 'twice', 'half scale']);
    const mu = posterior.draws('mu');
    expect([mu.chains, mu.draws, mu.size, mu.values.length]).toEqual([4, 500, 2, 4000]);
    const twice = posterior.draws('twice');
    for (let i = 0; i < 4000; i++) expect(twice.values[i]).toBe(2 * mu.values[i]!);
    const half = posterior.draws('half scale').values;
    const scale = posterior.draws('scale').values;
    for (let i = 0; i < 2000; i++) {
      expect(scale[i]).toBeGreaterThan(0);
      expect(half[i]).toBe(0.5 * scale[i]!);
    }
    expect(Array.from(mu.at(2, 7))).toEqual([mu.element(0)[2]![7], mu.element(1)[2]![7]]);
  });

  test('prints a table with labels', () => {
    const lines = posterior.summary(['mu']).toString().split('\n');
    expect(lines[0]).toMatch(/mean +sd +94 % HDI from +to +MCSE mean +MCSE sd +ESS bulk +ESS tail +R-hat$/);
    expect(lines[1]).toMatch(/^mu\[left\] +\d\.\d+/);
    expect(lines).toHaveLength(3);
    expect(posterior.summary('mu').toString()).toBe(lines.join('\n'));
    expect(posterior.summary().toString(1).split('\n')[2]).toBe('... and 5 more');
    expect(String(posterior)).toMatch(
      /^Posterior of 'conjugate': 4 chains x 500 draws on the calling thread, seed 3\n/,
    );
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
  });

  test('says whether it can be trusted', () => {
    expect(posterior.verdict.text).toBe(
      'No divergences; R-hat, effective sample sizes, E-BFMI and tree depths are as they should be.',
    );
    expect(posterior.verdict.converged).toBe(true);
    expect(posterior.divergences).toBe(0);
    expect(posterior.statistic('acceptance')).toHaveLength(4);
  });

  test('names what it does not have', () => {
    expect(() => posterior.draws('scal')).toThrow("The posterior has no draws of 'scal'. Did you mean 'scale'?");
    const mu = posterior.draws('mu');
    expect(() => mu.element(2)).toThrow(/^draws\('mu'\)\.element\(2\) is outside \[2\]\. .*\[posterior\/index\]$/);
    expect(() => mu.element()).toThrow('posterior/index');
    expect(() => mu.at(4, 0)).toThrow("draws('mu').at(4, 0) is outside [4, 500].");
  });

  test('is shown as its text by console.log', () => {
    const shown = (value: unknown) => inspect(value);
    expect(shown(posterior)).toBe(String(posterior));
    expect(shown(posterior.summary('mu'))).toBe(String(posterior.summary('mu')));
    expect(shown(conjugate())).toBe(String(conjugate()));
  });

  test('is the same for the same seed', async () => {
    const short = { ...options, draws: 20, tune: 20, chains: 2 };
    const [a, b] = [await sample(conjugate(), short), await sample(conjugate(), short)];
    expect(a.draws('mu').values).toEqual(b.draws('mu').values);
    const other = await sample(conjugate(), { ...short, seed: 4 });
    expect(other.draws('mu').values).not.toEqual(a.draws('mu').values);
  });
});

test('a run that is stopped keeps its draws', async () => {
  const run = sample(conjugate(), { ...options, draws: 100_000, tune: 50, chains: 1 });
  run.on((event) => {
    if (event.type === 'draws') run.stop();
  });
  const posterior = await run;
  expect(posterior.run.stopped).toBe(true);
  expect(posterior.draws('mu').draws).toBeGreaterThan(0);
  expect(posterior.draws('mu').draws).toBeLessThan(100_000);
  expect(String(posterior)).toMatch(/seed 3, stopped early\n/);
});

test('chains begin where they are told', async () => {
  const model = new Model();
  model.uniform('p', { lower: 0, upper: 1 }, { initial: 0.25 });
  const posterior = await sample(model, { ...options, tune: 0, draws: 1, chains: 2, initial: { p: 0.75 } });
  expect(posterior.draws('p').values.every((p) => p > 0 && p < 1)).toBe(true);
});

test.each<[string, () => unknown, string, RegExp]>([
  [
    'an unknown option',
    () => Reflect.apply(sample, undefined, [conjugate(), { target_accept: 0.9 }]),
    'model/option',
    /^sample\(model, options\) has no option 'target_accept'\. Options: .* Did you mean 'targetAccept'\?/,
  ],
  [
    'no model',
    () => Reflect.apply(sample, undefined, [{ mu: 1 }]),
    'model/value',
    /^sample takes a model or a compiled model, not a value of type object\./,
  ],
])('%s is an error at once', (_, run, code, text) => {
  expect(run).toThrow(expect.objectContaining({ code }));
  expect(run).toThrow(text);
});

test.each([
  ['zero draws', { draws: 0 }, 'run/draws'],
  ['zero chains', { chains: 0 }, 'run/chains'],
  ['a fraction of a chain', { chains: 1.5 }, 'run/chains'],
  ['a start for an unknown variable', { initial: { nu: 1 } }, 'model/unknown-variable'],
  ['a start outside the support', { initial: { scale: -1 } }, 'model/initial-support'],
  ['a start of a wrong shape', { initial: { mu: [1, 2, 3] } }, 'shape/initial'],
  ['starts for another number of chains', { initial: [{ scale: 1 }] }, 'run/starts'],
])('%s is an error', async (_, wrong, code) => {
  const failure: unknown = await sample(conjugate(), { ...options, ...wrong }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(CredenceError);
  expect(failure).toMatchObject({ code });
});

test('a metric too large for memory is an error before anything is drawn', async () => {
  const model = new Model();
  model.normal('x', { mu: 0, sigma: 1 }, { shape: 20_000 });
  const failure: unknown = await sample(model, { ...options, metric: 'dense', rewrites: false }).catch(
    (error: unknown) => error,
  );
  expect(failure).toMatchObject({ code: 'sampler/metric-memory' });
  expect((failure as CredenceError).message).toContain("Use metric: 'diagonal'");
});

test('an unknown backend is an error', async () => {
  const wrong = { ...options, backend: 'gpu' } as unknown as SampleOptions;
  await expect(sample(conjugate(), wrong)).rejects.toMatchObject({ code: 'compile/backend' });
});

test('a start that is -Infinity everywhere is an error that shows every term, index, value and constraint', async () => {
  const model = new Model();
  const upper = model.uniform('upper', { lower: 0, upper: 1 });
  model.normal('free', { mu: 0, sigma: 1 });
  model.uniform('y', { lower: 0, upper }, { observed: [0, 0, 3, 0] });
  const failure: unknown = await sample(model, { ...options, rewrites: false }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'model/initial-point', details: { tried: 100 } });
  const { message } = failure as CredenceError;
  expect(message).toMatch(/^Log density is -Infinity at all of 100 starts/);
  expect(message).toMatch(/upper {2,}Uniform {2,}0$/m);
  expect(message).toMatch(/free {2,}Normal {2,}-\d/m);
  expect(message).toMatch(
    /y {2,}Uniform {2,}-Infinity {2}<- observed y\[2\] = 3 lies outside \[0, upper\], with lower = 0, upper = 0\.\d+$/m,
  );
  expect(message).toContain("or check 'y', declared at ");
  expect(message).toMatch(/sample\.test\.ts:\d+:\d+/);
});
