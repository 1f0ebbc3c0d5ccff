import { log1p } from '../index.js';
import { evaluate } from '../lanes/scalarLanes.js';
import { log1pUnitProgram } from './log1pUnit.js';

/** The distance in units in the last place of the second. */
function ulps(a: number, b: number): number {
  const unit = 2 ** (Math.floor(Math.log2(b)) - 52);
  return Math.abs(a - b) / unit;
}

test('is log1p on [0, 1], within 3 ulp of the general form', () => {
  let worst = 0;
  for (let i = 1; i <= 20000; i++) {
    for (const x of [i / 20000, 2 ** (-i / 20), Math.SQRT2 - 1 + (i - 10000) * 2 ** -52]) {
      if (x < 2 ** -1000) continue;
      worst = Math.max(worst, ulps(evaluate(log1pUnitProgram, x), log1p(x)));
    }
  }
  expect(worst).toBeLessThanOrEqual(3);
  expect(evaluate(log1pUnitProgram, 0)).toBe(0);
  expect(Math.abs(evaluate(log1pUnitProgram, 1e-310) - 1e-310)).toBeLessThanOrEqual(5e-324);
  expect(evaluate(log1pUnitProgram, Number.NaN)).toBeNaN();
});
