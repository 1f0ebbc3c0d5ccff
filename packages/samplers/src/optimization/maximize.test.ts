/** Modes that are known, valleys that are hard, densities that end, and what is said where there is no mode. */
import { keyFromSeed, stream } from '@credence/numerics';
import type { LogDensity } from '../logDensity.js';
import { correlatedNormals, independentNormals } from '../testing/targets.js';
import { lineSearch } from './lineSearch.js';
import { maximize } from './maximize.js';

/** A density from a function of value and gradient. */
function density(dimension: number, of: (x: Float64Array, gradient: Float64Array) => number): LogDensity {
  return { dimension, logDensityAndGradient: of };
}

const rosenbrock = (n: number) =>
  density(n, (x, gradient) => {
    gradient.fill(0);
    let value = 0;
    for (let i = 0; i + 1 < n; i++) {
      const [a, b] = [x[i]!, x[i + 1]!];
      value -= 100 * (b - a * a) ** 2 + (1 - a) ** 2;
      gradient[i] = gradient[i]! + 400 * a * (b - a * a) + 2 * (1 - a);
      gradient[i + 1] = gradient[i + 1]! - 200 * (b - a * a);
    }
    return value;
  });

test('normal densities of scales from 1e-3 to 1e3', () => {
  const target = independentNormals([0, 10, -1, 400], [1e-3, 0.1, 10, 1e3]);
  const { position, end } = maximize(target, [5, 5, 5, 5], { gradientTolerance: 1e-12 });
  [0, 10, -1, 400].forEach((mean, i) => {
    expect(Math.abs(position[i]! - mean) / [1e-3, 0.1, 10, 1e3][i]!).toBeLessThan(1e-6);
  });
  expect(['gradient', 'no-progress']).toContain(end);
});

test('correlated normals, from anywhere', () => {
  const target = correlatedNormals([1, 1, 1, 1, 1, 1], 0.95);
  const rng = stream(keyFromSeed(1), 0);
  for (let repetition = 0; repetition < 20; repetition++) {
    const found = maximize(
      target,
      Float64Array.from({ length: 6 }, () => 100 * rng.normal()),
    );
    for (const [i, x] of found.position.entries()) expect(x).toBeCloseTo(target.means[i]!, 6);
    expect(found.evaluations).toBeLessThan(60);
  }
});

test.each([2, 10, 50])("Rosenbrock's valley in %d dimensions", (n) => {
  const { position, logDensity, iterations, end } = maximize(rosenbrock(n), new Float64Array(n).fill(-1.2));
  // In more than three dimensions there is another mode near (-1, 1, 1 ...).
  if (n === 2) for (const x of position) expect(x).toBeCloseTo(1, 6);
  expect(logDensity).toBeGreaterThan(-4);
  expect(iterations).toBeLessThan(400);
  expect(end).not.toBe('iterations');
});

test('a density that ends, and one with no numbers far out', () => {
  // log x - x on x > 0: the mode is 1.
  const wall = density(1, (x, gradient) => {
    gradient[0] = 1 / x[0]! - 1;
    return x[0]! > 0 ? Math.log(x[0]!) - x[0]! : Number.NaN;
  });
  expect(maximize(wall, [1e-6]).position[0]).toBeCloseTo(1, 7);
  expect(maximize(wall, [50]).position[0]).toBeCloseTo(1, 7);
});

test('a density without a mode ends by its iterations, a flat one at once', () => {
  const slope = density(1, (_, gradient) => {
    gradient[0] = 1;
    return 0;
  });
  expect(maximize(slope, [0]).end).toBe('no-progress');
  const rising = density(1, (x, gradient) => {
    gradient[0] = 1;
    return x[0]!;
  });
  expect(maximize(rising, [0], { maxIterations: 3, gradientTolerance: 0 }).end).toBe('iterations');
  const flat = density(2, (_, gradient) => {
    gradient.fill(0);
    return 3;
  });
  expect(maximize(flat, [1, 2])).toMatchObject({ end: 'gradient', iterations: 0, logDensity: 3 });
});

test('a line search keeps the strong Wolfe conditions', () => {
  // A quartic with a long flat part.
  const f = (t: number) => ({ step: t, value: -((t - 7) ** 4), slope: -4 * (t - 7) ** 3 });
  for (const first of [1e-6, 0.1, 1, 20, 1000]) {
    const found = lineSearch(f, f(0), first)!;
    expect(found.value).toBeGreaterThanOrEqual(f(0).value + 1e-4 * found.step * f(0).slope);
    expect(Math.abs(found.slope)).toBeLessThanOrEqual(0.9 * f(0).slope);
  }
  expect(lineSearch((step) => ({ step, value: -step, slope: -1 }), { step: 0, value: 0, slope: 1 }, 1)).toBeUndefined();
});

test('a start that does not fit, and options that do not exist, are refused', () => {
  const target = independentNormals([0, 0], [1, 1]);
  expect(() => maximize(target, [1])).toThrow(/the start has 1 numbers, and the density 2 dimensions/);
  expect(() => maximize(target, [Number.NaN, 0])).toThrow(/the log density is NaN at the start/);
  expect(() => Reflect.apply(maximize, undefined, [target, [0, 0], { memmory: 3 }])).toThrow(/Did you mean 'memory'/);
});
