import { keyFromSeed, stream } from '@credence/numerics';
import type { LogDensity } from '../logDensity.js';
import { joinByQuestions } from '../nuts/criterion.js';
import { createNuts } from '../nuts/nuts.js';
import { type Handle, Tree } from '../nuts/tree.js';
import { ball, correlatedNormals, logGammas, studentTs } from '../testing/targets.js';
import { createWorkspace } from '../workspace.js';
import { checkMetricMemory, denseMetricBytes, type Metric, metricVariance, unitMetric } from './metric.js';
import { HamiltonianTrajectory, workspaceSlots } from './trajectory.js';
import { choleskyInPlace, lowerTimes, packedLength, transposedTimes } from './triangular.js';

const key = keyFromSeed(20);

function trajectoryAt(density: LogDensity, position: readonly number[], stepSize: number, metric?: Metric) {
  const trajectory = new HamiltonianTrajectory(density, 10);
  trajectory.moveTo(position);
  trajectory.setMetric(metric ?? unitMetric(density.dimension));
  trajectory.stepSize = stepSize;
  return trajectory;
}

/** One step on, giving up the state before it. */
function onward(trajectory: HamiltonianTrajectory, state: { point: number; momentum: number }, direction: 1 | -1) {
  expect(trajectory.step(state.point, state.momentum, direction, true)).toBe(true);
  trajectory.discard(state.point, state.momentum);
  return { point: trajectory.point, momentum: trajectory.momentum };
}

const dense: Metric = { kind: 'dense', factor: Float64Array.from([1.1, 0.4, 0.8, -0.3, 0.2, 1.7]) };
const diagonal: Metric = { kind: 'diagonal', variance: Float64Array.from([0.5, 2, 7]) };

describe.each([
  ['unit', unitMetric(3)],
  ['diagonal', diagonal],
  ['dense', dense],
] as const)('leapfrog under a %s metric', (_, metric) => {
  const density = logGammas(3);
  const start = [0.3, -0.8, 1.1];

  function run(stepSize: number, steps: number, direction: 1 | -1) {
    const trajectory = trajectoryAt(density, start, stepSize, metric);
    let state = trajectory.begin(stream(key, 1));
    for (let i = 0; i < steps; i++) state = onward(trajectory, state, direction);
    return { trajectory, ...state };
  }

  test('comes back when time runs backward', () => {
    const { trajectory, ...there } = run(0.1, 20, 1);
    expect(trajectory.positionOf(there.point)[0]).not.toBeCloseTo(start[0]!, 1);
    let state = there;
    for (let i = 0; i < 20; i++) state = onward(trajectory, state, -1);
    const end = trajectory.positionOf(state.point);
    start.forEach((q, i) => {
      expect(end[i]).toBeCloseTo(q, 12);
    });
    expect(Math.abs(trajectory.energyError)).toBeLessThan(1e-12);
  });

  test('has an energy error of second order', () => {
    const errorAt = (stepSize: number) => run(stepSize, Math.round(1 / stepSize), 1).trajectory.energyError;
    const ratio = errorAt(0.02) / errorAt(0.01);
    expect(ratio).toBeGreaterThan(3.9);
    expect(ratio).toBeLessThan(4.1);
  });
});

