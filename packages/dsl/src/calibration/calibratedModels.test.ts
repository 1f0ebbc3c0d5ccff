/**
 * Simulation-based calibration of a model for each kind of support, combinator and rewrite, and of planted faults. CREDENCE_LONG=1:
 * all models and 500 simulations each. Every model that is right is called wrong with a probability of at most 1e-4.
 */
import {
  type CalibrationOptions,
  type CalibrationResult,
  Dataset,
  InferenceData,
  LabelledArray,
  Model,
  sample,
  simulationBasedCalibration,
} from '../index.js';
import * as models from './testing/calibrationModels.js';

const LONG = process.env.CREDENCE_LONG === '1';
const FALSE_ALARM = 1e-4;
const OPTIONS: CalibrationOptions = {
  simulations: LONG ? 500 : 100,
  seed: 20,
  falseAlarm: FALSE_ALARM,
  progress: false,
};

const { withoutJacobian, rayleigh: _, ...right } = models;
const IN_EVERY_RUN = ['simplexModel', 'missingModel'];
const tried = Object.entries(right).filter(([name]) => LONG || IN_EVERY_RUN.includes(name));

test.each(tried)(
  '%s is calibrated',
  async (_, model) => {
    const result = await simulationBasedCalibration(model(), OPTIONS);
    expect(result.verdict.text).toMatch(/^Calibrated as far as \d+ simulations can tell/);
    expect(result.failed).toEqual([]);
    expect(result.simulations).toBe(OPTIONS.simulations);
  },
  600_000,
);

test('a Jacobian that is missing is found', async () => {
  const result = await simulationBasedCalibration(withoutJacobian(), { ...OPTIONS, simulations: 250 });
  expect(result.verdict.ok).toBe(false);
  expect(result.quantity('sigma').fault).toMatch(/^true values lie high among the draws: the posterior is too low/);
}, 100_000);

/** Draws of `theta` that are `factor` times as wide as they should be. */
async function widened(model: Model, request: { readonly draws: number; readonly seed: number }, factor: number) {
  const posterior = await sample(model, { ...request, chains: 1, workers: 0, progress: false });
  const arrays = [...posterior.toInferenceData().group('posterior')].map((array) => {
    const { name, dims, shape } = array;
    if (name !== 'theta') return array;
    const column = (element: number) =>
      array.column(element).map((chain) => {
        const mean = chain.reduce((sum, value) => sum + value, 0) / chain.length;
        return chain.map((value) => mean + factor * (value - mean));
      });
    return new LabelledArray({ name, dims, shape, column });
  });
  return new InferenceData(new Map([['posterior', new Dataset(arrays)]]));
}

test('what was integrated out and is drawn afterwards with a wrong variance is found', async () => {
  const wide = await simulationBasedCalibration(models.poolingModel(), {
    ...OPTIONS,
    fit: (model, request) => widened(model, request, 2),
  });
  const faulty = wide.quantities.filter(({ calibrated }) => !calibrated).map(({ name }) => name);
  expect(faulty.filter((name) => name.startsWith('theta')).length).toBeGreaterThan(3);
  expect(wide.quantity('theta[0]').fault).toMatch(/the posterior is too wide \(spread 0\.\d\d\)$/);
  expect(wide.quantity('mu').calibrated && wide.quantity('tau').calibrated).toBe(true);
}, 100_000);

test('a posterior that ignores the data is found by the log likelihood alone', async () => {
  const prior = (model: Model, { draws, seed }: { readonly draws: number; readonly seed: number }) => {
    const blind = new Model('blind');
    blind.random('sigma', models.rayleigh.dist({ sigma: 2 }));
    return sample(model === undefined ? model : blind, { draws, seed, chains: 1, workers: 0, progress: false });
  };
  const result: CalibrationResult = await simulationBasedCalibration(models.ownModel(), { ...OPTIONS, fit: prior });
  expect(result.quantity('sigma').calibrated).toBe(true);
  expect(result.quantity('log likelihood').calibrated).toBe(false);
}, 100_000);
