/** Missing values: refused with their places, or left out; masks. */
import { compile } from '../compile/compile.js';
import { multivariateNormal, normal, poisson } from '../distributions/index.js';
import { checkGradient, densityAt } from '../testing/densityChecks.js';
import { line } from '../testing/line.js';
import { Model } from './model.js';
import type { VariableOptions } from './options.js';

const { NaN: nan } = Number;

describe('error, the default', () => {
  test('names the first places, counts the others, and says what can be done', () => {
    const all = Array.from({ length: 30 }, (_, i) => ([3, 17, 20, 22, 23, 29].includes(i) ? nan : 1));
    const model = new Model('m');
    const advice =
      " NaN. Leave missing values out of the likelihood by missing: 'drop', or make them free variables by missing: 'impute'. [data/nan]";
    const refused = (observed: VariableOptions['observed'], text: string) =>
      expect(() => model.normal('y', { mu: 0, sigma: 1 }, { observed })).toThrow(
        `y ~ Normal: observed${text}${advice}`,
      );
    refused(all, '[3], [17], [20] and 3 others are');
    refused([1, nan], '[1] is');
    refused([nan, 1, nan], '[0] and [2] are');
    refused([nan, nan, nan], '[0], [1] and [2] are');
    refused([nan, nan, nan, nan], '[0], [1], [2] and 1 other are');
    refused(
      [
        [1, 2],
        [nan, 3],
      ],
      '[1,0] is',
    );
    expect(() => model.data('z', [1, nan])).toThrow(
      "data z: value[1] is NaN. Leave missing values out of the data, or declare data that are observed with { missing: 'keep' }. [data/nan]",
    );
    // @ts-expect-error no such way
    expect(() => model.normal('y', { mu: 0, sigma: 1 }, { observed: [nan], missing: 'skip' })).toThrow(
      "y ~ Normal: missing is 'skip', and must be 'error', 'drop' or 'impute'. [model/option]",
    );
    expect(() => model.normal('y', { mu: 0, sigma: 1 }, { missing: 'drop' })).toThrow(
      'y ~ Normal: the option missing is about observed values, and there are none. Give them by the option observed. [model/option]',
    );
    expect(() => model.normal('y', { mu: 0, sigma: 1 }, { mask: [true] })).toThrow(
      'the option mask is about observed values',
    );
  });

  test('new data are refused in the same way', () => {
    const model = line([1, 2, 3, 4], {});
    expect(() => model.withData({ y: [1, nan, 3, nan] })).toThrow('withData: y: value[1] and [3] are NaN.');
  });
});

