/** X b by rows and X' r by columns for a tile of a packed matrix, [tile][column][8 rows], vector by vector. */

import type { Code, Local } from '@credence/numerics/wasm';
import type { Access, Region } from './access.js';
import type { BodySink } from './loopBody.js';
import type { MatrixVector } from './matrixVector.js';

/** Up to this many columns are written out; more go through an inner loop. */
const WRITTEN_OUT = 24;

export interface RowProduct {
  readonly product: MatrixVector;
  readonly matrix: Region;
  readonly vector: Access;
  /** Splat coefficients, when the columns are written out. */
  coefficients: Local[];
  /** The rows of the present tile, in locals and in memory. */
  values: Local[];
  readonly rows: Region;
}

export interface ColumnSums {
  readonly sink: BodySink & { readonly kind: 'columns' };
  readonly matrix: Region;
  /** The sums so far, a vector a column. */
  readonly sums: Region;
  /** The rows' values of the present tile, in locals and in memory. */
  values: Local[];
  readonly rows: Region;
}

/** Puts the address of a vector of rows on the stack and returns the constant offset to it. */
export type PlaceOfRows = (rows: Region, vector: number) => number;

/** Locals with the coefficients b, when the columns are written out. */
export function loadCoefficients(code: Code, { product, vector }: RowProduct): Local[] {
  if (product.columns > WRITTEN_OUT) return [];
  return Array.from({ length: product.columns }, (_, d) => {
    const local = code.local('v128');
    const { region, offset } = vector;
    if (region.pointer === undefined) code.i32(0);
    else code.get(region.pointer);
    code.memory('v128.load64_splat', region.address + 8 * (offset + d)).set(local);
    return local;
  });
}

/** rows[t] = sum_d X[d][t] b[d] for the vectors of a span; `pointer` is the address of the tile within the matrix. */
export function emitRows(
  code: Code,
  { product, matrix, vector, coefficients, values, rows }: RowProduct,
  span: readonly number[],
  pointer: Local,
  placeOf: PlaceOfRows,
): void {
  const isWrittenOut = product.columns <= WRITTEN_OUT;
  const coefficient = code.local('v128');
  if (!isWrittenOut) {
    for (const t of span) code.f64x2(0).set(values[t]!);
    overColumns(code, product.columns, pointer, (at, d) => {
      code.get(d);
      if (vector.region.pointer !== undefined) code.get(vector.region.pointer).op('i32.add');
      code.memory('v128.load64_splat', vector.region.address + 8 * vector.offset).set(coefficient);
      for (const t of span) {
        code
          .get(values[t]!)
          .get(at)
          .memory('v128.load', matrix.address + 16 * t);
        code.get(coefficient).op('f64x2.mul').op('f64x2.add').set(values[t]!);
      }
    });
  }
  code.release('v128', coefficient);
  for (const t of span) {
    const offset = placeOf(rows, t);
    if (isWrittenOut) {
      inPairs(code, product.columns, (d) => {
        code.get(pointer).memory('v128.load', matrix.address + 64 * d + 16 * t);
        code.get(coefficients[d]!).op('f64x2.mul');
      });
      code.tee(values[t]!);
    } else code.get(values[t]!);
    code.memory('v128.store', offset);
  }
}

/** sums[d] += sum_t X[d][t] rows[t] for the vectors of a span, whose rows are in locals. */
export function emitColumnSums(
  code: Code,
  { sink, matrix, sums, values }: ColumnSums,
  span: readonly number[],
  pointer: Local,
): void {
  const add = (place: () => void, sum: number, column: () => void, offset: number): void => {
    place();
    place();
    code.memory('v128.load', sum);
    inPairs(code, span.length, (t) => {
      column();
      code
        .memory('v128.load', offset + 16 * t)
        .get(values[t]!)
        .op('f64x2.mul');
    });
    code.op('f64x2.add').memory('v128.store', sum);
  };
  const { columns } = sink.product;
  if (columns <= WRITTEN_OUT) {
    for (let d = 0; d < columns; d++) {
      add(
        () => code.i32(0),
        sums.address + 16 * d,
        () => code.get(pointer),
        matrix.address + 64 * d,
      );
    }
  } else {
    overColumns(code, columns, pointer, (at, d) => {
      add(
        () => code.get(d).get(d).op('i32.add'),
        sums.address,
        () => code.get(at),
        matrix.address,
      );
    });
  }
}

/** X' r out of its sums, lanes together. */
export function finishColumnSums(code: Code, columns: Iterable<ColumnSums>): void {
  const d = code.local('i32');
  const total = code.local('v128');
  for (const { sink, sums } of columns) {
    const { region, offset } = sink.access;
    code.count(d, 0, 8 * sink.product.columns, 8, () => {
      code.get(d);
      if (region.pointer !== undefined) code.get(region.pointer).op('i32.add');
      code.get(d).get(d).op('i32.add').memory('v128.load', sums.address);
      code.tee(total).lane('f64x2.extract_lane', 0).get(total).lane('f64x2.extract_lane', 1);
      code.op('f64.add').memory('f64.store', region.address + 8 * offset);
    });
  }
  code.release('i32', d);
  code.release('v128', total);
}

/** The sum of terms in two chains, which are half as long as one. */
function inPairs(code: Code, count: number, push: (k: number) => void): void {
  const chain = (from: number): void => {
    for (let k = from; k < count; k += 2) {
      push(k);
      if (k > from) code.op('f64x2.add');
    }
  };
  chain(0);
  if (count === 1) return;
  chain(1);
  code.op('f64x2.add');
}

/** A loop over columns: `at` moves through the packed tile, `d` counts 8 bytes a column. */
function overColumns(code: Code, columns: number, pointer: Local, body: (at: Local, d: Local) => void): void {
  const at = code.local('i32');
  const d = code.local('i32');
  code.get(pointer).set(at);
  code.count(d, 0, 8 * columns, 8, () => {
    body(at, d);
    code.get(at).i32(64).op('i32.add').set(at);
  });
  code.release('i32', at);
  code.release('i32', d);
}
