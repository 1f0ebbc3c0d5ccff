/** Expressions of a loop's body as lane nodes: each tensor at the place that the loop's indices stand for. */

import { CredenceError } from '@credence/numerics';
import type { LaneGraph, LaneNode } from '@credence/numerics/wasm';
import { broadcastStrides, contiguousStrides } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { isReshape } from '../../ops/view.js';
import { type Access, axisMaps, combineMaps, type IndexMap, mapKey } from './access.js';
import type { Analysis } from './analysis.js';
import { isRead } from './schedule.js';

/** What a leaf of a loop's body reads; maps are over the loop's dims. */
export type LoopLeaf =
  | { readonly kind: 'load'; readonly access: Access }
  | { readonly kind: 'iota'; readonly map: IndexMap }
  /** access + an int32 of `index`, which holds byte distances: multiples of `stride` elements. */
  | { readonly kind: 'gather'; readonly access: Access; readonly index: Access; readonly stride: number }
  /** access + the node's input, a whole number in range, times `stride` elements. */
  | { readonly kind: 'computedGather'; readonly access: Access; readonly stride: number }
  /** Row of a product of packed matrix and vector. */
  | { readonly kind: 'product'; readonly product: Tensor }
  /** A register that the loop keeps. */
  | { readonly kind: 'register'; readonly register: number }
  /** All ones in the first lane only. */
  | { readonly kind: 'firstLane' };

/** What the function around a loop provides. */
export interface LaneScope {
  readonly lanes: LaneGraph;
  readonly analysis: Analysis;
  /** The node of a tensor of one element. */
  scalar(node: Tensor): LaneNode;
  /** The int32 table of byte distances of indices known when data are bound; undefined for computed ones. */
  indexTable(indices: Tensor, size: number, strideBytes: number): Access['region'] | undefined;
}

let loopCount = 0;

export class LoopLanes {
  readonly leaves = new Map<LaneNode, LoopLeaf>();
  readonly identity: IndexMap;
  /** Nodes that are not all ones where a computed index is out of range. */
  readonly rangeChecks: LaneNode[] = [];
  readonly #id = loopCount++;
  readonly #known = new Map<Tensor, Map<string, LaneNode>>();
  readonly #identityKey: string;

  constructor(
    readonly scope: LaneScope,
    readonly space: readonly number[],
    readonly stage: number,
  ) {
    this.identity = { offset: 0, strides: contiguousStrides(space) };
    this.#identityKey = mapKey(this.identity);
  }

  leaf(leaf: LoopLeaf, key: string, ...inputs: readonly LaneNode[]): LaneNode {
    const node = this.scope.lanes.leaf(`${this.#id}:${leaf.kind}:${key}`, ...inputs);
    this.leaves.set(node, leaf);
    return node;
  }

  /** The element of `node` at `map`, a place in its row-major order. */
  at(node: Tensor, map: IndexMap = this.identity): LaneNode {
    if (node.size === 1) return this.scope.scalar(node);
    const key = map === this.identity ? this.#identityKey : mapKey(map);
    const before = this.#known.get(node)?.get(key);
    if (before) return before;
    // What is read at the same places comes first, so that long chains do not run deep.
    const stack = [node];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const missing = this.#alongside(top).find((input) => !this.#known.get(input)?.has(key));
      if (missing) {
        stack.push(missing);
        continue;
      }
      stack.pop();
      let known = this.#known.get(top);
      if (!known) {
        known = new Map();
        this.#known.set(top, known);
      }
      if (!known.has(key)) known.set(key, this.#make(top, map));
    }
    return this.#known.get(node)!.get(key)!;
  }

