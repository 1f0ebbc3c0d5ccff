/** Sums, signs, quotients and squares: identities of the real numbers that float64 keeps to rounding. */

import { evaluate } from '../backends/reference.js';
import { literal, literalNumber, parameter } from '../graph/literal.js';
import type { Tensor } from '../graph/tensor.js';
import { abs, add, div, mul, neg, reciprocal, sqrt, square, sub } from '../ops/arithmetic.js';
import { exp } from '../ops/exponential.js';
import { pow } from '../ops/powers.js';
import { fills, hasOp, isNumber, partsOf } from './query.js';
import { pattern, type Rule } from './rule.js';

const x = parameter('x');
const v = parameter('v', [4]);
const w = parameter('w', [4]);

/** Largest literal array that folding may make. */
const FOLDED_ELEMENTS = 64;

function isLiteral(node: Tensor): boolean {
  return node.op.kind === 'source' && node.op.name === 'literal';
}

/** Folding by the meaning of the ops, so the bits are those of the backends. */
function fold(node: Tensor): Tensor | undefined {
  if (node.size > FOLDED_ELEMENTS || node.inputs.length === 0 || !node.inputs.every(isLiteral)) return undefined;
  if (node.op.kind === 'view' && node.size > node.inputs[0]!.size) return undefined;
  return literal(evaluate([node])[0]!, node.shape, node.dtype);
}

export const foldConstants: Rule = {
  name: 'operations on literals are done at once',
  roots: ['*'],
  admits: (_, inputs) => inputs.length > 0 && inputs.every(({ name }) => name === 'literal'),
  apply: fold,
  examples: [{ from: mul(exp(2), x) }],
};

/** s and v of a product s v in which s has fewer elements. */
export function scaled(node: Tensor): readonly [scale: Tensor, rest: Tensor] | undefined {
  const parts = partsOf(node, 'mul');
  if (!parts) return undefined;
  const [a, b] = parts;
  return a!.size < node.size && fills(b!, node.shape) ? [a!, b!] : undefined;
}

