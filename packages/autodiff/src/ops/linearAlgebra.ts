/** Cholesky factors and what is computed with them, batched over leading axes. */

import { CredenceError } from '@credence/numerics';
import { toTensor } from '../graph/literal.js';
import type { LinearKernel, LinearOp } from '../graph/op.js';
import { broadcastShapes, formatShape, type Shape } from '../graph/shape.js';
import { Tensor, type TensorLike } from '../graph/tensor.js';
import { add, mul, neg, sub } from './arithmetic.js';
import { choleskyFactor, inverseFromFactor, solveTriangular } from './dense.js';
import { log } from './exponential.js';
import { expandDims, matrixTranspose, reshape } from './layout.js';
import { batchAdjoint, matrixProduct } from './matmul.js';
import { sum } from './reduction.js';
import { diagonal, matrixAxes, tril, triu } from './slicing.js';
import { expand } from './view.js';

export interface TriangularOptions {
  /** Which triangle of the matrix is read. Default true. */
  readonly lower?: boolean;
  /** Solves with the transpose of the matrix. Default false. */
  readonly transposed?: boolean;
}

function square(operation: string, shape: Shape): number {
  const [n, m] = matrixAxes(operation, shape);
  if (n !== m) {
    throw new CredenceError('shape/matrix', `${operation} needs square matrices, got shape ${formatShape(shape)}.`, {
      operation,
      shape,
    });
  }
  return n;
}

/** Half of a square matrix: its lower triangle with half the diagonal. */
function lowerHalf(x: Tensor): Tensor {
  return mul(0.5, add(tril(x), tril(x, -1)));
}

function symmetric(x: Tensor): Tensor {
  return mul(0.5, add(x, matrixTranspose(x)));
}

/**
 * The lower factor L of symmetric positive definite matrices, L L' = A. Reads the lower triangle only; NaN everywhere when A
 * is not positive definite. Derivatives are those along symmetric changes of A (Murray 2016, arXiv:1602.07527, eq. 10).
 */
export function cholesky(matrix: TensorLike): Tensor {
  const a = toTensor(matrix);
  square('cholesky', a.shape);
  return new Tensor(choleskyOp, [a], a.shape, 'float64');
}

const choleskyOp: LinearOp = {
  kind: 'linear',
  name: 'cholesky',
  kernel: { name: 'cholesky' },
  adjoint: ({ upstream, output }) => {
    const inner = lowerHalf(matrixProduct(output, expand(upstream, output.shape), { transposeLeft: true }));
    const once = triangularSolve(output, inner, { transposed: true });
    const twice = triangularSolve(output, matrixTranspose(once), { transposed: true });
    return [symmetric(twice)];
  },
  tangent: ({ tangents: [da], output }, a) => {
    const once = triangularSolve(output, expand(da ?? toTensor(0), a.shape));
    const twice = triangularSolve(output, matrixTranspose(once));
    return matrixProduct(output, lowerHalf(twice), {});
  },
  evaluate: ([a], [shape], output) => choleskyFactor(a!, shape![0]!, output),
};

/**
 * X with T X = B for triangular T; the other triangle of T is not read.
 *
 * @param matrix T, [..., n, n]
 * @param right B, [..., n, m], or one vector [n]
 */
export function triangularSolve(
  matrix: TensorLike,
  right: TensorLike,
  { lower = true, transposed = false }: TriangularOptions = {},
): Tensor {
  const t = toTensor(matrix);
  const b = toTensor(right);
  const n = square('triangularSolve', t.shape);
  if (b.rank === 1) {
    const column = triangularSolve(t, expandDims(b, 1), { lower, transposed });
    return reshape(column, column.shape.slice(0, -1));
  }
  const [rows, columns] = matrixAxes('triangularSolve', b.shape);
  if (rows !== n) {
    throw new CredenceError(
      'shape/solve',
      `triangularSolve cannot solve ${formatShape(t.shape)} X = ${formatShape(b.shape)}: ${n} rows against ${rows}.`,
      { matrix: t.shape, right: b.shape },
    );
  }
  const batch = broadcastShapes('triangularSolve', [t.shape.slice(0, -2), b.shape.slice(0, -2)]);
  return new Tensor(solveOp(lower, transposed), [t, b], [...batch, n, columns], 'float64');
}

function solveOp(lower: boolean, transposed: boolean): LinearOp {
  const triangle = lower ? tril : triu;
  return {
    kind: 'linear',
    name: 'triangularSolve',
    kernel: { name: 'triangularSolve', lower, transposed },
    adjoint: ({ upstream, output, wanted }, t, b) => {
      const back = triangularSolve(t, expand(upstream, output.shape), { lower, transposed: !transposed });
      const outerProduct = () =>
        transposed
          ? matrixProduct(output, back, { transposeRight: true })
          : matrixProduct(back, output, { transposeRight: true });
      return [
        wanted[0] ? batchAdjoint(neg(triangle(outerProduct())), t.shape) : undefined,
        wanted[1] ? batchAdjoint(back, b.shape) : undefined,
      ];
    },
    tangent: ({ tangents: [dt, db], output }, t, b) => {
      const moved = dt && matrixProduct(triangle(expand(dt, t.shape)), output, { transposeLeft: transposed });
      const right = db && expand(db, b.shape);
      const change = moved ? (right ? sub(right, moved) : neg(moved)) : (right ?? toTensor(0));
      return triangularSolve(t, change, { lower, transposed });
    },
    evaluate: ([t, b], [shapeT, shapeB], output) =>
      solveTriangular(t!, b!, { n: shapeT![0]!, columns: shapeB![1]!, lower, transposed }, output),
  };
}

