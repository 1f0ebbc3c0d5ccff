/**
 * Where a long body is cut in two: the processor overlaps the rounds of a loop as far as its window of instructions
 * reaches, so two loops over a few rows, each with a short chain, take less time than one with a long chain.
 */

import type { LaneNode } from '@credence/numerics/wasm';
import type { LoopBody } from './loopBody.js';

/** Bodies of up to this many operations stay whole. */
const SHORT = 50;
/** What storing and loading a value costs, in operations. */
const CROSSING = 6;
/** Values of up to this many operations are computed on both sides. */
const CHEAP = 3;

/** The values to be stored after the first part of a body; none where it is better left whole. */
export function waist({ leaves, sinks }: LoopBody): readonly LaneNode[] {
  const found = new Set<LaneNode>();
  const stack: LaneNode[] = sinks.flatMap((sink) =>
    sink.kind === 'scatter' && 'value' in sink.index ? [sink.node, sink.index.value] : [sink.node],
  );
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (found.has(node)) continue;
    found.add(node);
    stack.push(...node.inputs);
  }
  // Operations that change with the row, with what each takes to compute alone.
  const costs = new Map<LaneNode, number>();
  for (const node of [...found].sort((a, b) => a.id - b.id)) {
    if (leaves.has(node)) costs.set(node, 0);
    else if (node.inputs.some((input) => costs.has(input))) {
      costs.set(
        node,
        node.inputs.reduce((cost, input) => Math.min(CHEAP + 1, cost + (costs.get(input) ?? 0)), 1),
      );
    }
  }
  const operations = [...costs].filter(([node]) => !leaves.has(node)).map(([node]) => node);
  if (operations.length <= SHORT) return [];
  const lastUse = new Map<LaneNode, number>();
  for (const node of operations) {
    for (const input of node.inputs) lastUse.set(input, Math.max(lastUse.get(input) ?? 0, node.depth));
  }
  for (const { node } of sinks) lastUse.set(node, Number.POSITIVE_INFINITY);
  let best: readonly LaneNode[] = [];
  let bestCost = 0.8 * operations.length;
  for (const depth of new Set(operations.map((node) => node.depth))) {
    const below = operations.filter((node) => node.depth <= depth);
    const crossing = below.filter((node) => costs.get(node)! > CHEAP && (lastUse.get(node) ?? 0) > depth);
    const cost = Math.max(below.length, operations.length - below.length) + CROSSING * crossing.length;
    if (cost < bestCost) [best, bestCost] = [crossing, cost];
  }
  return best;
}
