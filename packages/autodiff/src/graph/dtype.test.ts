/** The table of types in docs/architecture.md, row by row. */
import * as ops from '../ops/index.js';
import { simplify } from '../rewrites/simplify.js';
import type { DType } from './dtype.js';
import { constant, data, iota } from './literal.js';
import type { Tensor } from './tensor.js';

const types: readonly DType[] = ['bool', 'int32', 'float64'];
const of = (dtype: DType, name = 'x', shape = [4]): Tensor =>
  dtype === 'bool' ? ops.less(data(name, shape), 0) : data(name, shape, dtype);

/** Of the types bool, int32, float64 in turn. */
const unary: readonly (readonly [string, (x: Tensor) => Tensor, readonly DType[]])[] = [
  ...(['neg', 'square', 'abs', 'sign', 'floor', 'ceil', 'round'] as const).map(
    (name) => [name, ops[name], ['int32', 'int32', 'float64']] as const,
  ),
  ...(['reciprocal', 'sqrt', 'exp', 'log', 'sin', 'lgamma', 'normalCdf', 'mean', 'logSumExp'] as const).map(
    (name) => [name, (x: Tensor) => ops[name](x), ['float64', 'float64', 'float64']] as const,
  ),
  ['mean of one', (x) => ops.mean(x.slice([{ to: 1 }])), ['float64', 'float64', 'float64']],
  ...(['logicalNot', 'isNaN', 'isFinite', 'any', 'all'] as const).map(
    (name) => [name, (x: Tensor) => ops[name](x), ['bool', 'bool', 'bool']] as const,
  ),
  ...(['sum', 'prod', 'cumsum'] as const).map(
    (name) => [name, (x: Tensor) => ops[name](x), ['int32', 'int32', 'float64']] as const,
  ),
  ['scatterAdd', (x) => ops.scatterAdd(x, iota(4), { size: 5 }), ['int32', 'int32', 'float64']],
  ...(['max', 'min', 'flip'] as const).map((name) => [name, (x: Tensor) => ops[name](x), types] as const),
  ['gather', (x) => ops.gather(x, [1, 2]), types],
  ['pad', (x) => ops.pad(x, [1], [0]), types],
  ['reshape', (x) => x.reshape([2, 2]), types],
  ...(['argMax', 'argMin'] as const).map(
    (name) => [name, (x: Tensor) => ops[name](x), ['int32', 'int32', 'int32']] as const,
  ),
  ...types.map((to) => [`cast to ${to}`, (x: Tensor) => ops.cast(x, to), [to, to, to]] as const),
];

test.each(unary)('%s', (_, f, expected) => {
  const results = types.map((dtype) => f(of(dtype)));
  expect(results.map(({ dtype }) => dtype)).toEqual(expected);
  // Rewriting keeps types.
  expect(simplify(results, { stage: 'last' }).outputs.map(({ dtype }) => dtype)).toEqual(expected);
});

const wider = (a: DType, b: DType): DType => types[Math.max(types.indexOf(a), types.indexOf(b))]!;
const pairs = types.flatMap((a) => types.map((b) => [a, b] as const));

test.each(pairs)('%s with %s', (a, b) => {
  const [x, y] = [of(a, 'x'), of(b, 'y')];
  const joined = wider(a, b);
  const counted = wider(joined, 'int32');
  for (const f of [ops.add, ops.sub, ops.mul, ops.minimum, ops.maximum]) expect(f(x, y).dtype).toBe(counted);
  expect(ops.clip(x, y, x).dtype).toBe(counted);
  expect(ops.where(ops.less(x, y), x, y).dtype).toBe(joined);
  expect(ops.concat([x, y]).dtype).toBe(joined);
  expect(ops.stack([x, y]).dtype).toBe(joined);
  for (const f of [ops.div, ops.pow, ops.logAddExp, ops.atan2]) expect(f(x, y).dtype).toBe('float64');
  for (const f of [ops.less, ops.equal, ops.logicalAnd, ops.logicalOr]) expect(f(x, y).dtype).toBe('bool');
});

test('numbers and arrays', () => {
  expect(constant([1, 2]).dtype).toBe('float64');
  expect(constant([true, false]).dtype).toBe('bool');
  expect(constant(Int32Array.of(1)).dtype).toBe('int32');
  expect(constant(Float32Array.of(1)).dtype).toBe('float64');
  expect(of('int32').add(1).dtype).toBe('int32');
  expect(of('bool').mul(2).dtype).toBe('int32');
  expect(of('int32').mul(0.5).dtype).toBe('float64');
  expect(of('float64').add(1).dtype).toBe('float64');
});
