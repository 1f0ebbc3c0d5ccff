import fc from 'fast-check';
import {
  gammaCdf,
  gammaQuantile,
  gammaReverseHazard,
  gammaSurvival,
  gammaUpperQuantile,
} from '../generated/functions.js';

/** log-uniform numbers. */
const between = (low: number, high: number) =>
  fc.double({ min: Math.log(low), max: Math.log(high), noNaN: true }).map(Math.exp);

// x is rounded to half a unit of its last place, which moves P by x times the density: this much is nobody's error.
const tolerance = (a: number, x: number): number => 1e-12 + 4e-16 * x * gammaReverseHazard(a, x);

test('quantiles come back, from either tail, over fourteen decades of shapes', () => {
  fc.assert(
    fc.property(between(1e-3, 1e9), between(1e-300, 0.5), (a, p) => {
      const x = gammaQuantile(a, p);
      if (x > 1e-290) expect(Math.abs(gammaCdf(a, x) / p - 1)).toBeLessThan(tolerance(a, x));
      const y = gammaUpperQuantile(a, p);
      if (y > 1e-290) {
        const slope = (4e-16 * y * gammaReverseHazard(a, y) * gammaCdf(a, y)) / p;
        expect(Math.abs(gammaSurvival(a, y) / p - 1)).toBeLessThan(1e-12 + slope);
      }
    }),
    { seed: 7, numRuns: 2000 },
  );
});

test('both quantiles are one function of the probability', () => {
  for (const a of [0.01, 0.5, 1, 3, 100, 1e6]) {
    for (const p of [0.125, 0.375, 0.5, 0.75, 0.9375]) {
      const x = gammaQuantile(a, p);
      expect(Math.abs(gammaUpperQuantile(a, 1 - p) / x - 1)).toBeLessThan(1e-13 / Math.min(a, 1));
    }
  }
});
