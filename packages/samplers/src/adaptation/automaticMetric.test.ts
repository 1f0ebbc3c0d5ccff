/** When the automatic metric becomes dense and when it does not, and the matrices that it is made of. */
import { keyFromSeed, split, stream } from '@credence/numerics';
import { createDrawBlock } from '../block.js';
import { createChain } from '../chain.js';
import type { MetricKind } from '../chainContract.js';
import { HamiltonianTrajectory } from '../hamiltonian/trajectory.js';
import type { LogDensity } from '../logDensity.js';
import { correlatedNormals, independentNormals } from '../testing/targets.js';
import { automaticMetric, automaticSchedule } from './automaticMetric.js';
import { diagonalize, geometricMean } from './geometricMean.js';
import { largestAgainst, spread } from './spread.js';
import { RunningCovariance } from './variance.js';

const rngOf = (seed: number) => stream(keyFromSeed(seed), 0);
const packed = (rows: readonly (readonly number[])[]) =>
  Float64Array.from(rows.flatMap((row, i) => row.slice(0, i + 1)));

/** A line of covariances: 1 on the diagonal, r^|i - j| off it. */
const chainOf = (n: number, r: number) =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => r ** Math.abs(i - j)));

test('eigenvalues and vectors of a symmetric matrix', () => {
  const n = 7;
  const rows = chainOf(n, 0.8);
  const matrix = Float64Array.from(rows.flat());
  const vectors = diagonalize(matrix, n);
  for (let k = 0; k < n; k++) {
    const column = Array.from({ length: n }, (_, i) => vectors[i * n + k]!);
    expect(column.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 12);
    rows.forEach((row, i) => {
      const product = row.reduce((sum, value, j) => sum + value * column[j]!, 0);
      expect(product).toBeCloseTo(matrix[k * n + k]! * column[i]!, 11);
    });
  }
});

test('the spread of a covariance is the root of the ratio of its extreme eigenvalues', () => {
  expect(spread(packed([[4], [0, 1]]), 2)).toBeCloseTo(2, 6);
  // 1 + r and 1 - r
  expect(spread(packed([[1], [0.99, 1]]), 2)).toBeCloseTo(Math.sqrt(1.99 / 0.01), 6);
  const line = chainOf(12, 0.9);
  const full = Float64Array.from(line.flat());
  diagonalize(full, 12);
  const values = Array.from({ length: 12 }, (_, i) => full[i * 13]!);
  expect(spread(packed(line), 12) / Math.sqrt(Math.max(...values) / Math.min(...values))).toBeCloseTo(1, 2);
  expect(spread(packed([[1], [1, 1]]), 2)).toBe(Number.POSITIVE_INFINITY);
  // diag(9, 1) against diag(1, 4): 9 along the first, 1/4 along the second.
  expect(largestAgainst(packed([[9], [0, 1]]), packed([[1], [0, 2]]), 2)).toBeCloseTo(9, 6);
});

test('of draws from anywhere on a normal density and their gradients the mean is its covariance', () => {
  const n = 6;
  const covariance = chainOf(n, 0.95);
  const target = correlated(covariance);
  const rng = rngOf(3);
  const [draws, gradients] = [new RunningCovariance(n), new RunningCovariance(n)];
  const gradient = new Float64Array(n);
  for (let i = 0; i < 2 * n; i++) {
    // Far out, and of no covariance like the density's.
    const draw = Float64Array.from({ length: n }, (_, k) => 5 + (k + 1) * rng.normal());
    target.logDensityAndGradient(draw, gradient);
    draws.add(draw);
    gradients.add(gradient);
  }
  const ones = new Float64Array(n).fill(1);
  const mean = geometricMean(draws.takeScaled(ones), gradients.takeScaled(ones), n)!;
  covariance.forEach((row, i) => {
    for (let j = 0; j <= i; j++) expect(mean[(i * (i + 1)) / 2 + j]).toBeCloseTo(row[j]!, 8);
  });
  expect(geometricMean(packed([[1], [0, 1]]), packed([[1], [1, 1]]), 2)).toBeUndefined();
});

/** A normal density with this covariance. */
function correlated(covariance: readonly (readonly number[])[]): LogDensity {
  const n = covariance.length;
  const full = Float64Array.from(covariance.flat());
  const vectors = diagonalize(full, n);
  const precision = Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return Array.from({ length: n }, (_, k) => (vectors[i * n + k]! * vectors[j * n + k]!) / full[k * n + k]!).reduce(
      (sum, value) => sum + value,
      0,
    );
  });
  return {
    dimension: n,
    logDensityAndGradient(position, gradient) {
      let value = 0;
      for (let i = 0; i < n; i++) {
        let slope = 0;
        for (let j = 0; j < n; j++) slope -= precision[i * n + j]! * position[j]!;
        gradient[i] = slope;
        value += 0.5 * slope * position[i]!;
      }
      return value;
    },
  };
}

