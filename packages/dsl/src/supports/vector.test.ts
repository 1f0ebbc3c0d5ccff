/** Supports of vectors and matrices: transforms that go there and back, the determinant of their Jacobians, membership. */
import {
  compileWasm,
  constant,
  evaluate,
  gradient,
  instantiate,
  parameter,
  reshape,
  slice,
  type Tensor,
} from '@credence/autodiff';
import { keyFromSeed, stream } from '@credence/numerics';
import type { Support } from './index.js';
import * as supports from './index.js';
import { unconstrainedShape } from './support.js';

const sizeOf = (shape: readonly number[]) => shape.reduce((product, n) => product * n, 1);

/** Elements that the density is of; all where it is one of areas or volumes of all elements. */
type Elements = (shape: readonly number[]) => readonly number[];
const everything: Elements = (shape) => Array.from({ length: sizeOf(shape) }, (_, i) => i);
const below =
  (offset: number): Elements =>
  ([k = 0]) =>
    Array.from({ length: k * k }, (_, i) => i).filter((i) => Math.floor(i / k) - (i % k) >= offset);

const cases: readonly [string, Support, readonly (readonly number[])[], Elements][] = [
  ['simplex', supports.simplex, [[1], [2], [3], [7]], ([k = 0]) => Array.from({ length: k - 1 }, (_, i) => i)],
  [
    'logRatioSimplex',
    supports.logRatioSimplex,
    [[1], [2], [3], [7]],
    ([k = 0]) => Array.from({ length: k - 1 }, (_, i) => i),
  ],
  ['ordered', supports.ordered, [[1], [2], [5]], everything],
  ['positiveOrdered', supports.positiveOrdered, [[1], [2], [5]], everything],
  ['zeroSum', supports.zeroSum, [[1], [2], [6]], everything],
  [
    'zeroSumMatrix',
    supports.zeroSumMatrix,
    [
      [2, 3],
      [3, 3],
      [1, 4],
    ],
    everything,
  ],
  [
    'choleskyCorrelation',
    supports.choleskyCorrelation,
    [
      [1, 1],
      [2, 2],
      [4, 4],
    ],
    below(1),
  ],
  [
    'correlation',
    supports.correlation,
    [
      [1, 1],
      [2, 2],
      [4, 4],
    ],
    below(1),
  ],
  [
    'choleskyCovariance',
    supports.choleskyCovariance,
    [
      [1, 1],
      [2, 2],
      [4, 4],
    ],
    below(0),
  ],
  [
    'covariance',
    supports.covariance,
    [
      [1, 1],
      [2, 2],
      [4, 4],
    ],
    below(0),
  ],
];
const each = cases.flatMap(([name, support, shapes, elements]) =>
  shapes.map((shape): [string, readonly number[], Support, Elements] => [name, shape, support, elements]),
);

/** Unconstrained values, some far out. */
function values(size: number, seed: number, scale = 1): Float64Array {
  const rng = stream(keyFromSeed(seed), 0);
  return Float64Array.from({ length: size }, () => scale * rng.normal());
}

/** log |det| of a square matrix by elimination with pivots. */
function logDeterminant(rows: readonly Float64Array[]): number {
  const a = rows.map((row) => row.slice());
  let total = 0;
  for (let column = 0; column < a.length; column++) {
    const best = a.slice(column).reduce((x, y) => (Math.abs(y[column]!) > Math.abs(x[column]!) ? y : x));
    a[a.indexOf(best)] = a[column]!;
    a[column] = best;
    total += Math.log(Math.abs(best[column]!));
    for (let row = column + 1; row < a.length; row++) {
      const share = a[row]![column]! / best[column]!;
      for (let k = column; k < a.length; k++) a[row]![k]! -= share * best[k]!;
    }
  }
  return total;
}

test.each(each)('%s %p: constrain and unconstrain are inverse, and the result belongs to it', (_, shape, support) => {
  const transform = support.transform!;
  const own = unconstrainedShape(support, shape);
  for (const seed of [1, 2, 3]) {
    const at = values(sizeOf(own), seed);
    const u = parameter('u', own);
    const x = transform.constrain(u);
    expect(x.shape).toEqual(shape);
    const back = transform.unconstrain(x);
    expect(back.shape).toEqual(own);
    const [event, again, inside] = evaluate([x, back, support.contains(x)], { u: at });
    expect(Array.from(inside!)).toEqual([1]);
    expect(support.fault!(event!, shape, () => Number.NaN)).toBeUndefined();
    const [twice] = evaluate([transform.constrain(u)], { u: again! });
    for (const i of event!.keys()) {
      expect(Math.abs(twice![i]! - event![i]!)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(event![i]!)));
    }
    for (const i of again!.keys())
      expect(Math.abs(again![i]! - at[i]!)).toBeLessThanOrEqual(1e-11 * (1 + Math.abs(at[i]!)));
  }
});

