import { exp } from '@credence/numerics';
import { evenNormals, GOLDEN, normals, ROOT } from '../testing/samples.js';
import golden from './golden/density.json' with { type: 'json' };
import { contourLevels, densityAt, planeDensityOf } from './plane.js';

const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);
const integral = ({ x, y, density }: ReturnType<typeof planeDensityOf>) =>
  sum(density) * (x[1]! - x[0]!) * (y[1]! - y[0]!);
const pair = (size: number, seed: number, correlation: number) => {
  const x = normals(size, seed);
  const z = normals(size, seed + 1);
  return { x, y: x.map((value, i) => correlation * value + Math.sqrt(1 - correlation ** 2) * z[i]!) };
};

test("the estimate is SciPy's, for one kernel", () => {
  const x = evenNormals(2000, GOLDEN);
  const noise = evenNormals(2000, ROOT);
  const y = x.map((value, i) => 0.7 * value + 0.5 * noise[i]!);
  const mean = (v: Float64Array) => sum(v) / v.length;
  const moment = (a: Float64Array, b: Float64Array) =>
    sum(a.map((v, i) => (v - mean(a)) * (b[i]! - mean(b)))) / (a.length - 1);
  const [xx, yy, xy] = [moment(x, x), moment(y, y), moment(x, y)];
  const { factor, places, density } = golden.two;
  const bandwidth = { x: factor * Math.sqrt(xx), y: factor * Math.sqrt(yy), correlation: xy / Math.sqrt(xx * yy) };
  const plane = planeDensityOf(x, y, { bandwidth, cells: 192 });
  for (const [i, [a, b]] of places.entries())
    expect(Math.abs(densityAt(plane, a!, b!) - density[i]!)).toBeLessThan(5e-4);
});

test('integrates to one and comes near the exact density', () => {
  const { x, y } = pair(20_000, 11, 0.6);
  const plane = planeDensityOf(x, y);
  expect(integral(plane)).toBeCloseTo(1, 4);
  const exact = (a: number, b: number) => exp(-(a * a - 1.2 * a * b + b * b) / (2 * 0.64)) / (2 * Math.PI * 0.8);
  for (const [a, b] of [
    [0, 0],
    [1, 1],
    [-1, 0.5],
    [1.5, 0],
  ] as const)
    expect(Math.abs(densityAt(plane, a, b) - exact(a, b))).toBeLessThan(0.02);
});

test.each([0, 0.9])('contours enclose 39.3 % and 86.5 % of the draws (correlation %d)', (correlation) => {
  const { x, y } = pair(8000, 21, correlation);
  const masses = [1 - exp(-0.5), 1 - exp(-2)];
  const { levels } = contourLevels(planeDensityOf(x, y), x, y, masses);
  expect(levels.map(({ mass }) => mass)).toEqual([masses[1], masses[0]]);
  for (const { mass, enclosed } of levels) expect(Math.abs(enclosed - mass)).toBeLessThan(2 / 8000);
  // The exact contours are ellipses of 1 and 2 sigma; those of the estimate hold about the same exact mass.
  const inside = (radius: number) => (a: number, b: number) =>
    a * a - 2 * correlation * a * b + b * b < radius ** 2 * (1 - correlation ** 2);
  for (const [i, radius] of [2, 1].entries()) {
    const shared =
      x.filter((a, k) => inside(radius)(a, y[k]!) && densityAt(planeDensity(), a, y[k]!) >= levels[i]!.level).length /
      8000;
    expect(levels[i]!.enclosed - shared).toBeLessThan(0.03);
  }
  function planeDensity() {
    return planes.get(correlation) ?? planes.set(correlation, planeDensityOf(x, y)).get(correlation)!;
  }
});
const planes = new Map<number, ReturnType<typeof planeDensityOf>>();

test('does not sink at a bound', () => {
  const { x, y } = pair(20_000, 31, 0);
  const plane = planeDensityOf(x.map(Math.abs), y);
  expect(plane.x[0]!).toBeGreaterThan(0);
  expect(integral(plane)).toBeCloseTo(1, 4);
  const exact = (2 * 1) / (2 * Math.PI);
  expect(densityAt(plane, 0.01, 0) / exact).toBeGreaterThan(0.85);
});

test('constant draws have no density', () => {
  expect(() => planeDensityOf(new Float64Array(50).fill(2), normals(50, 1))).toThrow(
    expect.objectContaining({ code: 'plots/density', message: expect.stringMatching(/differ in both directions/) }),
  );
});
