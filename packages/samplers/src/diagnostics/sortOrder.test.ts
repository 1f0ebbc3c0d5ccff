/** The radix sort against a comparison sort. */
import fc from 'fast-check';
import { sortOrder, sortScratch } from './sortOrder.js';

function check(values: readonly number[]): void {
  const array = Float64Array.from(values);
  const order = Array.from(sortOrder(array, values.length, sortScratch(values.length)));
  expect([...order].sort((a, b) => a - b)).toEqual(values.map((_, i) => i));
  const sorted = order.map((i) => values[i]!);
  expect(sorted.every((value, i) => i === 0 || sorted[i - 1]! <= value)).toBe(true);
}

test('any doubles, also with infinities and zeros of both signs', () => {
  fc.assert(fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 200 }), check), {
    seed: 5,
    numRuns: 300,
  });
});

test('values that share their leading bits, few different values, and long runs that do', () => {
  const uniform = Array.from({ length: 3000 }, (_, i) => ((i * 16807) % 4001) / 4001);
  check(uniform.map((u) => 1e6 + 1e-6 * u));
  check(uniform.map((u) => -1e6 - 1e-12 * u));
  check(uniform.map((u) => (u < 0.5 ? -1 : 1) * (1 + 1e-9 * u)));
  check(uniform.map((u) => Math.floor(4 * u)));
  check(uniform.map((u) => (u < 0.5 ? -1e-310 : 1e-310) * u));
  check(uniform.map((u) => Math.tan(Math.PI * (u - 0.5))));
  check(uniform.map((u) => (u < 0.99 ? 1e-12 * u : 1e12 * u)));
  check([...uniform, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  check(uniform.map((u) => 5e-324 * Math.floor(40 * u)));
  check([3]);
  check([]);
});
