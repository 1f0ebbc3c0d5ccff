/** Lower triangles of square matrices as vectors, and back. */
import { constant, gather, pad, reshape, type Tensor } from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';

/** Which elements of a k x k matrix, and in which order. */
export interface TriangleOrder {
  /** By rows: (1,0), (2,0), (2,1), ...; by columns: (1,0), (2,0), ..., (2,1), ... */
  readonly by: 'rows' | 'columns';
  readonly diagonal: 'with' | 'without';
}

export interface Place {
  readonly row: number;
  readonly column: number;
}

/** Places of the elements of the vector, in its order. */
export function places(k: number, { by, diagonal }: TriangleOrder): readonly Place[] {
  const own: Place[] = [];
  for (let row = 0; row < k; row++) {
    for (let column = 0; column < row + (diagonal === 'with' ? 1 : 0); column++) own.push({ row, column });
  }
  return by === 'rows' ? own : own.sort((a, b) => a.column - b.column || a.row - b.row);
}

/** Length of the vector. */
export function triangleSize(k: number, { diagonal }: TriangleOrder): number {
  return (k * (k + (diagonal === 'with' ? 1 : -1))) / 2;
}

/** Rows of the matrix whose triangle is a vector of this length. */
export function rowsOf(size: number, { diagonal }: TriangleOrder): number {
  return Math.round((Math.sqrt(1 + 8 * size) + (diagonal === 'with' ? -1 : 1)) / 2);
}

/** The length of the vector for the event of a square matrix. */
export function triangleShape(order: TriangleOrder): (eventShape: readonly number[]) => readonly number[] {
  return ([rows = 0, columns = 0]) => {
    if (rows === columns && rows > 0) return [triangleSize(rows, order)];
    throw new CredenceError(
      'shape/support',
      `the matrix must be square, and has ${rows} rows and ${columns} columns. State the shape [k, k].`,
      { rows, columns },
    );
  };
}

/** The matrix with a vector of [..., m] as its lower triangle, 0 elsewhere. */
export function fromTriangle(vector: Tensor, order: TriangleOrder): Tensor {
  const size = vector.shape.at(-1) ?? 0;
  const k = rowsOf(size, order);
  const index = new Int32Array(k * k).fill(size);
  for (const [i, { row, column }] of places(k, order).entries()) index[row * k + column] = i;
  const none = vector.shape.map(() => 0);
  const withZero = pad(vector, none, [...none.slice(1), 1]);
  return reshape(gather(withZero, constant(index), { axis: -1 }), [...vector.shape.slice(0, -1), k, k]);
}

/** The lower triangle of matrices [..., k, k] as a vector. */
export function toTriangle(matrix: Tensor, order: TriangleOrder): Tensor {
  const k = matrix.shape.at(-1) ?? 0;
  const index = Int32Array.from(places(k, order), ({ row, column }) => row * k + column);
  return gather(reshape(matrix, [...matrix.shape.slice(0, -2), k * k]), constant(index), { axis: -1 });
}
