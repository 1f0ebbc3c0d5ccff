/** Summing discrete variables out: the identity of the densities on families of models, and what cannot be summed. */
import { cast, gather, stack, where } from '@credence/autodiff';
import { Model } from '../../model/model.js';
import { sample } from '../../sample/sample.js';
import { ordered } from '../../supports/index.js';
import { marginalIdentity } from '../testing/marginalIdentity.js';

const y = [2.1, -0.3, 1.2, 0.4, 3.3, -1.7];

interface Case {
  readonly name: string;
  readonly build: () => Model;
  readonly integrated: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: 'a mixture of two by an index for each value',
    integrated: ['k'],
    build: () => {
      const m = new Model();
      const p = m.beta('p', { alpha: 2, beta: 2 });
      const mu = m.normal('mu', { mu: 0, sigma: 3 }, { shape: 2 });
      const k = m.bernoulli('k', { p }, { shape: 6 });
      m.normal('y', { mu: gather(mu, k), sigma: 1 }, { observed: y });
      return m;
    },
  },
  {
    name: 'three values, other scales, by choices',
    integrated: ['k'],
    build: () => {
      const m = new Model();
      const mu = m.normal('mu', { mu: 0, sigma: 3 });
      const k = m.discreteUniform('k', { lower: 1, upper: 3 }, { shape: 6 });
      m.studentT('y', { nu: 4, mu: where(k.equal(2), mu, mu.mul(k)), sigma: k.add(0.5) }, { observed: y });
      return m;
    },
  },
  {
    name: 'one switch for all, in two likelihoods and a prior',
    integrated: ['k'],
    build: () => {
      const m = new Model();
      const k = m.binomial('k', { n: 3, p: 0.3 });
      const mu = m.normal('mu', { mu: k, sigma: 1 }, { shape: 2 });
      m.normal('y', { mu: k.mul(mu.slice([0])), sigma: 1 }, { observed: y });
      m.poisson('count', { mu: k.add(1) }, { observed: [0, 2] });
      return m;
    },
  },
  {
    name: 'a switch point',
    integrated: ['at'],
    build: () => {
      const m = new Model();
      const at = m.discreteUniform('at', { lower: 0, upper: 5 });
      const rate = m.exponential('rate', { lam: 1 }, { shape: 2 });
      const early = at.greater([0, 1, 2, 3, 4, 5]);
      m.poisson('count', { mu: where(early, rate.slice([0]), rate.slice([1])) }, { observed: [4, 5, 3, 0, 1, 0] });
      return m;
    },
  },
  {
    name: 'a chain of states',
    integrated: ['a', 'b', 'c'],
    build: () => {
      const m = new Model();
      const stay = m.beta('stay', { alpha: 4, beta: 2 });
      const mu = m.normal('mu', { mu: 0, sigma: 3 }, { shape: 2 });
      const a = m.bernoulli('a', { p: 0.5 });
      const b = m.bernoulli('b', { p: where(a.equal(1), stay, stay.neg().add(1)) });
      const c = m.bernoulli('c', { p: where(b.equal(1), stay, stay.neg().add(1)) });
      for (const [i, state] of [a, b, c].entries())
        m.normal(`y${i}`, { mu: gather(mu, state), sigma: 1 }, { observed: y[i]! });
      return m;
    },
  },
  {
    name: 'a mixture of three by an index for each value, with weights of their own',
    integrated: ['z'],
    build: () => {
      const m = new Model();
      const w = m.dirichlet('w', { a: [1, 2, 1.5] });
      const mu = m.normal('mu', { mu: 0, sigma: 3 }, { shape: 3 });
      const z = m.categorical('z', { p: w }, { shape: 6 });
      m.normal('y', { mu: gather(mu, z), sigma: 1 }, { observed: y });
      return m;
    },
  },
  {
    name: 'classes by covariates, and what was seen of them',
    integrated: ['z'],
    build: () => {
      const m = new Model();
      const slope = m.normal('slope', { mu: 0, sigma: 1 }, { shape: 3 });
      const seen = m.normal('seen', { mu: 0, sigma: 1 }, { shape: [3, 4] });
      const x = [0.2, 1.3, -0.7, 0.1, 2.2, -1.4];
      const z = m.categorical('z', { logit: slope.expandDims(0).mul(x.map((one) => [one])) });
      m.categorical('mark', { logit: gather(seen, z) }, { observed: [0, 3, 1, 2, 2, 0] });
      m.normal('y', { mu: z, sigma: 1 }, { observed: y });
      return m;
    },
  },
  {
    name: 'chains of classes, side by side',
    integrated: ['a', 'b', 'c'],
    build: () => {
      const m = new Model();
      const rows = [0, 1, 2].map((i) => m.dirichlet(`row${i}`, { a: [2, 1, 1] }));
      const step = stack(rows);
      const mu = m.normal('mu', { mu: 0, sigma: 3 }, { shape: 3 });
      const a = m.categorical('a', { p: [0.5, 0.3, 0.2] }, { shape: 2 });
      const b = m.categorical('b', { p: gather(step, a) });
      const c = m.categorical('c', { p: gather(step, b) });
      for (const [i, state] of [a, b, c].entries())
        m.normal(`y${i}`, { mu: gather(mu, state), sigma: 1 }, { observed: y.slice(2 * i, 2 * i + 2) });
      return m;
    },
  },
  {
    name: 'a rating that is not seen',
    integrated: ['rating'],
    build: () => {
      const m = new Model();
      const cutpoints = m.normal('cutpoints', { mu: 0, sigma: 2 }, { shape: 3, support: ordered });
      const eta = m.normal('eta', { mu: 0, sigma: 1 }, { shape: 6 });
      const rating = m.orderedLogistic('rating', { eta, cutpoints });
      m.normal('y', { mu: rating, sigma: 1 }, { observed: y });
      return m;
    },
  },
  {
    name: 'groups, and values that rule a level out',
    integrated: ['k'],
    build: () => {
      const m = new Model();
      const top = m.uniform('top', { lower: 1, upper: 2 });
      const k = m.bernoulli('k', { logit: 0.3 }, { shape: 3 });
      const each = gather(k, Int32Array.from([0, 1, 2, 0, 1, 2]));
      m.uniform('y', { lower: 0, upper: top.add(each.mul(4)) }, { observed: [0.5, 3, 0.2, 0.1, 0.3, 2.5] });
      return m;
    },
  },
  {
    name: 'a normal variable under an indicator is integrated where the indicator does not reach it',
    integrated: ['z', 'k'],
    build: () => {
      const m = new Model();
      const spread = m.halfNormal('spread', { sigma: 1 });
      const k = m.bernoulli('k', { p: 0.3 }, { shape: 6 });
      m.normal('w', { mu: k, sigma: spread }, { observed: y });
      const z = m.normal('z', { mu: 0, sigma: spread }, { shape: 6 });
      m.normal('y', { mu: z, sigma: 1 }, { observed: y });
      return m;
    },
  },
];

