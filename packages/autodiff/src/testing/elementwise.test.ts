import { evaluate } from '../backends/reference.js';
import { gradient } from '../gradient/reverse.js';
import { parameter } from '../graph/literal.js';
import type { ElementwiseOp } from '../graph/op.js';
import type { Tensor } from '../graph/tensor.js';
import { applyElementwise } from '../ops/elementwise.js';
import * as ops from '../ops/index.js';
import { elementwiseOps } from './cases/elementwiseOps.js';
import { derivativesAgree } from './derivativesAgree.js';
import { elementwiseLaws } from './elementwiseLaws.js';

test('every elementwise op is found', () => expect(elementwiseOps.length).toBeGreaterThan(35));

for (const op of elementwiseOps) for (const { name, check } of elementwiseLaws(op)) test(name, check);

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

test('each law notices an op that breaks it', () => {
  const broken = (changes: Partial<ElementwiseOp>) => elementwiseLaws({ ...ops.softplus.op, ...changes });
  const failing = (changes: Partial<ElementwiseOp>) =>
    broken(changes).flatMap(({ name, check }) => {
      try {
        check();
        return [];
      } catch {
        return [name.replace(/^[^:]*: /, '')];
      }
    });
  expect(failing({})).toEqual([]);
  expect(failing({ partials: [(y) => y] })).toEqual(['its derivatives equal differences']);
  expect(failing({ partials: [undefined, undefined] })).toContain('has a program of its arity, and check points');
  expect(failing({ checkAt: [] })).toContain('has a program of its arity, and check points');
});
