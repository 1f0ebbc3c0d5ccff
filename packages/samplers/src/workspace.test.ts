import type { LogDensity } from './logDensity.js';
import { createWorkspace, workspaceOf } from './workspace.js';

/** The contract's order of summation, word by word. */
function orderedSum(terms: readonly number[]): number {
  const s = [0, 0];
  const whole = 2 * Math.floor(terms.length / 2);
  for (let i = 0; i < whole; i++) s[i % 2]! += terms[i]!;
  let total = s[0]! + s[1]!;
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
  const workspace = createWorkspace(flat(n), 9);
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

  const plus = (...terms: readonly number[][]): number[] =>
    terms.reduce((sum, term) => sum.map((x, i) => x + term[i]!));
  const along = (x: readonly number[], y: readonly number[]): number => orderedSum(x.map((value, i) => value * y[i]!));

  test.each([0.37, -0.37])('leapfrog by a step of %d, prepared or not, with the next or without', (stepSize) => {
    const h = positive.map((scale) => (stepSize / 2) * scale);
    const drift = (q: readonly number[], p: readonly number[], g: readonly number[]): number[] =>
      q.map((x, i) => {
        const kicked = p[i]! + h[i]! * g[i]!;
        return x + h[i]! * (kicked + kicked);
      });
    const position = drift(a, b, c);
    const slope = position.map((q) => 2 * q);
    const momentum = b.map((p, i) => p + h[i]! * c[i]! + h[i]! * slope[i]!);
    const next = drift(position, momentum, slope);
    for (const prepared of [false, true]) {
      for (const ahead of [8, -1]) {
        for (const slot of [5, 6, 7, 8]) workspace.view(slot).fill(9);
        if (prepared) workspace.view(5).set(position);
        expect(workspace.leapfrog(0, 1, 2, 4, stepSize, 5, 6, 7, prepared, ahead)).toBe(
          0.5 * along(momentum, momentum) - 7,
        );
        expect(Array.from(workspace.results.slice(0, 3))).toEqual([7, along(momentum, momentum), along(b, momentum)]);
        expect(Array.from(workspace.view(5))).toEqual(position);
        expect(Array.from(workspace.view(6))).toEqual(momentum);
        expect(Array.from(workspace.view(7))).toEqual(slope);
        expect(Array.from(workspace.view(8))).toEqual(ahead < 0 ? next.map(() => 9) : next);
      }
    }
  });

  test('joins leave products and the sum, in place too', () => {
    workspace.joinPairs(0, 1, 2, 3, 5);
    expect(Array.from(workspace.results.slice(0, 3))).toEqual([along(a, c), along(a, d), along(b, d)]);
    expect(Array.from(workspace.view(5))).toEqual(plus(plus(a, b), plus(c, d)));

    const sums = [plus(a, b), plus(c, d)] as const;
    for (const out of [5, 6, 7]) {
      workspace.view(6).set(sums[0]);
      workspace.view(7).set(sums[1]);
      workspace.joinHalves(0, 1, 6, 2, 3, 7, out);
      expect(Array.from(workspace.results)).toEqual([
        along(a, c),
        along(a, sums[1]),
        along(c, sums[0]),
        along(b, d),
        along(b, sums[1]),
        along(d, sums[0]),
      ]);
      expect(Array.from(workspace.view(out))).toEqual(plus(...sums));
    }
  });

  test('accumulates means and squares as Welford does', () => {
    const before = a.map((x, i) => x - b[i]!);
    const mean = b.map((m, i) => m + before[i]! * 0.25);
    const squares = c.map((s, i) => s + before[i]! * (a[i]! - mean[i]!));
    workspace.accumulate(0, 1, 2, 0.25);
    expect(Array.from(workspace.view(1))).toEqual(mean);
    expect(Array.from(workspace.view(2))).toEqual(squares);
  });

  test('evaluates the density from slot to slot', () => {
    expect(workspace.logDensityAndGradient(0, 7)).toBe(7);
    expect(Array.from(workspace.view(7))).toEqual(a.map((x) => 2 * x));
  });
});

test('the sums of this test depend on their order', () => {
  const terms = Array.from({ length: 1002 }, (_, i) => 1 / (i + 1));
  expect(terms.reduce((sum, x) => sum + x, 0)).not.toBe(orderedSum(terms));
  const products = values(31, 11).map((x, i) => x * values(31, 12)[i]!);
  expect(products.reduceRight((sum, x) => sum + x, 0)).not.toBe(orderedSum(products));
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
