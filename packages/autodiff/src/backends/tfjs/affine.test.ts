/** Views and assemblies as calls: equal to their affine maps, on shapes made at random, and made of cheap calls where they can be. */

import fc from 'fast-check';
import { walk } from '../../graph/indexSpace.js';
import { parameter } from '../../graph/literal.js';
import type { AffineMap } from '../../graph/op.js';
import { type Shape, sizeOf } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { concat, diagonal, flip, pad, slice, stack, transpose } from '../../ops/index.js';
import { applyMoves, movesOf } from './affine.js';
import { assemblyOf } from './boxes.js';
import { chooseTfjsBackend } from './choose.js';

const { tf } = await chooseTfjsBackend({ prefer: ['cpu'] });

/** What a map gives, by its moves on an array of 0, 1, 2 ... */
function byMoves(map: AffineMap, from: Shape, to: Shape): number[] {
  let result: number[] = [];
  tf.tidy(() => {
    const x = tf.tensor(
      Float32Array.from({ length: sizeOf(from) }, (_, i) => i),
      [...from],
      'float32',
    );
    const y = applyMoves(tf, x, movesOf(map, from, to), ({ places }) => tf.tensor(places, [places.length], 'int32'));
    expect(y.shape).toEqual(to);
    result = [...y.dataSync()];
  });
  return result;
}

function byMap(map: AffineMap, to: Shape): number[] {
  const result = new Array<number>(sizeOf(to));
  walk(to, [map], (flat, [place]) => {
    result[flat] = place!;
  });
  return result;
}

/** Maps with random strides, kept inside an input. */
const anyMap = fc
  .record({
    from: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 0, maxLength: 3 }),
    to: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 0, maxLength: 4 }),
    strides: fc.array(fc.integer({ min: -13, max: 13 }), { minLength: 4, maxLength: 4 }),
    offset: fc.nat(63),
  })
  .map(({ from, to, strides, offset }) => ({ from, to, map: { offset, strides: strides.slice(0, to.length) } }))
  .filter(({ from, to, map }) => {
    const ends = to.map((n, axis) => (n - 1) * map.strides[axis]!);
    const low = ends.reduce((sum, end) => sum + Math.min(end, 0), map.offset);
    const high = ends.reduce((sum, end) => sum + Math.max(end, 0), map.offset);
    return low >= 0 && high < sizeOf(from);
  });

test('moves give what the map says, for any map', () => {
  fc.assert(
    fc.property(anyMap, ({ from, to, map }) => expect(byMoves(map, from, to)).toEqual(byMap(map, to))),
    { numRuns: 500, seed: 5 },
  );
});

const m = parameter('m', [3, 4]);
const t = parameter('t', [2, 3, 4]);
const kinds = (node: Tensor): string[] => {
  if (node.op.kind !== 'view') throw new Error(`${node.op.kind} is no view`);
  const from = node.inputs[0]!.shape;
  expect(byMoves(node.op, from, node.shape)).toEqual(byMap(node.op, node.shape));
  return movesOf(node.op, from, node.shape).map(({ kind }) => kind);
};

test.each<[string, Tensor, string[]]>([
  ['a reshape', m.reshape([2, 6]), ['reshape']],
  ['a transpose', transpose(t), ['transpose']],
  ['a flip', flip(t, [0, 2]), ['reverse']],
  ['a row', slice(m, [1]), ['slice', 'reshape']],
  ['every second column from the end', slice(m, [undefined, { step: -2 }]), ['slice', 'reverse']],
  ['a broadcast', m.broadcastTo([5, 3, 4]), ['reshape', 'tile']],
  ['part of a flattened array', slice(m.reshape([12]), [{ from: 3, to: 9 }]), ['slice']],
  ['a diagonal', diagonal(m, 1), ['reshape', 'slice']],
])('%s takes no more calls than it must', (_, node, expected) => expect(kinds(node)).toEqual(expected));

test('what no slice gives is one gather', () => {
  const kinds = movesOf({ offset: 1, strides: [6, 1] }, [3, 4], [2, 4]).map(({ kind }) => kind);
  expect(kinds).toEqual(['gather', 'reshape']);
});

test.each<[string, Tensor, string]>([
  ['concat', concat([m, m], 1), 'concat'],
  ['stack', stack([m, m], 1), 'concat'],
  ['pad', pad(m, [1, 0], [0, 2]), 'pad'],
])('%s is one call', (_, { op, inputs, shape }, kind) => {
  if (op.kind !== 'assemble') throw new Error(`${op.kind} is no assembly`);
  expect(
    assemblyOf(
      op.placements,
      inputs.map((input) => input.shape),
      shape,
    ).kind,
  ).toBe(kind);
});
