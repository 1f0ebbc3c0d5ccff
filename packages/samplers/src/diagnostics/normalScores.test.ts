/** Normal scores: the quantile against mpmath at 50 digits (tools/golden/normalQuantile.py), symmetry, half ranks. */
import golden from '../golden/normalQuantile.json' with { type: 'json' };
import { lowerNormalQuantile, normalScores } from './normalScores.js';

test('the quantile in its three ranges', () => {
  for (const [p, x] of golden.quantiles) {
    const error = lowerNormalQuantile(p!) - x!;
    expect(Math.abs(error)).toBeLessThanOrEqual(4e-16 * Math.max(Math.abs(x!), 0.25));
  }
});

test('scores of ranks and half ranks', () => {
  const scores = normalScores(4);
  expect(scores[5]).toBe(0); // the mean rank
  expect(scores[2]).toBe(lowerNormalQuantile(0.625 / 4.25));
  expect(scores[3]).toBe(lowerNormalQuantile(1.125 / 4.25));
  for (let twice = 2; twice <= 8; twice++) expect(scores[twice]! + scores[10 - twice]!).toBe(0);
  expect(normalScores(3)[4]).toBe(0);
});
