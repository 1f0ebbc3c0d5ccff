/**
 * In which loop of a nest each value of a body changes: -1 constants, 0 numbers between loops, then 1 for the outermost dim. What
 * a loop uses of shallower levels is computed before it.
 */

import type { LaneEmitter, LaneNode } from '@credence/numerics/wasm';
import type { BodySink, LoopBody } from './loopBody.js';

/** What is written for a sink: for two elements, and for the last one of an odd extent. */
export interface SinkNodes {
  readonly full: LaneNode;
  readonly last: LaneNode;
}

export class LoopLevels {
  readonly #levels = new Map<LaneNode, number>();
  readonly #nodes = new Map<BodySink, SinkNodes>();

  /** @param emitter knows which values are there before the nest */
  constructor(
    readonly body: LoopBody,
    readonly depth: number,
    readonly emitter: LaneEmitter,
  ) {}

  /** Says what is written for a sink. */
  prepare(sink: BodySink, nodes: SinkNodes): void {
    this.#nodes.set(sink, nodes);
  }

  /** What was said of a sink. */
  nodes(sink: BodySink): SinkNodes {
    return this.#nodes.get(sink)!;
  }

  of(node: LaneNode): number {
    return this.#levels.get(node) ?? 0;
  }

  /** Values of the inner loop. */
  get innerSize(): number {
    let size = 0;
    for (const level of this.#levels.values()) if (level === this.depth) size++;
    return size;
  }

  /** Finds the level of everything that the body's sinks need; for each level from -1 its values that deeper levels use. */
  frontiers(): Set<LaneNode>[] {
    const frontier = Array.from({ length: this.depth + 2 }, () => new Set<LaneNode>());
    for (const node of this.#collect()) {
      const level = this.of(node);
      // Numbers between loops take their constants where they are computed.
      if (level <= 0) continue;
      for (const input of node.inputs) if (this.of(input) < level) frontier[this.of(input) + 1]!.add(input);
    }
    for (const sink of this.body.sinks) {
      const { full, last } = this.nodes(sink);
      for (const node of [full, last, ...indexOf(sink)]) {
        if (this.#levels.has(node) && this.of(node) < this.depth) frontier[this.of(node) + 1]!.add(node);
      }
    }
    return frontier;
  }

  /** Values made before the inner loop that some sinks use in it. */
  outside(sinks: readonly BodySink[]): LaneNode[] {
    const roots = sinks.flatMap((sink) => [this.nodes(sink).full, ...indexOf(sink)]);
    const found = reach(roots, (node) => !this.emitter.isHome(node));
    return [...found].filter((node) => this.emitter.isHome(node) && this.of(node) < this.depth);
  }

  /** Whether the inner loop has branches in what some sinks need. */
  hasBranches(sinks: readonly BodySink[]): boolean {
    const isComputed = (node: LaneNode) => this.of(node) === this.depth && !this.emitter.isHome(node);
    const found = reach(
      sinks.map((sink) => this.nodes(sink).full),
      isComputed,
    );
    return [...found].some((node) => node.operation === 'branch' && isComputed(node));
  }

  /** Everything the sinks need, inputs first, with its level. */
  #collect(): LaneNode[] {
    const { body } = this;
    const isOdd = body.extents[this.depth - 1]! % 2 === 1;
    const roots = body.sinks.flatMap((sink) => {
      const { full, last } = this.nodes(sink);
      return [full, ...(isOdd ? [last] : []), ...indexOf(sink)];
    });
    const found = reach(roots, (node) => body.leaves.has(node) || !this.emitter.isHome(node));
    const order = [...found].sort((a, b) => a.id - b.id);
    for (const node of order) {
      let level = node.operation === 'leaf' ? this.#leafLevel(node) : -1;
      for (const input of node.inputs) level = Math.max(level, this.of(input));
      // Operations on constants that were not folded count as numbers.
      if (level < 0 && node.operation !== 'constant') level = 0;
      this.#levels.set(node, level);
    }
    return order;
  }

  #leafLevel(node: LaneNode): number {
    const leaf = this.body.leaves.get(node);
    if (!leaf) return 0;
    switch (leaf.kind) {
      case 'load':
      case 'computedGather':
        return deepest(leaf.access.strides);
      case 'iota':
        return deepest(leaf.map.strides);
      case 'gather':
        return Math.max(deepest(leaf.access.strides), deepest(leaf.index.strides));
      default:
        return this.depth;
    }
  }
}

/** The roots and everything they need, as far as `goesOn` from a value to its inputs. */
function reach(roots: readonly LaneNode[], goesOn: (node: LaneNode) => boolean): Set<LaneNode> {
  const seen = new Set<LaneNode>();
  const stack = [...roots];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (goesOn(node)) stack.push(...node.inputs);
  }
  return seen;
}

/** The innermost dim along which something moves, counted from 1; 0 for none. */
function deepest(strides: readonly number[]): number {
  return strides.reduce((at, stride, d) => (stride !== 0 ? d + 1 : at), 0);
}

/** The computed index of a scatter, beside the value that is scattered. */
export function indexOf(sink: BodySink): readonly LaneNode[] {
  return sink.kind === 'scatter' && 'value' in sink.index ? [sink.index.value] : [];
}
