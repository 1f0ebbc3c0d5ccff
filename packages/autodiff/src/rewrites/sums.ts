/** Sums: what is constant along the summed axes leaves the sum, and sums of terms fall apart where that helps. */

import { data, parameter } from '../graph/literal.js';
import type { Shape } from '../graph/shape.js';
import type { Tensor } from '../graph/tensor.js';
import { add, mul, neg, square, sub } from '../ops/arithmetic.js';
import { exp, log, softplus } from '../ops/exponential.js';
import { scatterAdd } from '../ops/indexing.js';
import { concat, reshape } from '../ops/layout.js';
import { reducedAxes, sum } from '../ops/reduction.js';
import { expand, reinterpret, view } from '../ops/view.js';
import { constantAlong, hasOp, partsOf } from './query.js';
import type { Rule } from './rule.js';

const s = parameter('s');
const t = parameter('t');
const v = parameter('v', [4]);
const m = parameter('m', [3, 4]);
const y = data('y', [4]);

/** Sum of x, broadcast to `shape`, over the axes; broadcasts to the shape without them. */
function sumOver(x: Tensor, shape: Shape, axes: readonly number[]): Tensor {
  const shift = shape.length - x.rank;
  const copies = axes.reduce(
    (product, axis) => (axis < shift || x.shape[axis - shift] === 1 ? product * shape[axis]! : product),
    1,
  );
  const own = axes.map((axis) => axis - shift).filter((axis) => axis >= 0);
  const summed =
    own.length === 0 ? x : own.every((axis) => x.shape[axis] === 1) ? without(x, own) : sum(x, { axes: own });
  return copies === 1 ? summed : mul(copies, summed);
}

/** x without axes, which have size 1. */
function without(x: Tensor, axes: readonly number[]): Tensor {
  return reinterpret(
    x,
    x.shape.filter((_, axis) => !axes.includes(axis)),
  );
}

interface Term {
  readonly sign: 1 | -1;
  readonly value: Tensor;
}

/** The signed terms of a tree of additions and subtractions. */
function termsOf(node: Tensor, sign: 1 | -1, into: Term[]): Term[] {
  const { name } = node.op;
  const minus = sign === 1 ? -1 : 1;
  if (name === 'add' || name === 'sub') {
    termsOf(node.inputs[0]!, sign, into);
    termsOf(node.inputs[1]!, name === 'add' ? sign : minus, into);
  } else if (name === 'neg') {
    termsOf(node.inputs[0]!, minus, into);
  } else {
    into.push({ sign, value: node });
  }
  return into;
}

/**
 * Functions whose values are terms of a log density rather than places: to sum x - m apart, as sum x - n m, loses the digits
 * that the difference keeps, so places stay together.
 */
const termLike = new Set([
  'square',
  'exp',
  'log',
  'log1p',
  'expm1',
  'softplus',
  'logSigmoid',
  'log1mexp',
  'logAddExp',
  'xlogy',
  'xlog1py',
  'abs',
  'lgamma',
  'lgammaDifference',
  'logBeta',
  'stirlingError',
  'binomialDeviance',
  'logNormalCdf',
  'pow',
  'where',
]); // prettier-ignore

function isTermLike(node: Tensor): boolean {
  if (termLike.has(node.op.name)) return true;
  const [a, b] = partsOf(node, 'mul') ?? [];
  return a !== undefined && b !== undefined && (isTermLike(a) || isTermLike(b));
}

function signed(terms: readonly Term[]): Tensor | undefined {
  let total: Tensor | undefined;
  for (const { sign, value } of terms) {
    if (!total) total = sign === 1 ? value : neg(value);
    else total = sign === 1 ? add(total, value) : sub(total, value);
  }
  return total;
}

