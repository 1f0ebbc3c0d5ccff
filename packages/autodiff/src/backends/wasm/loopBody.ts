/**
 * The body of one loop before it is written: its sinks as lane nodes, with neighbouring dims merged where every array
 * allows it, and the dims in the order in which they will be nested.
 */

import type { LaneNode } from '@credence/numerics/wasm';
import type { ReductionOp } from '../../graph/op.js';
import { contiguousStrides } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { type Access, combineMaps, type IndexMap, type Region, region } from './access.js';
import { inRange, type LaneScope, LoopLanes, type LoopLeaf } from './loopLanes.js';
import type { MatrixVector } from './matrixVector.js';
import type { LoopPlan } from './schedule.js';

/** What is done with a lane node for each element; accesses are over the loop's dims. */
export type BodySink =
  | { readonly kind: 'store'; readonly node: LaneNode; readonly access: Access }
  | {
      readonly kind: 'reduce';
      readonly node: LaneNode;
      readonly op: ReductionOp;
      /** Where the results go; undefined for a single number. */
      readonly access: Access | undefined;
      /** Where a single number goes. */
      readonly result: Region;
      /** Number of results. */
      readonly size: number;
    }
  | {
      readonly kind: 'scatter';
      readonly node: LaneNode;
      readonly access: Access;
      readonly index: { readonly table: Access } | { readonly value: LaneNode };
      /** Elements between neighbouring indices. */
      readonly stride: number;
      /** Receives the second lane, so that equal neighbours do not wait for each other; undefined for large results. */
      readonly twin: Region | undefined;
      readonly size: number;
    }
  | { readonly kind: 'columns'; readonly node: LaneNode; readonly product: MatrixVector; readonly access: Access }
  /** All ones wherever a computed index is in range. */
  | { readonly kind: 'check'; readonly node: LaneNode };

export interface LoopBody {
  readonly lanes: LoopLanes;
  /** Leaves of the body; the emitter adds registers of its own. */
  readonly leaves: Map<LaneNode, LoopLeaf>;
  readonly extents: readonly number[];
  readonly sinks: readonly BodySink[];
}

/** Adds a leaf that the emitter fills. */
export function addLeaf({ lanes, leaves }: LoopBody, key: string, leaf: LoopLeaf): LaneNode {
  const node = lanes.leaf(leaf, key);
  leaves.set(node, leaf);
  return node;
}

/** A mask of the first lane alone. */
export function firstLane(body: LoopBody): LaneNode {
  return addLeaf(body, '', { kind: 'firstLane' });
}

/** Scattered results above this size get no second buffer. */
const TWIN_LIMIT = 4096;

export function buildLoop(plan: LoopPlan, scope: LaneScope, resultOf: (node: Tensor) => Region): LoopBody {
  const loop = new LoopLanes(scope, plan.space, plan.stage);
  const sinks: BodySink[] = plan.items.map((item): BodySink => {
    const node = loop.at(item.value);
    switch (item.kind) {
      case 'store':
        return { kind: 'store', node, access: overDims(item.access, item.value.shape) };
      case 'reduce': {
        const { op, access } = item;
        let next = 0;
        const strides = item.value.shape.map((_, axis) =>
          op.axes.includes(axis) ? 0 : (access?.strides[next++] ?? 0),
        );
        const over = access && overDims({ ...access, strides }, item.value.shape);
        return { kind: 'reduce', node, op, access: over, result: resultOf(item.node), size: item.node.size };
      }
      case 'scatter':
        return scatterSink(loop, item, node);
      case 'columns':
        return { kind: 'columns', node, product: item.product, access: item.access };
      default:
        return item satisfies never;
    }
  });
  for (const node of loop.rangeChecks) sinks.push({ kind: 'check', node });
  return arrange(loop, plan.space, sinks);
}

function overDims(access: Access, shape: readonly number[]): Access {
  return { ...access, strides: access.strides.filter((_, axis) => shape[axis] !== 1) };
}