export const algebra: readonly Rule[] = [
  pattern('0 + x = x', ['x'], ({ x }) => ({ from: add(0, x), to: ({ x }) => x })),
  pattern('x - 0 = x', ['x'], ({ x }) => ({ from: sub(x, 0), to: ({ x }) => x })),
  pattern('0 - x = -x', ['x'], ({ x }) => ({ from: sub(0, x), to: ({ x }) => neg(x) })),
  pattern('1 x = x', ['x'], ({ x }) => ({ from: mul(1, x), to: ({ x }) => x })),
  pattern('-1 x = -x', ['x'], ({ x }) => ({ from: mul(-1, x), to: ({ x }) => neg(x) })),
  pattern('-(-x) = x', ['x'], ({ x }) => ({ from: neg(neg(x)), to: ({ x }) => x })),
  pattern('x x = x^2', ['x'], ({ x }) => ({ from: mul(x, x), to: ({ x }) => square(x) })),
  pattern('x + x = 2 x', ['x'], ({ x }) => ({ from: add(x, x), to: ({ x }) => mul(2, x) })),
  pattern('a + (-b) = a - b', ['a', 'b'], ({ a, b }) => ({ from: add(a, neg(b)), to: ({ a, b }) => sub(a, b) })),
  pattern('a - (-b) = a + b', ['a', 'b'], ({ a, b }) => ({ from: sub(a, neg(b)), to: ({ a, b }) => add(a, b) })),
  pattern('-a - b = -(a + b)', ['a', 'b'], ({ a, b }) => ({ from: sub(neg(a), b), to: ({ a, b }) => neg(add(a, b)) })),
  pattern('-a -b = a b', ['a', 'b'], ({ a, b }) => ({ from: mul(neg(a), neg(b)), to: ({ a, b }) => mul(a, b) })),
  pattern('(-x)^2 = x^2', ['x'], ({ x }) => ({ from: square(neg(x)), to: ({ x }) => square(x) })),
  pattern('|-x| = |x|', ['x'], ({ x }) => ({ from: abs(neg(x)), to: ({ x }) => abs(x) })),
  pattern('|x|^2 = x^2', ['x'], ({ x }) => ({ from: square(abs(x)), to: ({ x }) => square(x) })),
  pattern('sqrt(x)^2 = x', ['x'], ({ x }) => ({ from: square(sqrt(x)), to: ({ x }) => x, agreeOn: { x: [0, 1e6] } })),
  pattern('sqrt(x^2) = |x|', ['x'], ({ x }) => ({
    from: sqrt(square(x)),
    to: ({ x }) => abs(x),
    agreeOn: { x: [-1e100, 1e100] },
  })),
  pattern('1 / (1 / x) = x', ['x'], ({ x }) => ({
    from: reciprocal(reciprocal(x)),
    to: ({ x }) => x,
    agreeOn: { x: [1e-300, 1e300] },
  })),
  pattern('x (1 / x) = 1', ['x'], ({ x }) => ({
    from: mul(x, reciprocal(x)),
    to: () => literal(Float64Array.of(1), []),
    agreeOn: { x: [1e-3, 1e3] },
  })),
  {
    name: 'x^n by products and roots, n = -2, -1, 0, 1/2, 1, 2, 3',
    roots: ['pow'],
    apply: (node) => {
      const [base, exponent] = node.inputs;
      switch (literalNumber(exponent!)) {
        case -2:
          return reciprocal(square(base!));
        case -1:
          return reciprocal(base!);
        case 0:
          return literal(Float64Array.of(1), []);
        case 0.5:
          return sqrt(base!);
        case 1:
          return base;
        case 2:
          return square(base!);
        case 3:
          return mul(base!, square(base!));
        default:
          return undefined;
      }
    },
    examples: [-2, -1, 0, 0.5, 1, 2, 3].map((n) => ({ from: pow(v, n), agreeOn: { v: [1e-3, 1e3] } })),
  },
  {
    name: 'a / b = a (1 / b)',
    roots: ['div'],
    apply: (node) => {
      const [a, b] = node.inputs;
      return isNumber(a!, 1) ? reciprocal(b!) : mul(a!, reciprocal(b!));
    },
    examples: [
      { from: div(v, x), agreeOn: { v: [-1e3, 1e3], x: [1e-300, 1e3] } },
      { from: div(v, 3), agreeOn: {} },
    ],
  },
  {
    name: '-(c x) = (-c) x',
    roots: ['neg'],
    admits: (_, inputs) => hasOp(inputs, 'mul'),
    apply: (node) => {
      const [c, rest] = partsOf(node.inputs[0], 'mul') ?? [];
      return c && (literalNumber(c) !== undefined || c.size < rest!.size) ? mul(neg(c), rest!) : undefined;
    },
    examples: [{ from: neg(mul(3, x)) }, { from: neg(mul(x, v)) }],
  },
  {
    name: 's (-v) = (-s) v',
    roots: ['mul'],
    admits: (_, inputs) => hasOp(inputs, 'neg'),
    apply: (node) => {
      const [a, b] = node.inputs;
      const [inB] = partsOf(b, 'neg') ?? [];
      const [inA] = partsOf(a, 'neg') ?? [];
      if (inB && (a!.size < inB.size || literalNumber(a!) !== undefined)) return mul(neg(a!), inB);
      if (inB) return neg(mul(a!, inB));
      return inA && a!.size === b!.size ? neg(mul(inA, b!)) : undefined;
    },
    examples: [{ from: mul(3, neg(x)) }, { from: mul(x, neg(v)) }, { from: mul(w, neg(v)) }],
  },
  {
    name: '(s v)^2 = s^2 v^2',
    roots: ['square'],
    admits: (_, inputs) => hasOp(inputs, 'mul'),
    apply: (node) => {
      const inner = node.inputs[0]!;
      const small = scaled(inner);
      if (small) return mul(square(small[0]), square(small[1]));
      const [a, b] = partsOf(inner, 'mul') ?? [];
      return a && b && literalNumber(a) !== undefined ? mul(square(a), square(b)) : undefined;
    },
    // s^2 must neither overflow nor underflow where (s v)^2 does not: 1 / sigma with log sigma > -355.
    examples: [
      { from: square(mul(x, v)), agreeOn: { x: [1e-100, 1e100], v: [-1e3, 1e3] } },
      { from: square(mul(3, x)) },
    ],
  },
  {
    name: 's v + t v = (s + t) v',
    roots: ['add', 'sub'],
    admits: (_, inputs) => hasOp(inputs, 'mul'),
    apply: (node) => {
      const [a, b] = node.inputs;
      if (node.size === 1) return undefined;
      const left = scaled(a!) ?? [undefined, a!];
      const right = scaled(b!) ?? [undefined, b!];
      if (left[1] !== right[1] || (!left[0] && !right[0])) return undefined;
      const combine = node.op.name === 'add' ? add : sub;
      return mul(combine(left[0] ?? 1, right[0] ?? 1), left[1]);
    },
    examples: [
      { from: add(mul(x, v), mul(parameter('t'), v)), agreeOn: { x: [0.1, 3], t: [0.1, 3] } },
      { from: sub(v, mul(x, v)), agreeOn: { x: [1.5, 3] } },
    ],
  },
];
