/**
 * A loop over the rows of packed matrices, four vectors (eight rows) a round: rows of X b, then the elementwise work on
 * them, then X' r added up by columns. Where coefficients and sums fit the registers the three follow each other vector by
 * vector, else tile by tile, so that each coefficient and sum is touched once for eight rows.
 */

import type { Local } from '@credence/numerics/wasm';
import type { Tensor } from '../../graph/tensor.js';
import { type Access, type Region, region } from './access.js';
import type { MatrixVector } from './analysis.js';
import type { BodySink, LoopBody } from './loopBody.js';
import { fill, type LoopContext, LoopEmitter } from './loopEmitter.js';

/** Rows a tile: the packed matrix is [tile][column][8 rows]. */
export const TILE = 8;
const VECTORS = TILE / 2;
/** Up to this many columns are written out; more go through an inner loop. */
const WRITTEN_OUT = 24;
/** Coefficients and sums that leave room for the rest of a body in 16 registers. */
const REGISTERS = 12;

/** What tiled loops need of the program: packed matrices. */
export interface PackedMatrices {
  packed(product: MatrixVector): Region;
  /** Where the vector of X b is, contiguous. */
  vector(product: MatrixVector): Access;
  product(node: Tensor): MatrixVector;
}

interface RowProduct {
  readonly product: MatrixVector;
  readonly matrix: Region;
  readonly vector: Access;
  /** Splat coefficients, when the columns are written out. */
  coefficients: Local[];
  /** The rows of the present tile. */
  rows: Local[];
}

interface ColumnSums {
  readonly sink: BodySink & { readonly kind: 'columns' };
  readonly matrix: Region;
  /** Sums, one register a column, or a vector a column in memory. */
  sums: Local[];
  readonly scratch: Region | undefined;
  /** The rows' values of the present tile. */
  rows: Local[];
}

/** Whether a loop has products of packed matrices in it. */
export function isTiled(body: LoopBody): boolean {
  return (
    body.sinks.some(({ kind }) => kind === 'columns') ||
    [...body.leaves.values()].some(({ kind }) => kind === 'product')
  );
}

/** Memory that a tiled loop needs for the sums of wide matrices. */
export function tileScratch(body: LoopBody): Map<BodySink, Region> {
  const scratch = new Map<BodySink, Region>();
  for (const sink of body.sinks) {
    if (sink.kind === 'columns' && sink.product.columns > WRITTEN_OUT) {
      scratch.set(sink, region(2 * sink.product.columns, 'temporary'));
    }
  }
  return scratch;
}

export class TiledLoop extends LoopEmitter {
  readonly #products = new Map<Tensor, RowProduct>();
  readonly #columns = new Map<BodySink, ColumnSums>();
  readonly #narrow: boolean;