describe('drop', () => {
  test('leaves values out, with the parameters beside them', () => {
    const model = line([1, nan, 2, nan], { missing: 'drop' });
    const expected = (slope: number) =>
      normal.dist({ mu: 0, sigma: 2 }).logProb(slope) +
      normal.dist({ mu: 0, sigma: 1 }).logProb(1) +
      normal.dist({ mu: 2 * slope, sigma: 3 }).logProb(2);
    expect(densityAt(model, { slope: 0.7 })).toBeCloseTo(expected(0.7), 13);
    checkGradient(model, { slope: 0.7 });
    expect(compile(model).logDensity({ slope: 0.7 })).toBe(densityAt(model, { slope: 0.7 }));
    expect(model.toString()).toContain('observed, but 2 of 4');
    expect(densityAt(line([1, 0, 2, 0], { missing: 'drop' }), { slope: 0.7 })).toBe(
      densityAt(line([1, 0, 2, 0], {}), { slope: 0.7 }),
    );
  });

  test('checks only what is there, also where supports vary', () => {
    const model = new Model('m');
    const top = model.uniform('top', { lower: 5, upper: 6 });
    model.uniform('y', { lower: 0, upper: top }, { observed: [1, nan, 4], missing: 'drop' });
    model.poisson('n', { mu: 2 }, { observed: [1, nan, 3], missing: 'drop' });
    expect(densityAt(model, { top: 5.5 })).toBeCloseTo(
      -2 * Math.log(5.5) + poisson.dist({ mu: 2 }).logProb(1) + poisson.dist({ mu: 2 }).logProb(3),
      12,
    );
    expect(densityAt(model, { top: 3 })).toBe(-Infinity);
    expect(() => model.poisson('k', { mu: 2 }, { observed: [1, nan, 3.5], missing: 'drop' })).toThrow(
      'k ~ Poisson: observed[2] = 3.5 is no whole number',
    );
    expect(() => model.halfNormal('h', { sigma: 2 }, { observed: [nan, -1], missing: 'drop' })).toThrow(
      'observed[1] = -1 lies outside [0, ∞)',
    );
  });

  test('debug does not blame what is missing', () => {
    const model = new Model('m');
    const top = model.uniform('top', { lower: 5, upper: 6 });
    model.uniform('y', { lower: 0, upper: top }, { observed: [nan, 1, 4], missing: 'drop' });
    expect(String(compile(model, { backend: 'reference' }).debug({ top: 3 }))).toContain(
      'observed y[2] = 4 lies outside',
    );
  });

  test('a vector with a missing element adds nothing as a whole', () => {
    const model = new Model('m');
    const mu = model.normal('mu', { mu: 0, sigma: 1 });
    const chol = [
      [1, 0],
      [0.5, 1],
    ];
    model.multivariateNormal(
      'y',
      { mu: mu.mul([1, 1]), chol },
      {
        observed: [
          [1, 2],
          [nan, 0],
          [0, 1],
        ],
        missing: 'drop',
      },
    );
    const own = multivariateNormal.dist({ mu: [0.3, 0.3], chol }).logProb([
      [1, 2],
      [0, 1],
    ]);
    expect(densityAt(model, { mu: 0.3 })).toBeCloseTo(
      normal.dist({ mu: 0, sigma: 1 }).logProb(0.3) + own[0]! + own[1]!,
      12,
    );
    checkGradient(model, { mu: 0.3 });
  });

  test('nothing can be computed from what is missing', () => {
    const model = line([1, nan, 2, nan], { missing: 'drop' });
    const advice =
      " are missing, and nothing can be computed from them. Let a variable observe it with missing: 'impute', and take the handle of that variable. [data/nan]";
    expect(() => model.deterministic('d', 'y * 2')).toThrow(`deterministic 'd': values of 'y'${advice}`);
    model.data('z', [1, nan], { missing: 'keep' });
    expect(() => model.normal('w', { mu: 'z', sigma: 1 })).toThrow(`w ~ Normal, mu: values of 'z'${advice}`);
    expect(() => model.normal('w', { mu: 0, sigma: 1 }, { observed: model.variable('z') })).toThrow(
      'w ~ Normal: observed[1] is NaN',
    );
  });
});

describe('mask', () => {
  test('what is false adds nothing, whatever stands there', () => {
    const masked = line([1, 99, 2, nan], { mask: [true, false, true, false] });
    expect(densityAt(masked, { slope: 0.7 })).toBe(
      densityAt(line([1, nan, 2, nan], { missing: 'drop' }), { slope: 0.7 }),
    );
    const model = new Model('m');
    model.normal('s', { mu: 0, sigma: 1 });
    model.bernoulli('b', { p: 0.3 }, { observed: [0, 1, 7], mask: [true, true, false] });
    expect(densityAt(model, { s: 0 })).toBeCloseTo(
      normal.dist({ mu: 0, sigma: 1 }).logProb(0) + Math.log(0.7) + Math.log(0.3),
      13,
    );
  });

  test('of whole events, and as data that withData exchanges', () => {
    const model = new Model('m');
    const mu = model.normal('mu', { mu: 0, sigma: 1 });
    const seen = model.data('seen', [true, false]);
    const chol = [
      [1, 0],
      [0, 1],
    ];
    model.multivariateNormal(
      'y',
      { mu: mu.mul([1, 1]), chol },
      {
        observed: [
          [1, 2],
          [3, 4],
        ],
        mask: seen,
      },
    );
    const other = model.withData({ seen: [0, 1] });
    const at = (x: number[]) => multivariateNormal.dist({ mu: [0.3, 0.3], chol }).logProb(x)[0]!;
    expect(densityAt(other, { mu: 0.3 }) - densityAt(model, { mu: 0.3 })).toBeCloseTo(at([3, 4]) - at([1, 2]), 12);
  });

  test('must have the shape of the variable, and hold truths', () => {
    expect(() => line([1, 2, 3, 4], { mask: [true, false] })).toThrow(
      'y ~ Normal: mask has the shape [2], and must have that of the variable, [4]. [data/mask]',
    );
    expect(() => line([1, 2, 3, 4], { mask: [1, 0, 2, 1] })).toThrow(
      'y ~ Normal: mask[2] is 2; it holds true where a value was observed, false where not. [data/mask]',
    );
    expect(() => line([1, 2, nan, nan], { mask: [true, true, true, false] })).toThrow('observed[2] is NaN');
  });
});
