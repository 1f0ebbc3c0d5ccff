/** Correlation matrices, and their Cholesky factors. */
import {
  abs,
  asinh,
  cholesky,
  constant,
  cumsum,
  exp,
  eye,
  matMul,
  matrixTranspose,
  softplus,
  sqrt,
  square,
  sum,
  type Tensor,
  tanh,
} from '@credence/autodiff';
import {
  factorFault,
  hasUnitDiagonal,
  hasUnitRows,
  isFactor,
  isPositiveDefinite,
  positiveDefiniteFault,
  unitDiagonalFault,
  unitRowsFault,
} from './squareMatrices.js';
import { allOf, type Support } from './support.js';
import { fromTriangle, places, rowsOf, type TriangleOrder, toTriangle, triangleShape } from './triangle.js';

const byRows: TriangleOrder = { by: 'rows', diagonal: 'without' };
const byColumns: TriangleOrder = { by: 'columns', diagonal: 'without' };

/** log(1 / cosh(u)), without overflow. */
function logSech(u: Tensor): Tensor {
  const size = abs(u);
  return softplus(size.mul(-2)).add(size).neg().add(Math.LN2);
}

/**
 * The factor whose canonical partial correlations are tanh(u): row i is tanh(u_ij) times what the elements before it leave,
 * the product of 1 / cosh(u_il) for l < j; the diagonal is what is left over. In logarithms, so that it never rounds to 0.
 */
function factorFrom(u: Tensor, order: TriangleOrder): Tensor {
  const matrix = fromTriangle(u, order);
  const logs = logSech(matrix);
  const left = cumsum(logs, { axis: matrix.rank - 1 }).sub(logs);
  return tanh(matrix)
    .add(eye(matrix.shape.at(-1) ?? 0))
    .mul(exp(left));
}

/** u = asinh(x_ij / length of what is behind it in its row), which is atanh of the partial correlation. */
function partialsOf(factor: Tensor, order: TriangleOrder): Tensor {
  const squares = square(factor);
  const behind = cumsum(squares, { axis: factor.rank - 1, reverse: true }).sub(squares);
  return asinh(toTriangle(factor, order).div(sqrt(toTriangle(behind, order))));
}

/** A sum of logSech(u) with a weight for each place. */
function weighted(u: Tensor, order: TriangleOrder, weight: (row: number, column: number, k: number) => number): Tensor {
  const k = rowsOf(u.shape.at(-1) ?? 0, order);
  const weights = Float64Array.from(places(k, order), ({ row, column }) => weight(row, column, k));
  return sum(logSech(u).mul(constant(weights)), { axes: -1 });
}

/**
 * Lower Cholesky factors of correlation matrices, k x k: a positive diagonal and rows of length 1 (to 1e-8). Moved to
 * k (k - 1) / 2 reals, by rows, by the canonical partial correlations of Lewandowski, Kurowicka & Joe (2009), Generating
 * random correlation matrices based on vines and extended onion method, J. Multivariate Analysis 100(9), and atanh. Densities
 * are of the elements below the diagonal.
 */
export const choleskyCorrelation: Support = {
  name: 'choleskyCorrelation',
  text: 'the Cholesky factors of correlation matrices',
  eventRank: 2,
  thin: true,
  contains: (x) => allOf(...isFactor(x), hasUnitRows(x)),
  fault: (event, shape) => factorFault(event, shape) ?? unitRowsFault(event, shape),
  transform: {
    name: 'choleskyCorrelation',
    unconstrainedShape: triangleShape(byRows),
    constrain: (u) => factorFrom(u, byRows),
    unconstrain: (x) => partialsOf(x, byRows),
    logJacobian: (u) => weighted(u, byRows, (row, column) => row - column + 1),
  },
};

/**
 * Correlation matrices, k x k: symmetric, positive definite, with a diagonal of 1 (to 1e-8). Moved to k (k - 1) / 2 reals, by
 * columns, as their Cholesky factors are. Densities are of the elements below the diagonal.
 */
export const correlation: Support = {
  name: 'correlation',
  text: 'the correlation matrices',
  eventRank: 2,
  thin: true,
  contains: (x) => allOf(hasUnitDiagonal(x), ...isPositiveDefinite(x)),
  fault: (event, shape) => unitDiagonalFault(event, shape) ?? positiveDefiniteFault(event, shape),
  transform: {
    name: 'correlation',
    unconstrainedShape: triangleShape(byColumns),
    constrain: (u) => {
      const factor = factorFrom(u, byColumns);
      return matMul(factor, matrixTranspose(factor));
    },
    unconstrain: (x) => partialsOf(cholesky(x), byColumns),
    logJacobian: (u) => weighted(u, byColumns, (_, column, k) => k - column),
  },
};
