import type { LogDensity } from './logDensity.js';
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
    const h = positive.map((scale) => (step / 2) * scale);
    const momentum = b.map((p, i) => p + h[i]! * c[i]!);
    const position = a.map((q, i) => q + h[i]! * (momentum[i]! + momentum[i]!));
    workspace.kickDrift(0, 1, 2, 4, step, 5, 6);
    expect(Array.from(workspace.view(5))).toEqual(position);
    expect(Array.from(workspace.view(6))).toEqual(momentum);
    workspace.kickDrift(0, 1, 2, 4, step, 0, 1);
    expect(Array.from(workspace.view(0))).toEqual(position);
    expect(Array.from(workspace.view(1))).toEqual(momentum);
  });

  test('kickKinetic', () => {
    const momentum = b.map((p, i) => p + (0.37 / 2) * positive[i]! * c[i]!);
    const kinetic = 0.5 * orderedSum(momentum.map((p) => p * p));
    expect(workspace.kickKinetic(1, 2, 4, 0.37)).toBe(kinetic);
    expect(Array.from(workspace.view(1))).toEqual(momentum);
  });

  test('leapfrog is its three parts', () => {
    const momentum = b.map((p, i) => p + (0.37 / 2) * positive[i]! * c[i]!);
    workspace.kickDrift(0, 1, 2, 4, 0.37, 5, 6);
    const position = Array.from(workspace.view(5));
    const slope = position.map((q) => 2 * q);
    const kicked = momentum.map((p, i) => p + (0.37 / 2) * positive[i]! * slope[i]!);
    workspace.view(5).fill(9);
    workspace.view(6).fill(9);
    expect(workspace.leapfrog(0, 1, 2, 4, 0.37, 5, 6, 7)).toBe(0.5 * orderedSum(kicked.map((p) => p * p)) - 7);
    expect(workspace.lastLogDensity[0]).toBe(7);
    expect(Array.from(workspace.view(5))).toEqual(position);
    expect(Array.from(workspace.view(6))).toEqual(kicked);
    expect(Array.from(workspace.view(7))).toEqual(slope);
  });

  const vectors = [a, b, c, d];
  /** goesOn by its definition. */
  function goes(i: number, j: number, k: number, l: number): boolean {
    const sum = vectors[k]!.map((x, at) => x + vectors[l]![at]!);
    const along = (vector: number[]) => orderedSum(vector.map((x, at) => x * sum[at]!));
    return along(vectors[i]!) > 0 && along(vectors[j]!) > 0;
  }

  test('goesOn tells the signs of both products', () => {
    for (const [i, j, k, l] of [
      [0, 1, 2, 3],
      [1, 0, 3, 3],
      [2, 2, 0, 1],
      [3, 2, 3, 2],
      [0, 0, 0, 0],
    ] as const) {
      expect(workspace.goesOn(i, j, k, l)).toBe(goes(i, j, k, l));
    }
  });

  test('joins answer as goesOn and leave the sum, in place too', () => {
    for (const [i, j] of [0, 1, 2, 3].flatMap((i) => [0, 1, 2, 3].map((j) => [i, j] as const))) {
      expect(workspace.joinStates(i, j, 5)).toBe(goes(i, j, i, j));
      expect(Array.from(workspace.view(5))).toEqual(vectors[i]!.map((x, at) => x + vectors[j]![at]!));
    }
    const answers = new Set<boolean>();
    for (let code = 0; code < 4 ** 6; code += 5) {
      const [begin, end, sum, laterBegin, laterEnd, laterSum] = [0, 1, 2, 3, 4, 5].map(
        (k) => (code >> (2 * k)) & 3,
      ) as [number, number, number, number, number, number];
      const expected =
        goes(begin, laterEnd, sum, laterSum) &&
        goes(begin, laterBegin, sum, laterBegin) &&
        goes(end, laterEnd, laterSum, end);
      answers.add(expected);
      expect(workspace.joinHalves(begin, end, sum, laterBegin, laterEnd, laterSum, 5)).toBe(expected);
    }
    if (n > 0) expect(answers.size).toBe(2);
    const sum = vectors[2]!.map((x, at) => x + vectors[3]![at]!);
    workspace.joinHalves(0, 1, 2, 0, 1, 3, 5);
    expect(Array.from(workspace.view(5))).toEqual(sum);
    workspace.copy(3, 6);
    workspace.joinHalves(0, 1, 2, 0, 1, 6, 6);
    expect(Array.from(workspace.view(6))).toEqual(sum);
    workspace.joinHalves(0, 1, 2, 0, 1, 3, 2);
    expect(Array.from(workspace.view(2))).toEqual(sum);
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
  workspace.view(1).set([-1, 1]);
  expect(workspace.goesOn(0, 1, 0, 1)).toBe(false);
  expect(workspace.joinStates(0, 1, 2)).toBe(false);
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
