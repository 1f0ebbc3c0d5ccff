/** Reverse mode, graph to graph: the gradient of a scalar is a graph again, so gradients of gradients are no special case. */

import { CredenceError } from '@credence/numerics';
import { scalarLiteral } from '../graph/literal.js';
import type { ElementwiseOp } from '../graph/op.js';
import { formatShape } from '../graph/shape.js';
import type { Tensor } from '../graph/tensor.js';
import { topologicalOrder } from '../graph/traverse.js';
import { add } from '../ops/arithmetic.js';
import { cumsum } from '../ops/cumsum.js';
import { indexingAdjoint } from '../ops/indexing.js';
import { expand, placementAdjoint, viewAdjoint } from '../ops/view.js';
import { alongPartial } from './partial.js';
import { scanAdjoint } from './scan.js';
import { unbroadcast } from './unbroadcast.js';

/** An adjoint, and whether a 0 in it may mean "not chosen by a where". Its shape broadcasts to the node's. */
interface Flow {
  readonly value: Tensor;
  readonly guarded: boolean;
}

/**
 * d y / d x for each x, with the shapes of the xs. Zero where y does not depend on x.
 *
 * @param y a tensor of one element
 * @param xs float64 nodes; inner nodes are allowed, and are then taken as free
 * @example const [slope] = gradient(sum(square(x)), [x]); // 2 x
 */
export function gradient(y: Tensor, xs: readonly Tensor[]): Tensor[] {
  if (y.size !== 1) {
    throw new CredenceError(
      'gradient/not-scalar',
      `gradient needs a single number to differentiate, got shape ${formatShape(y.shape)}. Sum it, or use vectorJacobianProduct.`,
      { shape: y.shape },
    );
  }
  return vectorJacobianProduct([y], [scalarLiteral(1)], xs);
}

/**
 * sum_k upstream_k' (d y_k / d x) for each x: reverse mode with given adjoints of the outputs.
 *
 * @param upstreams one for each y, broadcasting to its shape
 */
export function vectorJacobianProduct(
  ys: readonly Tensor[],
  upstreams: readonly Tensor[],
  xs: readonly Tensor[],
): Tensor[] {
  const order = topologicalOrder(ys);
  const wanted = new Set<Tensor>(xs);
  const active = new Set<Tensor>();
  for (const node of order) {
    if (node.dtype === 'float64' && (wanted.has(node) || node.inputs.some((input) => active.has(input))))
      active.add(node);
  }
  const flows = new Map<Tensor, Flow>();
  const send = (to: Tensor, value: Tensor, guarded: boolean): void => {
    const before = flows.get(to);
    flows.set(
      to,
      before ? { value: add(before.value, value), guarded: before.guarded || guarded } : { value, guarded },
    );
  };
  ys.forEach((y, k) => {
    if (active.has(y)) send(y, upstreams[k]!, false);
  });
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i]!;
    const flow = flows.get(node);
    if (flow && node.inputs.length > 0) propagate(node, flow, active, send);
  }
  return xs.map((x) => expand(flows.get(x)?.value ?? scalarLiteral(0), x.shape));
}

function propagate(
  node: Tensor,
  { value, guarded }: Flow,
  active: ReadonlySet<Tensor>,
  send: (to: Tensor, value: Tensor, guarded: boolean) => void,
): void {
  const { op, inputs } = node;
  switch (op.kind) {
    case 'source':
      return;
    case 'elementwise':
      propagateElementwise(op, node, { value, guarded }, active, send);
      return;
    case 'view': {
      const input = inputs[0]!;
      if (active.has(input)) send(input, viewAdjoint(value, node.shape, op, input), guarded);
      return;
    }
    case 'assemble':
      inputs.forEach((input, k) => {
        if (active.has(input))
          send(input, placementAdjoint(expand(value, node.shape), op.placements[k]!, input), guarded);
      });
      return;
    case 'indexing': {
      const input = inputs[0]!;
      if (active.has(input)) send(input, indexingAdjoint(expand(value, node.shape), op, input, inputs[1]!), guarded);
      return;
    }
    case 'sequential':
      if (op.name === 'cumsum') {
        send(inputs[0]!, cumsum(expand(value, node.shape), { axis: op.axis, reverse: !op.reverse }), guarded);
      } else {
        const wanted = inputs.map((input) => active.has(input));
        scanAdjoint(op, node, expand(value, node.shape), wanted).forEach((adjoint, k) => {
          if (adjoint) send(inputs[k]!, adjoint, guarded);
        });
      }
      return;
    case 'reduction':
    case 'linear': {
      const wanted = inputs.map((input) => active.has(input));
      op.adjoint({ upstream: value, output: node, wanted, guarded }, ...inputs).forEach((adjoint, k) => {
        if (adjoint && wanted[k]) send(inputs[k]!, adjoint, guarded);
      });
    }
  }
}

function propagateElementwise(
  op: ElementwiseOp,
  node: Tensor,
  { value, guarded }: Flow,
  active: ReadonlySet<Tensor>,
  send: (to: Tensor, value: Tensor, guarded: boolean) => void,
): void {
  node.inputs.forEach((input, k) => {
    const partial = op.partials[k];
    if (!partial || !active.has(input)) return;
    const guards = guarded || (op.guards?.includes(k) ?? false);
    const product = alongPartial(value, partial(node, ...node.inputs), guards);
    send(input, unbroadcast(product, input.shape, node.shape), guards);
  });
}
