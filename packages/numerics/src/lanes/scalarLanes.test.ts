import { fastTwoSum, square, twoProduct, twoSum } from './compensated.js';
import { polynomial, polynomialDifference } from './polynomial.js';
import { copySign, exponent, head, nearest, powerOfTwo, scalarLanes, significand } from './scalarLanes.js';

test('nearest rounds ties to even and keeps the sign of zero', () => {
  expect([0.5, 1.5, 2.5, -0.5, -1.5, 0.3, -0.3, 2 ** 52 + 1, 4503599627370495.5].map(nearest)).toEqual([
    0,
    2,
    2,
    -0,
    -2,
    0,
    -0,
    2 ** 52 + 1,
    4503599627370496,
  ]);
  expect([Infinity, -Infinity, NaN, -0].map(nearest)).toEqual([Infinity, -Infinity, NaN, -0]);
});

test('exponent, significand and powerOfTwo take a number apart and together', () => {
  for (const x of [1, -1.5, 3.999, 2 ** -1022, -1.7e308, 0.1]) {
    expect(significand(x) * powerOfTwo(exponent(x))).toBe(x);
  }
  expect([0, 5e-324, Infinity, NaN, -8].map(exponent)).toEqual([-1023, -1023, 1024, 1024, 3]);
  for (let k = -1022; k <= 1023; k++) expect(powerOfTwo(k)).toBe(2 ** k);
});

test('head keeps 21 bits, and the rest is exact', () => {
  for (const x of [Math.PI, -1e300 / 3, 5e-310]) {
    const first = head(x);
    expect(x - first + first).toBe(x);
    if (Math.abs(x) > 1e-300) expect(Math.abs(x - first)).toBeLessThanOrEqual(Math.abs(x) * 2 ** -20);
  }
  expect(head(Math.PI) * 2 ** 19).toBe(Math.trunc(head(Math.PI) * 2 ** 19));
});

test('copySign reads the sign of zeros', () => {
  expect([copySign(3, -0), copySign(-3, 0), copySign(0, -1), copySign(-2, -5)]).toEqual([-3, 3, -0, -2]);
});

/** x in units of 2^-120, exactly for numbers that have no smaller digits. */
function exact(x: number): bigint {
  const large = x * 2 ** 60;
  const whole = Math.trunc(large);
  return BigInt(whole) * 2n ** 60n + BigInt(Math.trunc((large - whole) * 2 ** 60));
}

test('sums with their rounding errors are exact', () => {
  for (const [a, b] of [
    [1, 2 ** -60],
    [0.1, 0.2],
    [1e10, -0.3],
    [Math.PI, -Math.E],
  ] as const) {
    for (const sum of [twoSum(scalarLanes, b, a), fastTwoSum(scalarLanes, a, b)]) {
      expect(sum.high).toBe(a + b);
      expect(exact(sum.high) + exact(sum.low)).toBe(exact(a) + exact(b));
    }
  }
});

test('products with their rounding errors are good to 2^-70', () => {
  for (const [a, b] of [
    [Math.PI, Math.E],
    [0.1, -3],
    [1 / 3, 1 / 7],
  ] as const) {
    const expected = exact(a) * exact(b);
    const { high, low } = twoProduct(scalarLanes, a, b);
    const error = expected - (exact(high) + exact(low)) * 2n ** 120n;
    expect(Math.abs(Number(error) / Number(expected))).toBeLessThan(2 ** -70);
    const squared = square(scalarLanes, a);
    const squareError = exact(a) ** 2n - (exact(squared.high) + exact(squared.low)) * 2n ** 120n;
    expect(Math.abs(Number(squareError) / Number(exact(a) ** 2n))).toBeLessThan(2 ** -70);
  }
});

test('polynomials and their divided differences', () => {
  const c = [1, -2, 3, 5];
  const p = (x: number) => polynomial(scalarLanes, x, c);
  expect(p(2)).toBe(1 - 4 + 12 + 40);
  const { value, difference } = polynomialDifference(scalarLanes, 3, 2, c);
  expect(value).toBe(p(3));
  expect(difference).toBe(p(3) - p(2));
  expect(polynomialDifference(scalarLanes, 2, 2, c).difference).toBe(-2 + 12 + 60); // the derivative
});

test('a loop ends at its last round, or where it says so', () => {
  const count = (from: number, most: number, until: number): readonly number[] =>
    scalarLanes.repeat([from, 1], most, ([x, product]) => ({
      next: [x! + 1, product! * x!],
      going: x! + 1 < until,
    }));
  expect(count(1, 100, 6)).toEqual([6, 120]);
  expect(count(1, 3, 6)).toEqual([4, 6]);
  expect(count(1, 100, Number.NaN)).toEqual([2, 1]); // one round is always made
});
