/** Sums over data that stay sums at every evaluation, with the reason of each. */

import { printExpression } from '../../graph/printExpression.js';
import type { Tensor } from '../../graph/tensor.js';
import { topologicalOrder } from '../../graph/traverse.js';
import { byStatistics, squareSum } from './quadratic.js';

export interface RefusedSum {
  /** As an expression, shortened. */
  readonly what: string;
  /** In words, e.g. `mu enters through exp: not linear`. */
  readonly reason: string;
}

/** Sums of squares that read data at every evaluation, in graphs to which the rules have been applied. */
export function refusedSums(outputs: readonly Tensor[]): RefusedSum[] {
  const order = topologicalOrder(outputs);
  const readsData = new Set<Tensor>();
  for (const node of order) {
    if ((node.binding === 'data' && node.size > 1) || node.inputs.some((input) => readsData.has(input)))
      readsData.add(node);
  }
  return order.flatMap((node) => {
    const form = readsData.has(node) ? squareSum(node) : undefined;
    if (!form || !readsData.has(form.residual)) return [];
    const found = byStatistics(form);
    return 'reason' in found ? [{ what: printExpression(node), reason: found.reason }] : [];
  });
}
