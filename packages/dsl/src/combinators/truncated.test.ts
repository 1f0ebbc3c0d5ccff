/** Truncation in models: bounds that vary, supports, free variables, errors. */

import { compile } from '../compile/compile.js';
import type { AppliedDistribution } from '../distributions/applied.js';
import * as distributions from '../distributions/index.js';
import { Model } from '../model/model.js';
import { sample } from '../sample/sample.js';
import { checkGradient, densityAt } from '../testing/densityChecks.js';
import { failures, lomax } from '../testing/ownDistributions.js';
import { custom, truncated } from './index.js';

const { multivariateNormal, normal } = distributions;
const standard = normal.dist({ mu: 0, sigma: 1 });
const OPTIONS = { draws: 300, tune: 300, chains: 2, seed: 3, workers: 0, progress: false };
const laplaceWithout = custom({ logProb: (x) => x.abs().neg() });

describe('truncated', () => {
  test('bounds may be variables, and infinite for some observations', () => {
    const model = new Model('m');
    model.flat('mu');
    model.halfFlat('sigma');
    model.uniform('top', { lower: 3, upper: 5 });
    const base = normal.dist({ mu: 'mu', sigma: 'sigma' });
    const lower = [-Infinity, 0, 1];
    model.truncated('y', { base, lower, upper: 'top' }, { observed: [-1, 0.5, 1.5] });
    model.truncated('z', { base, lower: 0, upper: [2, Infinity] }, { observed: [1, 3] });
    const at = { mu: 0.4, sigma: 1.3, top: 3.5 };
    const each = normal.dist({ mu: 0.4, sigma: 1.3 });
    const mass = (a: number, b: number) => Math.log(each.cdf(b) - each.cdf(a));
    const expected =
      [-1, 0.5, 1.5, 1, 3].reduce((total, x) => total + each.logProb(x), -Math.log(2)) -
      (mass(-Infinity, 3.5) + mass(0, 3.5) + mass(1, 3.5) + mass(0, 2) + mass(0, Infinity));
    expect(densityAt(model, at)).toBeCloseTo(expected, 12);
    checkGradient(model, at);
    expect(
      model
        .graph()
        .edges.filter(({ to }) => to === 'y')
        .map(({ from }) => from),
    ).toEqual(['mu', 'sigma', 'top']);
  });

  test('the support is the part of the base that is left', () => {
    const between = (applied: AppliedDistribution<number>, x: number) => applied.logProb(x) > -Infinity;
    const positive = truncated(lomax.dist({ alpha: 2 }), { lower: -3, upper: 2 });
    expect([-1, 0.5, 2, 2.1].map((x) => between(positive, x))).toEqual([false, true, true, false]);
    const counts = truncated(failures.dist({ p: 0.3 }), { lower: 1.5, upper: 4 });
    expect([1, 2, 2.5, 4, 5].map((x) => between(counts, x))).toEqual([false, true, false, true, false]);
    expect(counts.cdf([1, 2, 4]).map((p) => Number(p.toFixed(12)))).toEqual(
      Float64Array.of(0, Number((0.3 / 0.657).toFixed(12)), 1),
    );
    expect(() => truncated(lomax.dist({ alpha: 2 }), { upper: -1 }).logProb(0)).toThrow(
      'Truncated(Lomax): nothing of (0, ∞) lies between lower = -∞ and upper = -1; lower must be less than upper. [support/bounds]',
    );
  });

  test('a free variable may be open on some sides', () => {
    const model = new Model('m');
    const lower = [0, 0, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
    const upper = [1, Number.POSITIVE_INFINITY, 1, Number.POSITIVE_INFINITY];
    model.truncated('x', { base: normal.dist({ mu: 0, sigma: 2 }), lower, upper });
    const compiled = compile(model);
    const x = [0.3, 4, -2, 5];
    const u = compiled.unconstrain({ x });
    expect(Array.from(u, (one) => Number(one.toFixed(12)))).toEqual(
      [Math.log(0.3 / 0.7), Math.log(4), Math.log(3), 5].map((one) => Number(one.toFixed(12))),
    );
    for (const [i, value] of compiled.valueAt('x', u).entries()) expect(value).toBeCloseTo(x[i]!, 13);
    const gradient = new Float64Array(4);
    const jacobian = Math.log(0.3 * 0.7) + Math.log(4) + Math.log(3);
    expect(compiled.logDensityAndGradient(u, gradient)).toBeCloseTo(compiled.logDensity({ x }) + jacobian, 12);
    const shifted = (i: number, by: number) =>
      compiled.logDensityAndGradient(
        u.map((one, k) => (k === i ? one + by : one)),
        new Float64Array(4),
      );
    for (const [i, slope] of gradient.entries()) {
      expect(slope).toBeCloseTo((shifted(i, 1e-5) - shifted(i, -1e-5)) / 2e-5, 6);
    }
  });

  test('a free variable stays between bounds that move with others', async () => {
    const model = new Model('m');
    const low = model.normal('low', { mu: 0, sigma: 1 });
    model.truncated('x', { base: normal.dist({ mu: 0, sigma: 1 }), lower: low, upper: low.add(0.5) });
    const posterior = await sample(model, OPTIONS);
    const [lows, xs] = [posterior.draws('low').values, posterior.draws('x').values];
    expect(xs.every((x, i) => x > lows[i]! && x < lows[i]! + 0.5)).toBe(true);
    // x given low is normalised, so low keeps its prior.
    expect(Math.abs(lows.reduce((a, b) => a + b, 0) / lows.length)).toBeLessThan(0.3);
  });

  test('what cannot be truncated', () => {
    expect(() => truncated(laplaceWithout, { lower: 0 })).toThrow(
      'truncated: Custom has no logCdf. Give it one in its definition. [distribution/missing-function]',
    );
    expect(() =>
      truncated(
        multivariateNormal.dist({
          mu: [0, 0],
          chol: [
            [1, 0],
            [0, 1],
          ],
        }),
        { lower: 0 },
      ),
    ).toThrow(
      'truncated: base ~ MultivariateNormal draws vectors, and a distribution of numbers is needed. [combinator/kind]',
    );
    expect(() => truncated(standard, {})).toThrow('truncated: give lower, upper or both. [combinator/bounds]');
    // @ts-expect-error a bound with another name
    expect(() => truncated(standard, { lowr: 0 })).toThrow(
      "truncated has no option 'lowr'. Options: lower, upper. Did you mean 'lower'?",
    );
    // @ts-expect-error a distribution without its parameters
    expect(() => truncated(normal, { lower: 0 })).toThrow(
      'truncated: base must be a distribution with its parameters, as distributions.normal.dist({ mu: 0, sigma: 1 }) gives, not a value of type object. [combinator/part]',
    );
    const bent = custom({
      logProb: (x) => x,
      logCdf: (x) => x,
      support: {
        name: 'odd',
        text: 'odd numbers',
        contains: (x) => x.greater(0),
        transform: { name: 'none', constrain: (u) => u, unconstrain: (x) => x },
      },
    });
    expect(() => truncated(bent, { lower: 0 }).logProb(1)).toThrow(
      'the support odd numbers does not say where it ends',
    );
    expect(() => truncated(standard, { lower: 1e200, upper: 2e200 }).random(1)).toThrow(
      'Truncated(Normal) cannot be drawn: its base has no probability between the bounds, with base.mu = 0, base.sigma = 1, lower = 1e+200, upper = 2e+200. [combinator/no-mass]',
    );
  });
});
