/** Condition numbers of walkers whose own is known. */
import { stream } from '@credence/numerics';
import { conditionNumber } from './conditionNumber.js';

const rows = (...list: readonly (readonly number[])[]) => Float64Array.from(list.flat());

test('two parameters with correlation r: sqrt((1 + r) / (1 - r))', () => {
  // Deviations (1, r'), (-1, -r'), (0, s), (0, -s): any angle between two columns.
  for (const angle of [0.5, 1e-3, 1e-6]) {
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    const walkers = rows([1, c], [-1, -c], [0, s], [0, -s]);
    expect(conditionNumber(walkers, 4, 2) * Math.tan(angle / 2)).toBeCloseTo(1, 9);
  }
});

test('units and offsets do not matter', () => {
  const walkers = new Float64Array(40 * 5);
  stream([3, 4], 0).normals(walkers);
  const plain = conditionNumber(walkers, 40, 5);
  const scaled = walkers.map((value, i) => value * 10 ** (3 * (i % 5)) + 7 * 10 ** (3 * (i % 5)));
  expect(plain).toBeLessThan(5);
  expect(conditionNumber(scaled, 40, 5) / plain).toBeCloseTo(1, 9);
});

test('walkers in a plane', () => {
  const walkers = new Float64Array(20 * 3);
  stream([3, 4], 0).normals(walkers);
  for (let w = 0; w < 20; w++) walkers[3 * w + 2] = walkers[3 * w]! - 2 * walkers[3 * w + 1]! + 1;
  expect(conditionNumber(walkers, 20, 3)).toBeGreaterThan(1e14);
  for (let w = 0; w < 20; w++) walkers[3 * w + 2] = 4;
  expect(conditionNumber(walkers, 20, 3)).toBe(Number.POSITIVE_INFINITY);
});
