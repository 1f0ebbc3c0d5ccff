/** Forward mode, graph to graph: the derivative along a direction. */

import { CredenceError } from '@credence/numerics';
import { scalarLiteral, toTensor } from '../graph/literal.js';
import { formatShape } from '../graph/shape.js';
import { Tensor, type TensorLike } from '../graph/tensor.js';
import { topologicalOrder } from '../graph/traverse.js';
import { add, mul } from '../ops/arithmetic.js';
import { cumsum } from '../ops/cumsum.js';
import { sum } from '../ops/reduction.js';
import { expand } from '../ops/view.js';
import { alongPartial } from './partial.js';
import { gradient } from './reverse.js';
import { scanTangent } from './scan.js';

/**
 * Derivative of y when each x moves along its direction: sum_k (d y / d x_k) direction_k, with the shape of y.
 *
 * @param directions one for each x, broadcasting to its shape
 * @example jvp(exp(x), [x], [1]) // exp(x)
 */
export function jvp(y: Tensor, xs: readonly Tensor[], directions: readonly TensorLike[]): Tensor {
  const [tangent] = jvpOf(
    [y],
    xs,
    xs.map((x, k) => expand(toTensor(directions[k] ?? 0), x.shape, 'jvp')),
  );
  return expand(tangent ?? scalarLiteral(0), y.shape);
}

/**
 * The second derivatives of a scalar times a direction: the gradient of the derivative along it.
 *
 * @returns one for each x, with its shape
 */
export function hessianVectorProduct(y: Tensor, xs: readonly Tensor[], directions: readonly TensorLike[]): Tensor[] {
  if (y.size !== 1) {
    throw new CredenceError(
      'gradient/not-scalar',
      `hessianVectorProduct needs a single number to differentiate, got shape ${formatShape(y.shape)}.`,
      { shape: y.shape },
    );
  }
  const slopes = gradient(y, xs);
  const along = slopes.map((slope, k) => sum(mul(slope, expand(toTensor(directions[k] ?? 0), slope.shape))));
  return gradient(
    along.reduce((total, term) => add(total, term), scalarLiteral(0)),
    xs,
  );
}

/** Tangents of several outputs; undefined stands for zero. A tangent's shape broadcasts to its node's. */
export function jvpOf(
  ys: readonly Tensor[],
  xs: readonly Tensor[],
  directions: readonly (Tensor | undefined)[],
): (Tensor | undefined)[] {
  const tangents = new Map<Tensor, Tensor>();
  xs.forEach((x, k) => {
    const direction = directions[k];
    if (direction) tangents.set(x, direction);
  });
  const free = new Set(xs);
  for (const node of topologicalOrder(ys)) {
    if (free.has(node) || node.dtype !== 'float64' || !node.inputs.some((input) => tangents.has(input))) continue;
    const tangent = tangentOf(
      node,
      node.inputs.map((input) => tangents.get(input)),
    );
    if (tangent) tangents.set(node, tangent);
  }
  return ys.map((y) => tangents.get(y));
}

function tangentOf(node: Tensor, tangents: readonly (Tensor | undefined)[]): Tensor | undefined {
  const { op, inputs } = node;
  const full = (k: number): Tensor => expand(tangents[k] ?? scalarLiteral(0), inputs[k]!.shape);
  switch (op.kind) {
    case 'source':
      return undefined;
    case 'elementwise': {
      let total: Tensor | undefined;
      inputs.forEach((_, k) => {
        const partial = op.partials[k];
        const tangent = tangents[k];
        if (!partial || !tangent) return;
        const term = alongPartial(tangent, partial(node, ...inputs), op.guards?.includes(k) ?? false);
        total = total ? add(total, term) : term;
      });
      return total;
    }
    case 'view':
    case 'assemble':
      return new Tensor(
        op,
        inputs.map((_, k) => full(k)),
        node.shape,
        node.dtype,
      );
    case 'indexing':
      return tangents[0] && new Tensor(op, [full(0), inputs[1]!], node.shape, node.dtype);
    case 'sequential':
      return op.name === 'cumsum'
        ? cumsum(full(0), { axis: op.axis, reverse: op.reverse })
        : scanTangent(op, node, tangents);
    case 'reduction':
    case 'linear':
      return op.tangent({ tangents, output: node }, ...inputs);
  }
}
