/** Views: of views, of scaled and joined arrays, and broadcasting left to the elementwise op that follows. */

import { data, parameter, scalarLiteral } from '../graph/literal.js';
import type { AffineMap } from '../graph/op.js';
import { broadcastStrides, broadcastsTo, contiguousStrides, type Shape, sameShape } from '../graph/shape.js';
import { Tensor } from '../graph/tensor.js';
import { add, mul, neg } from '../ops/arithmetic.js';
import { broadcastTo, concat, expandDims, flip, reshape, transpose } from '../ops/layout.js';
import { slice } from '../ops/slicing.js';
import { expand, isReshape, view } from '../ops/view.js';
import { hasOp, partsOf } from './query.js';
import type { Rule } from './rule.js';

const s = parameter('s');
const v = parameter('v', [4]);
const m = parameter('m', [3, 4]);
const y = data('y', [4]);

/**
 * The map of a view of a view, where it is affine again: each step of the outer one must be a step along one axis of the
 * inner one that never leaves it.
 */
export function compose(
  outer: AffineMap,
  outerShape: Shape,
  inner: AffineMap,
  innerShape: Shape,
): AffineMap | undefined {
  const own = contiguousStrides(innerShape);
  const low: number[] = [];
  let rest = outer.offset;
  let offset = inner.offset;
  innerShape.forEach((n, axis) => {
    const place = n > 0 ? Math.floor(rest / own[axis]!) : 0;
    rest -= place * own[axis]!;
    low.push(place);
    offset += place * inner.strides[axis]!;
  });
  const high = [...low];
  const strides: number[] = [];
  for (let axis = 0; axis < outerShape.length; axis++) {
    const n = outerShape[axis]!;
    const stride = outer.strides[axis]!;
    if (n <= 1 || stride === 0) {
      strides.push(0);
      continue;
    }
    const along = innerShape.findIndex((size, k) => size > 1 && own[k]! <= Math.abs(stride));
    if (along < 0 || stride % own[along]! !== 0) return undefined;
    const step = stride / own[along]!;
    const reach = step * (n - 1);
    if (reach > 0) high[along]! += reach;
    else low[along]! += reach;
    if (low[along]! < 0 || high[along]! >= innerShape[along]!) return undefined;
    strides.push(step * inner.strides[along]!);
  }
  return { offset, strides };
}

/** Whether a view only repeats elements as broadcasting would. */
function isBroadcast(node: Tensor): boolean {
  if (node.op.kind !== 'view' || node.op.offset !== 0) return false;
  const input = node.inputs[0]!;
  if (!broadcastsTo(input.shape, node.shape) || node.size === input.size) return false;
  const expected = broadcastStrides(input.shape, node.shape);
  const { strides } = node.op;
  return node.shape.every((n, axis) => n <= 1 || strides[axis] === expected[axis]);
}

/** An array without what broadcasting against the others would bring back. */
function narrowed(node: Tensor): Tensor {
  if (isBroadcast(node)) return node.inputs[0]!;
  if (node.op.kind !== 'view') return node;
  // A view with repeats that is not plain broadcasting: keep one of each, as axes of size 1.
  const { offset, strides } = node.op;
  if (!node.shape.some((n, axis) => n > 1 && strides[axis] === 0)) return node;
  return view(
    node.inputs[0]!,
    'view',
    node.shape.map((n, axis) => (strides[axis] === 0 ? Math.min(n, 1) : n)),
    { offset, strides },
  );
}

/** Names of the elementwise ops, at which a rule for all of them is tried. */
const everywhere = ['*'] as const;

