/** What simulation-based calibration takes and refuses, what it says, and that it can be watched, stopped and repeated. */
import {
  Dataset,
  distributions,
  InferenceData,
  LabelledArray,
  Model,
  sample,
  simulationBasedCalibration,
  supports,
} from '../index.js';
import { calibrationLine } from './progress.js';
import { missingModel } from './testing/calibrationModels.js';

const FEW = { simulations: 5, draws: 20, seed: 4, progress: false } as const;

/** A mean of normal numbers that are bound by a name. */
function meanModel(): Model {
  const model = new Model('mean');
  const mu = model.normal('mu', { mu: 0, sigma: 1 });
  model.deterministic('double', mu.mul(2));
  const y = model.data('measured', [1, 2.5, 3]);
  model.normal('y', { mu, sigma: 1 }, { observed: y });
  return model;
}

test('every element of free variables and deterministics, the log likelihood and own quantities are ranked', async () => {
  const result = await simulationBasedCalibration(meanModel(), {
    ...FEW,
    quantities: { distance: ({ mu }, { y }) => Math.abs((mu?.[0] ?? 0) - (y?.[0] ?? 0)) },
  });
  expect(result.quantities.map(({ name }) => name)).toEqual(['mu', 'double', 'log likelihood', 'distance']);
  const [mu, double] = result.quantities;
  expect(double?.ranks).toEqual(mu?.ranks);
  expect(mu?.ranks.every((rank) => Number.isInteger(rank) && rank >= 0 && rank <= 20)).toBe(true);
  const text = String(result);
  expect(text).toMatch(/^Calibration of 'mean': 5 simulations, ranks among 20 draws, seed 4\n +p +mean rank +spread\n/);
  expect(text).toMatch(
    /Calibrated as far as 5 simulations can tell: the ranks of all 4 quantities are uniform \(false alarm: 1 % over all\)\.$/,
  );
  const { lower, upper } = result.band;
  expect(lower.length).toBe(20);
  expect(upper[19]).toBe(5);
  const named = await simulationBasedCalibration(meanModel(), { ...FEW, variables: ['mu'] });
  expect(named.quantities.map(({ name }) => name)).toEqual(['mu', 'log likelihood']);
});

test('a seed fixes the ranks, and simulation i is the same however many there are', async () => {
  const five = await simulationBasedCalibration(meanModel(), FEW);
  const again = await simulationBasedCalibration(meanModel(), FEW);
  const three = await simulationBasedCalibration(meanModel(), { ...FEW, simulations: 3 });
  const other = await simulationBasedCalibration(meanModel(), { ...FEW, seed: 5 });
  const ranksOf = ({ quantities }: typeof five) => quantities.map(({ ranks }) => [...ranks]);
  expect(ranksOf(again)).toEqual(ranksOf(five));
  expect(ranksOf(three)).toEqual(ranksOf(five).map((ranks) => ranks.slice(0, 3)));
  expect(ranksOf(other)).not.toEqual(ranksOf(five));
});

test('data that were missing are missing in every simulation, and imputed values are ranked', async () => {
  const seen: (readonly number[])[] = [];
  const result = await simulationBasedCalibration(missingModel(), {
    ...FEW,
    simulations: 2,
    fit: (model, { draws, seed }) => {
      const { data } = model.snapshot();
      seen.push([...(data.get('x')?.values ?? [])], [...(data.get('y')?.values ?? [])]);
      return sample(model, { draws, seed, chains: 1, tune: 200, workers: 0, progress: false });
    },
  });
  const gaps = (values: readonly number[] | undefined) =>
    values?.flatMap((value, i) => (Number.isNaN(value) ? [i] : []));
  expect(gaps(seen[0])).toEqual([1, 6, 11]);
  expect(gaps(seen[1])).toEqual([1, 8, 15]);
  expect(seen[2]?.[0]).not.toBe(seen[0]?.[0]);
  expect(result.quantities.map(({ name }) => name)).toContain('x_missing[2]');
});

test('progress is told, and a stop keeps the simulations so far', async () => {
  const run = simulationBasedCalibration(meanModel(), FEW);
  const told: number[] = [];
  run.on(({ done, total, failed }) => {
    told.push(done);
    expect([total, failed]).toEqual([5, 0]);
    if (done === 2) run.stop();
  });
  const result = await run;
  expect(told).toEqual([1, 2]);
  expect(result.stopped).toBe(true);
  expect(result.simulations).toBe(2);
  expect(result.verdict.text).toContain('Stopped after 2 of 5 simulations.');
  const before = simulationBasedCalibration(meanModel(), FEW);
  before.stop();
  await expect(before.result).rejects.toThrow(/stopped before the first simulation was done/);
  expect(calibrationLine({ type: 'progress', done: 100, total: 200, failed: 2, eta: 12 })).toBe(
    'calibration  ━━━━━━━━━━──────────  100/200  2 failed  0:12 left',
  );
});

