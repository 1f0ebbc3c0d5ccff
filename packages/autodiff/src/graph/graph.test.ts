import { CredenceError } from '@credence/numerics';
import * as A from '../index.js';

const { constant, data, parameter, print, structuralHash } = A;

function codeOf(build: () => unknown): string {
  try {
    build();
  } catch (error) {
    if (error instanceof CredenceError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'no error';
}

test('a graph prints one line a node', () => {
  const y = data('y', [8]);
  const mu = parameter('mu');
  expect(print([y.sub(mu).square().sum().mul(-0.5)])).toBe(
    ['%0 = sub(y, mu) [8]', '%1 = square(%0) [8]', '%2 = sum{axes: 0}(%1) []', '%3 = mul(%2, -0.5) []', '=> %3'].join(
      '\n',
    ),
  );
});

test('a scan prints its body once', () => {
  const { histories } = A.scan({ initial: [0], sequences: [data('x', [3])] }, ([h], [x]) => ({
    carries: [A.add(h!, x!)],
  }));
  expect(print(histories)).toBe(
    ['%0 = scan(0, x) [3, 1]', '  %0 = add($0, $1) []', '  => %0', '%1 = history{strides: 1}(%0) [3]', '=> %1'].join(
      '\n',
    ),
  );
});

test('the hash is one of structure: names and shapes count, sharing and values of data do not', () => {
  const build = (label: string, n: number, scale: number) => data(label, [n]).mul(scale).sum();
  expect(structuralHash([build('y', 3, 2)])).toBe(structuralHash([build('y', 3, 2)]));
  const others = [build('x', 3, 2), build('y', 4, 2), build('y', 3, 2.5), build('y', 3, 2).neg()];
  const hashes = [build('y', 3, 2), ...others].map((output) => structuralHash([output]));
  expect(new Set(hashes).size).toBe(5);
  expect(hashes[0]).toMatch(/^[0-9a-f]{16}$/);
});

test('binding is the latest of the inputs', () => {
  expect(constant(1).add(2).binding).toBe('literal');
  expect(data('y').add(2).binding).toBe('data');
  expect(data('y').add(parameter('x')).binding).toBe('parameter');
});

test('types promote, and whole numbers beside int32 stay whole', () => {
  const index = data('i', [3], 'int32');
  expect(index.add(1).dtype).toBe('int32');
  expect(index.add(0.5).dtype).toBe('float64');
  expect(index.div(2).dtype).toBe('float64');
  expect(index.less(2).dtype).toBe('bool');
  expect(index.less(2).sum().dtype).toBe('int32');
  expect(A.where(index.less(2), index, 0).dtype).toBe('int32');
});

test('nested and typed arrays become literals of their shape', () => {
  expect(
    constant([
      [1, 2, 3],
      [4, 5, 6],
    ]).shape,
  ).toEqual([2, 3]);
  expect(constant(Int32Array.of(1, 2)).dtype).toBe('int32');
  expect(constant([true, false]).dtype).toBe('bool');
  expect(constant([new Float64Array([1, 2]), new Float64Array([3, 4])]).shape).toEqual([2, 2]);
});

test.each([
  [
    'shape/broadcast: add cannot broadcast y [8] with mu [3]. Shapes are aligned from the right; each pair of sizes must be equal or contain a 1. [shape/broadcast]',
    () => A.add(data('y', [8]), parameter('mu', [3])),
  ],
  [
    'shape/reshape: reshape cannot turn [6] into [4, -1]: 6 elements must stay 6; one size may be -1. [shape/reshape]',
    () => data('y', [6]).reshape([4, -1]),
  ],
  ['shape/axis: sum has no axis 2: its input has 1 axes. [shape/axis]', () => data('y', [6]).sum({ axes: 2 })],
  [
    'shape/matMul: matMul cannot multiply [3, 4] by [3, 1]: the inner sizes 4 and 3 differ. [shape/matMul]',
    () => A.matMul(data('X', [3, 4]), parameter('b', [3])),
  ],
  [
    'index/range: index 3 at position 1 is outside [0, 3). Indices start at 0. [index/range]',
    () => A.gather(parameter('a', [3]), [0, 3]),
  ],
  [
    'index/dtype: gather needs int32 indices, got float64. Declare the data as int32. [index/dtype]',
    () => A.gather(parameter('a', [3]), data('g', [5])),
  ],
  [
    'shape/ragged: constant got nested arrays of different lengths: 1 where 2 was expected at depth 1. [shape/ragged]',
    () => constant([[1, 2], [3]]),
  ],
  [
    'gradient/not-scalar: gradient needs a single number to differentiate, got shape [3]. Sum it, or use vectorJacobianProduct. [gradient/not-scalar]',
    () => A.gradient(parameter('a', [3]), []),
  ],
  [
    'shape/matrix: cholesky needs square matrices, got shape [3, 4]. [shape/matrix]',
    () => A.cholesky(data('X', [3, 4])),
  ],
  ["input/missing: No value was given for the input 'mu'. [input/missing]", () => A.evaluate([parameter('mu')], {})],
  [
    "input/shape: The input 'y' has shape [3], but its value has shape [2]. [input/shape]",
    () => A.evaluate([data('y', [3])], { y: [1, 2] }),
  ],
  [
    'scan/carries: scan: carry 0 starts as float64[] and becomes float64[2]; it must keep its type and shape. Start with an array of the right one. [scan/carries]',
    () => A.scan({ initial: [0], length: 2 }, () => ({ carries: [[1, 2]] })),
  ],
])('an error says %s', (text, build) => {
  expect(codeOf(build)).toBe(text);
});

test('graphs may be deep: nothing recurses over them', () => {
  const x = parameter('x');
  let y = x;
  for (let i = 0; i < 5000; i++) y = y.mul(0.9999).add(1e-5);
  const simple = A.simplify([y]).outputs[0]!;
  const [g] = A.gradient(simple, [x]);
  expect(A.evaluateNumber(g!, { x: 1 })).toBeCloseTo(0.9999 ** 5000, 10);
});
