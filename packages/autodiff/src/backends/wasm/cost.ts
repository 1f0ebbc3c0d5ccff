/** How many instructions an elementwise op takes, to decide between computing it twice and storing it. */

import type { LaneProgram } from '@credence/numerics';
import { LaneGraph } from '@credence/numerics/wasm';

const known = new WeakMap<LaneProgram, number>();

/** A function of a module that is called: about the length of such programs. */
const CALL = 40;

export function programCost(program: LaneProgram): number {
  const before = known.get(program);
  if (before !== undefined) return before;
  const graph = new LaneGraph();
  const inputs = Array.from({ length: program.arity }, (_, i) => graph.leaf(`${i}`));
  const root = graph.call(program, ...inputs);
  const seen = new Set([root]);
  let cost = 0;
  for (const node of seen) {
    if (node.operation === 'call') cost += CALL;
    else if (node.operation === 'div' || node.operation === 'sqrt') cost += 3;
    else if (node.operation !== 'constant' && node.operation !== 'leaf') cost++;
    for (const input of node.inputs) seen.add(input);
  }
  known.set(program, cost);
  return cost;
}