test.each(each)('%s %p: the log-Jacobian is the determinant of the derivative', (_, shape, support, elements) => {
  const transform = support.transform!;
  const own = unconstrainedShape(support, shape);
  const u = parameter('u', own);
  const flat = reshape(transform.constrain(u), [sizeOf(shape)]);
  const places = elements(shape);
  const slopes = places.map((i) => gradient(slice(flat, [i]), [u])[0]!);
  const jacobian = transform.logJacobian?.(u);
  expect(jacobian?.shape ?? []).toEqual([]);
  for (const seed of [4, 5]) {
    const at = { u: values(sizeOf(own), seed) };
    const rows = evaluate(slopes, at);
    const [logs = Float64Array.of(0)] = jacobian === undefined ? [] : evaluate([jacobian], at);
    // More elements than unconstrained values: lengths in the surface, by the Gram determinant.
    const square = places.length === sizeOf(own);
    const gram = Array.from(at.u, (_, i) =>
      Float64Array.from(at.u, (__, j) => rows.reduce((total, row) => total + row[i]! * row[j]!, 0)),
    );
    const expected = square ? logDeterminant(rows) : logDeterminant(gram) / 2;
    expect(Math.abs(logs[0]! - expected)).toBeLessThan(1e-10);
  }
});

test.each([...cases.map(([name, support]) => [name, support] as const), ['unitVector', supports.unitVector] as const])(
  '%s: leading axes are events of their own, and a compiled module agrees',
  (_, support) => {
    const transform = support.transform!;
    const event = support.eventRank === 1 ? [4] : [3, 3];
    const own = unconstrainedShape(support, [2, 3, ...event]);
    const single = unconstrainedShape(support, event);
    expect(own).toEqual([2, 3, ...single]);
    const u = parameter('u', own);
    const graphs = (node: Tensor) => [
      transform.constrain(node),
      transform.unconstrain(transform.constrain(node)),
      transform.logJacobian?.(node) ?? constant(0),
      support.contains(transform.constrain(node)),
    ];
    const at = values(sizeOf(own), 8);
    const many = evaluate(graphs(u), { u: at });
    const one = parameter('u', single);
    for (let k = 0; k < 6; k++) {
      const part = at.subarray(k * sizeOf(single), (k + 1) * sizeOf(single));
      for (const [i, found] of evaluate(graphs(one), { u: part }).entries()) {
        const cut = many[i]!.length === 1 ? many[i]! : many[i]!.subarray(k * found.length, (k + 1) * found.length);
        expect(Array.from(cut)).toEqual(Array.from(found));
      }
    }
    const program = compileWasm({ parameters: [u], outputs: { all: graphs(u) } });
    const compiled = instantiate(program).evaluate('all', at);
    for (const [i, array] of compiled.entries()) {
      expect(array).toHaveLength(many[i]!.length);
      for (const [k, value] of array.entries()) {
        expect(Math.abs(value - many[i]![k]!)).toBeLessThanOrEqual(1e-13 * (1 + Math.abs(many[i]![k]!)));
      }
    }
  },
);

test('a unit vector is its direction, and its term is Stan’s', () => {
  const { transform } = supports.unitVector;
  const u = parameter('u', [3]);
  const [x, back, term] = evaluate(
    [
      transform!.constrain(u),
      transform!.constrain(transform!.unconstrain(transform!.constrain(u))),
      transform!.logJacobian!(u),
    ],
    { u: [3, 0, -4] },
  );
  expect(Array.from(x!)).toEqual([0.6, 0, -0.8]);
  for (const i of [0, 1, 2]) expect(Math.abs(back![i]! - x![i]!)).toBeLessThan(1e-15);
  expect(term![0]).toBe(-12.5);
});

test('values far out stay in the support, and keep a finite Jacobian', () => {
  for (const [, support, ,] of cases) {
    const event = support.eventRank === 1 ? [4] : [4, 4];
    const own = unconstrainedShape(support, event);
    const u = parameter('u', own);
    const x = support.transform!.constrain(u);
    for (const seed of [1, 2, 3]) {
      const at = { u: values(sizeOf(own), seed, 20) };
      const [logs] = evaluate([support.transform!.logJacobian?.(u) ?? constant(0)], at);
      expect(Number.isFinite(logs![0])).toBe(true);
      const [found] = evaluate([x], at);
      expect(found!.every(Number.isFinite)).toBe(true);
      if (support === supports.choleskyCorrelation) expect(support.fault!(found!, event, () => 0)).toBeUndefined();
    }
  }
});