  /** The inputs of an expression that are read wherever it is. */
  #alongside(node: Tensor): readonly Tensor[] {
    const { op, inputs, size } = node;
    if (isRead(this.scope.analysis.info(node), this.stage)) return [];
    if (op.kind === 'elementwise') return inputs.filter((input) => input.size === size);
    return isReshape(node) ? inputs : [];
  }

  /** Strides over the loop of an array whose axes are those of `node`, read at `map`. */
  accessAt(access: Access, node: Tensor, map: IndexMap): Access {
    const own = contiguousStrides(node.shape);
    const contiguous = node.shape.every((n, axis) => n === 1 || own[axis] === access.strides[axis]);
    const place = contiguous
      ? { offset: access.offset + map.offset, strides: map.strides }
      : combineMaps(this.#axes(node, map), access.strides, access.offset, this.space.length);
    return { region: access.region, ...place };
  }

  #axes(node: Tensor, map: IndexMap): readonly IndexMap[] {
    const maps = axisMaps(map, node.shape, this.space);
    if (!maps) {
      throw new CredenceError(
        'wasm/index-map',
        `The compiler cannot read ${node.op.name} of shape [${node.shape.join(', ')}] over a loop of [${this.space.join(', ')}]. Please report this graph.`,
        { shape: node.shape, space: this.space, map },
      );
    }
    return maps;
  }

  #make(node: Tensor, map: IndexMap): LaneNode {
    const info = this.scope.analysis.info(node);
    if (isRead(info, this.stage)) {
      const source = info.form.kind === 'memory' ? info.form.access : info.stored!.access;
      return this.load(this.accessAt(source, node, map));
    }
    const { op } = node;
    switch (op.kind) {
      case 'source':
        return this.leaf({ kind: 'iota', map }, mapKey(map));
      case 'elementwise': {
        const inputs = node.inputs.map((input) => {
          if (input.size === 1 || input.size === node.size) return this.at(input, map);
          const strides = broadcastStrides(input.shape, node.shape);
          return this.at(input, combineMaps(this.#axes(node, map), strides, 0, this.space.length));
        });
        return this.scope.lanes.call(op.program, ...inputs);
      }
      case 'view': {
        const input = node.inputs[0]!;
        if (input.size === 1) return this.scope.scalar(input);
        if (isReshape(node)) return this.at(input, map);
        return this.at(input, combineMaps(this.#axes(node, map), op.strides, op.offset, this.space.length));
      }
      case 'indexing':
        return this.gather(node, op, map);
      case 'linear':
        return this.leaf(
          { kind: 'product', product: node },
          `${node.inputs.map((input) => this.#number(input)).join()}/${mapKey(map)}`,
        );
      default:
        throw new CredenceError('wasm/form', `${op.name} is no expression of a loop.`, { op: op.name });
    }
  }

  readonly #numbers = new Map<Tensor, number>();
  #number(node: Tensor): number {
    const number = this.#numbers.get(node) ?? this.#numbers.size;
    this.#numbers.set(node, number);
    return number;
  }

  load(access: Access): LaneNode {
    return this.leaf({ kind: 'load', access }, `${access.region.id}:${mapKey(access)}`);
  }

  /** The int32 table or the computed node of indices at a map, to be used along an axis of `size` with a stride. */
  index(
    indices: Tensor,
    map: IndexMap,
    size: number,
    stride: number,
  ): { readonly table: Access } | { readonly value: LaneNode } {
    const region = this.scope.indexTable(indices, size, 8 * stride);
    if (region) return { table: { region, offset: map.offset, strides: map.strides } };
    return { value: this.at(indices, map) };
  }

  gather(node: Tensor, op: { readonly axis: number; readonly size: number }, map: IndexMap): LaneNode {
    const [table, indices] = node.inputs as readonly [Tensor, Tensor];
    const info = this.scope.analysis.info(table);
    const source = info.form.kind === 'memory' ? info.form.access : info.stored!.access;
    const { axis, size } = op;
    const stride = source.strides[axis]!;
    let indexMap = map;
    let offset = source.offset;
    let strides: readonly number[] = this.space.map(() => 0);
    if (table.rank > 1) {
      const maps = this.#axes(node, map);
      const after = axis + indices.rank;
      indexMap = combineMaps(maps.slice(axis, after), contiguousStrides(indices.shape), 0, this.space.length);
      const outer = [...maps.slice(0, axis), ...maps.slice(after)];
      const outerStrides = [...source.strides.slice(0, axis), ...source.strides.slice(axis + 1)];
      ({ offset, strides } = combineMaps(outer, outerStrides, source.offset, this.space.length));
    }
    const access = { region: source.region, offset, strides };
    const key = `${access.region.id}:${mapKey(access)}`;
    const index = this.index(indices, indexMap, size, stride);
    if ('table' in index) {
      return this.leaf(
        { kind: 'gather', access, index: index.table, stride },
        `${key}[${index.table.region.id}:${mapKey(indexMap)}]`,
      );
    }
    const { lanes } = this.scope;
    const [safe, inside] = inRange(lanes, index.value, size, 0);
    this.rangeChecks.push(inside);
    const value = this.leaf({ kind: 'computedGather', access, stride }, `${key}*${stride}`, safe);
    return lanes.select(inside, value, lanes.constant(Number.NaN));
  }
}

/** An index where it is in [0, size), else `otherwise`; and whether it is. */
export function inRange(
  lanes: LaneGraph,
  index: LaneNode,
  size: number,
  otherwise: number,
): readonly [LaneNode, LaneNode] {
  const inside = lanes.and(lanes.lessEqual(lanes.constant(0), index), lanes.less(index, lanes.constant(size)));
  return [lanes.select(inside, index, lanes.constant(otherwise)), inside];
}
