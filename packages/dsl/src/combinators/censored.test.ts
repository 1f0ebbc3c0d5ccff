/** Censoring at bounds and to intervals, in models. */
import { compile } from '../compile/compile.js';
import * as distributions from '../distributions/index.js';
import { Model } from '../model/model.js';
import { checkGradient, densityAt } from '../testing/densityChecks.js';
import { failures } from '../testing/ownDistributions.js';
import { censored, custom, intervalCensored } from './index.js';

const { normal } = distributions;
const standard = normal.dist({ mu: 0, sigma: 1 });
const laplaceWithout = custom({ logProb: (x) => x.abs().neg() });

describe('censored', () => {
  test('a value at a bound has the probability of everything beyond', () => {
    const seen = censored(standard, { lower: -1, upper: 2 });
    expect(seen.logProb(-1)).toBeCloseTo(standard.logCdf(-1), 14);
    expect(seen.logProb(2)).toBeCloseTo(standard.logSurvival(2), 14);
    expect(seen.logProb(0.3)).toBe(standard.logProb(0.3));
    expect(seen.logProb([-1.1, 2.1])).toEqual(Float64Array.of(-Infinity, -Infinity));
    const counts = censored(failures.dist({ p: 0.3 }), { upper: 3 });
    const total = [0, 1, 2, 3].reduce((sum, x) => sum + Math.exp(counts.logProb(x)), 0);
    expect(total).toBeCloseTo(1, 14);
    expect(counts.cdf(2)).toBeCloseTo(failures.dist({ p: 0.3 }).cdf(2), 14);
    expect(counts.cdf(3)).toBe(1);
    const draws = seen.random(1, 4000);
    expect(draws.filter((x) => x === -1).length / 4000).toBeCloseTo(standard.cdf(-1), 1);
    expect(Math.max(...draws)).toBe(2);
  });

  test('each observation may have its own bound, or none', () => {
    const model = new Model('m');
    model.halfFlat('scale');
    const ends = [2, Infinity, 3];
    model.censored('t', { base: normal.dist({ mu: 0, sigma: 'scale' }), upper: ends }, { observed: [2, 5, 1] });
    const own = normal.dist({ mu: 0, sigma: 1.7 });
    expect(densityAt(model, { scale: 1.7 })).toBeCloseTo(own.logSurvival(2) + own.logProb(5) + own.logProb(1), 12);
    checkGradient(model, { scale: 1.7 });
    expect(() => model.censored('u', { base: standard, upper: 1 }, { observed: [0, 1.5] })).toThrow(
      'u ~ Censored(Normal): observed[1] = 1.5 lies outside (-∞, 1]. Check the data',
    );
  });

  test('a free variable of it cannot be sampled', () => {
    const model = new Model('m');
    model.censored('t', { base: standard, upper: 1 });
    expect(() => compile(model)).toThrow(
      /^t ~ Censored\(Normal\) \(declared at .*censored\.test\.ts.*\) has some of its probability at the bounds of its censoring and is not observed\. Gradients cannot move values there and back: observe it, or declare what it is made from\. \[model\/mixed-free\]$/,
    );
    expect(() => censored(censored(standard, { upper: 1 }), { lower: 0 })).toThrow(
      'censored: base ~ Censored(Normal) has some of its probability at single points.',
    );
    expect(() => censored(laplaceWithout, { lower: 0 })).toThrow('censored: Custom has no logCdf.');
  });
});

describe('intervalCensored', () => {
  test('pairs hold exact values, intervals and both tails', () => {
    const seen = intervalCensored(standard);
    const values = seen.logProb([
      [0.3, 0.3],
      [-1, 2],
      [-Infinity, 0.5],
      [1, Infinity],
      [9, 10],
    ]);
    const between = Math.log(standard.cdf(2) - standard.cdf(-1));
    const expected = [standard.logProb(0.3), between, standard.logCdf(0.5), standard.logSurvival(1)];
    for (const [i, value] of expected.entries()) expect(values[i]).toBeCloseTo(value, 13);
    expect(values[4]).toBeCloseTo(Math.log(Math.exp(standard.logSurvival(9)) - Math.exp(standard.logSurvival(10))), 12);
    const counts = intervalCensored(failures.dist({ p: 0.3 }));
    const one = failures.dist({ p: 0.3 });
    expect(counts.logProb([2, 4])[0]).toBeCloseTo(
      Math.log([2, 3, 4].reduce((sum, x) => sum + Math.exp(one.logProb(x)), 0)),
      13,
    );
    expect(counts.logProb([2, 2])[0]).toBe(one.logProb(2));
  });

  test('in a model each pair is an observation', () => {
    const model = new Model('m');
    model.flat('mu');
    const pairs = [
      [0, 1],
      [2, 2],
      [-Infinity, 0],
      [3, Infinity],
    ];
    model.intervalCensored('t', { base: normal.dist({ mu: 'mu', sigma: [1, 1, 2, 2] }) }, { observed: pairs });
    checkGradient(model, { mu: 0.7 });
    expect(() =>
      model.intervalCensored(
        'u',
        { base: standard },
        {
          observed: [
            [0, 1],
            [3, 2],
          ],
        },
      ),
    ).toThrow(
      'u ~ IntervalCensored(Normal): observed[1] = [3, 2], and the first must be at most the second. Check the data or choose another distribution. [data/support]',
    );
    expect(() => model.intervalCensored('u', { base: standard }, { observed: [1, 2, 3] })).toThrow('shape/');
  });
});