/** (L L')^-1 from the Cholesky factor L: symmetric, both triangles. */
export function choleskyInverse(factor: TensorLike): Tensor {
  const l = toTensor(factor);
  square('choleskyInverse', l.shape);
  return new Tensor(choleskyInverseOp, [l], l.shape, 'float64');
}

/** The change of (L L')^-1 = A^-1 for a change M of A or an adjoint M of A^-1: A^-1 M A^-1. */
function between(inverse: Tensor, middle: Tensor): Tensor {
  return matrixProduct(matrixProduct(inverse, middle, {}), inverse, {});
}

const choleskyInverseOp: LinearOp = {
  kind: 'linear',
  name: 'choleskyInverse',
  kernel: { name: 'choleskyInverse' },
  adjoint: ({ upstream, output }, l) => {
    const inner = between(output, symmetric(expand(upstream, output.shape)));
    return [tril(mul(-2, matrixProduct(inner, l, {})))];
  },
  tangent: ({ tangents: [dl], output }, l) => {
    const half = matrixProduct(tril(expand(dl ?? toTensor(0), l.shape)), l, { transposeRight: true });
    return neg(between(output, add(half, matrixTranspose(half))));
  },
  evaluate: ([l], [shape], output) => inverseFromFactor(l!, shape![0]!, output),
};

/**
 * log det A of positive definite matrices from their Cholesky factor: 2 sum_i log L_ii. A batch of scalars.
 * @example logDeterminant(cholesky(covariance))
 */
export function logDeterminant(factor: TensorLike): Tensor {
  const l = toTensor(factor);
  square('logDeterminant', l.shape);
  return mul(2, sum(log(diagonal(l)), { axes: -1 }));
}

/** A scalar of each batch element, beside matrices. */
function besideMatrix(value: Tensor, batch: Shape): Tensor {
  return value.size === 1 && value.rank === 0 ? value : reshape(expand(value, batch), [...batch, 1, 1]);
}

function fromFactor(kernel: LinearKernel, definition: Pick<LinearOp, 'adjoint' | 'tangent' | 'evaluate'>): LinearOp {
  return { kind: 'linear', name: kernel.name, kernel, ...definition };
}

/**
 * log det A from L = cholesky(A) and A itself, to which the adjoint goes at once: A^-1, from the inverse factor, in place
 * of the adjoint of the factorisation.
 */
export function logDeterminantOf(factor: Tensor, matrix: Tensor): Tensor {
  return new Tensor(logDeterminantOp, [factor, matrix], matrix.shape.slice(0, -2), 'float64');
}

const logDeterminantOp = fromFactor(
  { name: 'logDeterminant' },
  {
    adjoint: ({ upstream, output }, l) => [undefined, mul(besideMatrix(upstream, output.shape), choleskyInverse(l))],
    tangent: ({ tangents: [, da] }, l, a) =>
      sum(mul(choleskyInverse(l), expand(da ?? toTensor(0), a.shape)), { axes: [-2, -1] }),
    evaluate: () => {
      throw new CredenceError('graph/composite', 'logDeterminant is written out before it is evaluated.');
    },
  },
);

/** The sum of squares of L^-1 R, R' A^-1 R summed over its diagonal, from L = cholesky(A), A and R of [..., n, m]. */
export function quadraticFormOf(factor: Tensor, matrix: Tensor, right: Tensor): Tensor {
  const batch = broadcastShapes('quadraticForm', [matrix.shape.slice(0, -2), right.shape.slice(0, -2)]);
  return new Tensor(quadraticFormOp, [factor, matrix, right], batch, 'float64');
}

/** A^-1 R */
function solveTwice(l: Tensor, r: Tensor): Tensor {
  return triangularSolve(l, triangularSolve(l, r), { transposed: true });
}

const quadraticFormOp = fromFactor(
  { name: 'quadraticForm' },
  {
    adjoint: ({ upstream, output, wanted }, l, a, r) => {
      const scale = besideMatrix(upstream, output.shape);
      const weights = solveTwice(l, r);
      const toMatrix = () => mul(neg(scale), matrixProduct(weights, weights, { transposeRight: true }));
      return [
        undefined,
        wanted[1] ? batchAdjoint(toMatrix(), a.shape) : undefined,
        wanted[2] ? batchAdjoint(mul(mul(2, scale), weights), r.shape) : undefined,
      ];
    },
    tangent: ({ tangents: [, da, dr] }, l, a, r) => {
      const weights = solveTwice(l, r);
      const fromRight = dr && sum(mul(mul(2, weights), expand(dr, r.shape)), { axes: [-2, -1] });
      const outerProduct = () => matrixProduct(weights, weights, { transposeRight: true });
      const fromMatrix = da && neg(sum(mul(outerProduct(), expand(da, a.shape)), { axes: [-2, -1] }));
      return fromRight && fromMatrix ? add(fromRight, fromMatrix) : (fromRight ?? fromMatrix ?? toTensor(0));
    },
    evaluate: () => {
      throw new CredenceError('graph/composite', 'quadraticForm is written out before it is evaluated.');
    },
  },
);

/** The primitive form of the two kernels above, for backends. */
export function writeOut(node: Tensor): Tensor | undefined {
  if (node.op.kind !== 'linear') return undefined;
  const [l, , r] = node.inputs;
  if (node.op.name === 'logDeterminant') return logDeterminant(l!);
  if (node.op.name !== 'quadraticForm') return undefined;
  const half = triangularSolve(l!, r!);
  return sum(mul(half, half), { axes: [-2, -1] });
}
