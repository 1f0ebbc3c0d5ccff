/** Conditions on square matrices, as graphs and as sentences about one matrix. */
import {
  abs,
  all,
  cholesky,
  diagonal,
  equal,
  expandDims,
  isFinite as finite,
  greater,
  lessEqual,
  matrixTranspose,
  square,
  sum,
  type Tensor,
  triu,
} from '@credence/autodiff';
import { choleskyOf } from './choleskyOf.js';
import { shown } from './support.js';

/** How far elements may be from what they must be, relative to the matrix's diagonal. */
export const TOLERANCE = 1e-8;

const matrixAxes = [-2, -1];

/** Finite, 0 above the diagonal, > 0 on it. */
export function isFactor(x: Tensor): readonly [Tensor, ...Tensor[]] {
  return [
    all(finite(x), { axes: matrixAxes }),
    all(equal(triu(x, 1), 0), { axes: matrixAxes }),
    all(greater(diagonal(x), 0), { axes: -1 }),
  ];
}

/** Rows of length 1. */
export function hasUnitRows(x: Tensor): Tensor {
  return all(lessEqual(abs(sum(square(x), { axes: -1 }).sub(1)), TOLERANCE), { axes: -1 });
}

/** Symmetric to rounding, with a Cholesky factor. */
export function isPositiveDefinite(x: Tensor): readonly [Tensor, ...Tensor[]] {
  const own = diagonal(x);
  const scale = expandDims(own, -1).mul(expandDims(own, -2));
  const difference = x.sub(matrixTranspose(x));
  return [
    all(lessEqual(square(difference), scale.mul(TOLERANCE ** 2)), { axes: matrixAxes }),
    all(greater(diagonal(cholesky(x)), 0), { axes: -1 }),
  ];
}

/** Ones on the diagonal. */
export function hasUnitDiagonal(x: Tensor): Tensor {
  return all(lessEqual(abs(diagonal(x).sub(1)), TOLERANCE), { axes: -1 });
}

export function factorFault(event: ArrayLike<number>, [k = 0]: readonly number[]): string | undefined {
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) {
      const value = event[i * k + j]!;
      if (!Number.isFinite(value)) return `has [${i},${j}] = ${value}, and all must be finite`;
      if (j > i && value !== 0) return `has [${i},${j}] = ${value} above the diagonal, where all must be 0`;
      if (i === j && !(value > 0)) return `has [${i},${j}] = ${value} on the diagonal, where all must be > 0`;
    }
  }
  return undefined;
}

export function unitRowsFault(event: ArrayLike<number>, [k = 0]: readonly number[]): string | undefined {
  for (let i = 0; i < k; i++) {
    let total = 0;
    for (let j = 0; j < k; j++) total += event[i * k + j]! ** 2;
    if (!(Math.abs(total - 1) <= TOLERANCE))
      return `has a row ${i} of length ${shown(Math.sqrt(total))}, and rows must have the length 1`;
  }
  return undefined;
}

export function unitDiagonalFault(event: ArrayLike<number>, [k = 0]: readonly number[]): string | undefined {
  for (let i = 0; i < k; i++) {
    const value = event[i * k + i]!;
    if (!(Math.abs(value - 1) <= TOLERANCE)) return `has [${i},${i}] = ${value}, and its diagonal must be 1`;
  }
  return undefined;
}

export function positiveDefiniteFault(event: ArrayLike<number>, [k = 0]: readonly number[]): string | undefined {
  for (let i = 0; i < k; i++) {
    for (let j = 0; j <= i; j++) {
      const [value, other] = [event[i * k + j]!, event[j * k + i]!];
      if (!Number.isFinite(value)) return `has [${i},${j}] = ${value}, and all must be finite`;
      const scale = event[i * k + i]! * event[j * k + j]!;
      if (!((value - other) ** 2 <= TOLERANCE ** 2 * scale) && i !== j)
        return `has [${i},${j}] = ${value} and [${j},${i}] = ${other}, and must be symmetric`;
      if (i === j && !(value > 0)) return `has [${i},${i}] = ${value}, and its diagonal must be > 0`;
    }
  }
  const isDefinite = choleskyOf(event, k).every((value) => Number.isFinite(value));
  return isDefinite ? undefined : 'is not positive definite';
}
