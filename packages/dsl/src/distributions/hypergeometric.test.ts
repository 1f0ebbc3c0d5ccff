/** Hypergeometric numbers and single points at their borders, in models, and where populations are large. */
import { mixture } from '../combinators/index.js';
import { Model } from '../model/model.js';
import * as distributions from './index.js';

const { betaBinomial, diracDelta, discreteUniform, gompertz, hypergeometric, poisson } = distributions;

test('urns that leave no choice', () => {
  for (const [N, k, n, only] of [
    [0, 0, 0, 0],
    [5, 5, 3, 3],
    [5, 0, 3, 0],
    [5, 2, 5, 2],
    [5, 2, 0, 0],
  ] as const) {
    const urn = hypergeometric.dist({ N, k, n });
    expect(urn.logProb(only)).toBeCloseTo(0, 13);
    expect(urn.logProb(only + 1)).toBe(Number.NEGATIVE_INFINITY);
    expect([urn.cdf(only - 1), urn.cdf(only), urn.icdf(0.5)]).toEqual([0, 1, only]);
    expect([urn.mean(), urn.variance(), urn.mode(), urn.random(1)]).toEqual([only, 0, only, only]);
  }
});

test('draws from large urns', () => {
  const urn = hypergeometric.dist({ N: 1e9, k: 4e8, n: 1e6 });
  const draws = urn.random(3, 2000);
  const mean = draws.reduce((sum, x) => sum + x, 0) / 2000;
  const variance = draws.reduce((sum, x) => sum + (x - 4e5) ** 2, 0) / 2000;
  expect(Math.abs(mean - urn.mean())).toBeLessThan(4 * Math.sqrt(urn.variance() / 2000));
  expect(Math.abs(variance / urn.variance() - 1)).toBeLessThan(4 * Math.sqrt(2 / 2000));
  expect(urn.cdf(urn.mode())).toBeCloseTo(0.5, 2);
});

test('what cannot be drawn is refused, in words', () => {
  const model = new Model('m');
  expect(() => model.hypergeometric('x', { N: 5, k: 7, n: 2 })).toThrow(
    /x ~ Hypergeometric: k and n must be at most N/,
  );
  expect(() => model.hypergeometric('x', { N: 5, k: 2, n: 2.5 })).toThrow(
    'x ~ Hypergeometric: n must be a whole number >= 0, and is 2.5.',
  );
  expect(() => model.hypergeometric('x', { N: 5, k: 4, n: 3 }, { observed: 1 })).toThrow(
    'x ~ Hypergeometric: observed = 1 lies outside {2, 3}.',
  );
  expect(() => model.diracDelta('d', { c: 0.5 })).toThrow('d ~ DiracDelta: c must be a whole number, and is 0.5.');
  expect(() => model.discreteUniform('u', { lower: 3, upper: 1 })).toThrow(
    /u ~ DiscreteUniform: lower must be at most upper/,
  );
});

test('a free number of an urn is summed out', () => {
  const model = new Model('m');
  const marked = model.hypergeometric('marked', { N: 20, k: 8, n: 5 });
  model.normal('y', { mu: marked, sigma: 1 }, { observed: [2, 3] });
  expect(model.explain().steps.find(({ variable }) => variable === 'marked')).toMatchObject({ applied: true });
});

test('a single point as a part of a mixture of counts', () => {
  const counts = mixture({ weights: [0.3, 0.7], components: [diracDelta.dist({ c: 2 }), poisson.dist({ mu: 1 })] });
  expect(Math.exp(Number(counts.logProb(2)))).toBeCloseTo(0.3 + 0.7 * (Math.exp(-1) / 2), 13);
  expect(Math.exp(Number(counts.logProb(0)))).toBeCloseTo(0.7 * Math.exp(-1), 13);
  expect(diracDelta.dist({ c: 2 }).icdf([0, 0.4, 1, Number.NaN])).toEqual(Float64Array.of(2, 2, 2, Number.NaN));
});

test('quantiles of a level that is NaN are NaN', () => {
  for (const one of [discreteUniform.dist({ lower: 1, upper: 3 }), betaBinomial.dist({ n: 3, alpha: 1, beta: 2 })])
    expect(one.icdf(Number.NaN)).toBeNaN();
  expect(gompertz.dist({ eta: 1, b: 2 }).icdf(Number.NaN)).toBeNaN();
});