export const views: readonly Rule[] = [
  {
    name: 'a view that changes nothing = its input',
    roots: everywhere,
    admits: ({ kind }) => kind === 'view',
    apply: (node) => {
      const input = node.inputs[0];
      if (node.op.kind !== 'view' || !input) return undefined;
      return sameShape(node.shape, input.shape) && isReshape(node) && node.dtype === input.dtype ? input : undefined;
    },
    examples: [{ from: view(v, 'view', [4], { offset: 0, strides: [1] }) }],
  },
  {
    name: 'a view of a view = one view',
    roots: everywhere,
    admits: ({ kind }, [inner]) => kind === 'view' && inner?.kind === 'view',
    apply: (node) => {
      const inner = node.inputs[0];
      if (node.op.kind !== 'view' || inner?.op.kind !== 'view') return undefined;
      const map = compose(node.op, node.shape, inner.op, inner.shape);
      if (!map) return undefined;
      return new Tensor({ kind: 'view', name: 'view', ...map }, [inner.inputs[0]!], node.shape, node.dtype);
    },
    examples: [
      { from: transpose(reshape(v, [2, 2])) },
      { from: slice(transpose(m), [{ from: 1 }, { step: -1 }]) },
      { from: expandDims(flip(v), 0) },
      { from: broadcastTo(expandDims(v, 1), [4, 3]) },
    ],
  },
  {
    name: 'a view of (s v) = s (view of v)',
    roots: everywhere,
    admits: ({ kind }, inputs) => kind === 'view' && hasOp(inputs, 'neg', 'mul'),
    apply: (node) => {
      const inner = node.inputs[0];
      if (node.op.kind !== 'view' || !inner || node.size > inner.size || inner.dtype !== node.dtype) return undefined;
      const [negated] = partsOf(inner, 'neg') ?? [];
      if (negated) return neg(new Tensor(node.op, [negated], node.shape, node.dtype));
      const [a, b] = partsOf(inner, 'mul') ?? [];
      if (!a || !b || a.size !== 1 || !sameShape(b.shape, inner.shape) || inner.size === 1) return undefined;
      return mul(a.rank === 0 ? a : reshape(a, []), new Tensor(node.op, [b], node.shape, node.dtype));
    },
    examples: [{ from: reshape(mul(s, v), [2, 2]) }, { from: flip(neg(v)) }],
  },
  {
    name: 'a part of joined arrays = that array',
    roots: everywhere,
    admits: ({ kind }, [inner]) => kind === 'view' && inner?.kind === 'assemble',
    apply: (node) => {
      const inner = node.inputs[0];
      const { op } = node;
      if (op.kind !== 'view' || inner?.op.kind !== 'assemble') return undefined;
      const { placements } = inner.op;
      const k = placements.findIndex(
        ({ offset, strides }, part) =>
          offset === op.offset &&
          sameShape(inner.inputs[part]!.shape, node.shape) &&
          node.shape.every((n, axis) => n <= 1 || strides[axis] === op.strides[axis]),
      );
      if (k >= 0) return inner.inputs[k];
      return placements.length === 0 ? expand(scalarLiteral(0), node.shape) : undefined;
    },
    examples: [{ from: slice(concat([v, y]), [{ from: 4 }]) }],
  },
  {
    name: 'f(repeated x, y) = f(x, y), repeated by broadcasting',
    roots: everywhere,
    admits: ({ kind }, inputs) => kind === 'elementwise' && inputs.some((input) => input.kind === 'view'),
    apply: (node) => {
      if (node.op.kind !== 'elementwise' || !node.inputs.some((input) => input.op.kind === 'view')) return undefined;
      const inputs = node.inputs.map(narrowed);
      if (inputs.every((input, k) => input === node.inputs[k])) return undefined;
      const rank = Math.max(...inputs.map((input) => input.rank));
      const shape = Array.from({ length: rank }, (_, axis) =>
        inputs.reduce((n, input) => {
          const own = input.shape[axis - rank + input.rank] ?? 1;
          return n === 1 ? own : n;
        }, 1),
      );
      return new Tensor(node.op, inputs, shape, node.dtype);
    },
    examples: [{ from: add(broadcastTo(s, [4]), v) }, { from: neg(broadcastTo(v, [3, 4])) }],
  },
];
