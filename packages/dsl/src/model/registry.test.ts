/** A distribution of one's own: its method comes by `use`, its type by merging into the registry. */
import { readFileSync } from 'node:fs';
import { log, maximum } from '@credence/autodiff';
import {
  bijections,
  compile,
  defineDistribution,
  Model,
  positiveParameter,
  sample,
  samplePriorPredictive,
  supports,
} from '@credence/dsl';
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
  logSurvival: (x, { sigma, precision }) =>
    maximum(x, 0)
      .square()
      .mul(precision ?? sigma.square().reciprocal())
      .mul(-0.5),
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

test('it has a place in every combinator', () => {
  const model = new Model('wind', { use: [rayleigh] });
  const sigma = model.halfNormal('sigma', { sigma: 5 });
  const wind = rayleigh.dist({ sigma });

  model.truncated('inRange', { base: wind, lower: 3, upper: 25 }, { observed: [4, 8, 12] });
  model.censored('capped', { base: wind, upper: 10 }, { observed: [4, 10, 10] });
  const bins = [
    [0, 2],
    [2, 4],
    [8, Number.POSITIVE_INFINITY],
  ];
  model.intervalCensored('binned', { base: wind }, { observed: bins });
  const storm = rayleigh.dist({ sigma: 12 });
  model.mixture('regimes', { weights: [0.8, 0.2], components: [wind, storm] }, { observed: [3, 14] });
  const scales = sigma.mul([1, 2, 3]);
  model.mixture(
    'places',
    { weights: [0.5, 0.3, 0.2], components: rayleigh.dist({ sigma: scales }) },
    { observed: [3, 14] },
  );
  model.hurdle('calms', { base: wind, psi: 0.9 }, { observed: [0, 3, 5] });
  model.transformed('logWind', { base: wind, bijection: bijections.log }, { observed: [1.2, 0.4] });
  const compiled = compile(model);
  expect(compiled.dimension).toBe(1);
  const slopes = compiled.gradient({ sigma: 4 });
  const differences = compiled.logDensity({ sigma: 4.0001 }) - compiled.logDensity({ sigma: 3.9999 });
  expect(slopes.sigma![0]).toBeCloseTo(differences / 0.0002, 5);
  const all = samplePriorPredictive(model, { draws: 2, seed: 1 }).group('prior_predictive');
  expect(all.names).toEqual(['inRange', 'capped', 'binned', 'regimes', 'places', 'calms', 'logWind']);
});

test('with numbers it can be computed with', () => {
  const wind = rayleigh.dist({ sigma: 2 });
  wind.logProb([1, 2, 3]);
  wind.cdf(2); // 1 - exp(-1/2)
  wind.icdf(0.5); // found by bisection: the definition has no icdf
  wind.random(7, 1000); // seed 7
  expect(wind.cdf(2)).toBeCloseTo(1 - Math.exp(-0.5), 14);
  expect(wind.icdf(0.5)).toBeCloseTo(2 * Math.sqrt(2 * Math.LN2), 13);
});

test('a model that does not use it has no such method', () => {
  expect('rayleigh' in new Model()).toBe(false);
  expect('rayleigh' in new Model({ use: [rayleigh] })).toBe(true);
});

test('the guide shows the code of this file', () => {
  const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
  const blocks = [...read('../../../../docs/how-to/add-a-distribution.md').matchAll(/```ts\n(.*?)```/gs)];
  expect(blocks).toHaveLength(6);
  for (const [, code = ''] of blocks) expect(read('./registry.test.ts')).toContain(code);
});
