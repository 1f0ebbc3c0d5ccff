/** A node as one short line: its operations nested, what lies deeper left out. */

import type { Tensor } from './tensor.js';

/**
 * @param depth operations inside each other before the rest is left out
 * @example printExpression(sum(square(y))) // 'sum(square(y))'
 */
export function printExpression(node: Tensor, depth = 4): string {
  const { op, inputs, size } = node;
  if (op.kind === 'source') {
    switch (op.name) {
      case 'data':
      case 'parameter':
        return op.label;
      case 'literal':
        return size === 1 ? String(op.values[0]) : 'literal';
      default:
        return op.name;
    }
  }
  if (depth === 0) return '…';
  return `${op.name}(${inputs.map((input) => printExpression(input, depth - 1)).join(', ')})`;
}