test('a simulation without a posterior is told with its reason; a model without any ends the run', async () => {
  let count = 0;
  const failing = (...fails: readonly number[]) => {
    count = 0;
    return simulationBasedCalibration(meanModel(), {
      ...FEW,
      fit: (model, { draws, seed }) => {
        const options = { draws, seed, chains: 1, tune: 100, workers: 0, progress: false };
        return sample(model, fails.includes(count++) ? { ...options, initial: { mu: Number.NaN } } : options);
      },
    });
  };
  const result = await failing(2);
  expect(result.failed.map(({ simulation }) => simulation)).toEqual([2]);
  expect(result.simulations).toBe(4);
  expect(result.verdict.ok).toBe(false);
  expect(result.verdict.text).toMatch(/1 of 5 simulations gave no posterior, which biases the rest\. Simulation 2: /);
  await expect(failing(0, 1, 2).result).rejects.toThrow(result.failed[0]?.error.message);
  expect(count).toBe(3);
});

test('slow mixing is told', async () => {
  const result = await simulationBasedCalibration(meanModel(), {
    ...FEW,
    simulations: 2,
    fit: async (model, { draws, seed }) => {
      const posterior = await sample(model, { draws, seed, chains: 1, tune: 100, workers: 0, progress: false });
      // The same draws in ascending order.
      const sorted = [...posterior.toInferenceData().group('posterior')].map(
        (array) =>
          new LabelledArray({
            name: array.name,
            dims: array.dims,
            shape: array.shape,
            column: (element) => array.column(element).map((chain) => chain.slice().sort()),
          }),
      );
      return new InferenceData(new Map([['posterior', new Dataset(sorted)]]));
    },
  });
  expect(result.correlated).toEqual([0, 1]);
  expect(result.verdict.text).toMatch(/2 posteriors have fewer than 20 effective draws even when made longer/);
});

test.each<[string, () => unknown, RegExp]>([
  [
    'model/option',
    () => Reflect.apply(simulationBasedCalibration, undefined, [meanModel(), { simulation: 3 }]),
    /simulation/,
  ],
  [
    'calibration/option',
    () => simulationBasedCalibration(meanModel(), { simulations: 0 }),
    /simulations must be a whole number of at least 1, not 0/,
  ],
  ['calibration/option', () => simulationBasedCalibration(meanModel(), { draws: 2.5 }), /draws must be a whole number/],
  [
    'calibration/option',
    () => simulationBasedCalibration(meanModel(), { falseAlarm: 1 }),
    /falseAlarm is a probability between 0 and 1, not 1/,
  ],
  [
    'calibration/option',
    () => simulationBasedCalibration(meanModel(), { sampling: {}, fit: (model) => sample(model) }),
    /Leave one of them out/,
  ],
  [
    'calibration/unknown-variable',
    () => simulationBasedCalibration(meanModel(), { variables: ['doubl'] }),
    /no free variable or deterministic 'doubl'\. Did you mean 'double'\?/,
  ],
  [
    'calibration/potential',
    () => {
      const model = meanModel();
      model.potential('pull', model.variable('mu').mul(-1));
      simulationBasedCalibration(model);
    },
    /the potential 'pull'.*cannot be drawn from/,
  ],
  [
    'calibration/shared-data',
    () => {
      const model = meanModel();
      model.normal('z', { mu: model.variable('measured'), sigma: 1 }, { observed: [1, 2, 3] });
      simulationBasedCalibration(model);
    },
    /'y' observes the data 'measured', and 'z' is computed from them too/,
  ],
  [
    'calibration/restricted',
    () => {
      const model = new Model('restricted');
      const mu = model.normal('mu', { mu: 0, sigma: 1 });
      model.normal('x', { mu, sigma: 1 }, { support: supports.positive });
      simulationBasedCalibration(model);
    },
    /'x'.*does not normalise its density again.*Use truncated/,
  ],
])('%s', (code, body, message) => {
  expect(body).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }));
});

test('what only shows in draws rejects the run', async () => {
  const flat = new Model('flat');
  flat.normal('y', { mu: flat.flat('mu', {}), sigma: 1 }, { observed: [1] });
  await expect(simulationBasedCalibration(flat, FEW).result).rejects.toMatchObject({ code: 'predict/no-random' });
  const quantities = { odd: () => Number.NaN };
  await expect(simulationBasedCalibration(meanModel(), { ...FEW, quantities }).result).rejects.toMatchObject({
    code: 'calibration/not-a-number',
    message: expect.stringMatching(/'odd' is NaN for the true values/),
  });
  const fit = (model: Model) => sample(model, { draws: 10, tune: 100, chains: 1, workers: 0, progress: false });
  await expect(simulationBasedCalibration(meanModel(), { ...FEW, fit }).result).rejects.toMatchObject({
    code: 'calibration/few-draws',
  });
  const result = await simulationBasedCalibration(meanModel(), FEW);
  expect(() => result.quantity('log likelihod')).toThrow(/Did you mean 'log likelihood'\?/);
});

test('a model that observes nothing shows whether its prior is sampled as it is drawn', async () => {
  const model = new Model('prior');
  model.random('x', distributions.gamma.dist({ alpha: 2, beta: 1 }));
  const result = await simulationBasedCalibration(model, { ...FEW, simulations: 40, draws: 39 });
  expect(result.quantities.map(({ name }) => name)).toEqual(['x']);
  expect(result.verdict.ok).toBe(true);
});
