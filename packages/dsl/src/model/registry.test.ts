/** A distribution of one's own: its method comes by `use`, its type by merging into the registry. */
import { readFileSync } from 'node:fs';
import { log } from '@credence/autodiff';
import { compile, defineDistribution, Model, positiveParameter, sample, supports } from '@credence/dsl';
import { distributionLaws } from '@credence/dsl/testing';

/** Rayleigh (1880): the length of a vector of two independent normal numbers. */
const rayleigh = defineDistribution({
  name: 'Rayleigh',
  method: 'rayleigh',
  parameters: { sigma: positiveParameter('scale, unit of x'), precision: positiveParameter('one over sigma squared') },
  alternatives: [['sigma'], ['precision']],
  support: supports.positive,
  logProb: (x, { sigma, precision }) =>
    sigma === undefined
      ? log(x).add(log(precision)).sub(x.square().mul(precision).mul(0.5))
      : log(x).sub(log(sigma).mul(2)).sub(x.div(sigma).square().mul(0.5)),
  random: (rng, { sigma, precision }) => (sigma ?? 1 / Math.sqrt(precision)) * Math.sqrt(2 * rng.exponential()),
  mean: ({ sigma, precision }) => (sigma ?? 1 / Math.sqrt(precision)) * Math.sqrt(Math.PI / 2),
});

declare module '@credence/dsl' {
  interface DistributionRegistry {
    rayleigh: typeof rayleigh;
  }
}

for (const { name, check } of distributionLaws(rayleigh, { parameters: [{ sigma: 2 }, { precision: 4 }], seed: 5 })) {
  test(name, check);
}

test('the method has the types of the definition', async () => {
  const model = new Model('wind', { use: [rayleigh] });
  const speed = model.rayleigh('speed', { sigma: 3 });
  model.rayleigh('gust', { precision: speed }, { shape: 2 });
  // @ts-expect-error there is no parameter scale
  expect(() => model.rayleigh('a', { scale: 1 })).toThrow("has no parameter 'scale'");
  // @ts-expect-error one of two ways
  expect(() => model.rayleigh('b', { sigma: 1, precision: 1 })).toThrow('not parameters of both');
  // @ts-expect-error a parameter is missing
  expect(() => model.rayleigh('c', {})).toThrow('Give { sigma } or { precision }');
  // @ts-expect-error there is no option dim
  expect(() => model.rayleigh('d', { sigma: 1 }, { dim: ['a'] })).toThrow("d ~ Rayleigh has no option 'dim'.");
  // @ts-expect-error normal needs sigma
  expect(() => model.normal('e', { mu: 0 })).toThrow("needs the parameter 'sigma'");
  expect(compile(model, { backend: 'reference' }).dimension).toBe(3);
  const posterior = await sample(model, { draws: 5, tune: 5, chains: 1, seed: 1, progress: false });
  expect(posterior.variables).toEqual(['speed', 'gust']);
});

test('a model that does not use it has no such method', () => {
  expect('rayleigh' in new Model()).toBe(false);
  expect('rayleigh' in new Model({ use: [rayleigh] })).toBe(true);
});

test('the guide shows the code of this file', () => {
  const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
  const blocks = [...read('../../../../docs/how-to/add-a-distribution.md').matchAll(/```ts\n(.*?)```/gs)];
  expect(blocks).toHaveLength(4);
  for (const [, code = ''] of blocks) expect(read('./registry.test.ts')).toContain(code);
});
