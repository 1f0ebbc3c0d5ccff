/** Choices and zero-absorbing products that are known in part. */

import { data, literalNumber, parameter } from '../graph/literal.js';
import { mul, mulNoNaN, neg } from '../ops/arithmetic.js';
import { less } from '../ops/comparison.js';
import { stopGradient } from '../ops/conversion.js';
import { logicalNot } from '../ops/logic.js';
import { where } from '../ops/where.js';
import { isFiniteNumber, isNumber, partsOf } from './query.js';
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
