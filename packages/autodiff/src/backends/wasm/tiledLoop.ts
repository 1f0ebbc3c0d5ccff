/**
 * A loop over the rows of packed matrices, four vectors (eight rows) a round; where the elementwise work is long, by blocks
 * of rows, with a loop for each step and two for the elementwise work. A round: rows of X b, then the elementwise work on
 * them, then X' r added up by columns, so that each coefficient and sum is touched once for eight rows. What goes from one
 * to the next is stored, too, though it is not read there: the stores keep the engine's compiler from moving all loads of a
 * round to its front, for which there are not enough registers.
 */

import type { LaneNode, Local } from '@credence/numerics/wasm';
import type { Tensor } from '../../graph/tensor.js';
import { type Access, type Region, region } from './access.js';
import { fill } from './fill.js';
import type { BodySink, LoopBody } from './loopBody.js';
import { type Copy, type LoopContext, LoopEmitter } from './loopEmitter.js';
import type { MatrixVector } from './matrixVector.js';
import {
  type ColumnSums,
  emitColumnSums,
  emitRows,
  finishColumnSums,
  loadCoefficients,
  type RowProduct,
} from './tileProducts.js';
import { waist } from './waist.js';

/** Rows a tile: the packed matrix is [tile][column][8 rows]. */
export const TILE = 8;
const VECTORS = TILE / 2;
/** Tiles a block: their part of the matrix and what passes between the loops over them stay in the nearest cache. */
const BLOCK = 16;
/** Up to this many values from outside the loop are loaded anew by each part of a block. */
const OUTSIDE = 64;

/** What tiled loops need of the program: packed matrices. */
export interface PackedMatrices {
  packed(product: MatrixVector): Region;
  /** Where the vector of X b is, contiguous. */
  vector(product: MatrixVector): Access;
  product(node: Tensor): MatrixVector;
}

/** Memory that a tiled loop works in. */
export interface TileMemory {
  /** Rows of a block for each product, each sum over rows and each value between the loops over a block. */
  readonly rows: ReadonlyMap<Tensor | BodySink | LaneNode, Region>;
  /** A vector a column for each sum over rows, and a vector for each value from outside the loop over blocks. */
  readonly sums: ReadonlyMap<BodySink | 'outside', Region>;
  /** What the first of two loops over a block computes; empty where all goes through one loop over tiles. */
  readonly between: readonly LaneNode[];
}

/** Whether a loop has products of packed matrices in it. */
export function isTiled(body: LoopBody): boolean {
  return (
    body.sinks.some(({ kind }) => kind === 'columns') ||
    [...body.leaves.values()].some(({ kind }) => kind === 'product')
  );
}

export function tileMemory(body: LoopBody): TileMemory {
  const rows = new Map<Tensor | BodySink | LaneNode, Region>();
  const sums = new Map<BodySink | 'outside', Region>();
  const all = Math.floor(body.extents[0]! / TILE);
  const between = all > 1 && body.extents.length === 1 ? waist(body) : [];
  const tiles = between.length > 0 ? Math.min(BLOCK, all) : 1;
  for (const node of between) rows.set(node, region(TILE * tiles, 'temporary'));
  for (const leaf of body.leaves.values()) {
    if (leaf.kind === 'product') rows.set(leaf.product, region(TILE * tiles, 'temporary'));
  }
  for (const sink of body.sinks) {
    if (sink.kind !== 'columns') continue;
    rows.set(sink, region(TILE * tiles, 'temporary'));
    sums.set(sink, region(2 * sink.product.columns, 'temporary'));
  }
  if (between.length > 0) sums.set('outside', region(2 * OUTSIDE, 'temporary'));
  return { rows, sums, between };
}

export class TiledLoop extends LoopEmitter {
  readonly #products = new Map<Tensor, RowProduct>();
  readonly #columns = new Map<BodySink, ColumnSums>();
  /** Minus the first row of a block, in bytes: what leads from a row to its place in a block's memory. */
  readonly #shift: Local;
  #between: readonly (BodySink & { readonly kind: 'store' })[];
  /** Locals of `between` in the second loop over a block, for each vector. */
  #held: Local[][] = [];
  #isBlock = false;
  /** Values from outside the loop, for each part of a block to load, and the address of each. */
  readonly #outside: Region | undefined;
  readonly #aside = new Map<LaneNode, number>();

