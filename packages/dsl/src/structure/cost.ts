/** What one evaluation of a model's log density costs, by a count that needs no compiling. */
import { simplify, type Tensor, topologicalOrder } from '@credence/autodiff';
import type { ModelSnapshot } from '../model/declarations.js';
import { densityGraph } from '../model/logDensity.js';

/**
 * Operations on numbers that depend on parameters: one for each element of each function, those of linear algebra by their
 * usual counts. What depends on data alone is done once a data set, and counts nothing.
 */
export function densityCost(model: ModelSnapshot): number {
  return operationsIn([densityGraph(model, 'unconstrained', 'kept').logDensity]);
}

/** The same of some tensors together. */
export function operationsIn(tensors: readonly Tensor[]): number {
  const { outputs } = simplify(tensors);
  return topologicalOrder(outputs).reduce((total, node) => total + operationsOf(node), 0);
}

function operationsOf(node: Tensor): number {
  const { op, inputs, size, binding } = node;
  if (binding !== 'parameter') return 0;
  const [first, second] = inputs;
  const lengthOf = (tensor: Tensor | undefined, axis: number) => tensor?.shape.at(axis) ?? 1;
  switch (op.kind) {
    case 'source':
    case 'view':
      return 0;
    case 'reduction':
    case 'sequential':
    case 'indexing':
      return Math.max(size, first?.size ?? 0);
    case 'linear': {
      const n = lengthOf(first, -1);
      if (op.kernel.name === 'matMul') return size * lengthOf(first, op.kernel.transposeLeft ? -2 : -1);
      if (op.kernel.name === 'cholesky' || op.kernel.name === 'choleskyInverse') return (size * n) / 3;
      if (op.kernel.name === 'triangularSolve') return ((second?.size ?? 0) * n) / 2;
      return size * n;
    }
    default:
      return size;
  }
}