/** A sum of terms taken apart: constants, scaled terms and terms of data leave; the rest stays one sum. */
function takeApart(node: Tensor): Tensor | undefined {
  const inner = node.inputs[0]!;
  const axes = reducedAxes(node);
  if (axes.length === 0) return undefined;
  const terms = termsOf(inner, 1, []);
  const constants = terms.filter(({ value }) => constantAlong(value, inner.shape, axes));
  const varying = terms.filter((term) => !constants.includes(term));
  if (!varying.some(({ value }) => isTermLike(value))) return undefined;
  if (!varying.every(({ value }) => isTermLike(value) || value.op.name === 'mul')) return undefined;
  const leaves = ({ value }: Term): boolean => {
    const [a, b] = partsOf(value, 'mul') ?? [];
    const scales =
      a !== undefined &&
      b !== undefined &&
      (constantAlong(a, inner.shape, axes) || constantAlong(b, inner.shape, axes));
    return scales || (value.binding !== 'parameter' && inner.binding === 'parameter');
  };
  const alone = varying.filter(leaves);
  const together = varying.filter((term) => !alone.includes(term));
  const pieces = constants.length + alone.length + (together.length > 0 ? 1 : 0);
  if (pieces < 2) return undefined;
  const rest = signed(together);
  const parts = [...constants, ...alone].map(({ sign, value }) => ({ sign, value: sumOver(value, inner.shape, axes) }));
  return signed(rest ? [{ sign: 1, value: sumOver(rest, inner.shape, axes) }, ...parts] : parts);
}

