/** Matrix products and Cholesky factors: transposes and scales leave, and the adjoint of a normal density takes its inverse-factor form. */

import { parameter } from '../graph/literal.js';
import type { LinearOp } from '../graph/op.js';
import { contiguousStrides, sameShape } from '../graph/shape.js';
import { Tensor } from '../graph/tensor.js';
import { add, mul, neg, square } from '../ops/arithmetic.js';
import { log } from '../ops/exponential.js';
import { scatterAdd } from '../ops/indexing.js';
import { matrixTranspose, reshape } from '../ops/layout.js';
import { cholesky, logDeterminantOf, quadraticFormOf, triangularSolve, writeOut } from '../ops/linearAlgebra.js';
import { matMul, matrixProduct } from '../ops/matmul.js';
import { reducedAxes, sum } from '../ops/reduction.js';
import { diagonal } from '../ops/slicing.js';
import { isReshape } from '../ops/view.js';
import { hasOp, partsOf } from './query.js';
import type { Rule } from './rule.js';

const s = parameter('s');
const v = parameter('v', [4]);
const m = parameter('m', [3, 4]);
const k = parameter('k', [4, 4]);
const positive = add(matrixProduct(k, k, { transposeRight: true }), diagonalOfOnes(4));

function diagonalOfOnes(n: number): readonly (readonly number[])[] {
  return Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)));
}

/** The matrix whose last two axes a view exchanges, else undefined. */
function transposedInput(node: Tensor): Tensor | undefined {
  if (node.op.kind !== 'view' || node.op.offset !== 0 || node.rank < 2) return undefined;
  const input = node.inputs[0]!;
  const shape = [...node.shape.slice(0, -2), node.shape[node.rank - 1]!, node.shape[node.rank - 2]!];
  if (!sameShape(shape, input.shape)) return undefined;
  const own = contiguousStrides(shape);
  const expected = [...own.slice(0, -2), own[node.rank - 1]!, own[node.rank - 2]!];
  const { strides } = node.op;
  return node.shape.every((n, axis) => n <= 1 || strides[axis] === expected[axis]) ? input : undefined;
}

/** A scalar factor (as shape []) and the rest, of a product or a negation. */
function scalarFactor(node: Tensor): readonly [scale: Tensor | -1, rest: Tensor] | undefined {
  const [negated] = partsOf(node, 'neg') ?? [];
  if (negated) return [-1, negated];
  const [a, b] = partsOf(node, 'mul') ?? [];
  if (!a || !b || a.size !== 1 || !sameShape(b.shape, node.shape) || node.size === 1) return undefined;
  return [a.rank === 0 ? a : reshape(a, []), b];
}

function scale(factor: Tensor | -1, rest: Tensor): Tensor {
  return factor === -1 ? neg(rest) : mul(factor, rest);
}

function sameOp(op: LinearOp, node: Tensor, inputs: readonly Tensor[]): Tensor {
  return new Tensor(op, inputs, node.shape, node.dtype);
}

/** The matrix of which the node is the Cholesky factor. */
function factored(node: Tensor | undefined): Tensor | undefined {
  return partsOf(node, 'cholesky')?.[0];
}

/** A batch of matrices from which a view takes the main diagonals. */
function diagonalInput(node: Tensor): Tensor | undefined {
  if (node.op.kind !== 'view' || node.op.offset !== 0) return undefined;
  const input = node.inputs[0]!;
  const n = input.shape[input.rank - 1];
  if (n === undefined || !sameShape(input.shape, [...node.shape, n])) return undefined;
  const own = contiguousStrides(input.shape);
  const { strides } = node.op;
  const expected = [...own.slice(0, -2), n + 1];
  return expected.every((stride, axis) => node.shape[axis]! <= 1 || strides[axis] === stride) ? input : undefined;
}

