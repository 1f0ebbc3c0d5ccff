/** Products of vectors and matrices, batched over leading axes. */

import { CredenceError } from '@credence/numerics';
import { unbroadcast } from '../gradient/unbroadcast.js';
import { toTensor } from '../graph/literal.js';
import type { LinearOp } from '../graph/op.js';
import { broadcastShapes, formatShape, type Shape } from '../graph/shape.js';
import { Tensor, type TensorLike } from '../graph/tensor.js';
import { add, mul, mulNoNaN } from './arithmetic.js';
import { expandDims, matrixTranspose, reshape } from './layout.js';
import { sum } from './reduction.js';
import { expand } from './view.js';

export interface MatMulFlags {
  readonly transposeLeft?: boolean;
  readonly transposeRight?: boolean;
}

/**
 * Matrix product over the last two axes; leading axes broadcast. A vector on the left is a row, on the right a column, and
 * the axis of size 1 that it brings is dropped from the result: matrix times vector, vector times matrix, dot product.
 *
 * @example matMul(data('X', [100, 3]), parameter('beta', [3])) // [100]
 */
export function matMul(left: TensorLike, right: TensorLike): Tensor {
  const a = toTensor(left);
  const b = toTensor(right);
  if (a.rank === 0 || b.rank === 0) {
    throw new CredenceError('shape/matMul', 'matMul needs vectors or matrices; use mul for scalars.', {
      left: a.shape,
      right: b.shape,
    });
  }
  if (a.rank === 1 && b.rank === 1) return dot(a, b);
  const product = matrixProduct(a.rank === 1 ? expandDims(a, 0) : a, b.rank === 1 ? expandDims(b, 1) : b, {});
  if (a.rank === 1) return reshape(product, [...product.shape.slice(0, -2), product.shape[product.rank - 1]!]);
  return b.rank === 1 ? reshape(product, product.shape.slice(0, -1)) : product;
}

/** sum_i a_i b_i over the last axis; leading axes broadcast. */
export function dot(left: TensorLike, right: TensorLike): Tensor {
  const a = toTensor(left);
  const b = toTensor(right);
  if (a.rank === 0 || b.rank === 0 || a.shape[a.rank - 1] !== b.shape[b.rank - 1]) {
    throw new CredenceError(
      'shape/dot',
      `dot needs last axes of one size, got ${formatShape(a.shape)} and ${formatShape(b.shape)}.`,
      { left: a.shape, right: b.shape },
    );
  }
  return sum(mul(a, b), { axes: -1 });
}

/** a_i b_j of two vectors. */
export function outer(left: TensorLike, right: TensorLike): Tensor {
  const a = toTensor(left);
  const b = toTensor(right);
  return mul(reshape(a, [a.size, 1]), reshape(b, [1, b.size]));
}

/** Product of matrices (two axes or more), either of them transposed by a flag. */
export function matrixProduct(
  a: Tensor,
  b: Tensor,
  { transposeLeft = false, transposeRight = false }: MatMulFlags,
): Tensor {
  const [n, k] = matrixSizes(a.shape, transposeLeft);
  const [k2, m] = matrixSizes(b.shape, transposeRight);
  if (k !== k2) {
    throw new CredenceError(
      'shape/matMul',
      `matMul cannot multiply ${formatShape(a.shape)} by ${formatShape(b.shape)}: the inner sizes ${k} and ${k2} differ.`,
      { left: a.shape, right: b.shape },
    );
  }
  const batch = broadcastShapes('matMul', [a.shape.slice(0, -2), b.shape.slice(0, -2)]);
  return new Tensor(matMulOp(transposeLeft, transposeRight), [a, b], [...batch, n, m], 'float64');
}

function matrixSizes(shape: Shape, transposed: boolean): readonly [number, number] {
  const rows = shape[shape.length - 2]!;
  const columns = shape[shape.length - 1]!;
  return transposed ? [columns, rows] : [rows, columns];
}

/** The product of an adjoint with a factor, in which a 0 of the adjoint wins over anything: by elements, not by kernel. */
function guardedProduct(a: Tensor, b: Tensor, { transposeLeft = false, transposeRight = false }: MatMulFlags): Tensor {
  const left = expandDims(transposeLeft ? matrixTranspose(a) : a, -1);
  const right = expandDims(transposeRight ? matrixTranspose(b) : b, -3);
  return sum(mulNoNaN(left, right), { axes: -2 });
}

function matMulOp(transposeLeft: boolean, transposeRight: boolean): LinearOp {
  return {
    kind: 'linear',
    name: 'matMul',
    kernel: { name: 'matMul', transposeLeft, transposeRight },
    adjoint: ({ upstream, output, wanted, guarded }, a, b) => {
      const g = expand(upstream, output.shape);
      const product = guarded ? guardedProduct : matrixProduct;
      const left = () =>
        transposeLeft
          ? product(b, g, { transposeLeft: transposeRight, transposeRight: true })
          : product(g, b, { transposeRight: !transposeRight });
      const right = () =>
        transposeRight
          ? product(g, a, { transposeLeft: true, transposeRight: transposeLeft })
          : product(a, g, { transposeLeft: !transposeLeft });
      return [
        wanted[0] ? batchAdjoint(left(), a.shape) : undefined,
        wanted[1] ? batchAdjoint(right(), b.shape) : undefined,
      ];
    },
    tangent: ({ tangents: [da, db] }, a, b) => {
      const flags = { transposeLeft, transposeRight };
      const left = da && matrixProduct(expand(da, a.shape), b, flags);
      const right = db && matrixProduct(a, expand(db, b.shape), flags);
      return left && right ? add(left, right) : (left ?? right)!;
    },
    evaluate: ([a, b], [shapeA, shapeB], output) => {
      const [n, k] = matrixSizes(shapeA!, transposeLeft);
      const [, m] = matrixSizes(shapeB!, transposeRight);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < m; j++) {
          let total = 0;
          for (let p = 0; p < k; p++) {
            total += a![transposeLeft ? p * n + i : i * k + p]! * b![transposeRight ? j * k + p : p * m + j]!;
          }
          output[i * m + j] = total;
        }
      }
    },
  };
}

/** The adjoint of an input whose batch axes were broadcast. */
export function batchAdjoint(adjoint: Tensor, shape: Shape): Tensor {
  return unbroadcast(adjoint, shape, adjoint.shape);
}
