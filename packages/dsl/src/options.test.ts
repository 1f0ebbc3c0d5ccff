/** Every function with options refuses a name that it does not know, as callers without types may give. */
import {
  compile,
  logLikelihood,
  loo,
  Model,
  type Posterior,
  sample,
  sampleEnsemble,
  samplePosteriorPredictive,
  samplePriorPredictive,
  traceToDataFrame,
  waic,
} from './index.js';
import {
  fromCsv,
  fromNetcdfBytes,
  readCsv,
  readNetcdf,
  toCsv,
  toNetcdfBytes,
  writeCsv,
  writeNetcdf,
} from './storage/index.js';

const model = new Model('options');
const mu = model.normal('mu', { mu: 0, sigma: 1 });
model.normal('y', { mu, sigma: 1 }, { observed: [0.5, 1] });
const x = model.withData({});

let posterior: Posterior;
beforeAll(async () => {
  posterior = await sample(model, { draws: 20, tune: 20, chains: 2, seed: 1, progress: false, workers: 0 });
});

const calls: Readonly<Record<string, (wrong: object) => unknown>> = {
  compile: (wrong) => compile(model, wrong),
  sample: (wrong) => sample(model, wrong),
  sampleEnsemble: (wrong) => sampleEnsemble(model, { steps: 10, ...wrong }),
  samplePriorPredictive: (wrong) => samplePriorPredictive(model, wrong),
  samplePosteriorPredictive: (wrong) => samplePosteriorPredictive(posterior, wrong),
  'posterior.predict': (wrong) => posterior.predict({}, wrong),
  'posterior.summary': (wrong) => posterior.summary('mu', wrong),
  'posterior.toInferenceData': (wrong) => posterior.toInferenceData(wrong),
  'idata.summary': (wrong) => posterior.toInferenceData().summary(wrong),
  logLikelihood: (wrong) => logLikelihood(posterior, wrong),
  loo: (wrong) => loo(posterior, wrong),
  waic: (wrong) => waic(posterior, wrong),
  traceToDataFrame: (wrong) => traceToDataFrame(posterior, wrong),
  toCsv: (wrong) => toCsv(posterior, wrong),
  fromCsv: (wrong) => fromCsv('chain,draw,mu\n0,0,1.5\n', wrong),
  withData: (wrong) => x.withData({}, wrong),
};

test.each(Object.entries(calls))('%s', (_, call) => {
  expect(() => call({ speling: 1 })).toThrow(/has no option 'speling'\. Options: /);
});

test('files', async () => {
  const wrong: object = { speling: 1 };
  for (const call of [
    () => writeNetcdf('/nowhere/a.nc', posterior, wrong),
    () => readNetcdf('/nowhere/a.nc', wrong),
    () => toNetcdfBytes(posterior, wrong),
    () => fromNetcdfBytes(new Uint8Array(8), wrong),
    () => writeCsv('/nowhere/a.csv', posterior, wrong),
    () => readCsv('/nowhere/a.csv', wrong),
  ]) {
    await expect(call()).rejects.toThrow("has no option 'speling'");
  }
});
