/** `rewrites`: sums over data from numbers that are worked out once, which can be left out. */
import { Model } from '../model/model.js';
import { sample } from '../sample/sample.js';
import { compile } from './compile.js';

const observed = Float64Array.from({ length: 60 }, (_, i) => ((i * 37) % 17) / 5);

function grouped(): Model {
  const model = new Model('grouped');
  const spread = model.halfNormal('spread', { sigma: 2 });
  const means = model.normal('means', { mu: 1, sigma: spread }, { shape: [4] });
  const sigma = model.halfNormal('sigma', { sigma: 2 });
  const group = model.data(
    'group',
    Int32Array.from(observed, (_, i) => i % 4),
  );
  model.normal('y', { mu: means.gather(group), sigma }, { observed });
  return model;
}

test('the density and its gradient are the same, over a few numbers in place of the data', () => {
  const [rewritten, plain] = [compile(grouped()), compile(grouped(), { rewrites: { sufficientStatistics: false } })];
  const [found, expected] = [new Float64Array(6), new Float64Array(6)];
  for (let k = 0; k < 50; k++) {
    const position = Float64Array.from({ length: 6 }, (_, i) => Math.sin(1 + 7 * k + i));
    expect(rewritten.logDensityAndGradient(position, found)).toBeCloseTo(
      plain.logDensityAndGradient(position, expected),
      10,
    );
    for (const [i, slope] of found.entries()) expect(slope).toBeCloseTo(expected[i]!, 10);
  }
  expect(String(rewritten.explain())).toContain('by their counts, means and squares');
  expect(String(plain.explain())).not.toContain('by their counts, means and squares');
  const sizes = (model: typeof plain) =>
    model.explain()!.functions[0]!.steps.map((step) => (step.kind === 'loop' ? Math.max(1, ...step.space) : 0));
  expect(Math.max(...sizes(rewritten))).toBeLessThan(60);
  expect(Math.max(...sizes(plain))).toBe(60);
});

test('explain says which sums over data stay, and why', () => {
  const model = new Model('curve');
  const rate = model.halfNormal('rate', { sigma: 1 });
  const times = model.data('times', observed);
  model.normal('y', { mu: times.mul(rate).exp(), sigma: 1 }, { observed });
  expect(compile(model).explain()!.refused).toEqual([
    { what: 'sum(square(sub(y, exp(…))))', reason: 'rate enters through exp: not linear' },
  ]);
});

test('sample takes the choice along', async () => {
  const options = { draws: 500, tune: 500, chains: 2, seed: 3, progress: false, workers: 0 };
  const posterior = await sample(grouped(), { ...options, rewrites: { sufficientStatistics: false } });
  const other = await sample(grouped(), options);
  const [a, b] = [posterior, other].map((result) => result.summary('sigma').rows[0]);
  expect(Math.abs(a!.mean - b!.mean)).toBeLessThan(5 * Math.hypot(a!.mcseMean, b!.mcseMean));
});

test('rewrites are named, and true or false', () => {
  expect(() => Reflect.apply(compile, undefined, [grouped(), { rewrites: { statistics: true } }])).toThrow(
    "rewrites has no option 'statistics'. Options: sufficientStatistics. [compile/rewrites]",
  );
  expect(() => Reflect.apply(compile, undefined, [grouped(), { rewrites: { sufficientStatistics: 1 } }])).toThrow(
    'rewrites.sufficientStatistics is 1; it must be true or false. [compile/rewrites]',
  );
});
