/** The guide to checking a model by simulation; docs/how-to/check-a-model-by-simulation.md shows this code. */
import { readFileSync } from 'node:fs';
import { Model, sample, simulationBasedCalibration } from '@credence/dsl';
import { plotCalibration } from '@credence/plots';

const waits = Array.from({ length: 5 }, () => [1, 2, 3]);

const model = new Model('rates');
const shape = model.gamma('shape', { alpha: 4, beta: 2 });
const rate = model.gamma('rate', { alpha: 4, beta: 4 }, { shape: 3 });
model.gamma('wait', { alpha: shape, beta: rate }, { shape: [5, 3], observed: waits });

const result = await simulationBasedCalibration(model, { simulations: 100, seed: 1 });
const table = String(result); // least uniform ranks first, and the verdict

result.verdict.ok; // true: no quantity stands out
result.verdict.text; // in words, with the false-alarm probability
result.quantity('rate[0]').ranks; // one of 0 ... 99 for each simulation
const picture = plotCalibration(result).svg;

const sliced = await simulationBasedCalibration(model, {
  simulations: 100,
  seed: 1,
  fit: (simulated, { draws, seed }) =>
    sample(simulated, { draws, seed, sampler: 'slice', chains: 2, workers: 0, progress: false }),
  quantities: { longest: ({ shape: [alpha = 0] = [] }, { wait = [] }) => alpha * Math.max(...wait) },
});

test('the model is calibrated by NUTS and by slices', () => {
  expect(table).toContain(result.verdict.text);
  expect(result.verdict.ok).toBe(true);
  expect(result.quantity('rate[0]').ranks).toHaveLength(100);
  expect(picture).toMatch(/^<svg/);
  expect(sliced.verdict.ok).toBe(true);
  expect(sliced.quantities.map(({ name }) => name)).toEqual([
    'shape',
    'rate[0]',
    'rate[1]',
    'rate[2]',
    'log likelihood',
    'longest',
  ]);
});

test('the guide shows the code of this file', () => {
  const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
  const blocks = [...read('../../../docs/how-to/check-a-model-by-simulation.md').matchAll(/```ts\n(.*?)```/gs)];
  expect(blocks).toHaveLength(3);
  for (const [, code = ''] of blocks) expect(read('./calibrationGuide.test.ts')).toContain(code);
});
