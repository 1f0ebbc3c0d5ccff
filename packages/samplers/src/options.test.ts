/** Every function with options refuses a name that it does not know, as callers without types may give. */
import { keyFromSeed } from '@credence/numerics';
import {
  differentialEvolutionMove,
  integratedTime,
  kernelDensityMove,
  leaveOneOut,
  paretoSmooth,
  populationLikelihood,
  runChains,
  sampleEnsemble,
  snookerMove,
  stretchMove,
  summarizeQuantity,
  waicOf,
  walkMove,
} from './index.js';

const chains = [Float64Array.from({ length: 40 }, (_, i) => Math.sin(i))];
const density = { dimension: 1, logDensityAndGradient: () => 0 };
const flat = { logProbability: () => 0, dimension: 1, steps: 4, walkers: 4, seed: 1, start: [0.1, 0.2, 0.3, 0.4] };

const calls: Readonly<Record<string, (wrong: object) => unknown>> = {
  snookerMove: (wrong) => snookerMove(wrong),
  walkMove: (wrong) => walkMove(wrong),
  stretchMove: (wrong) => stretchMove(wrong),
  differentialEvolutionMove: (wrong) => differentialEvolutionMove(wrong),
  kernelDensityMove: (wrong) => kernelDensityMove(wrong),
  integratedTime: (wrong) => integratedTime(chains, wrong),
  paretoSmooth: (wrong) => paretoSmooth(chains[0]!, wrong),
  leaveOneOut: (wrong) => leaveOneOut([chains], wrong),
  waicOf: (wrong) => waicOf([chains], wrong),
  summarizeQuantity: (wrong) => summarizeQuantity(chains, wrong),
  populationLikelihood: (wrong) =>
    populationLikelihood({ draws: chains, logPopulation: () => 0, interimPrior: 'flat', ...wrong }),
  runChains: (wrong) => runChains({ chains: 1, key: keyFromSeed(1), tune: 1, draws: 1, density, ...wrong }),
};

test.each(Object.entries(calls))('%s', (name, call) => {
  expect(() => call({ speling: 1 })).toThrow(new RegExp(`^${name}\\(.*\\) has no option 'speling'\\. Options: `));
});

test('sampleEnsemble, and the summaries of its result', async () => {
  await expect(async () => sampleEnsemble({ ...flat, ...{ speling: 1 } })).rejects.toThrow("no option 'speling'");
  const result = await sampleEnsemble(flat);
  const wrong: object = { discrad: 2 };
  expect(() => result.summary(wrong)).toThrow("Did you mean 'discard'?");
  expect(() => result.autocorrelationTime(wrong)).toThrow("Did you mean 'discard'?");
});
