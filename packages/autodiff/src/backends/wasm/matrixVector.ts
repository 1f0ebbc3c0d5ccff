/** Products of matrix and vector that run by packed rows. */

import type { Tensor } from '../../graph/tensor.js';

/** Matrices with fewer rows go through the general kernel. */
const MIN_ROWS = 8;

/** Product of a matrix that does not change between evaluations and a vector. */
export interface MatrixVector {
  readonly matrix: Tensor;
  readonly vector: Tensor;
  /** The longer axis of the matrix: its rows in memory are packed along it. */
  readonly rowsAxis: 0 | 1;
  readonly rows: number;
  readonly columns: number;
  /** Whether the result runs along the rows (X b), or sums over them (X' r). */
  readonly alongRows: boolean;
}

/** The node as a product of a given matrix and a vector, if it is one that can run by packed rows. */
export function matrixVector(node: Tensor): MatrixVector | undefined {
  const { op } = node;
  if (op.kind !== 'linear' || op.kernel.name !== 'matMul' || node.rank !== 2) return undefined;
  const [left, right] = node.inputs as readonly [Tensor, Tensor];
  const { transposeLeft, transposeRight } = op.kernel;
  const leftIsMatrix = node.shape[1] === 1;
  if (!leftIsMatrix && node.shape[0] !== 1) return undefined;
  const matrix = leftIsMatrix ? left : right;
  const vector = leftIsMatrix ? right : left;
  if (matrix.binding === 'parameter' || vector.binding !== 'parameter') return undefined;
  const [n, m] = matrix.shape as readonly [number, number];
  const rowsAxis = n >= m ? 0 : 1;
  const rows = matrix.shape[rowsAxis]!;
  if (rows < MIN_ROWS || matrix.size === 0) return undefined;
  const lastAxis = leftIsMatrix ? transposeLeft : !transposeRight;
  const resultAxis = lastAxis ? 1 : 0;
  return {
    matrix,
    vector,
    rowsAxis,
    rows,
    columns: matrix.shape[1 - rowsAxis]!,
    alongRows: resultAxis === rowsAxis,
  };
}
