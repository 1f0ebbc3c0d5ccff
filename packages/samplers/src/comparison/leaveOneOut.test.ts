/** LOO and WAIC where values are missing, impossible or few. */
import { eight, hard } from '../testing/looData.js';
import { parkMillerNormals } from '../testing/parkMiller.js';
import { leaveOneOut, type PointwiseLogLikelihood, waicOf } from './index.js';

const one = (values: readonly number[]): PointwiseLogLikelihood => [[Float64Array.from(values)]];

test('observations that cannot be left out are named', () => {
  const { unreliable, warnings, mcse, threshold } = leaveOneOut(hard, { relativeEfficiency: 1 });
  expect(threshold).toBeCloseTo(1 - 1 / 3, 12);
  expect(unreliable).toEqual([0, 1, 2, 3]);
  expect(mcse).toBeNaN();
  expect(warnings).toEqual([
    'Observations 0, 1, 2, 3: Pareto k is above 0.67 (largest 2.90), so the estimate is not to be trusted. The posterior leans on these observations; check the model, or refit without each of them.',
  ]);
  const fine = leaveOneOut(eight, { relativeEfficiency: 1 });
  expect([fine.unreliable, fine.warnings]).toEqual([[], []]);
  expect(fine.mcse).toBeCloseTo(Math.hypot(...fine.pointwise.mcse), 14);
});

test('an observation that some draw holds impossible has an elpd of -Infinity', () => {
  const columns = [...eight, [eight[0]![0]!.with(3, Number.NEGATIVE_INFINITY)]];
  const loo = leaveOneOut(columns);
  expect(loo.pointwise.elpd[8]).toBe(Number.NEGATIVE_INFINITY);
  expect(loo.elpd.estimate).toBe(Number.NEGATIVE_INFINITY);
  expect([loo.unreliable, loo.pointwise.reasons[8]]).toEqual([[8], 'impossible']);
  expect(loo.warnings).toEqual(['Observation 8: the likelihood is zero in some draws, so elpd is -Infinity.']);
  expect(waicOf(columns).pointwise.elpd[8]).toBe(Number.NEGATIVE_INFINITY);
  const never = leaveOneOut(one(Array.from({ length: 40 }, () => Number.NEGATIVE_INFINITY)));
  expect([never.elpd.estimate, never.pointwise.pLoo[0]]).toEqual([Number.NEGATIVE_INFINITY, Number.NaN]);
});

test('an observation that no parameter touches is exact', () => {
  const loo = leaveOneOut([[new Float64Array(300).fill(-2)], [parkMillerNormals(4, 300)]]);
  expect(loo.pointwise.elpd[0]).toBeCloseTo(-2, 12);
  expect(loo.pointwise.pLoo[0]).toBeCloseTo(0, 12);
  expect(loo.pointwise.mcse[0]).toBeCloseTo(0, 12);
  expect(loo.pointwise.reasons[0]).toBe('constant');
  expect(loo.unreliable).not.toContain(0);
});

test('log likelihoods far below the range of exp are as good as others', () => {
  const low = leaveOneOut(eight.map(([chain]) => [chain!.map((value) => value - 5000)]));
  const plain = leaveOneOut(eight);
  expect(low.elpd.estimate).toBeCloseTo(plain.elpd.estimate - 8 * 5000, 7);
  expect(low.mcse).toBeCloseTo(plain.mcse, 9);
});

test('few draws and one observation give values, with a word on what they lack', () => {
  const single = leaveOneOut(one([-1.5]));
  expect(single.elpd).toEqual({ estimate: -1.5, standardError: Number.NaN });
  expect(single.pLoo.estimate).toBe(0);
  expect(single.warnings).toEqual([
    'Observation 0: too few draws for a Pareto fit (the tail needs five). Draw more.',
    'One observation has no standard error.',
  ]);
  expect(waicOf(one([-1.5])).warnings[0]).toBe('One draw has no variance, so WAIC does not exist. Draw more.');
  expect(waicOf(one([-1, -9])).warnings[0]).toContain('1 of 1 observations have a pWaic above 0.4');
});

test.each([
  [[], 'comparison/no-observations', 'There is no log likelihood of any observation'],
  [one([]), 'comparison/no-draws', 'The log likelihood has no draws.'],
  [one([-1, Number.NaN]), 'comparison/not-finite', 'of observation 0 is NaN in draw 1 of chain 0'],
  [one([-1, Number.POSITIVE_INFINITY]), 'comparison/not-finite', 'is Infinity in draw 1 of chain 0'],
  [
    [...one([-1, -2]), ...one([-1])],
    'comparison/ragged',
    'Observation 1 has 1 chains x 1 draws, observation 0 has 1 x 2',
  ],
] as const)('a log likelihood that is none is refused (%#)', (columns, code, text) => {
  for (const estimate of [leaveOneOut, waicOf]) {
    expect(() => estimate(columns)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(text) }));
  }
});

test('relative efficiencies must be one for each observation', () => {
  expect(() => leaveOneOut(eight, { relativeEfficiency: [1, 1] })).toThrow(
    'relativeEfficiency has 2 values for 8 observations. Give one for each, or one number. [comparison/relative-efficiency]',
  );
});
