/** What is known once data are bound: inputs, results of data-only work, tables of indices, packed matrices. */

import type { Code } from '@credence/numerics/wasm';
import { printExpression } from '../../graph/printExpression.js';
import type { Tensor } from '../../graph/tensor.js';
import type { BoundNote } from '../explanation.js';
import { type Access, contiguousAccess, type Region, region } from './access.js';
import { Analysis } from './analysis.js';
import { programCost } from './cost.js';
import { FunctionEmitter, type ProgramContext } from './functionEmitter.js';
import type { Slot } from './manifest.js';
import type { MatrixVector } from './matrixVector.js';
import { TILE } from './tiledLoop.js';

/** Indices as int32 distances in bytes, checked. */
export interface IndexTable {
  readonly name: string;
  readonly indices: Tensor;
  readonly size: number;
  readonly strideBytes: number;
  readonly place: Region;
  readonly source: () => Access;
  /** Whether the indices are inputs themselves, so that bind itself can use the table. */
  readonly isEarly: boolean;
}

/** A matrix laid out for `TiledLoop`. */
export interface Packing {
  readonly product: MatrixVector;
  readonly place: Region;
  readonly source: Access;
}

/** Expressions of data that are larger than this many times what they read, and short, are computed anew instead. */
const EXPANSION = 4;
const EXPANSION_COST = 6;
const EXPANSION_SIZE = 512;

export class BoundData {
  readonly tables: IndexTable[] = [];
  readonly packings: Packing[] = [];
  readonly literals: { readonly place: Region; readonly values: Float64Array }[] = [];
  readonly #data: readonly { readonly node: Tensor; readonly place: Region }[];
  readonly #accesses = new Map<Tensor, Access | undefined>();
  readonly #results: { readonly node: Tensor; readonly access: Access }[] = [];
  readonly #expressions = new Map<Tensor, { readonly cost: number; readonly reads: number }>();
  #planning = false;

