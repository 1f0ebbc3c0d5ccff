/** Supports: membership, and transforms that go there and back with the right Jacobian. */
import { constant, evaluate, evaluateNumber, gradient, parameter, sum } from '@credence/autodiff';
import {
  closedUnitInterval,
  counts,
  integers,
  interval,
  lowerBounded,
  nonNegative,
  positive,
  real,
  type Support,
  unitInterval,
  upperBounded,
} from './index.js';

const continuous: readonly [string, Support, readonly number[]][] = [
  ['real', real, [-1e300, -1, 0, 2]],
  ['positive', positive, [1e-300, 0.5, 1e300]],
  ['nonNegative', nonNegative, [1e-300, 3]],
  ['lowerBounded(-2)', lowerBounded(-2), [-1.5, 0, 1e5]],
  ['upperBounded(3)', upperBounded(3), [-1e5, 0, 2.5]],
  ['unitInterval', unitInterval, [1e-12, 0.3, 1 - 1e-9]],
  ['interval(-5, 5)', interval(-5, 5), [-4.999, 0.1, 4]],
  ['interval(a, b)', interval(parameter('a'), parameter('b'), { closed: true }), [-1, 0, 2.9]],
];
const bounds = { a: -2, b: 3 };

test.each(continuous)('%s: unconstrain and constrain are inverse', (_, support, points) => {
  const transform = support.transform!;
  const x = parameter('x', [points.length]);
  const [u, back] = evaluate([transform.unconstrain(x), transform.constrain(transform.unconstrain(x))], {
    x: [...points],
    ...bounds,
  });
  for (const [i, point] of points.entries()) {
    expect(Number.isFinite(u![i])).toBe(true);
    expect(Math.abs(back![i]! - point)).toBeLessThanOrEqual(
      1e-12 * Math.max(1e-12, Math.abs(point)) + (point > 1e299 ? Infinity : 1e-12),
    );
  }
});

test.each(continuous)('%s: the log-Jacobian is the log of the derivative', (_, support) => {
  const transform = support.transform!;
  const at = [-30, -2, 0, 0.7, 5, 30];
  const u = parameter('u', [at.length]);
  const x = transform.constrain(u);
  const [slope] = gradient(sum(x), [u]);
  const jacobian = transform.logJacobian?.(u);
  const values = { u: at, ...bounds };
  const [slopes] = evaluate([slope!], values);
  const logs = jacobian === undefined ? at.map(() => 0) : evaluate([jacobian], values)[0]!;
  for (const i of at.keys()) {
    if (slopes![i]! > 1e-280) expect(logs[i]!).toBeCloseTo(Math.log(slopes![i]!), 9);
  }
  expect(Array.from(evaluate([support.contains(x)], values)[0]!)).toEqual(at.map(() => 1));
});

test.each<[Support, readonly number[], readonly number[]]>([
  [real, [0, -1e308], [Infinity, -Infinity, NaN]],
  [positive, [5e-324, 1e308], [0, -0, -1, Infinity, NaN]],
  [nonNegative, [0, -0, 1], [-5e-324, Infinity, NaN]],
  [unitInterval, [5e-324, 0.5, 1 - 2 ** -53], [0, 1, -1, NaN]],
  [closedUnitInterval, [0, 1, 0.5], [-5e-324, 1 + 2 ** -52, NaN]],
  [counts, [0, 1, 2 ** 60], [-1, 0.5, Infinity, NaN]],
  [integers(-2, 3), [-2, 3, 0], [-3, 4, 0.5, NaN]],
  [lowerBounded(2, { closed: true }), [2, 3], [2 - 2 ** -51, Infinity, NaN]],
  [upperBounded(2), [1, -1e9], [2, 3, -Infinity, NaN]],
])('$text holds what it should, by number and by graph', (support, inside, outside) => {
  for (const x of inside) expect([support.holds!(x), evaluateNumber(support.contains(constant(x)))]).toEqual([true, 1]);
  for (const x of outside)
    expect([support.holds!(x), evaluateNumber(support.contains(constant(x)))]).toEqual([false, 0]);
});

test('infinite bounds give the supports without them', () => {
  expect(interval(-Infinity, Infinity).text).toBe('(-∞, ∞)');
  expect(interval(0, Infinity).text).toBe('(0, ∞)');
  expect(interval(-Infinity, 4, { closed: true }).text).toBe('(-∞, 4]');
  expect(() => interval(2, 2)).toThrow('lower must be less than upper, and 2 is not less than 2. [support/bounds]');
});