  constructor(context: LoopContext, body: LoopBody, matrices: PackedMatrices, memory: TileMemory) {
    super(context, body);
    this.#outside = memory.sums.get('outside');
    this.#shift = this.code.local('i32');
    this.#between = memory.between.map((node) => {
      const sink = { kind: 'store', node, access: this.#inBlock(memory.rows.get(node)!) } as const;
      this.prepare(sink);
      return sink;
    });
    for (const leaf of body.leaves.values()) {
      if (leaf.kind !== 'product') continue;
      const product = matrices.product(leaf.product);
      this.#products.set(leaf.product, {
        product,
        matrix: matrices.packed(product),
        vector: matrices.vector(product),
        coefficients: [],
        values: [],
        rows: memory.rows.get(leaf.product)!,
      });
    }
    for (const sink of body.sinks) {
      if (sink.kind !== 'columns') continue;
      this.#columns.set(sink, {
        sink,
        matrix: matrices.packed(sink.product),
        sums: memory.sums.get(sink)!,
        values: [],
        rows: memory.rows.get(sink)!,
      });
    }
  }

  protected override setCount(): number {
    return 2;
  }

  protected override before(): void {
    const { code } = this;
    for (const kept of [...this.#products.values(), ...this.#columns.values()]) {
      kept.values = Array.from({ length: VECTORS }, () => code.local('v128'));
    }
    for (const row of this.#products.values()) {
      row.coefficients = loadCoefficients(code, row);
    }
    for (const { sums } of this.#columns.values()) fill(code, sums, 0, sums.size, 0);
  }

  protected override rounds(): void {
    const { code } = this;
    const counter = this.counters[0]!;
    const tiles = Math.floor(this.extent / TILE);
    const rest = this.extent % TILE;
    if (tiles === 0) code.i32(0).set(counter);
    else if (this.#between.length > 0) this.#blocks(tiles);
    else code.count(counter, 0, 64 * tiles, 64, () => this.#tile(VECTORS, false));
    if (rest > 0) this.#tile((rest + 1) >> 1, rest % 2 === 1);
    code.release('i32', this.#shift);
  }

  /** A block's rows of X b, the elementwise work in two loops, and its part of X' r, each in a loop of its own. */
  #blocks(tiles: number): void {
    const { code } = this;
    const counter = this.counters[0]!;
    const start = code.local('i32');
    const end = code.local('i32');
    const over = (bytes: number, body: () => void): void => {
      code.get(start).set(counter);
      code.loop((again) => {
        body();
        code.get(counter).i32(bytes).op('i32.add').tee(counter).get(end).op('i32.lt_u').brIf(again);
      });
    };
    const span = Array.from({ length: VECTORS }, (_, t) => t);
    const copies = span.map((copy) => ({ copy, tail: false }));
    // What does not change with the row is there already.
    this.#between = this.#between.filter(({ node }) => this.levels.of(node) === this.depth);
    const first = this.#between;
    for (const sinks of [first, this.body.sinks]) {
      this.active = sinks;
      for (const node of this.levels.outside(this.active)) this.#setAside(node);
    }
    this.#isBlock = true;
    code.i32(0).set(start);
    code.loop((again) => {
      code.i32(0).get(start).op('i32.sub').set(this.#shift);
      code
        .get(start)
        .i32(64 * BLOCK)
        .op('i32.add')
        .set(end);
      code
        .get(end)
        .i32(64 * tiles)
        .op('i32.gt_u');
      code.if(() => code.i32(64 * tiles).set(end));
      for (const row of this.#products.values()) {
        over(64, () => this.#atTile(row.product.columns, (pointer) => this.#rows(row, span, pointer)));
      }
      this.#part(first, () => over(64, () => this.groupOverwriting(copies)));
      this.#part(this.body.sinks, () => over(64, () => this.#second(copies)));
      for (const column of this.#columns.values()) {
        over(64, () => this.#atTile(column.sink.product.columns, (pointer) => this.#sum(column, span, pointer)));
      }
      code
        .get(end)
        .tee(start)
        .i32(64 * tiles)
        .op('i32.lt_u')
        .brIf(again);
    });
    this.#isBlock = false;
    for (const local of [start, end]) code.release('i32', local);
  }

  /** Puts a value from outside the loop into memory, where there is room for it. */
  #setAside(node: LaneNode): void {
    const { address, size } = this.#outside!;
    const place = address + 16 * this.#aside.size;
    if (this.#aside.has(node) || this.#aside.size >= size / 2) return;
    this.#aside.set(node, place);
    this.code.i32(0).get(this.emitter.homeOf(node)!).memory('v128.store', place);
  }

  /**
   * A part of a block, with its own copies of what comes from outside the loop: values that live through all parts would
   * take the registers that each needs.
   */
  #part(sinks: readonly BodySink[], body: () => void): void {
    const { code, emitter } = this;
    this.active = sinks;
    const copies = this.levels.outside(this.active).flatMap((node) => {
      const place = this.#aside.get(node);
      if (place === undefined) return [];
      const outer = emitter.homeOf(node)!;
      const local = code.local('v128');
      code.i32(0).memory('v128.load', place).set(local);
      emitter.home(node, local);
      return [{ node, outer, local }];
    });
    body();
    for (const { node, outer, local } of copies) {
      emitter.home(node, outer);
      code.release('v128', local);
    }
    this.active = this.body.sinks;
  }

  #atTile(columns: number, body: (pointer: Local) => void): void {
    const pointer = this.code.local('i32');
    this.code.get(this.counters[0]!).i32(columns).op('i32.mul').set(pointer);
    body(pointer);
    this.code.release('i32', pointer);
  }

  /** The body of the second loop over a block, which takes what the first has stored. */
  #second(vectors: readonly Copy[]): void {
    const { code } = this;
    this.#held = vectors.map(({ copy }) =>
      this.#between.map(({ access }) => {
        const local = code.local('v128');
        const offset = this.places.address(access, 8, 2 * copy);
        code.memory('v128.load', offset).set(local);
        return local;
      }),
    );
    this.at(vectors[0]!);
    this.group(vectors);
    for (const { node } of this.#between) this.emitter.forget(node);
    for (const local of this.#held.flat()) code.release('v128', local);
    this.#held = [];
  }

  protected override at(vector: Copy): void {
    super.at(vector);
    this.#held[vector.copy]?.forEach((local, k) => {
      this.emitter.home(this.#between[k]!.node, local);
    });
  }

  /** A row of a region in a block, where the loop's counter is; a vector's rows follow. */
  #inBlock(place: Region): Access {
    return { region: { ...place, pointer: this.#shift }, offset: 0, strides: [1] };
  }

  /** Puts the address of a vector of rows on the stack and returns the constant offset to it. */
  #place(place: Region, vector: number): number {
    if (this.#isBlock) return this.places.address(this.#inBlock(place), 8, 2 * vector);
    this.code.i32(0);
    return place.address + 16 * vector;
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
    const span = Array.from({ length: vectors }, (_, t) => t);
    for (const row of this.#products.values()) this.#rows(row, span, pointers.get(row.product.columns)!);
    const copies = span.map((t) => ({ copy: t, tail: odd && t === vectors - 1 }));
    this.group(copies);
    for (const column of this.#columns.values()) this.#sum(column, span, pointers.get(column.sink.product.columns)!);
    for (const local of pointers.values()) code.release('i32', local);
  }

  #rows(row: RowProduct, span: readonly number[], pointer: Local): void {
    emitRows(this.code, row, span, pointer, (rows, vector) => this.#place(rows, vector));
  }

  #sum(column: ColumnSums, span: readonly number[], pointer: Local): void {
    const { code } = this;
    if (this.#isBlock) {
      for (const t of span) {
        const offset = this.#place(column.rows, t);
        code.memory('v128.load', offset).set(column.values[t]!);
      }
    }
    emitColumnSums(code, column, span, pointer);
  }

  protected override product(node: Tensor): void {
    const { values, rows } = this.#products.get(node)!;
    if (this.#isBlock) {
      const place = this.#place(rows, this.places.copy);
      this.code.memory('v128.load', place);
    } else this.code.get(values[this.places.copy]!);
  }

  protected override column(sink: BodySink & { readonly kind: 'columns' }, push: () => void): void {
    const { values, rows } = this.#columns.get(sink)!;
    const place = this.#place(rows, this.places.copy);
    push();
    if (!this.#isBlock) this.code.tee(values[this.places.copy]!);
    this.code.memory('v128.store', place);
  }

  protected override after(): void {
    const { code } = this;
    for (const { coefficients, values } of this.#products.values()) {
      for (const local of [...coefficients, ...values]) code.release('v128', local);
    }
    for (const { values } of this.#columns.values()) for (const local of values) code.release('v128', local);
    finishColumnSums(code, this.#columns.values());
  }
}