const third = 1 / 3;
test.each<[string, Support, readonly number[], readonly number[], string | undefined]>([
  ['simplex', supports.simplex, [3], [third, third, third], undefined],
  ['simplex', supports.simplex, [2], [0, 1], undefined],
  ['simplex', supports.simplex, [3], [0.5, 0.5, 0.02], 'sums to 1.02, and must sum to 1'],
  ['simplex', supports.simplex, [2], [-0.1, 1.1], 'has the element [0] = -0.1, and all must be >= 0'],
  ['simplex', supports.simplex, [2], [0.5, NaN], 'has the element [1] = NaN, and all must be >= 0'],
  ['ordered', supports.ordered, [3], [-1, 0, 0], 'has [2] = 0 behind [1] = 0, and its elements must ascend'],
  ['ordered', supports.ordered, [2], [-Infinity, 0], 'has the element [0] = -Infinity, and all must be finite'],
  ['ordered', supports.ordered, [1], [7], undefined],
  ['positiveOrdered', supports.positiveOrdered, [2], [0, 1], 'has the element [0] = 0, and all must be > 0'],
  ['positiveOrdered', supports.positiveOrdered, [2], [0.5, 1], undefined],
  ['unitVector', supports.unitVector, [2], [0.6, 0.9], 'has the length 1.08166538264, and must have the length 1'],
  ['unitVector', supports.unitVector, [2], [0.6, -0.8], undefined],
  ['zeroSum', supports.zeroSum, [2], [1, -1.5], 'sums to -0.5, and must sum to 0'],
  ['zeroSum', supports.zeroSum, [2], [1, -1], undefined],
  ['zeroSum', supports.zeroSum, [2], [Infinity, -1], 'has the element [0] = Infinity, and all must be finite'],
  ['zeroSumMatrix', supports.zeroSumMatrix, [2, 2], [1, -1, -1, 1], undefined],
  ['zeroSumMatrix', supports.zeroSumMatrix, [2, 2], [1, -1, 1, 1], 'has a row 1 that sums to 2, and must sum to 0'],
  ['zeroSumMatrix', supports.zeroSumMatrix, [2, 2], [1, -1, 1, -1], 'has a column 0 that sums to 2, and must sum to 0'],
  ['choleskyCorrelation', supports.choleskyCorrelation, [2, 2], [1, 0, 0.6, 0.8], undefined],
  [
    'choleskyCorrelation',
    supports.choleskyCorrelation,
    [2, 2],
    [1, 0.1, 0.6, 0.8],
    'has [0,1] = 0.1 above the diagonal, where all must be 0',
  ],
  [
    'choleskyCorrelation',
    supports.choleskyCorrelation,
    [2, 2],
    [1, 0, 0.6, -0.8],
    'has [1,1] = -0.8 on the diagonal, where all must be > 0',
  ],
  [
    'choleskyCorrelation',
    supports.choleskyCorrelation,
    [2, 2],
    [1, 0, 0.6, 0.9],
    'has a row 1 of length 1.08166538264, and rows must have the length 1',
  ],
  ['correlation', supports.correlation, [2, 2], [1, 0.6, 0.6, 1], undefined],
  [
    'correlation',
    supports.correlation,
    [2, 2],
    [1, 0.6, 0.5, 1],
    'has [1,0] = 0.5 and [0,1] = 0.6, and must be symmetric',
  ],
  ['correlation', supports.correlation, [2, 2], [1, 0.6, 0.6, 1.1], 'has [1,1] = 1.1, and its diagonal must be 1'],
  ['correlation', supports.correlation, [2, 2], [1, 1.2, 1.2, 1], 'is not positive definite'],
  ['choleskyCovariance', supports.choleskyCovariance, [2, 2], [2, 0, -3, 0.1], undefined],
  [
    'choleskyCovariance',
    supports.choleskyCovariance,
    [2, 2],
    [2, 0, NaN, 0.1],
    'has [1,0] = NaN, and all must be finite',
  ],
  ['covariance', supports.covariance, [2, 2], [2, 0.5, 0.5, 1], undefined],
  ['covariance', supports.covariance, [2, 2], [0, 0, 0, 1], 'has [0,0] = 0, and its diagonal must be > 0'],
  ['covariance', supports.covariance, [2, 2], [1, 2, 2, 1], 'is not positive definite'],
])('%s of %p: %p %s', (_, support, shape, event, fault) => {
  const values = Float64Array.from(event);
  expect(support.fault!(values, shape, () => Number.NaN)).toBe(fault);
  expect(evaluate([support.contains(reshape(constant(values), shape))], {})[0]![0]).toBe(fault === undefined ? 1 : 0);
});

test('shapes that cannot hold an event are errors', () => {
  expect(() => unconstrainedShape(supports.ordered, [])).toThrow(
    'the support ordered is one of vectors, and the shape is []. State shape or dims of at least 1 axis. [shape/support]',
  );
  expect(() => unconstrainedShape(supports.correlation, [2, 3])).toThrow(
    'the matrix must be square, and has 2 rows and 3 columns. State the shape [k, k]. [shape/support]',
  );
  expect(() => unconstrainedShape(supports.simplex, [0])).toThrow('a simplex has at least one element');
  expect(() => unconstrainedShape(supports.zeroSum, [0])).toThrow('numbers that sum to zero are at least one');
});
