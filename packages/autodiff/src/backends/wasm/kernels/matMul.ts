/** Products of matrices, in tiles of four rows by four columns that stay in registers. */

import type { Code } from '@credence/numerics/wasm';
import type { Int } from './builder.js';
import { KernelBuilder } from './builder.js';

export interface MatMulShape {
  readonly n: number;
  readonly k: number;
  readonly m: number;
  readonly transposeLeft: boolean;
  readonly transposeRight: boolean;
}

/** The same product in the form that runs best where a factor is a vector, and whether the factors change places. */
export function normalized(shape: MatMulShape): { readonly shape: MatMulShape; readonly swapped: boolean } {
  const { n, k, m } = shape;
  // (A' b)' = b' A: along the rows of A.
  if (m === 1 && shape.transposeLeft && n > 1) {
    return { shape: { n: 1, k, m: n, transposeLeft: false, transposeRight: false }, swapped: true };
  }
  const transposeLeft = shape.transposeLeft && n > 1 && k > 1;
  // A column as right factor is a row, too: rows of the left factor against it are dot products.
  const transposeRight = m === 1 ? !transposeLeft : shape.transposeRight && k > 1;
  return { shape: { n, k, m, transposeLeft, transposeRight }, swapped: false };
}

/** (a, b, c): c = op(a) op(b), all contiguous. */
export function emitMatMul(code: Code, shape: MatMulShape): void {
  const b = new KernelBuilder(code);
  const { n, k, m, transposeLeft, transposeRight } = shape;
  if (k === 0) {
    b.fill(b.parameter(2), n * m, 0);
    return;
  }
  if (!transposeLeft && transposeRight) {
    dotProducts(b, shape);
    return;
  }
  // Steps in bytes: along the rows of the result and along the summed index.
  const leftRow = 8 * (transposeLeft ? 1 : k);
  const leftStep = 8 * (transposeLeft ? n : 1);
  const rightColumn = 8 * (transposeRight ? k : 1);
  const rightStep = 8 * (transposeRight ? 1 : m);
  const [left, right, out] = [b.parameter(0), b.parameter(1), b.parameter(2)] as const;
  const tile = (rows: number, columns: number, i: Int, j: Int): void => {
    const contiguous = rightColumn === 8 && columns > 1;
    const count = contiguous ? columns >> 1 : columns;
    b.vectors(b.zeros(rows * count), (_, sums) => {
      b.let(b.plus(left, b.times(i, leftRow)), (at, atLocal) => {
        b.let(b.plus(right, b.times(j, rightColumn)), (from, fromLocal) => {
          b.for(b.int(0), b.int(k), 1, () => {
            const factors = Array.from({ length: count }, (_, c) =>
              contiguous ? b.load(from, 16 * c) : b.splat(from, c * rightColumn),
            );
            b.vectors(factors, (values) => {
              for (let r = 0; r < rows; r++) {
                b.vectors([b.splat(at, r * leftRow)], ([factor]) => {
                  for (let c = 0; c < count; c++) b.multiplyAdd(sums[r * count + c]!, factor!, values[c]!);
                });
              }
            });
            code.get(atLocal).i32(leftStep).op('i32.add').set(atLocal);
            code.get(fromLocal).i32(rightStep).op('i32.add').set(fromLocal);
          });
        });
      });
      b.let(b.plus(out, b.times(i, 8 * m), b.times(j, 8)), (to) => {
        for (let r = 0; r < rows; r++) {
          for (let c = 0; c < count; c++) {
            const value = () => code.get(sums[r * count + c]!);
            if (contiguous) b.store(to, value, 8 * m * r + 16 * c);
            else b.storeOne(to, value, 8 * m * r + 8 * c);
          }
        }
      });
    });
  };
  inTiles(b, n, [4, 1], (rows, i) =>
    inTiles(b, m, rightColumn === 8 ? [4, 2, 1] : [2, 1], (columns, j) => tile(rows, columns, i, j)),
  );
}

/** Covers [0, n) by tiles of the largest sizes first. */
function inTiles(b: KernelBuilder, n: number, sizes: readonly number[], body: (size: number, at: Int) => void): void {
  let start = 0;
  for (const size of sizes) {
    const end = start + Math.floor((n - start) / size) * size;
    if (end > start) b.for(b.int(start), b.int(end), size, (at) => body(size, at));
    start = end;
  }
}

/** Rows of the left against rows of the right factor, two elements at a time. */
function dotProducts(b: KernelBuilder, { n, k, m }: MatMulShape): void {
  const { code } = b;
  const [left, right, out] = [b.parameter(0), b.parameter(1), b.parameter(2)] as const;
  const tile = (rows: number, columns: number, i: Int, j: Int): void => {
    b.let(b.plus(left, b.times(i, 8 * k)), (at) => {
      b.let(b.plus(right, b.times(j, 8 * k)), (from) => {
        b.vectors(b.zeros(rows * columns), (_, sums) => {
          b.for(b.int(0), b.int(8 * (k & ~1)), 16, (p) => {
            const here = Array.from({ length: rows }, (_, r) => b.load(b.plus(at, p), 8 * k * r));
            const there = Array.from({ length: columns }, (_, c) => b.load(b.plus(from, p), 8 * k * c));
            b.vectors([...here, ...there], (values) => {
              for (let r = 0; r < rows; r++) {
                for (let c = 0; c < columns; c++) b.multiplyAdd(sums[r * columns + c]!, values[r]!, values[rows + c]!);
              }
            });
          });
          b.let(b.plus(out, b.times(i, 8 * m), b.times(j, 8)), (to) => {
            for (let r = 0; r < rows; r++) {
              for (let c = 0; c < columns; c++) {
                const sum = sums[r * columns + c]!;
                b.sumLanes(sum);
                if (k % 2 === 1) {
                  b.multiplyAdd(sum, b.splat(at, 8 * (k * r + k - 1)), b.splat(from, 8 * (k * c + k - 1)));
                }
                b.storeOne(to, () => code.get(sum), 8 * (m * r + c));
              }
            }
          });
        });
      });
    });
  };
  inTiles(b, n, [4, 1], (rows, i) => inTiles(b, m, [2, 1], (columns, j) => tile(rows, columns, i, j)));
}