  constructor(data: readonly Tensor[]) {
    this.#data = data.map((node) => ({ node, place: region(node.size, 'fixed') }));
    for (const { node, place } of this.#data) this.#accesses.set(node, contiguousAccess(place, node.shape));
  }

  slots(): Slot[] {
    return this.#data.map(({ node, place }) => ({
      name: nameOf(node),
      shape: node.shape,
      dtype: node.dtype,
      size: node.size,
      offset: place.address,
    }));
  }

  /** Where a node is after bind, if it is to be there. */
  given(node: Tensor): Access | undefined {
    if (node.binding === 'parameter') return undefined;
    if (this.#accesses.has(node)) return this.#accesses.get(node);
    const access = this.#place(node);
    this.#accesses.set(node, access);
    return access;
  }

  /** Where a node that is known without data is for the body of a scan: while bind is planned, only what is in the module. */
  literal(node: Tensor): Access | undefined {
    if (node.binding !== 'literal' || (this.#planning && node.op.kind !== 'source')) return undefined;
    return this.given(node);
  }

  #place(node: Tensor): Access | undefined {
    const { op } = node;
    if (op.kind === 'source' && op.name === 'literal' && node.size > 1) {
      const place = region(node.size, 'fixed');
      this.literals.push({ place, values: op.values });
      return contiguousAccess(place, node.shape);
    }
    if (op.kind === 'source' || op.kind === 'view' || node.size === 0) return undefined;
    if (node.size === 1 && node.binding === 'literal') return undefined;
    if (this.#isCheapExpansion(node)) return undefined;
    const access = contiguousAccess(region(node.size, 'fixed'), node.shape);
    this.#results.push({ node, access });
    return access;
  }

  #isCheapExpansion(node: Tensor): boolean {
    if (node.size < EXPANSION_SIZE || node.op.kind !== 'elementwise') return false;
    const { cost, reads } = this.#expression(node);
    return cost <= EXPANSION_COST && node.size >= EXPANSION * reads;
  }

  /** Instructions of a data-only expression for one element, and how many numbers it is made of. */
  #expression(node: Tensor): { readonly cost: number; readonly reads: number } {
    const known = this.#expressions.get(node);
    if (known) return known;
    let result = { cost: 0, reads: node.size };
    if (node.op.kind === 'elementwise' || node.op.kind === 'view') {
      const parts = [...new Set(node.inputs)].map((input) => this.#expression(input));
      const own = node.op.kind === 'elementwise' ? programCost(node.op.program) : 0;
      result = {
        cost: own + parts.reduce((sum, { cost }) => sum + cost, 0),
        reads: parts.reduce((sum, { reads }) => sum + reads, 0),
      };
    }
    this.#expressions.set(node, result);
    return result;
  }

  indexTable(indices: Tensor, size: number, strideBytes: number): Region | undefined {
    if (indices.binding === 'parameter') return undefined;
    const isEarly = indices.op.kind === 'source' && indices.op.name !== 'iota';
    // Other tables are written at the end of bind, too late for bind itself.
    if (this.#planning && !isEarly) return undefined;
    const known = this.tables.find((t) => t.indices === indices && t.size === size && t.strideBytes === strideBytes);
    if (known) return known.place;
    const access = this.#whole(indices);
    const place = region(Math.ceil(indices.size / 2), 'fixed');
    const name = nameOf(indices) || `indices computed from data (${indices.op.name})`;
    this.tables.push({ name, indices, size, strideBytes, place, isEarly, source: () => access });
    return place;
  }

  /** A place of a node in memory, even of one that is otherwise read through a view or computed in loops. */
  #whole(node: Tensor): Access {
    const given = this.given(node);
    if (given) return given;
    if (node.op.kind === 'source' && node.op.name === 'literal') {
      const place = region(node.size, 'fixed');
      this.literals.push({ place, values: node.op.values });
      return contiguousAccess(place, node.shape);
    }
    const access = contiguousAccess(region(node.size, 'fixed'), node.shape);
    this.#results.push({ node, access });
    return access;
  }

  packed(product: MatrixVector): Region {
    const { matrix, rowsAxis, rows, columns } = product;
    const known = this.packings.find((p) => p.product.matrix === matrix && p.product.rowsAxis === rowsAxis);
    if (known) return known.place;
    const place = region(TILE * Math.ceil(rows / TILE) * columns, 'fixed');
    this.packings.push({ product, place, source: this.#whole(matrix) });
    return place;
  }

  /** The function that computes results, to be planned after all functions that ask for them. */
  plan(program: ProgramContext): FunctionEmitter {
    this.#planning = true;
    const inputs = new Set(this.#data.map(({ node }) => node));
    const results = [...this.#results];
    const given = (node: Tensor): Access | undefined => {
      if (inputs.has(node)) return this.#accesses.get(node);
      return node.op.kind === 'source' ? this.given(node) : undefined;
    };
    const analysis = new Analysis({ roots: results, values: [], given, packing: false });
    return new FunctionEmitter(analysis, program);
  }

  /** What bind works out, in words. */
  notes(): BoundNote[] {
    return [
      ...this.#results.map(({ node }) => ({ what: printExpression(node), shape: node.shape })),
      ...this.tables.map(({ indices, size }) => ({
        what: `${printExpression(indices)} as checked places in [0, ${size})`,
        shape: indices.shape,
      })),
      ...this.packings.map(({ product }) => ({
        what: `${printExpression(product.matrix)} in tiles of ${TILE} rows`,
        shape: product.matrix.shape,
      })),
    ];
  }

  /** What lies in the regions that stay, in words. */
  names(): ReadonlyMap<Region, string> {
    return new Map([
      ...this.literals.map(({ place }): readonly [Region, string] => [place, 'literal']),
      ...this.#results.map(({ node, access }): readonly [Region, string] => [access.region, printExpression(node)]),
      ...this.#data.map(({ node, place }): readonly [Region, string] => [place, nameOf(node)]),
    ]);
  }

  /** All regions that stay. */
  regions(): Region[] {
    return [
      ...this.#data.map(({ place }) => place),
      ...this.literals.map(({ place }) => place),
      ...this.#results.map(({ access }) => access.region),
      ...this.tables.map(({ place }) => place),
      ...this.packings.map(({ place }) => place),
    ];
  }
}

function nameOf({ op }: Tensor): string {
  return op.kind === 'source' && op.name === 'data' ? op.label : '';
}

/** Writes a table; returns `code` from the function when an index is not in range, leaving its position and value. */
export function emitIndexTable(code: Code, table: IndexTable, failure: number, errorAddress: number): void {
  const { indices, size, strideBytes, place } = table;
  const { region: from, offset } = table.source();
  if (indices.size === 0) return;
  const i = code.local('i32');
  const value = code.local('f64');
  code.count(i, 0, indices.size, 1, () => {
    code
      .get(i)
      .i32(3)
      .op('i32.shl')
      .memory('f64.load', from.address + 8 * offset)
      .tee(value);
    code.f64(0).op('f64.ge').get(value).f64(size).op('f64.lt').op('i32.and');
    code.get(value).get(value).op('f64.floor').op('f64.eq').op('i32.and').op('i32.eqz');
    code.if(() => {
      code.i32(0).get(i).op('f64.convert_i32_u').memory('f64.store', errorAddress);
      code
        .i32(0)
        .get(value)
        .memory('f64.store', errorAddress + 8);
      code.i32(failure).op('return');
    });
    code.get(i).i32(2).op('i32.shl').get(value).op('i32.trunc_sat_f64_s').i32(strideBytes).op('i32.mul');
    code.memory('i32.store', place.address);
  });
  code.release('i32', i);
  code.release('f64', value);
}

export function emitPacking(code: Code, { product, place, source }: Packing): void {
  const { rowsAxis, rows, columns } = product;
  const [row, column, to] = [code.local('i32'), code.local('i32'), code.local('i32')];
  const rowStride = source.strides[rowsAxis]!;
  const columnStride = source.strides[1 - rowsAxis]!;
  code.count(row, 0, rows, 1, () => {
    // [tile][column][row in tile]
    code
      .get(row)
      .i32(3)
      .op('i32.shr_u')
      .i32(8 * TILE * columns)
      .op('i32.mul');
    code
      .get(row)
      .i32(TILE - 1)
      .op('i32.and')
      .i32(3)
      .op('i32.shl')
      .op('i32.add')
      .set(to);
    code.count(column, 0, columns, 1, () => {
      code.get(to);
      code
        .get(row)
        .i32(8 * rowStride)
        .op('i32.mul')
        .get(column)
        .i32(8 * columnStride)
        .op('i32.mul')
        .op('i32.add');
      code
        .i32(source.region.address + 8 * source.offset)
        .op('i32.add')
        .memory('f64.load');
      code
        .memory('f64.store', place.address)
        .get(to)
        .i32(8 * TILE)
        .op('i32.add')
        .set(to);
    });
  });
  for (const local of [row, column, to]) code.release('i32', local);
}
