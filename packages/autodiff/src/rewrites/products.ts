/**
 * One order for products: few elements before many, literals before data before parameters. What is small or known early
 * is multiplied first, once, and scalars come to stand outside, where sums can drop them.
 */

import { data, literalNumber, parameter } from '../graph/literal.js';
import type { Tensor } from '../graph/tensor.js';
import { add, mul } from '../ops/arithmetic.js';
import { hasOp, jointSize, partsOf } from './query.js';
import type { Rule } from './rule.js';

const s = parameter('s');
const t = parameter('t');
const v = parameter('v', [4]);
const w = parameter('w', [4]);
const y = data('y', [4]);
const z = data('z', [4]);

/** a (b c) regrouped, or undefined when it is in order. */
function regroup(node: Tensor, a: Tensor, product: Tensor): Tensor | undefined {
  const [b, c] = product.inputs;
  if (!b || !c) return undefined;
  if (literalNumber(a) !== undefined && literalNumber(b) !== undefined) return mul(mul(a, b), c);
  if (product.size !== node.size) return undefined; // few elements, multiplied already
  if (product.binding !== 'parameter' && a.binding === 'parameter') return undefined; // known before, multiplied already
  if (jointSize(a, b) < node.size) return mul(mul(a, b), c);
  const early = a.binding !== 'parameter' && b.binding !== 'parameter' && c.binding === 'parameter';
  if (early && jointSize(a, b) <= node.size) return mul(mul(a, b), c);
  const outward = b.size < a.size || (literalNumber(b) !== undefined && literalNumber(a) === undefined);
  return outward ? mul(b, mul(a, c)) : undefined;
}

export const products: readonly Rule[] = [
  {
    name: 'a (b c): small and early factors first',
    roots: ['mul'],
    admits: (_, inputs) => hasOp(inputs, 'mul'),
    apply: (node) => {
      const [a, b] = node.inputs;
      const right = partsOf(b, 'mul') && regroup(node, a!, b!);
      return right || (partsOf(a, 'mul') && regroup(node, b!, a!)) || undefined;
    },
    examples: [
      { from: mul(s, mul(t, v)) },
      { from: mul(w, mul(s, v)) },
      { from: mul(mul(s, w), mul(t, v)) },
      { from: mul(y, mul(z, v)) },
      { from: mul(s, mul(3, t)) },
    ],
  },
  {
    name: 'c + (d + x) = (c + d) + x for literals',
    roots: ['add'],
    admits: (_, inputs) => inputs[1]?.name === 'add',
    apply: (node) => {
      const [a, b] = node.inputs;
      const [c, rest] = partsOf(b, 'add') ?? [];
      if (!c || !rest || literalNumber(a!) === undefined || literalNumber(c) === undefined) return undefined;
      return add(add(a!, c), rest);
    },
    examples: [{ from: add(2, add(3, v)) }],
  },
];
