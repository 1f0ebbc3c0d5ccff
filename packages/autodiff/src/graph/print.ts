/** Graphs as text: one line a node, inputs by name, scalars in place. For errors, snapshots and `explain`. */

import type { Op } from './op.js';
import type { Tensor } from './tensor.js';
import { topologicalOrder } from './traverse.js';

/**
 * The graph behind some outputs, in an order in which it can be computed.
 *
 * @example
 * print([y.sub(mu).square().sum()])
 * // %0 = sub(y, mu) [8]
 * // %1 = square(%0) [8]
 * // %2 = sum{axes: 0}(%1) []
 * // => %2
 */
export function print(outputs: readonly Tensor[], indent = ''): string {
  const names = new Map<Tensor, string>();
  const lines: string[] = [];
  let next = 0;
  for (const node of topologicalOrder(outputs)) {
    const inline = inlineName(node);
    if (inline !== undefined) {
      names.set(node, inline);
      continue;
    }
    const name = `%${next++}`;
    names.set(node, name);
    const inputs = node.inputs.map((input) => names.get(input)!).join(', ');
    const type = node.dtype === 'float64' ? '' : `${node.dtype} `;
    lines.push(`${indent}${name} = ${node.op.name}${attributes(node.op)}(${inputs}) ${type}[${node.shape.join(', ')}]`);
    if (node.op.kind === 'sequential' && node.op.name === 'scan')
      lines.push(print(node.op.body.outputs, `${indent}  `));
  }
  lines.push(`${indent}=> ${outputs.map((output) => names.get(output)!).join(', ')}`);
  return lines.join('\n');
}

function inlineName({ op, size, shape }: Tensor): string | undefined {
  if (op.kind !== 'source') return undefined;
  switch (op.name) {
    case 'data':
    case 'parameter':
      return op.label;
    case 'argument':
      return `$${op.index}`;
    case 'iota':
      return `iota(${size})`;
    case 'literal':
      return size === 1 && shape.length === 0 ? String(op.values[0]) : `literal[${shape.join(', ')}]`;
  }
}

function attributes(op: Op): string {
  const entries: [string, unknown][] = [];
  switch (op.kind) {
    case 'reduction':
      entries.push(['axes', op.axes.join(' ')]);
      break;
    case 'view':
      if (op.offset !== 0) entries.push(['offset', op.offset]);
      entries.push(['strides', op.strides.join(' ')]);
      break;
    case 'assemble':
      entries.push(['at', op.placements.map(({ offset, strides }) => `${offset}+${strides.join(' ')}`).join('; ')]);
      break;
    case 'indexing':
      entries.push(['axis', op.axis]);
      break;
    case 'sequential':
      if (op.name === 'cumsum') entries.push(['axis', op.axis]);
      if (op.reverse) entries.push(['reverse', true]);
      break;
    case 'linear':
      for (const [key, value] of Object.entries(op.kernel)) if (value === true) entries.push([key, true]);
      break;
    default:
  }
  return entries.length === 0
    ? ''
    : `{${entries.map(([key, value]) => (value === true ? key : `${key}: ${value}`)).join(', ')}}`;
}
