/** Covariance matrices, and their Cholesky factors. */
import {
  cholesky,
  constant,
  exp,
  gather,
  log,
  matMul,
  matrixTranspose,
  sum,
  type Tensor,
  where,
} from '@credence/autodiff';
import { factorFault, isFactor, isPositiveDefinite, positiveDefiniteFault } from './squareMatrices.js';
import { allOf, type Support } from './support.js';
import { fromTriangle, places, rowsOf, type TriangleOrder, toTriangle, triangleShape } from './triangle.js';

const order: TriangleOrder = { by: 'rows', diagonal: 'with' };

function rows(u: Tensor): number {
  return rowsOf(u.shape.at(-1) ?? 0, order);
}

function isDiagonal(k: number): Tensor {
  return constant(places(k, order).map(({ row, column }) => row === column));
}

function factorFrom(u: Tensor): Tensor {
  return fromTriangle(where(isDiagonal(rows(u)), exp(u), u), order);
}

function unconstrained(factor: Tensor): Tensor {
  const vector = toTriangle(factor, order);
  return where(isDiagonal(factor.shape.at(-1) ?? 0), log(vector), vector);
}

/** u of the diagonal, log L_ii. */
function logDiagonal(u: Tensor): Tensor {
  const own = places(rows(u), order).flatMap(({ row, column }, i) => (row === column ? [i] : []));
  return gather(u, constant(Int32Array.from(own)), { axis: -1 });
}

/**
 * Lower Cholesky factors of covariance matrices, k x k, with a positive diagonal. Moved to k (k + 1) / 2 reals, by rows:
 * elements below the diagonal as they are, those on it by log; log-Jacobian the sum of log L_ii.
 */
export const choleskyCovariance: Support = {
  name: 'choleskyCovariance',
  text: 'the Cholesky factors of covariance matrices',
  eventRank: 2,
  thin: true,
  contains: (x) => allOf(...isFactor(x)),
  fault: factorFault,
  transform: {
    name: 'choleskyCovariance',
    unconstrainedShape: triangleShape(order),
    constrain: factorFrom,
    unconstrain: unconstrained,
    logJacobian: (u) => sum(logDiagonal(u), { axes: -1 }),
  },
};

/**
 * Covariance matrices, k x k: symmetric (to 1e-8) and positive definite. Moved to k (k + 1) / 2 reals as their Cholesky
 * factors are; log-Jacobian k log 2 + sum_i (k - i + 2) log L_ii for i = 1, ..., k. Densities are of the lower triangle.
 */
export const covariance: Support = {
  name: 'covariance',
  text: 'the covariance matrices',
  eventRank: 2,
  thin: true,
  contains: (x) => allOf(...isPositiveDefinite(x)),
  fault: positiveDefiniteFault,
  transform: {
    name: 'covariance',
    unconstrainedShape: triangleShape(order),
    constrain: (u) => {
      const factor = factorFrom(u);
      return matMul(factor, matrixTranspose(factor));
    },
    unconstrain: (x) => unconstrained(cholesky(x)),
    logJacobian: (u) => {
      const k = rows(u);
      const weights = constant(Float64Array.from({ length: k }, (_, i) => k - i + 1));
      return sum(logDiagonal(u).mul(weights), { axes: -1 }).add(k * Math.LN2);
    },
  },
};