test('a dense metric moves as one without whitening would: q += e S p, p += e/2 g', () => {
  const density = correlatedNormals([1, 2, 0.5], 0.4);
  const { factor } = dense as { factor: Float64Array };
  const trajectory = trajectoryAt(density, [0.3, -0.8, 1.1], 0.2, dense);
  const { point, momentum } = trajectory.begin(stream(key, 3));
  const whitened = new Float64Array(3);
  stream(key, 3).normals(whitened);

  // p solves L' p = whitened.
  const L = (i: number, j: number) => (j > i ? 0 : factor[packedLength(i) + j]!);
  const p = new Float64Array(3);
  for (let i = 2; i >= 0; i--) {
    let rest = whitened[i]!;
    for (let j = i + 1; j < 3; j++) rest -= L(j, i) * p[j]!;
    p[i] = rest / L(i, i);
  }
  const velocity = (i: number) =>
    [0, 1, 2].reduce((sum, j) => sum + [0, 1, 2].reduce((s, k) => s + L(i, k) * L(j, k), 0) * p[j]!, 0);
  const q = Float64Array.from([0.3, -0.8, 1.1]);
  const g = new Float64Array(3);
  const before = -density.logDensityAndGradient(q, g) + 0.5 * [0, 1, 2].reduce((s, i) => s + p[i]! * velocity(i), 0);
  for (let i = 0; i < 3; i++) p[i]! += 0.1 * g[i]!;
  const moved = [0, 1, 2].map(velocity);
  for (let i = 0; i < 3; i++) q[i]! += 0.2 * moved[i]!;
  const logDensity = density.logDensityAndGradient(q, g);
  for (let i = 0; i < 3; i++) p[i]! += 0.1 * g[i]!;
  const after = -logDensity + 0.5 * [0, 1, 2].reduce((s, i) => s + p[i]! * velocity(i), 0);

  expect(trajectory.step(point, momentum, 1, true)).toBe(true);
  const end = trajectory.positionOf(trajectory.point);
  for (let i = 0; i < 3; i++) expect(end[i]).toBeCloseTo(q[i]!, 12);
  expect(trajectory.energyError).toBeCloseTo(after - before, 12);
});

test.each([1, 4, 10])('trees of %d doublings choose a point of their orbit and never run out of slots', (depth) => {
  const density = studentTs(2, 5);
  const stepSize = 1e-4;
  for (let iteration = 0; iteration < (depth === 10 ? 8 : 20); iteration++) {
    const trajectory = new HamiltonianTrajectory(density, depth, createWorkspace(density, workspaceSlots(depth)));
    trajectory.moveTo([0.5, -0.2]);
    trajectory.stepSize = stepSize;
    const kernel = createNuts(trajectory, depth);
    kernel.transition(stream(key, iteration));
    expect(kernel.statistics).toMatchObject({ depth, leapfrogs: 2 ** depth - 1, divergent: 0 });
    const chosen = Array.from(trajectory.position);

    // All states within reach, step by step in both directions.
    const orbit = new Set([`${[0.5, -0.2]}`]);
    for (const direction of [1, -1] as const) {
      const plain = trajectoryAt(density, [0.5, -0.2], stepSize);
      let state = plain.begin(stream(key, iteration));
      for (let i = 0; i < 2 ** depth; i++) {
        state = onward(plain, state, direction);
        orbit.add(`${Array.from(plain.positionOf(state.point))}`);
      }
    }
    expect(orbit.has(`${chosen}`)).toBe(true);
    const gradient = new Float64Array(2);
    const logDensity = density.logDensityAndGradient(trajectory.position, gradient);
    expect(Array.from(trajectory.gradient)).toEqual(Array.from(gradient));
    expect(kernel.statistics.logDensity).toBe(logDensity);
  }
});

/** A trajectory that puts the questions of the criterion to momenta written down in full, at every join. */
class Questioned extends HamiltonianTrajectory {
  readonly answers: { readonly goes: boolean; readonly expected: boolean; readonly states: number }[] = [];
  readonly #vectors = new Map<Handle, { readonly sum: Float64Array; readonly states: number }>();

  start(iteration: number) {
    const state = this.begin(stream(key, iteration));
    this.#vectors.clear();
    this.#write(state.momentum);
    return state;
  }

  override step(point: Handle, momentum: Handle, direction: 1 | -1, last: boolean): boolean {
    const went = super.step(point, momentum, direction, last);
    this.#write(this.momentum);
    return went;
  }