  constructor(context: LoopContext, body: LoopBody, matrices: PackedMatrices, scratch: ReadonlyMap<BodySink, Region>) {
    super(context, body);
    let registers = 0;
    for (const leaf of body.leaves.values()) {
      if (leaf.kind !== 'product') continue;
      const product = matrices.product(leaf.product);
      registers += product.columns;
      this.#products.set(leaf.product, {
        product,
        matrix: matrices.packed(product),
        vector: matrices.vector(product),
        coefficients: [],
        rows: [],
      });
    }
    for (const sink of body.sinks) {
      if (sink.kind !== 'columns') continue;
      registers += sink.product.columns;
      this.#columns.set(sink, {
        sink,
        matrix: matrices.packed(sink.product),
        sums: [],
        scratch: scratch.get(sink),
        rows: [],
      });
    }
    this.#narrow = registers <= REGISTERS;
  }

  protected override setCount(): number {
    return 2;
  }

  protected override before(): void {
    const { code } = this;
    for (const row of this.#products.values()) {
      row.rows = Array.from({ length: VECTORS }, () => code.local('v128'));
      if (row.product.columns > WRITTEN_OUT) continue;
      row.coefficients = Array.from({ length: row.product.columns }, (_, d) => {
        const local = code.local('v128');
        const { region: place, offset } = row.vector;
        if (place.pointer === undefined) code.i32(0);
        else code.get(place.pointer);
        code.memory('v128.load64_splat', place.address + 8 * (offset + d)).set(local);
        return local;
      });
    }
    for (const column of this.#columns.values()) {
      column.rows = Array.from({ length: VECTORS }, () => code.local('v128'));
      if (column.scratch) fill(code, column.scratch, 0, column.scratch.size, 0);
      else {
        column.sums = Array.from({ length: column.sink.product.columns }, () => {
          const local = code.local('v128');
          code.f64x2(0).set(local);
          return local;
        });
      }
    }
  }

  protected override rounds(): void {
    const { code } = this;
    const counter = this.counters[0]!;
    const tiles = Math.floor(this.extent / TILE);
    const rest = this.extent % TILE;
    if (tiles > 0) code.count(counter, 0, 64 * tiles, 64, () => this.#tile(VECTORS, false));
    else code.i32(0).set(counter);
    if (rest > 0) this.#tile((rest + 1) >> 1, rest % 2 === 1);
  }

  #tile(vectors: number, odd: boolean): void {
    const { code } = this;
    // Address of the tile within a packed matrix: 8 rows of every column.
    const pointers = new Map<number, Local>();
    for (const { product } of [...this.#products.values(), ...[...this.#columns.values()].map(({ sink }) => sink)]) {
      if (pointers.has(product.columns)) continue;
      const local = code.local('i32');
      code.get(this.counters[0]!).i32(product.columns).op('i32.mul').set(local);
      pointers.set(product.columns, local);
    }
    const spans = this.#narrow
      ? Array.from({ length: vectors }, (_, t) => [t])
      : [Array.from({ length: vectors }, (_, t) => t)];
    for (const span of spans) {
      for (const row of this.#products.values()) this.#rows(row, span, pointers.get(row.product.columns)!);
      for (const t of span) this.vector(t, odd && t === vectors - 1);
      for (const column of this.#columns.values()) this.#sum(column, span, pointers.get(column.sink.product.columns)!);
    }
    for (const local of pointers.values()) code.release('i32', local);
  }

  /** rows[t] = sum_d X[d][t] b[d] for the vectors of a span. */
  #rows({ product, matrix, vector, coefficients, rows }: RowProduct, span: readonly number[], pointer: Local): void {
    const { code } = this;
    if (product.columns <= WRITTEN_OUT) {
      for (let d = 0; d < product.columns; d++) {
        for (const t of span) {
          if (d > 0) code.get(rows[t]!);
          code.get(pointer).memory('v128.load', matrix.address + 64 * d + 16 * t);
          code.get(coefficients[d]!).op('f64x2.mul');
          if (d > 0) code.op('f64x2.add');
          code.set(rows[t]!);
        }
      }
      return;
    }
    for (const t of span) code.f64x2(0).set(rows[t]!);
    const coefficient = code.local('v128');
    this.#overColumns(product.columns, pointer, (at, d) => {
      code.get(d);
      if (vector.region.pointer !== undefined) code.get(vector.region.pointer).op('i32.add');
      code.memory('v128.load64_splat', vector.region.address + 8 * vector.offset).set(coefficient);
      for (const t of span) {
        code
          .get(rows[t]!)
          .get(at)
          .memory('v128.load', matrix.address + 16 * t);
        code.get(coefficient).op('f64x2.mul').op('f64x2.add').set(rows[t]!);
      }
    });
    code.release('v128', coefficient);
  }

  /** sums[d] += sum_t X[d][t] rows[t] */
  #sum({ sink, matrix, sums, scratch, rows }: ColumnSums, span: readonly number[], pointer: Local): void {
    const { code } = this;
    const inner = (push: () => void, offset: number): void => {
      span.forEach((t, k) => {
        push();
        code
          .memory('v128.load', offset + 16 * t)
          .get(rows[t]!)
          .op('f64x2.mul');
        if (k > 0) code.op('f64x2.add');
      });
    };
    if (!scratch) {
      sums.forEach((sum, d) => {
        code.get(sum);
        inner(() => code.get(pointer), matrix.address + 64 * d);
        code.op('f64x2.add').set(sum);
      });
      return;
    }
    this.#overColumns(sink.product.columns, pointer, (at, d) => {
      code.get(d).get(d).op('i32.add');
      code.get(d).get(d).op('i32.add').memory('v128.load', scratch.address);
      inner(() => code.get(at), matrix.address);
      code.op('f64x2.add').memory('v128.store', scratch.address);
    });
  }

  /** A loop over columns: `at` moves through the packed tile, `d` counts 8 bytes a column. */
  #overColumns(columns: number, pointer: Local, body: (at: Local, d: Local) => void): void {
    const { code } = this;
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

  protected override product(node: Tensor): void {
    this.code.get(this.#products.get(node)!.rows[this.copy]!);
  }

  protected override column(sink: BodySink & { readonly kind: 'columns' }, push: () => void): void {
    push();
    this.code.set(this.#columns.get(sink)!.rows[this.copy]!);
  }

  protected override after(): void {
    const { code } = this;
    for (const { rows, coefficients } of this.#products.values()) {
      for (const local of [...rows, ...coefficients]) code.release('v128', local);
    }
    for (const { sink, sums, scratch, rows } of this.#columns.values()) {
      const total = code.local('v128');
      const { region: place, offset } = sink.access;
      const write = (pushSum: () => void, pushPlace: () => void, at: number): void => {
        pushPlace();
        pushSum();
        code.tee(total).lane('f64x2.extract_lane', 0).get(total).lane('f64x2.extract_lane', 1);
        code.op('f64.add').memory('f64.store', at);
      };
      const base = (): void => {
        if (place.pointer === undefined) code.i32(0);
        else code.get(place.pointer);
      };
      if (!scratch) {
        sums.forEach((sum, d) => {
          write(() => code.get(sum), base, place.address + 8 * (offset + d));
        });
      } else {
        const d = code.local('i32');
        code.count(d, 0, 8 * sink.product.columns, 8, () => {
          write(
            () => code.get(d).get(d).op('i32.add').memory('v128.load', scratch.address),
            () => {
              base();
              code.get(d).op('i32.add');
            },
            place.address + 8 * offset,
          );
        });
        code.release('i32', d);
      }
      for (const local of [total, ...sums, ...rows]) code.release('v128', local);
    }
  }
}