function scatterSink(
  loop: LoopLanes,
  { node, op, value, access }: LoopPlan['items'][number] & { readonly kind: 'scatter' },
  updates: LaneNode,
): BodySink {
  const indices = node.inputs[1]!;
  const rank = loop.space.length;
  // The axes of the updates as maps over the loop's dims.
  let dim = 0;
  const maps = value.shape.map((n): IndexMap => {
    const strides = new Array<number>(rank).fill(0);
    if (n !== 1) strides[dim++] = 1;
    return { offset: 0, strides };
  });
  const after = op.axis + indices.rank;
  const indexMap = combineMaps(maps.slice(op.axis, after), contiguousStrides(indices.shape), 0, rank);
  const outer = [...maps.slice(0, op.axis), ...maps.slice(after)];
  const outerStrides = [...access.strides.slice(0, op.axis), ...access.strides.slice(op.axis + 1)];
  const target = { region: access.region, ...combineMaps(outer, outerStrides, access.offset, rank) };
  const stride = access.strides[op.axis]!;
  const found = loop.index(indices, indexMap, op.size, stride);
  const twin = node.size <= TWIN_LIMIT && indices.size > 1 ? region(node.size, 'temporary') : undefined;
  const common = { kind: 'scatter', access: target, stride, twin, size: node.size } as const;
  if ('table' in found) return { ...common, node: updates, index: found };
  const { lanes } = loop.scope;
  const [safe, inside] = inRange(lanes, found.value, op.size, 0);
  return { ...common, node: lanes.select(inside, updates, lanes.constant(0)), index: { value: safe } };
}

/** The strides with which a leaf or sink moves, one list for each array it touches. */
function leafMaps(leaf: LoopLeaf): readonly IndexMap[] {
  switch (leaf.kind) {
    case 'load':
    case 'computedGather':
      return [leaf.access];
    case 'iota':
      return [leaf.map];
    case 'gather':
      return [leaf.access, leaf.index];
    default:
      return [];
  }
}

function sinkMaps(sink: BodySink): readonly IndexMap[] {
  if (sink.kind === 'scatter') return 'table' in sink.index ? [sink.access, sink.index.table] : [sink.access];
  return (sink.kind === 'store' || sink.kind === 'reduce') && sink.access ? [sink.access] : [];
}

function arrange(lanes: LoopLanes, space: readonly number[], sinks: readonly BodySink[]): LoopBody {
  const maps = [...lanes.leaves.values()].flatMap(leafMaps).concat(sinks.flatMap(sinkMaps));
  // Merge dim d into its inner neighbour where all arrays step through both as through one.
  const groups: { readonly dim: number; extent: number }[] = [];
  for (let d = space.length - 1; d >= 0; d--) {
    const inner = groups[0];
    const merges =
      inner !== undefined && maps.every(({ strides }) => strides[d] === strides[inner.dim]! * inner.extent);
    if (merges) inner.extent *= space[d]!;
    else groups.unshift({ dim: d, extent: space[d]! });
  }
  const order = nestingOrder(groups, maps, sinks);
  // One element is a loop of one round.
  const isSingle = order.length === 0;
  const extents = isSingle ? [1] : order.map((g) => groups[g]!.extent);
  const restride = <T extends IndexMap>(map: T): T => ({
    ...map,
    strides: isSingle ? [0] : order.map((g) => map.strides[groups[g]!.dim]!),
  });
  const leaves = new Map<LaneNode, LoopLeaf>();
  for (const [node, leaf] of lanes.leaves) {
    if (leaf.kind === 'load' || leaf.kind === 'computedGather')
      leaves.set(node, { ...leaf, access: restride(leaf.access) });
    else if (leaf.kind === 'iota') leaves.set(node, { ...leaf, map: restride(leaf.map) });
    else if (leaf.kind === 'gather') {
      leaves.set(node, { ...leaf, access: restride(leaf.access), index: restride(leaf.index) });
    } else leaves.set(node, leaf);
  }
  return {
    lanes,
    leaves,
    extents,
    sinks: sinks.map((sink) => {
      if (sink.kind === 'store') return { ...sink, access: restride(sink.access) };
      if (sink.kind === 'reduce') return { ...sink, access: sink.access && restride(sink.access) };
      if (sink.kind !== 'scatter') return sink;
      const index = 'table' in sink.index ? { table: restride(sink.index.table) } : sink.index;
      return { ...sink, access: restride(sink.access), index };
    }),
  };
}

/** The dim that moves through most arrays in steps of one goes inside, where vectors are; the rest keep their order. */
function nestingOrder(
  groups: readonly { readonly dim: number; readonly extent: number }[],
  maps: readonly IndexMap[],
  sinks: readonly BodySink[],
): number[] {
  const written = new Set(sinks.flatMap((sink) => (sink.kind === 'store' ? [...sinkMaps(sink)] : [])));
  let best = groups.length - 1;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (let g = groups.length - 1; g >= 0; g--) {
    const { dim, extent } = groups[g]!;
    let score = extent < 4 ? -4 * maps.length : 0;
    for (const map of maps) {
      const stride = map.strides[dim]!;
      if (stride === 1) score += 1;
      else if (stride !== 0) score -= written.has(map) ? 2 : 1;
    }
    if (score > bestScore) {
      best = g;
      bestScore = score;
    }
  }
  return [...groups.keys()].filter((g) => g !== best).concat(groups.length > 0 ? best : []);
}