  override join(...halves: readonly [Handle, Handle, Handle, Handle, Handle, Handle]): Handle {
    const [, , sum, , , laterSum] = halves;
    const vector = (handle: Handle) => this.#vectors.get(handle)!.sum;
    const joined = vector(sum).map((x, i) => x + vector(laterSum)[i]!);
    const states = this.#vectors.get(sum)!.states + this.#vectors.get(laterSum)!.states;
    const dot = (a: Float64Array, b: Float64Array) => a.reduce((total, x, i) => total + x * b[i]!, 0);
    const questions = {
      goesOn: (a: Handle, b: Handle, first: Handle, second: Handle) => {
        const along = vector(first).map((x, i) => x + vector(second)[i]!);
        return dot(vector(a), along) > 0 && dot(vector(b), along) > 0;
      },
      sum: () => 0,
      releaseMomenta: () => {},
    };
    const expected = joinByQuestions(questions, ...halves) >= 0;
    const slot = super.join(...halves);
    this.answers.push({ goes: slot >= 0, expected, states });
    if (slot >= 0) this.#vectors.set(slot, { sum: joined, states });
    return slot;
  }

  #write(momentum: Handle): void {
    this.#vectors.set(momentum, { sum: this.momentumOf(momentum), states: 1 });
  }
}

test.each([
  ['a unit metric', unitMetric(3)],
  ['a dense metric', dense],
])('joins answer as the questions of the criterion do, under %s', (_, metric) => {
  const trajectory = new Questioned(correlatedNormals([1, 2, 0.5], 0.6), 8);
  trajectory.moveTo([0.3, -0.8, 1.1]);
  trajectory.setMetric(metric);
  let at = 0;
  const choices = { forward: () => stream(key, 1000 + at++).uniform() < 0.5, accept: () => false };
  const tree = new Tree(trajectory, choices, 8);
  for (let iteration = 0; iteration < 60; iteration++) {
    trajectory.stepSize = 0.02 * 1.06 ** iteration;
    const { point, momentum } = trajectory.start(iteration);
    tree.grow(point, momentum);
  }
  expect(trajectory.answers.filter(({ goes, expected }) => goes !== expected)).toEqual([]);
  for (const states of [2, 4, 8, 16, 32]) {
    expect(new Set(trajectory.answers.filter((answer) => answer.states === states).map(({ goes }) => goes)).size).toBe(
      2,
    );
  }
});

test('a step prepared by the one before it is the same step', () => {
  for (const metric of [diagonal, dense]) {
    const density = logGammas(3);
    const run = (last: boolean) => {
      const trajectory = trajectoryAt(density, [0.3, -0.8, 1.1], 0.1, metric);
      let state: { readonly point: Handle; readonly momentum: Handle } = trajectory.begin(stream(key, 1));
      const seen: number[] = [];
      for (let i = 0; i < 5; i++) {
        expect(trajectory.step(state.point, state.momentum, -1, last)).toBe(true);
        state = { point: trajectory.point, momentum: trajectory.momentum };
        seen.push(trajectory.energyError, ...trajectory.positionOf(state.point));
      }
      return seen;
    };
    expect(run(false)).toEqual(run(true));
  }
});

describe('divergences', () => {
  test('a step out of the support tells both ends', () => {
    const trajectory = trajectoryAt(ball(2, 1), [0.9, 0], 5);
    const { point, momentum } = trajectory.begin(stream(key, 0));
    expect(trajectory.step(point, momentum, 1, true)).toBe(false);
    expect(trajectory.divergenceError).toBe(Number.POSITIVE_INFINITY);
    expect(Array.from(trajectory.positionOf(trajectory.divergentFrom))).toEqual([0.9, 0]);
    expect(Math.hypot(...trajectory.positionOf(trajectory.divergentTo))).toBeGreaterThan(1);
  });

  test.each([
    ['NaN', Number.NaN],
    ['+Infinity', Number.POSITIVE_INFINITY],
  ])('a log density of %s is one', (_, value) => {
    let calls = 0;
    const density: LogDensity = {
      dimension: 1,
      logDensityAndGradient(_position, gradient) {
        gradient[0] = 0;
        return calls++ === 0 ? 0 : value;
      },
    };
    const trajectory = trajectoryAt(density, [0], 0.1);
    const { point, momentum } = trajectory.begin(stream(key, 0));
    expect(trajectory.step(point, momentum, 1, true)).toBe(false);
    expect(trajectory.divergenceError).toBe(Number.POSITIVE_INFINITY);
  });

  test('an energy error is one above 1000, not below', () => {
    const drop = (nats: number): LogDensity => ({
      dimension: 1,
      logDensityAndGradient(position, gradient) {
        gradient[0] = 0;
        return position[0] === 0 ? 0 : -nats;
      },
    });
    for (const [nats, goes] of [
      [999.9, true],
      [1000.1, false],
    ] as const) {
      const trajectory = trajectoryAt(drop(nats), [0], 0.1);
      const { point, momentum } = trajectory.begin(stream(key, 0));
      expect(trajectory.step(point, momentum, 1, true)).toBe(goes);
    }
  });
});

