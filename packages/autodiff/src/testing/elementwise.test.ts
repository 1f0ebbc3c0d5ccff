import { evaluate } from '../backends/reference.js';
import { gradient } from '../gradient/reverse.js';
import { parameter } from '../graph/literal.js';
import type { ElementwiseOp } from '../graph/op.js';
import type { Tensor } from '../graph/tensor.js';
import { applyElementwise } from '../ops/elementwise.js';
import * as ops from '../ops/index.js';
import { backendsUnderTest } from './backends.js';
import { elementwiseOps } from './elementwiseOps.js';
import { derivativesAgree, elementwiseLaws } from './opLaws.js';

test('every elementwise op is found', () => expect(elementwiseOps.length).toBeGreaterThan(35));

for (const op of elementwiseOps) elementwiseLaws(op, backendsUnderTest);

describe('conventions at kinks', () => {
  const x = parameter('x');
  const z = parameter('z');
  const slopes = (y: Tensor, at: Record<string, number>) =>
    evaluate(gradient(y, [x, z]), { x: 0, z: 0, ...at }).map((g) => g[0]);

  test('max and min split ties evenly', () => {
    expect(slopes(ops.maximum(x, z), { x: 2, z: 2 })).toEqual([0.5, 0.5]);
    expect(slopes(ops.minimum(x, z), { x: 2, z: 2 })).toEqual([0.5, 0.5]);
    expect(slopes(ops.minimum(x, z), { x: 2, z: 3 })).toEqual([1, 0]);
  });
  test('clip is 1 inside closed bounds', () => {
    expect(slopes(ops.clip(x, 0, 1), { x: 0 })).toEqual([1, 0]);
    expect(slopes(ops.clip(x, 0, 1), { x: 1 })).toEqual([1, 0]);
    expect(slopes(ops.clip(x, 0, 1), { x: 1.5 })).toEqual([0, 0]);
  });
  test('abs is 0 at 0', () => expect(slopes(ops.abs(x), { x: 0 })).toEqual([0, 0]));
  test('stopGradient stops', () => expect(slopes(ops.stopGradient(x).mul(z), { x: 2, z: 3 })).toEqual([0, 2]));
});

test('a wrong derivative would be noticed', () => {
  const wrong: ElementwiseOp = { ...ops.exp.op, partials: [(y) => ops.mul(1.01, y)] };
  const output = applyElementwise(wrong, parameter('a'));
  expect(() => derivativesAgree({ name: 'wrong', output, values: { a: Float64Array.of(0.5) } })).toThrow(/order 1/);
  const twice: ElementwiseOp = { ...ops.square.op, partials: [(_, x) => ops.mul(2, ops.stopGradient(x))] };
  const second = applyElementwise(twice, parameter('a'));
  expect(() => derivativesAgree({ name: 'wrong', output: second, values: { a: Float64Array.of(0.5) } })).toThrow(
    /order 2/,
  );
});
