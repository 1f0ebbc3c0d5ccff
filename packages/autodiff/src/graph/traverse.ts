/** Walks over graphs: topological order and substitution, without recursion, so depth is not bounded by the stack. */

import type { Op } from './op.js';
import { Tensor } from './tensor.js';

/** Every node that the outputs need, inputs before their users, each once. A scan's body is not entered. */
export function topologicalOrder(outputs: readonly Tensor[]): Tensor[] {
  const order: Tensor[] = [];
  const seen = new Set<Tensor>();
  // The way down to the present node, and at each node which input comes next.
  const way: Tensor[] = [];
  const next: number[] = [];
  for (const output of outputs) {
    if (seen.has(output)) continue;
    seen.add(output);
    way.push(output);
    next.push(0);
    while (way.length > 0) {
      const top = way.length - 1;
      const { inputs } = way[top]!;
      let k = next[top]!;
      while (k < inputs.length && seen.has(inputs[k]!)) k++;
      if (k === inputs.length) {
        order.push(way[top]!);
        way.pop();
        next.pop();
        continue;
      }
      next[top] = k + 1;
      seen.add(inputs[k]!);
      way.push(inputs[k]!);
      next.push(0);
    }
  }
  return order;
}

/** The same node with other inputs of the same shapes and types. */
export function withInputs(node: Tensor, inputs: readonly Tensor[]): Tensor {
  let k = 0;
  while (k < inputs.length && inputs[k] === node.inputs[k]) k++;
  return k === inputs.length ? node : new Tensor(node.op, inputs, node.shape, node.dtype);
}

/** The outputs with some nodes replaced by others of the same shape and type. Shared nodes stay shared. */
export function substitute(outputs: readonly Tensor[], replacements: ReadonlyMap<Tensor, Tensor>): Tensor[] {
  const done = new Map<Tensor, Tensor>(replacements);
  for (const node of topologicalOrder(outputs)) {
    if (done.has(node)) continue;
    done.set(
      node,
      withInputs(
        node,
        node.inputs.map((input) => done.get(input)!),
      ),
    );
  }
  return outputs.map((output) => done.get(output)!);
}

/** The `data` and `parameter` nodes among the outputs' ancestors, in order of first use. */
export function findInputs(outputs: readonly Tensor[]): Tensor[] {
  return topologicalOrder(outputs).filter(
    ({ op }) => op.kind === 'source' && (op.name === 'data' || op.name === 'parameter'),
  );
}

/** A word for an op and its attributes: equal for ops that give equal results on equal inputs. */
export function opKey(op: Op): string {
  switch (op.kind) {
    case 'source':
      switch (op.name) {
        case 'literal':
          return `literal:${literalKey(op.values)}`;
        case 'data':
        case 'parameter':
          return `${op.name}:${JSON.stringify(op.label)}`;
        case 'iota':
          return 'iota';
        case 'argument':
          return `argument:${op.index}`;
      }
      break;
    case 'elementwise':
      return op.name;
    case 'reduction':
      return `${op.name}/${op.axes}`;
    case 'view':
      return `view/${op.offset}/${op.strides}`;
    case 'assemble':
      return `assemble/${op.placements.map((map) => `${map.offset}:${map.strides}`).join(';')}`;
    case 'indexing':
      return `${op.name}/${op.axis}/${op.size}`;
    case 'sequential':
      return op.name === 'cumsum'
        ? `cumsum/${op.axis}/${op.reverse}`
        : `scan/${op.length}/${op.reverse}/${op.carries}/${op.sequences}/${graphKey(op.body.outputs)}`;
    case 'linear':
      return op.kernel.name === 'matMul'
        ? `matMul/${op.kernel.transposeLeft}/${op.kernel.transposeRight}`
        : op.kernel.name === 'triangularSolve'
          ? `triangularSolve/${op.kernel.lower}/${op.kernel.transposed}`
          : op.kernel.name;
  }
}

function literalKey(values: Float64Array): string {
  if (values.length === 1) return Object.is(values[0], -0) ? '-0' : String(values[0]);
  return Array.from(values, (value) => (Object.is(value, -0) ? '-0' : String(value))).join(',');
}

/**
 * The structure of a graph as text: equal for graphs of the same operations on inputs of the same names and shapes,
 * whatever the data are. Linear in nodes.
 */
export function graphKey(outputs: readonly Tensor[]): string {
  const number = new Map<Tensor, number>();
  const lines: string[] = [];
  for (const node of topologicalOrder(outputs)) {
    number.set(node, lines.length);
    lines.push(`${opKey(node.op)}|${node.dtype}[${node.shape}]|${node.inputs.map((input) => number.get(input)!)}`);
  }
  return `${lines.join('\n')}\n=> ${outputs.map((output) => number.get(output)!)}`;
}

/** 64 bits of `graphKey` as 16 hexadecimal digits (two FNV-1a hashes with different offsets). */
export function structuralHash(outputs: readonly Tensor[]): string {
  const key = graphKey(outputs);
  let low = 0x811c9dc5;
  let high = 0x9e3779b9;
  for (let i = 0; i < key.length; i++) {
    const code = key.charCodeAt(i);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x01000193) ^ (high >>> 15);
  }
  return [high, low].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}