describe('packed triangular matrices', () => {
  const n = 6;
  const factor = Float64Array.from({ length: packedLength(n) }, (_, i) => Math.sin(i + 1) + (i % 3));
  for (let i = 0, at = 0; i < n; i++, at += i + 1) factor[at] = 1 + i / 3;
  const L = (i: number, j: number) => (j > i ? 0 : factor[packedLength(i) + j]!);
  const x = Float64Array.from({ length: n }, (_, i) => Math.cos(3 * i));
  const range = Array.from({ length: n }, (_, i) => i);

  test.each([1, 2, 5, 6])('products with the leading %d rows', (size) => {
    const leading = factor.subarray(0, packedLength(size));
    const rows = range.slice(0, size);
    const out = new Float64Array(size);
    lowerTimes(leading, x.subarray(0, size), out);
    rows.forEach((i) => {
      expect(out[i]).toBeCloseTo(
        rows.reduce((s, j) => s + L(i, j) * x[j]!, 0),
        13,
      );
    });
    const inPlace = x.slice(0, size);
    transposedTimes(leading, inPlace);
    rows.forEach((j) => {
      expect(inPlace[j]).toBeCloseTo(
        rows.reduce((s, i) => s + L(i, j) * x[i]!, 0),
        13,
      );
    });
  });

  test('Cholesky gives the factor back, and refuses what has none', () => {
    const matrix = new Float64Array(packedLength(n));
    for (const i of range)
      for (let j = 0; j <= i; j++) matrix[packedLength(i) + j] = range.reduce((s, k) => s + L(i, k) * L(j, k), 0);
    expect(choleskyInPlace(matrix, n)).toBe(true);
    matrix.forEach((value, at) => {
      expect(value).toBeCloseTo(factor[at]!, 11);
    });
    expect(choleskyInPlace(Float64Array.from([1, 2, 1]), 2)).toBe(false);
    expect(choleskyInPlace(Float64Array.from([Number.NaN]), 1)).toBe(false);
  });
});

test('variances by a metric are the diagonal of its inverse', () => {
  expect(Array.from(metricVariance(diagonal))).toEqual([0.5, 2, 7]);
  const [a, b, c] = metricVariance(dense);
  expect(a).toBeCloseTo(1.21, 14);
  expect(b).toBeCloseTo(0.16 + 0.64, 14);
  expect(c).toBeCloseTo(0.09 + 0.04 + 2.89, 14);
});

test('a dense metric too large for memory is refused in a sentence', () => {
  expect(denseMetricBytes(1000)).toBe(8 * 1000 * 1001);
  expect(() => checkMetricMemory(1000, 8 * 1000 * 1001)).not.toThrow();
  expect(() => checkMetricMemory(1001, 8 * 1000 * 1001)).toThrow(
    expect.objectContaining({
      code: 'sampler/metric-memory',
      message: expect.stringContaining('A dense metric for 1001 dimensions takes 8024016 bytes'),
    }),
  );
});

test('a workspace with too few slots is refused', () => {
  const density = logGammas(1);
  expect(() => new HamiltonianTrajectory(density, 3, createWorkspace(density, 5))).toThrow(
    expect.objectContaining({ code: 'sampler/workspace' }),
  );
});
