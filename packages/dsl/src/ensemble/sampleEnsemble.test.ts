/** Models sampled by an ensemble: posteriors that are known, the same draws by any backend, and what is refused. */
import { exp, lgamma, normalQuantile } from '@credence/numerics';
import { zLimit } from '../../../samplers/src/testing/moments.js';
import { compile, type EnsembleFit, Model, sampleEnsemble, stretchMove } from '../index.js';

/** mu | y is normal with precision n + 1/100; scale is half-normal, untouched by data. */
function conjugate(): Model {
  const model = new Model('conjugate', { coords: { side: ['left', 'right'] } });
  const mu = model.normal('mu', { mu: 0, sigma: 10 }, { dims: ['side'] });
  const scale = model.halfNormal('scale', { sigma: 2 });
  model.deterministic('twice', mu.mul(2));
  model.deterministic('half scale', scale.mul(0.5));
  model.normal('y', { mu, sigma: 1 }, { observed: [1, -2] });
  return model;
}

describe('a fit', () => {
  let fit: EnsembleFit;
  beforeAll(async () => {
    fit = await sampleEnsemble(conjugate(), { walkers: 40, steps: 4000, seed: 5 });
  });

  test('is over unconstrained values with names', () => {
    expect(fit.ensemble.names).toEqual(['mu[0]', 'mu[1]', 'scale']);
    expect([fit.ensemble.steps, fit.ensemble.walkers, fit.ensemble.dimension]).toEqual([4000, 40, 3]);
    expect(fit.autocorrelationTime().length).toBe(3);
    const place = fit.ensemble.position(3999, 7);
    const density = fit.compiled.logDensityAndGradient(place, new Float64Array(3));
    expect(fit.ensemble.logProbabilities.at(-33)! / density).toBeCloseTo(1, 12);
    expect(String(fit)).toMatch(/^'conjugate': Ensemble of 40 walkers x 4000 steps/);
  });

  test('gives a posterior with the moments that are known, constrained and by name', () => {
    const posterior = fit.posterior();
    const limit = zLimit({ falseAlarm: 1e-6, comparisons: 6 });
    const summary = posterior.summary();
    const expectations = [
      ['mu[left]', 1 / 1.01, 1 / Math.sqrt(1.01)],
      ['mu[right]', -2 / 1.01, 1 / Math.sqrt(1.01)],
      ['scale', 2 * Math.sqrt(2 / Math.PI), 2 * Math.sqrt(1 - 2 / Math.PI)],
    ] as const;
    for (const [name, mean, sd] of expectations) {
      const row = summary.row(name)!;
      expect(Math.abs(row.mean - mean) / row.mcseMean).toBeLessThan(limit);
      expect(Math.abs(row.sd - sd) / row.mcseSd).toBeLessThan(limit);
    }
    const { burnIn } = fit.ensemble.advice();
    const mu = posterior.draws('mu');
    expect([mu.chains, mu.draws, mu.size]).toEqual([40, 4000 - burnIn, 2]);
    expect([...mu.at(3, 10)]).toEqual([...fit.ensemble.position(burnIn + 10, 3).subarray(0, 2)]);
    expect(posterior.draws('half scale').values.every((value) => value > 0)).toBe(true);
    expect(posterior.verdict.converged).toBe(true);
    expect(posterior.verdict.text).toMatch(
      /^4000 steps are \d+ of the longest autocorrelation time; effective sample sizes/,
    );
    expect(posterior.divergences).toBe(0);
  });

  test('goes into inference data with the one statistic it has', () => {
    const data = fit.posterior({ thin: 10 }).toInferenceData();
    expect(data.group('sample_stats').names).toEqual(['lp']);
    expect(data.group('posterior').names).toEqual(['mu', 'scale', 'twice', 'half scale']);
  });

  test('selections that leave nothing are refused', () => {
    expect(() => fit.posterior({ discard: 4000 })).toThrow('[ensemble/discard]');
  });
});

test('the spread of point estimates: the answer that is known in closed form, and too wide', async () => {
  // Quantiles of Normal(2, sqrt(1.25)): true values spread by 0.5, each measured with an error of 1.
  const n = 1000;
  const x = Array.from({ length: n }, (_, i) => 2 + Math.sqrt(1.25) * normalQuantile((i + 0.5) / n));
  const model = new Model('point estimates');
  const mu = model.uniform('theta_mu', { lower: -5, upper: 5 });
  const sigma = model.uniform('theta_sigma', { lower: 0, upper: 2 });
  model.normal('x', { mu, sigma }, { observed: x });
  const fit = await sampleEnsemble(model, { walkers: 100, steps: 2500, seed: 3 });
  const summary = fit.posterior().summary();
  // sigma^2 is inverse gamma with shape n / 2 - 1 and scale S / 2 under a flat prior of sigma.
  const squares = x.reduce((sum, value) => sum + (value - 2) ** 2, 0);
  const shape = n / 2 - 1;
  const spread = Math.sqrt(squares / 2) * exp(lgamma(shape - 0.5) - lgamma(shape));
  expect(spread).toBeCloseTo(1.117, 2);
  const limit = zLimit({ falseAlarm: 1e-6, comparisons: 2 });
  const [center, width] = [summary.row('theta_mu')!, summary.row('theta_sigma')!];
  expect(Math.abs(center.mean - 2) / center.mcseMean).toBeLessThan(limit);
  expect(Math.abs(width.mean - spread) / width.mcseMean).toBeLessThan(limit);
  expect(width.mcseMean).toBeLessThan(0.001);
});

