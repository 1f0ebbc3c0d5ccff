/** Choices and zero-absorbing products that are known in part. */

import { data, literalNumber, parameter } from '../graph/literal.js';
import { Tensor } from '../graph/tensor.js';
import { add, mul, mulNoNaN, neg, sub } from '../ops/arithmetic.js';
import { less } from '../ops/comparison.js';
import { stopGradient } from '../ops/conversion.js';
import { exp } from '../ops/exponential.js';
import { flip } from '../ops/layout.js';
import { logicalNot } from '../ops/logic.js';
import { sum } from '../ops/reduction.js';
import { expand, reinterpret } from '../ops/view.js';
import { where } from '../ops/where.js';
import { guards } from './guards.js';
import { hasOp, isFiniteNumber, isNumber, partsOf } from './query.js';
import type { Rule } from './rule.js';

const x = parameter('x');
const v = parameter('v', [4]);
const w = parameter('w', [4]);
const y = data('y', [4]);

export const branches: readonly Rule[] = [
  {
    name: 'a product with a finite number needs no guard',
    roots: ['mulNoNaN'],
    apply: (node) => {
      const [a, b] = node.inputs;
      if (isNumber(a!, 0)) return a;
      if (isFiniteNumber(a!)) return mul(a!, b!);
      return isNumber(b!, 0) ? b : isFiniteNumber(b!) ? mul(a!, b!) : undefined;
    },
    examples: [{ from: mulNoNaN(3, v) }, { from: mulNoNaN(v, 0) }],
  },
  {
    name: 'a guarded product of (-a) b = -(a b)',
    roots: ['mulNoNaN'],
    apply: (node) => {
      const [a, b] = node.inputs;
      const [first] = partsOf(a, 'neg') ?? [];
      if (first) return neg(mulNoNaN(first, b!));
      const [second] = partsOf(b, 'neg') ?? [];
      return second && neg(mulNoNaN(a!, second));
    },
    examples: [{ from: mulNoNaN(neg(v), w) }],
  },
  {
    name: 'a guarded product with a truth value = a choice',
    roots: ['mulNoNaN'],
    apply: (node) => {
      const [a, b] = node.inputs;
      if (a!.dtype === 'bool') return where(a!, b!, 0);
      return b!.dtype === 'bool' ? where(b!, a!, 0) : undefined;
    },
    examples: [{ from: mulNoNaN(less(x, v), w) }],
  },
  {
    name: 'a guarded product with what a choice let through = the choice of the product',
    roots: ['mulNoNaN'],
    apply: (node) => {
      const [a, b] = node.inputs;
      for (const [flow, factor] of [
        [a!, b!],
        [b!, a!],
      ] as const) {
        const [condition, chosen, otherwise] = partsOf(flow, 'where') ?? [];
        if (!condition || !chosen || !otherwise) continue;
        const times = (part: Tensor): Tensor =>
          isNumber(part, 0) ? part : (guards(part) ? mulNoNaN : mul)(part, factor);
        if (isNumber(otherwise, 0) || isNumber(chosen, 0)) return where(condition, times(chosen), times(otherwise));
      }
      return undefined;
    },
    // Inside the choice the product is a plain one: 0 there is a value, not a sign.
    examples: [{ from: mulNoNaN(where(less(x, v), v, 0), w) }, { from: mulNoNaN(w, where(less(x, v), 0, exp(v))) }],
  },
  {
    name: 'a finite multiple of a choice = the choice of the multiple',
    roots: ['mul', 'neg'],
    admits: (_, inputs) => inputs.at(-1)?.name === 'where',
    apply: (node) => {
      const [a, b] = node.inputs;
      const [condition, chosen, otherwise] = partsOf(b ?? a, 'where') ?? [];
      if (!condition || !chosen || !otherwise || (b && !isFiniteNumber(a!))) return undefined;
      const times = (part: Tensor): Tensor => (isNumber(part, 0) ? part : b ? mul(a!, part) : neg(part));
      return isNumber(otherwise, 0) || isNumber(chosen, 0)
        ? where(condition, times(chosen), times(otherwise))
        : undefined;
    },
    examples: [{ from: mul(3, where(less(x, v), v, 0)) }, { from: neg(where(less(x, v), v, 0)) }],
  },
  {
    name: 'a sum of choices by one condition = the choice of the sums',
    roots: ['add', 'sub'],
    admits: (_, inputs) => inputs.every(({ name }) => name === 'where'),
    apply: (node) => {
      const [a, b] = node.inputs;
      const first = partsOf(a, 'where');
      const second = partsOf(b, 'where');
      if (!first || !second || first[0] !== second[0]) return undefined;
      const combine = node.op.name === 'add' ? add : sub;
      return where(first[0]!, combine(first[1]!, second[1]!), combine(first[2]!, second[2]!));
    },
    examples: [
      { from: add(where(less(x, v), v, 0), where(less(x, v), w, 0)), agreeOn: { v: [0.1, 3], w: [0.1, 3] } },
      { from: sub(where(less(x, v), v, 0), where(less(x, v), w, y)) },
    ],
  },
  {
    name: 'the sum, or a view, of a choice by one number = the choice of the sum, or the view',
    roots: ['*'],
    admits: ({ kind, name }, inputs) => (kind === 'view' || name === 'sum') && hasOp(inputs, 'where'),
    apply: (node) => {
      const { op } = node;
      const inner = node.inputs[0];
      if ((op.kind !== 'view' && op.name !== 'sum') || !inner || node.size > inner.size) return undefined;
      const [condition, chosen, otherwise] = partsOf(inner, 'where') ?? [];
      if (!condition || !chosen || !otherwise || condition.size !== 1 || !isNumber(otherwise, 0)) return undefined;
      const full = new Tensor(op, [expand(chosen, inner.shape)], node.shape, node.dtype);
      return where(condition.rank === 0 ? condition : reinterpret(condition, []), full, 0);
    },
    examples: [{ from: sum(where(less(x, 0.5), exp(v), 0)) }, { from: flip(where(less(x, 0.5), exp(v), 0)) }],
  },
  {
    name: 'a choice by a literal = the branch',
    roots: ['where'],
    apply: (node) => {
      const [condition, a, b] = node.inputs;
      const known = literalNumber(condition!);
      if (known !== undefined) return known !== 0 ? a : b;
      return a === b ? a : undefined;
    },
    examples: [{ from: where(true, v, w) }, { from: where(less(x, v), w, w) }],
  },
  {
    name: 'a choice by not c = the other choice by c',
    roots: ['where'],
    apply: (node) => {
      const [condition, a, b] = node.inputs;
      const [inner] = partsOf(condition, 'logicalNot') ?? [];
      return inner && where(inner, b!, a!);
    },
    examples: [{ from: where(logicalNot(less(x, v)), v, w) }],
  },
  {
    name: 'a choice within the same choice = its branch',
    roots: ['where'],
    apply: (node) => {
      const [condition, a, b] = node.inputs;
      const inA = partsOf(a, 'where');
      if (inA && inA[0] === condition) return where(condition!, inA[1]!, b!);
      const inB = partsOf(b, 'where');
      return inB && inB[0] === condition ? where(condition!, a!, inB[2]!) : undefined;
    },
    examples: [
      { from: where(less(x, v), where(less(x, v), v, w), y) },
      { from: where(less(x, v), y, where(less(x, v), v, w)) },
    ],
  },
  {
    name: 'derivatives are taken: nothing stops them any more',
    roots: ['stopGradient', 'toFloat'],
    apply: (node) =>
      node.op.name === 'stopGradient' || node.inputs[0]!.dtype === 'float64' ? node.inputs[0] : undefined,
    examples: [{ from: stopGradient(v) }],
    only: 'last',
  },
];
