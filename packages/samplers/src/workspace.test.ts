import type { LogDensity } from './logDensity.js';
import { kineticEnergy } from './vectors.js';
import { createWorkspace, workspaceOf } from './workspace.js';

/** The contract's order of summation, word by word. */
function orderedSum(terms: readonly number[]): number {
  const s = [0, 0, 0, 0];
  const whole = 4 * Math.floor(terms.length / 4);
  for (let i = 0; i < whole; i++) s[i % 4]! += terms[i]!;
  let total = s[0]! + s[2]! + (s[1]! + s[3]!);
  for (let i = whole; i < terms.length; i++) total += terms[i]!;
  return total;
}

/** Values of very different size, so that another order of summation gives other bits. */
function values(n: number, seed: number): number[] {
  let state = seed;
  return Array.from({ length: n }, () => {
    state = (state * 16807) % 2147483647;
    const sign = state % 2 === 0 ? 1 : -1;
    return sign * 10 ** ((state % 1000) / 100 - 5) * (1 + (state % 97) / 97);
  });
}

const flat = (dimension: number): LogDensity => ({
  dimension,
  logDensityAndGradient(position, gradient) {
    for (let i = 0; i < dimension; i++) gradient[i] = 2 * position[i]!;
    return 7;
  },
});

const sizes = [0, 1, 2, 3, 4, 5, 7, 8, 9, 31, 1002];

describe.each(sizes)('workspace of %d dimensions, to the bit', (n) => {
  const workspace = createWorkspace(flat(n), 8);
  const [a, b, c, d, w] = [11, 12, 13, 14, 15].map((seed) => values(n, seed)) as [
    number[],
    number[],
    number[],
    number[],
    number[],
  ];
  const positive = w.map(Math.abs);
  beforeEach(() => {
    [a, b, c, d, positive].forEach((vector, slot) => {
      workspace.view(slot).set(vector);
    });
  });

  test('dot', () => {
    expect(workspace.dot(0, 1)).toBe(orderedSum(a.map((x, i) => x * b[i]!)));
  });

  test('add, into a new slot and in place', () => {
    const sum = a.map((x, i) => x + b[i]!);
    workspace.add(0, 1, 5);
    expect(Array.from(workspace.view(5))).toEqual(sum);
    workspace.add(0, 1, 0);
    expect(Array.from(workspace.view(0))).toEqual(sum);
  });

  test('kickDrift, into new slots and in place', () => {
    const step = 0.37;
    const momentum = b.map((p, i) => p + (step / 2) * c[i]!);
    const position = a.map((q, i) => q + step * (positive[i]! * momentum[i]!));
    workspace.kickDrift(0, 1, 2, 4, step, 5, 6);
    expect(Array.from(workspace.view(5))).toEqual(position);
    expect(Array.from(workspace.view(6))).toEqual(momentum);
    workspace.kickDrift(0, 1, 2, 4, step, 0, 1);
    expect(Array.from(workspace.view(0))).toEqual(position);
    expect(Array.from(workspace.view(1))).toEqual(momentum);
  });

  test('kickKinetic and kineticEnergy', () => {
    const momentum = b.map((p, i) => p + (0.37 / 2) * c[i]!);
    const kinetic = 0.5 * orderedSum(momentum.map((p, i) => p * p * positive[i]!));
    expect(workspace.kickKinetic(1, 2, 4, 0.37)).toBe(kinetic);
    expect(Array.from(workspace.view(1))).toEqual(momentum);
    expect(kineticEnergy(workspace.view(1), workspace.view(4), n)).toBe(kinetic);
  });

  test('goesOn and goesOnAlong tell the signs of both products', () => {
    const along = (vector: number[], sum: number[]) => orderedSum(vector.map((x, i) => positive[i]! * x * sum[i]!));
    const vectors = [a, b, c, d];
    for (const [i, j, k, l] of [
      [0, 1, 2, 3],
      [1, 0, 3, 3],
      [2, 2, 0, 1],
      [3, 2, 3, 2],
      [0, 0, 0, 0],
    ] as const) {
      const sum = vectors[k]!.map((x, at) => x + vectors[l]![at]!);
      expect(workspace.goesOn(i, j, k, l, 4)).toBe(along(vectors[i]!, sum) > 0 && along(vectors[j]!, sum) > 0);
      const alone = vectors[k]!;
      expect(workspace.goesOnAlong(i, j, k, 4)).toBe(along(vectors[i]!, alone) > 0 && along(vectors[j]!, alone) > 0);
    }
  });

  test('evaluates the density from slot to slot, and copies', () => {
    expect(workspace.logDensityAndGradient(0, 7)).toBe(7);
    expect(Array.from(workspace.view(7))).toEqual(a.map((x) => 2 * x));
    workspace.copy(0, 6);
    expect(Array.from(workspace.view(6))).toEqual(a);
  });
});

test('the sums of this test depend on their order', () => {
  const terms = Array.from({ length: 1002 }, (_, i) => 1 / (i + 1));
  expect(terms.reduce((sum, x) => sum + x, 0)).not.toBe(orderedSum(terms));
  const products = values(31, 11).map((x, i) => x * values(31, 12)[i]!);
  expect(products.reduceRight((sum, x) => sum + x, 0)).not.toBe(orderedSum(products));
});

test('a criterion on the edge does not go on: 0 is not above 0', () => {
  const workspace = createWorkspace(flat(2), 3);
  workspace.view(0).set([1, 0]);
  workspace.view(1).set([0, 1]);
  workspace.view(2).fill(1);
  expect(workspace.goesOnAlong(0, 0, 1, 2)).toBe(false);
});

test('a density with a workspace of its own keeps it', () => {
  const own = createWorkspace(flat(3), 5);
  expect(workspaceOf({ ...flat(3), workspace: () => own }, 5)).toBe(own);
  expect(workspaceOf(flat(3), 5).slots).toBe(5);
});

test.each([-1, 1.5, Number.NaN])('a dimension of %d is refused', (dimension) => {
  expect(() => createWorkspace(flat(dimension), 1)).toThrow(
    expect.objectContaining({
      code: 'sampler/dimension',
      message: expect.stringContaining(`dimension is ${dimension}`),
    }),
  );
});