test('a chain under 50 autocorrelation times gives a posterior only when asked, and its verdict says so', async () => {
  const fit = await sampleEnsemble(conjugate(), { walkers: 40, steps: 200, seed: 5 });
  const { stepsNeeded } = fit.ensemble.advice();
  expect(() => fit.posterior()).toThrow(`at least ${stepsNeeded} steps`);
  const { verdict } = fit.posterior({ allowShort: true });
  expect(verdict.converged).toBe(false);
  expect(verdict.findings[0]?.kind).toBe('short-chain');
  expect(verdict.text).toMatch(
    new RegExp(`^200 steps are .* 50 are needed, at least ${stepsNeeded} steps\\. Draw more\\.`),
  );
});

test('the value without the gradient is that with it, on every backend', async () => {
  const positions = Float64Array.of(0.3, -0.2, 0.1, 2, 1, -3);
  for (const backend of ['wasm', 'reference'] as const) {
    const compiled = compile(conjugate(), { backend });
    const out = new Float64Array(2);
    compiled.logDensities?.(positions, out);
    for (const [i, value] of out.entries()) {
      const exact = compiled.logDensityAndGradient(positions.subarray(3 * i, 3 * i + 3), new Float64Array(3));
      expect(value / exact).toBeCloseTo(1, 13);
    }
  }
});

test('a run goes on from the state of another', async () => {
  const model = conjugate();
  const whole = await sampleEnsemble(model, { steps: 40, seed: 5, thin: 2 });
  const first = await sampleEnsemble(model, { steps: 15, seed: 5, thin: 2 });
  const rest = await sampleEnsemble(model, { steps: 25, start: first.ensemble.last, thin: 2 });
  expect(rest.ensemble.chain).toEqual(whole.ensemble.chain.subarray(15 * 32 * 3));
});

test('walkers begin about common values, at their own, or about those that the model declares', async () => {
  const about = await sampleEnsemble(conjugate(), {
    steps: 1,
    seed: 5,
    initial: { mu: [100, -100], scale: 1 },
    spread: 1e-3,
  });
  expect(Math.abs(about.ensemble.position(0, 0)[0]! - 100)).toBeLessThan(1);
  expect(about.ensemble.position(0, 0)).not.toEqual(about.ensemble.position(0, 1));
  const each = Array.from({ length: 32 }, (_, w) => ({ mu: [w, w * w], scale: 1 + (w % 5) }));
  const own = await sampleEnsemble(conjugate(), {
    steps: 1,
    seed: 5,
    initial: each,
    moves: stretchMove({ a: 1.000001 }),
  });
  expect(own.ensemble.position(0, 3)[1]!).toBeCloseTo(9, 2);
  const model = new Model('declared');
  model.normal('x', { mu: 0, sigma: 1 }, { initial: 0.5 });
  const declared = await sampleEnsemble(model, { steps: 1, seed: 5 });
  expect(declared.ensemble.walkers).toBe(32);
  await expect(sampleEnsemble(conjugate(), { walkers: 40, initial: each })).rejects.toThrow(
    'initial holds values for 32 walkers, and there are 40. [ensemble/start]',
  );
  await expect(sampleEnsemble(conjugate(), { initial: { mu: 1 }, spread: 0 })).rejects.toThrow(
    'spread is 0; it must be finite and above 0. [ensemble/start]',
  );
});

test('options and models that are not', async () => {
  const wrong = { seed: 1, stepz: 3 };
  expect(() => sampleEnsemble(conjugate(), wrong)).toThrow(
    "sampleEnsemble(model, options) has no option 'stepz'. Options: ",
  );
  expect(() => sampleEnsemble(JSON.parse('3'))).toThrow(
    'sampleEnsemble takes a model or a compiled model, not 3. [model/value]',
  );
  await expect(sampleEnsemble(conjugate(), { walkers: 5 })).rejects.toThrow('[ensemble/walkers]');
  await expect(sampleEnsemble(conjugate(), { steps: 0 })).rejects.toThrow('[ensemble/steps]');
});

test('stop keeps what was drawn', async () => {
  const run = sampleEnsemble(conjugate(), { steps: 100_000, seed: 5 });
  run.on(({ type }) => type === 'progress' && run.stop());
  const { ensemble } = await run;
  expect([ensemble.stopped, ensemble.steps > 0, ensemble.steps < 100_000]).toEqual([true, true, true]);
});