/** Effective work: leapfrog steps of warm-up and draws, and the kind of the metric at the end. */
function work(density: LogDensity, metric: MetricKind, seed = 1) {
  const chain = createChain({ density, key: split(keyFromSeed(seed), 0), tune: 1000, draws: 500, metric });
  const block = createDrawBlock(density.dimension, 500);
  while (chain.phase === 'warmup') chain.advance(500);
  while (chain.phase !== 'done') chain.advance(500, block);
  const snapshot = chain.snapshot();
  if (!('warmup' in snapshot)) throw new Error('a Hamiltonian chain has a warm-up');
  const { warmup, draws } = chain.leapfrogs;
  return { warmup, draws, kind: snapshot.warmup.metric.kind };
}

test('strong correlations: a dense metric, a sixth of the steps or fewer', () => {
  const density = correlated(chainOf(20, 0.99));
  const [plain, own] = [work(density, 'gradientDiagonal'), work(density, 'automatic')];
  expect(own.kind).toBe('dense');
  expect(own.draws).toBeLessThan(plain.draws / 6);
  expect(own.warmup).toBeLessThan(plain.warmup);
});

test.each([
  ['independent numbers', independentNormals([0, 3, -7], [1, 1e-3, 1e3])],
  ['weak correlations', correlatedNormals([1, 1, 1, 1], 0.5)],
  ['one number', independentNormals([0], [1])],
  ['more than a hundred dimensions', correlated(chainOf(101, 0.9))],
])('%s: the draws are those of the diagonal metric, bit for bit', (_, density) => {
  const drawsOf = (metric: MetricKind) => {
    const chain = createChain({ density, key: split(keyFromSeed(4), 0), tune: 300, draws: 50, metric });
    const block = createDrawBlock(density.dimension, 50);
    while (chain.phase === 'warmup') chain.advance(300);
    while (chain.phase !== 'done') chain.advance(50, block);
    return block.draws;
  };
  expect(drawsOf('automatic')).toEqual(drawsOf('gradientDiagonal'));
});

/** Runs the estimate alone on draws, with gradients from a density, and says after which iterations it changed its kind. */
function kinds(density: LogDensity, drawOf: (iteration: number) => Float64Array, leapfrogs: number): string[] {
  const trajectory = new HamiltonianTrajectory(density, 5);
  const estimate = automaticMetric(trajectory, 1000);
  trajectory.moveTo(drawOf(0));
  estimate.begin();
  const changes: string[] = [];
  let before = trajectory.metric.kind;
  for (let i = 0; i < 1000; i++) {
    trajectory.moveTo(drawOf(i));
    estimate.update(i, true, leapfrogs);
    if (trajectory.metric.kind !== before) changes.push(`${trajectory.metric.kind} ${i}`);
    before = trajectory.metric.kind;
  }
  return changes;
}

test('short trajectories stay as they are; long ones are helped early, others when draws are those of the posterior', () => {
  const covariance = chainOf(4, 0.98);
  const density = correlated(covariance);
  const rng = rngOf(8);
  const draw = () => {
    const out = new Float64Array(4);
    let value = rng.normal();
    out[0] = value;
    for (let i = 1; i < 4; i++) {
      value = 0.98 * value + Math.sqrt(1 - 0.98 ** 2) * rng.normal();
      out[i] = value;
    }
    return out;
  };
  const { ends, settled } = automaticSchedule(1000);
  expect(kinds(density, draw, 7)).toEqual([]);
  expect(kinds(density, draw, 30)).toEqual([`dense ${settled}`]);
  expect(kinds(density, draw, 1000)).toEqual([`dense ${ends[0]}`]);
});

test('where draws and gradients contradict each other it goes back to a diagonal metric', () => {
  const density = correlated(chainOf(4, 0.98));
  const rng = rngOf(9);
  const { ends, settled } = automaticSchedule(1000);
  // Three times as far out as the gradients say, along the correlation.
  const wide = () => {
    const along = 3 * rng.normal();
    return Float64Array.from({ length: 4 }, () => along + 0.1 * rng.normal());
  };
  expect(kinds(density, wide, 1000)).toEqual([`dense ${ends[0]}`, `diagonal ${settled}`]);
});