test.each(cases)('$name', ({ build, integrated }) => {
  const { worst, integrated: found } = marginalIdentity(build(), { points: 300 });
  expect(found).toEqual(integrated);
  expect(worst).toBeLessThan(1e-10);
});

test.each<[string, (m: Model) => unknown, RegExp]>([
  [
    'infinitely many values',
    (m) => m.poisson('y', { mu: m.poisson('k', { mu: 3 }).add(1) }, { observed: [1] }),
    /infinitely many values/,
  ],
  [
    'values whose number depends on another variable',
    (m) => {
      const n = m.discreteUniform('n', { lower: 1, upper: 3 });
      const k = m.binomial('k', { n, p: 0.5 });
      m.normal('y', { mu: k, sigma: 1 }, { observed: [1] });
    },
    /depends on data or on other variables/,
  ],
  [
    'elements together',
    (m) =>
      m.normal(
        'y',
        { mu: cast(m.bernoulli('k', { p: 0.5 }, { shape: 3 }), 'float64').sum(), sigma: 1 },
        { observed: [1] },
      ),
    /elements of y depend on several elements of k, through sum/,
  ],
])('%s are not summed, and sampling says why', async (_, declare, text) => {
  const m = new Model();
  m.normal('free', { mu: 0, sigma: 1 });
  declare(m);
  const step = m.explain().steps.find(({ variable }) => variable === 'k');
  expect(step?.applied).toBe(false);
  expect(step?.text).toMatch(text);
  await expect(sample(m, { progress: false })).rejects.toMatchObject({ code: 'model/discrete-free' });
  await expect(sample(m, { progress: false })).rejects.toThrow(text);
});
