/** PSIS, LOO, WAIC and their comparison against R loo 2.5.1. */

import golden from '../golden/loo.json' with { type: 'json' };
import { eight, hard, inChains, pooled } from '../testing/looData.js';
import { parkMillerNormals } from '../testing/parkMiller.js';
import {
  compareEstimates,
  type EstimateWithError,
  leaveOneOut,
  type PointwiseLogLikelihood,
  paretoSmooth,
  paretoSmoothAll,
  stackingWeights,
  waicOf,
} from './index.js';

function expectNear(value: number, expected: number): void {
  if (!(Math.abs(value / expected - 1) <= 1e-9)) throw new Error(`${value}, R loo says ${expected}`);
}

const pair = ({ estimate, standardError }: EstimateWithError) => [estimate, standardError];

test.each([
  ['eight', eight, golden.loo_eight, 1],
  ['hard', hard, golden.loo_hard, 1],
  ['eight with r_eff', eight, golden.loo_eight_reff, Array.from({ length: 8 }, (_, i) => 0.2 + i / 7)],
] as const)('LOO of the set %s', (_, columns, expected, relativeEfficiency) => {
  const loo = leaveOneOut(columns, { relativeEfficiency });
  [loo.elpd, loo.pLoo, loo.looic].forEach((sum, row) => {
    pair(sum).forEach((value, c) => {
      expectNear(value, expected.estimates[row]![c]!);
    });
  });
  const { elpd, mcse, pLoo, looic, paretoK } = loo.pointwise;
  expected.pointwise.forEach((row, i) => {
    [elpd, mcse, pLoo, looic, paretoK].forEach((values, c) => {
      expectNear(values[i]!, row[c]!);
    });
  });
});

test.each([
  ['eight', eight, golden.waic_eight],
  ['pooled', pooled, golden.waic_pooled],
] as const)('WAIC of the set %s', (_, columns, expected) => {
  const waic = waicOf(columns);
  [waic.elpd, waic.pWaic, waic.waic].forEach((sum, row) => {
    pair(sum).forEach((value, c) => {
      expectNear(value, expected[row]![c]!);
    });
  });
});

test.each(golden.psis)('smoothing of $draws weights of scale $scale', (set) => {
  const raw = parkMillerNormals(set.seed, set.draws).map((z) => set.scale * z * z);
  const smoothed = paretoSmooth(raw, { relativeEfficiency: set.r_eff });
  expect(smoothed.tailLength).toBe(set.tail);
  expectNear(smoothed.paretoK, set.k);
  expectNear(smoothed.effectiveDraws, set.n_eff);
  // R's log weights carry the rounding of a difference of numbers of order 1.
  set.first.forEach((value, i) => {
    expect(Math.abs(smoothed.logWeights[i]! - value)).toBeLessThan(1e-9 * Math.max(1, Math.abs(value)));
  });
  expect(Math.abs(smoothed.logWeights.reduce((a, b) => Math.max(a, b)) - set.largest)).toBeLessThan(1e-9);
  expect(smoothed.logWeights.reduce((sum, w) => sum + Math.exp(w), 0)).toBeCloseTo(1, 12);
  expect(paretoSmoothAll([raw, raw], { relativeEfficiency: set.r_eff })[1]).toEqual(smoothed);
});

test('the difference of two models, and stacking weights inside the simplex', () => {
  const one = { relativeEfficiency: 1 };
  const { models } = compareEstimates({ a: leaveOneOut(eight, one), b: leaveOneOut(pooled, one) });
  expect(models.map(({ name }) => name)).toEqual(['b', 'a']);
  expectNear(-models[1]!.difference.estimate, golden.difference[0]!);
  expectNear(models[1]!.difference.standardError, golden.difference[1]!);

  const u = parkMillerNormals(21, 60).map((z) => z - 1);
  const v = u.map((x, i) => x + 0.8 * parkMillerNormals(22, 60)[i]!);
  const { weights, logScore, gap } = stackingWeights([u, v]);
  expect(Math.abs(weights[0]! - golden.stacking.weight)).toBeLessThan(1e-6);
  expectNear(logScore, golden.stacking.score);
  expect(gap).toBeLessThan(1e-9);
});

test('the default relative efficiency is that of the likelihood over split chains', () => {
  const sticky: PointwiseLogLikelihood = inChains(eight, 4).map((chains) =>
    chains.map((chain) => chain.map((_, i) => chain[i - (i % 5)]!)),
  );
  const { pointwise } = leaveOneOut(sticky);
  for (const efficiency of pointwise.relativeEfficiency) {
    expect(efficiency).toBeGreaterThan(0.1);
    expect(efficiency).toBeLessThan(0.4);
  }
  const whole = leaveOneOut(inChains(eight, 4), { relativeEfficiency: 1 });
  expect(whole.elpd).toEqual(leaveOneOut(eight, { relativeEfficiency: 1 }).elpd);
});