export const linear: readonly Rule[] = [
  {
    name: 'a product with a transpose = a product by flag',
    roots: ['matMul'],
    apply: (node) => {
      if (node.op.kind !== 'linear' || node.op.kernel.name !== 'matMul') return undefined;
      const { transposeLeft, transposeRight } = node.op.kernel;
      const [a, b] = node.inputs;
      const left = transposedInput(a!);
      const right = transposedInput(b!);
      if (!left && !right) return undefined;
      return matrixProduct(left ?? a!, right ?? b!, {
        transposeLeft: left ? !transposeLeft : transposeLeft,
        transposeRight: right ? !transposeRight : transposeRight,
      });
    },
    examples: [{ from: matMul(matrixTranspose(m), m) }, { from: matMul(m, matrixTranspose(m)) }],
  },
  {
    name: 'a matrix product over one element = an outer product',
    roots: ['matMul'],
    apply: (node) => {
      if (node.op.kind !== 'linear' || node.op.kernel.name !== 'matMul') return undefined;
      const { transposeLeft, transposeRight } = node.op.kernel;
      const [a, b] = node.inputs;
      if (a!.shape[a!.rank - (transposeLeft ? 2 : 1)] !== 1) return undefined;
      return mul(transposeLeft ? matrixTranspose(a!) : a!, transposeRight ? matrixTranspose(b!) : b!);
    },
    examples: [{ from: matMul(reshape(v, [4, 1]), reshape(v, [1, 4])) }],
  },
  {
    name: 'A (s B) = s (A B)',
    roots: ['matMul'],
    apply: (node) => {
      if (node.op.kind !== 'linear') return undefined;
      const [a, b] = node.inputs;
      const left = scalarFactor(a!);
      if (left) return scale(left[0], sameOp(node.op, node, [left[1], b!]));
      const right = scalarFactor(b!);
      return right && scale(right[0], sameOp(node.op, node, [a!, right[1]]));
    },
    examples: [{ from: matMul(m, mul(s, k)), agreeOn: { s: [0.1, 10], m: [0.1, 1], k: [0.1, 1] } }],
  },
  {
    name: 'scattered (s v) = s scattered v',
    roots: ['scatterAdd'],
    apply: (node) => {
      const found = scalarFactor(node.inputs[0]!);
      return found && scale(found[0], new Tensor(node.op, [found[1], node.inputs[1]!], node.shape, node.dtype));
    },
    examples: [{ from: scatterAdd(mul(s, v), [0, 1, 1, 2], { size: 3 }), agreeOn: { s: [0.1, 10], v: [0.1, 1] } }],
  },
  {
    name: "sum of log diag L = half the log-determinant of L L'",
    roots: ['sum'],
    admits: (_, inputs) => hasOp(inputs, 'log'),
    apply: (node) => {
      const [inner] = partsOf(node.inputs[0], 'log') ?? [];
      const factor = inner && diagonalInput(inner);
      const matrix = factored(factor);
      const axes = reducedAxes(node);
      if (!factor || !matrix || axes.length !== 1 || axes[0] !== inner.rank - 1) return undefined;
      return mul(0.5, logDeterminantOf(factor, matrix));
    },
    examples: [{ from: sum(log(diagonal(cholesky(positive)))), agreeOn: { k: [0, 1] } }],
    only: 'first',
  },
  {
    name: "sum of (L^-1 r)^2 = a quadratic form of L L'",
    roots: ['sum'],
    admits: (_, inputs) => hasOp(inputs, 'square'),
    apply: (node) => {
      const [solved] = partsOf(node.inputs[0], 'square') ?? [];
      const solve = solved && isReshape(solved) ? solved.inputs[0] : solved;
      if (
        solve?.op.kind !== 'linear' ||
        solve.op.kernel.name !== 'triangularSolve' ||
        solve.rank !== 2 ||
        node.rank !== 0
      )
        return undefined;
      const { lower, transposed } = solve.op.kernel;
      const [factor, right] = solve.inputs;
      const matrix = factored(factor);
      return matrix && lower && !transposed ? quadraticFormOf(factor!, matrix, right!) : undefined;
    },
    examples: [{ from: sum(square(triangularSolve(cholesky(positive), v))), agreeOn: { k: [0, 1] } }],
    only: 'first',
  },
  {
    name: 'quadratic forms and log-determinants by their factors',
    roots: ['logDeterminant', 'quadraticForm'],
    apply: writeOut,
    examples: [
      { from: quadraticFormOf(cholesky(positive), positive, reshape(v, [4, 1])), agreeOn: { k: [0, 1] } },
      { from: logDeterminantOf(cholesky(positive), positive), agreeOn: { k: [0, 1] } },
    ],
    only: 'last',
  },
];
