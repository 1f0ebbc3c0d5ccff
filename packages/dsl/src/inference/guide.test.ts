/** The code of the guide to what comes after the draws runs as it stands there, and its results are what the text says. */
import { readFileSync } from 'node:fs';
import { gather } from '@credence/autodiff';
import * as dsl from '../index.js';

const GUIDE = new URL('../../../../docs/how-to/use-what-comes-after-the-draws.md', import.meta.url);
/** The constructor of async functions: the blocks of the guide await. */
const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;

test('every block of the guide runs, one after another', async () => {
  const blocks = [...readFileSync(GUIDE, 'utf8').matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code);
  expect(blocks).toHaveLength(6);
  const printed: string[] = [];
  const scope = { ...dsl, gather, console: { log: (text: unknown) => printed.push(String(text)) } };
  const results = 'return { model, prior, posterior, idata, predicted, pointwise };';
  const run = new AsyncFunction(...Object.keys(scope), `'use strict';\n${blocks.join('\n')}\n${results}`);
  const { model, prior, posterior, idata, predicted, pointwise } = await run(...Object.values(scope));

  expect(idata.groups).toEqual(
    expect.arrayContaining([
      'posterior',
      'sample_stats',
      'observed_data',
      'constant_data',
      'prior',
      'prior_predictive',
    ]),
  );
  expect(idata.has('posterior_predictive')).toBe(true);
  expect(printed[0]).toBe(String(idata));
  const effect = posterior.draws('effect').values;
  expect(printed.slice(1)).toEqual(Array.from({ length: 4000 }, (_, i) => String(effect[2 * i])));
  expect(prior.group('prior').variable('slope').values).toHaveLength(500);
  expect(predicted.group('predictions').variable('y').shape).toEqual([4, 1000, 2]);
  expect(predicted.group('predictions').attributes.resampled).toEqual([]);
  const coords = { site: ['east', 'west'] };
  const elsewhere = posterior.predict({}, { seed: 3, coords }).group('predictions').attributes;
  expect(elsewhere.resampled).toEqual(['effect']);
  expect(pointwise.variable('y').shape).toEqual([4, 1000, 5]);
  expect(model.name).toBe('line');
});
