/** The Beta distribution against mpmath at 50 digits (tools/golden/beta.py). */
import golden from '../golden/beta.json' with { type: 'json' };
import { betaCdf, betaQuantile } from './beta.js';

test('quantiles and cdf', () => {
  for (const [probability, a, b, x] of golden.quantiles) {
    // The cdf loses about log10(a + b) digits to the differences of lgamma.
    const tolerance = 1e-14 * (a! + b! + 10);
    expect(Math.abs(betaQuantile(probability!, a!, b!) / x! - 1)).toBeLessThan(tolerance);
    expect(Math.abs(betaCdf(x!, a!, b!) - probability!)).toBeLessThan(tolerance);
  }
});

test('edges', () => {
  expect([betaCdf(0, 2, 3), betaCdf(1, 2, 3), betaCdf(-1, 2, 3), betaCdf(Number.NaN, 2, 3)]).toEqual([
    0,
    1,
    0,
    Number.NaN,
  ]);
  expect([betaQuantile(0, 2, 3), betaQuantile(1, 2, 3), betaQuantile(2, 2, 3)]).toEqual([0, 1, Number.NaN]);
});
