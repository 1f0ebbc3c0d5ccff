/** What is proved of how a tensor depends on a variable, and that nothing more is claimed: held against finite differences. */
import { keyFromSeed, stream } from '@credence/numerics';
import { evaluate } from '../backends/reference.js';
import { data, parameter } from '../graph/literal.js';
import type { Tensor } from '../graph/tensor.js';
import {
  concat,
  exp,
  gather,
  logSoftmax,
  matMul,
  reshape,
  scatterAdd,
  square,
  sum,
  transpose,
  where,
} from '../ops/index.js';
import { dependenceOn, isOneToOne } from './dependence.js';

const x = parameter('x', [4]);
const s = parameter('s');
const scalar = parameter('scalar');
const y = data('y', [4]);
const m = data('m', [3, 4]);
const group = Int32Array.from([2, 0, 0, 3, 1, 2]);

const values: Record<string, Float64Array> = {
  x: Float64Array.of(0.3, -1.2, 0.7, 2.1),
  s: Float64Array.of(0.8),
  scalar: Float64Array.of(-0.4),
  y: Float64Array.of(1, 2, -1, 0.5),
  m: Float64Array.from({ length: 12 }, (_, i) => Math.cos(i)),
  rows: Float64Array.from({ length: 12 }, (_, i) => Math.sin(i + 1)),
};

/** Which elements of the tensor change with which element of x, by trying. */
function moves(tensor: Tensor, of: Tensor): Set<number>[] {
  const label = of.op.kind === 'source' && 'label' in of.op ? of.op.label : '';
  const [base] = evaluate([tensor], values);
  return Array.from({ length: tensor.size }, (_, i) => {
    const found = new Set<number>();
    for (let k = 0; k < of.size; k++) {
      const changed = Float64Array.from(values[label]!);
      changed[k]! += 0.37;
      const [moved] = evaluate([tensor], { ...values, [label]: changed });
      if (moved![i] !== base![i]) found.add(k);
    }
    return found;
  });
}

/** Greatest second difference along random directions: 0 for an affine function. */
function curvature(tensor: Tensor, of: Tensor): number {
  const label = of.op.kind === 'source' && 'label' in of.op ? of.op.label : '';
  const rng = stream(keyFromSeed(5), 0);
  let worst = 0;
  for (let trial = 0; trial < 10; trial++) {
    const direction = Float64Array.from({ length: of.size }, () => rng.normal());
    const at = (t: number) =>
      evaluate([tensor], { ...values, [label]: values[label]!.map((value, i) => value + t * direction[i]!) })[0]!;
    const [low, middle, high] = [at(-1), at(0), at(1)];
    for (let i = 0; i < tensor.size; i++) worst = Math.max(worst, Math.abs(low![i]! + high![i]! - 2 * middle![i]!));
  }
  return worst;
}

test.each<[string, Tensor]>([
  ['itself', x],
  ['scaled and moved', x.mul(s).add(y).neg()],
  ['divided', x.sub(1).div(exp(s))],
  ['gathered', gather(x, group)],
  [
    'gathered and broadcast',
    gather(x, group)
      .reshape([6, 1])
      .mul(m.slice([0]))
      .add(1),
  ],
  ['flipped, sliced and joined with others', concat([x.flip().slice([{ from: 1 }]), y])],
  ['chosen by data', where(y.greater(0), x, y)],
  ['turned', transpose(reshape(x, [2, 2])).mul(2)],
  ['a sum over rows of its own', sum(reshape(x, [4, 1]).mul(data('rows', [4, 3])), { axes: 1 })],
  [
    'sums over both of its axes',
    sum(reshape(gather(x, group), [1, 6, 1]).mul(data('rows', [4, 1, 3])), { axes: [0, 2] }),
  ],
])('elements, affinely: %s', (_, tensor) => {
  const found = dependenceOn(tensor, x);
  if (found.kind !== 'elements') throw new Error(found.kind);
  expect(found.form).toEqual({ affine: true });
  expect(curvature(tensor, x)).toBeLessThan(1e-12);
  const [places] = evaluate([found.element], { x: Float64Array.of(0, 1, 2, 3) });
  for (const [i, elements] of moves(tensor, x).entries()) {
    for (const element of elements) expect(element).toBe(places![i]);
  }
});

test.each<[string, Tensor, string]>([
  ['a square', square(x), 'square'],
  ['a product with itself', x.mul(x.add(1)), 'mul'],
  ['a quotient by it', y.div(x), 'div'],
  ['a choice by it', where(x.greater(0), y, 1), 'greater'],
  ['a function of a gather', exp(gather(x, group)), 'exp'],
  ['a softmax over rows of its own', logSoftmax(reshape(x, [4, 1]).mul(data('rows', [4, 3]))), 'max'],
])('elements, not affinely: %s', (_, tensor, through) => {
  const found = dependenceOn(tensor, x);
  expect(found).toMatchObject({ kind: 'elements', form: { affine: false, through } });
});

test.each<[string, Tensor, string, boolean]>([
  ['a sum', sum(x), 'sum', true],
  ['a sum over the other axis', sum(reshape(x, [4, 1]).mul(data('rows', [4, 3])), { axes: 0 }), 'sum', true],
  ['differences of elements', x.sub(x.flip()), 'sub', true],
  ['two gathers', gather(x, group).add(gather(x, [0, 1, 2, 3, 0, 1])), 'add', true],
  ['a product with a matrix', matMul(m, reshape(x, [4, 1])), 'matMul', true],
  ['sums of groups', scatterAdd(x, [0, 1, 1, 0], { size: 2 }), 'scatterAdd', true],
  ['a running sum', x.cumsum(), 'cumsum', true],
  ['a sum of squares', sum(square(x)), 'sum', false],
])('several elements: %s', (_, tensor, through, affine) => {
  const found = dependenceOn(tensor, x);
  expect(found).toMatchObject({ kind: 'mixture', through, form: { affine } });
  if (affine) expect(curvature(tensor, x)).toBeLessThan(1e-12);
});

test('one number is one element, whatever is done with it', () => {
  const tensor = matMul(m, reshape(scalar.mul(y), [4, 1]));
  expect(dependenceOn(tensor, scalar)).toMatchObject({ kind: 'elements', form: { affine: true } });
  expect(dependenceOn(x, scalar)).toEqual({ kind: 'none' });
});

test('one to one: views that repeat nothing, and nothing that depends on data', () => {
  const elementOf = (tensor: Tensor) => {
    const found = dependenceOn(tensor, x);
    if (found.kind !== 'elements') throw new Error(found.kind);
    return found.element;
  };
  expect(isOneToOne(elementOf(x.mul(2)), x)).toBe(true);
  expect(isOneToOne(elementOf(transpose(reshape(x, [2, 2]))), x)).toBe(true);
  expect(isOneToOne(elementOf(x.slice([{ from: 1 }])), x)).toBe(true);
  expect(isOneToOne(elementOf(x.reshape([4, 1]).mul(m.slice([0]))), x)).toBe(false);
  expect(isOneToOne(elementOf(gather(x, [0, 1, 2, 3])), x)).toBe(false);
});