export const sums: readonly Rule[] = [
  {
    name: 'sum of (s v) = s sum of v',
    roots: ['sum'],
    admits: (_, inputs) => hasOp(inputs, 'mul'),
    apply: (node) => {
      const inner = node.inputs[0]!;
      const axes = reducedAxes(node);
      const [a, b] = partsOf(inner, 'mul') ?? [];
      if (!a || !b || axes.length === 0) return undefined;
      const scale = constantAlong(a, inner.shape, axes) ? a : constantAlong(b, inner.shape, axes) ? b : undefined;
      if (!scale) return undefined;
      const rest = scale === a ? b : a;
      return mul(
        sumOver(
          scale,
          inner.shape.map((n, axis) => (axes.includes(axis) ? 1 : n)),
          axes,
        ),
        sumOver(rest, inner.shape, axes),
      );
    },
    examples: [
      // s must be finite, and s v must not overflow.
      { from: sum(mul(s, v)), agreeOn: { s: [0.1, 1e3], v: [0.1, 3] } },
      { from: sum(mul(parameter('r', [3, 1]), m), { axes: 1 }), agreeOn: { r: [0.1, 2], m: [0.1, 2] } },
      {
        from: sum(mul(parameter('r', [3, 1]), parameter('c', [4])), { axes: 0 }),
        agreeOn: { r: [0.1, 2], c: [0.1, 2] },
      },
    ],
  },
  {
    name: 'sum of (-v) = -(sum of v)',
    roots: ['sum'],
    admits: (_, inputs) => hasOp(inputs, 'neg'),
    apply: (node) => {
      const [inner] = partsOf(node.inputs[0], 'neg') ?? [];
      return inner && neg(sum(inner, { axes: reducedAxes(node) }));
    },
    examples: [{ from: sum(neg(v)), agreeOn: { v: [0.1, 3] } }],
  },
  {
    name: 'sum of sums = one sum',
    roots: ['sum'],
    admits: (_, inputs) => hasOp(inputs, 'sum'),
    apply: (node) => {
      const inner = node.inputs[0]!;
      if (inner.op.name !== 'sum') return undefined;
      const dropped = reducedAxes(inner);
      const x = inner.inputs[0]!;
      const left = x.shape.flatMap((_, axis) => (dropped.includes(axis) ? [] : [axis]));
      return sum(x, { axes: [...dropped, ...reducedAxes(node).map((axis) => left[axis]!)] });
    },
    examples: [{ from: sum(sum(m, { axes: 0 })), agreeOn: { m: [0.1, 3] } }],
  },
  {
    name: 'sum over axes of size 1 = reshape',
    roots: ['sum'],
    apply: (node) => {
      const inner = node.inputs[0]!;
      const axes = reducedAxes(node);
      if (inner.dtype !== node.dtype) return undefined;
      if (axes.length === 0) return inner;
      return axes.every((axis) => inner.shape[axis] === 1) ? without(inner, axes) : undefined;
    },
    examples: [
      { from: sum(reshape(v, [1, 4]), { axes: 0 }) },
      { from: sum(reshape(m, [1, 3, 1, 4]), { axes: [0, 2] }) },
    ],
  },
  {
    name: 'sum over repeats = product with their number',
    roots: ['sum'],
    admits: (_, [inner]) => inner?.kind === 'view',
    apply: (node) => {
      const inner = node.inputs[0]!;
      if (inner.op.kind !== 'view') return undefined;
      const { strides, offset } = inner.op;
      const axes = reducedAxes(node);
      const repeated = axes.filter((axis) => strides[axis] === 0 && inner.shape[axis]! > 1);
      if (repeated.length === 0) return undefined;
      const copies = repeated.reduce((product, axis) => product * inner.shape[axis]!, 1);
      const kept = inner.shape.map((_, axis) => axis).filter((axis) => !repeated.includes(axis));
      const narrow = viewOf(
        inner.inputs[0]!,
        kept.map((axis) => inner.shape[axis]!),
        offset,
        kept.map((axis) => strides[axis]!),
      );
      const rest = axes.filter((axis) => !repeated.includes(axis)).map((axis) => kept.indexOf(axis));
      return mul(copies, sum(narrow, { axes: rest }));
    },
    examples: [
      { from: sum(expand(v, [3, 4])), agreeOn: { v: [0.1, 3] } },
      { from: sum(expand(v, [3, 4]), { axes: 0 }) },
    ],
  },
  {
    name: 'sum of everything in another order = sum of everything',
    roots: ['sum'],
    admits: (_, [inner]) => inner?.kind === 'view',
    apply: (node) => {
      const inner = node.inputs[0]!;
      if (inner.op.kind !== 'view' || node.rank > 0) return undefined;
      const x = inner.inputs[0]!;
      const onto =
        inner.size === x.size && inner.op.strides.every((stride, axis) => stride !== 0 || inner.shape[axis] === 1);
      return onto && x.dtype === inner.dtype ? sum(x) : undefined;
    },
    examples: [{ from: sum(reshape(m, [12])), agreeOn: { m: [0.1, 3] } }],
  },
  {
    name: 'sum of joined arrays = sum of their sums',
    roots: ['sum'],
    admits: (_, [inner]) => inner?.kind === 'assemble',
    apply: (node) => {
      const inner = node.inputs[0]!;
      if (inner.op.kind !== 'assemble' || node.rank > 0 || inner.inputs.length === 0) return undefined;
      return inner.inputs.map((part) => sum(part)).reduce((total, part) => add(total, part));
    },
    examples: [{ from: sum(concat([v, y])), agreeOn: { v: [0.1, 3], y: [0.1, 3] } }],
  },
  {
    name: 'sum of scattered values = sum of the values',
    roots: ['sum'],
    admits: (_, inputs) => hasOp(inputs, 'scatterAdd'),
    apply: (node) => {
      const inner = node.inputs[0]!;
      return inner.op.name === 'scatterAdd' && node.rank === 0 && inner.inputs[1]!.binding !== 'parameter'
        ? sum(inner.inputs[0]!)
        : undefined;
    },
    examples: [{ from: sum(scatterAdd(v, [0, 2, 2, 1], { size: 3 })), agreeOn: { v: [0.1, 3] } }],
  },
  {
    name: 'sum of terms = sum of their sums, where scales or constants leave',
    roots: ['sum'],
    admits: (_, inputs) => hasOp(inputs, 'add', 'sub', 'neg'),
    apply: takeApart,
    examples: [
      { from: sum(sub(mul(s, square(v)), log(t))), agreeOn: { s: [-2, -0.5], v: [1, 3], t: [1.5, 3] } },
      { from: sum(sub(mul(y, exp(v)), add(softplus(v), exp(y)))), agreeOn: { y: [2, 3], v: [2, 3] } },
    ],
  },
];

function viewOf(x: Tensor, shape: Shape, offset: number, strides: readonly number[]): Tensor {
  return view(x, 'view', shape, { offset, strides });
}
