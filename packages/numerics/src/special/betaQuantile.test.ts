import fc from 'fast-check';
import { betaCdf, betaQuantile, betaReverseHazard, betaUpperQuantile } from '../generated/functions.js';

/** log-uniform numbers. */
const between = (low: number, high: number) =>
  fc.double({ min: Math.log(low), max: Math.log(high), noNaN: true }).map(Math.exp);

test('quantiles come back, said by x or by 1 - x, over eleven decades of shapes', () => {
  fc.assert(
    fc.property(between(1e-2, 1e9), between(1e-2, 1e9), between(1e-300, 0.5), (a, b, p) => {
      const x = betaQuantile(a, b, p);
      const y = betaUpperQuantile(b, a, p); // 1 - x, with its digits
      if (Math.min(x, y) < 1e-290) return;
      // The smaller is rounded to half a unit of its last place, which moves the cdf by that times the density: nobody's error.
      const rounding = 4e-16 * Math.min(x, y) * betaReverseHazard(a, b, x, y);
      expect(Math.abs(betaCdf(a, b, x, y) / p - 1)).toBeLessThan(1e-12 + rounding);
    }),
    { seed: 11, numRuns: 1500 },
  );
});

test('both quantiles are one function of the probability', () => {
  for (const a of [0.1, 0.5, 1, 3, 100, 1e6]) {
    for (const b of [0.1, 2, 5000]) {
      for (const p of [0.125, 0.375, 0.5, 0.75, 0.9375]) {
        const x = betaQuantile(a, b, p);
        expect(Math.abs(betaUpperQuantile(a, b, 1 - p) / x - 1)).toBeLessThan(1e-13 / Math.min(a, 1));
      }
    }
  }
});
