/** Reverse and forward mode of a scan: scans again, over the states that the first one kept. */

import { scalarLiteral } from '../graph/literal.js';
import type { ScanOp } from '../graph/op.js';
import type { Tensor } from '../graph/tensor.js';
import { substitute } from '../graph/traverse.js';
import { add } from '../ops/arithmetic.js';
import { concat, expandDims } from '../ops/layout.js';
import { sum } from '../ops/reduction.js';
import { scanNode, scanParts } from '../ops/scan.js';
import { slice } from '../ops/slicing.js';
import { expand } from '../ops/view.js';
import { jvpOf } from './forward.js';
import { vectorJacobianProduct } from './reverse.js';

/** State before each step: the initial one and the history but its last. */
function statesBefore(op: ScanOp, node: Tensor): Tensor[] {
  return scanParts(node)
    .slice(0, op.carries)
    .map((history, k) => {
      const start = expandDims(node.inputs[k]!, 0);
      return op.reverse
        ? concat([slice(history, [{ from: 1 }]), start])
        : concat([start, slice(history, [{ to: -1 }])]);
    });
}

const zeros = (like: Tensor): Tensor => expand(scalarLiteral(0), like.shape);

/** Adjoints of the wanted inputs of a scan, from the adjoint of its rows (full shape). */
export function scanAdjoint(
  op: ScanOp,
  node: Tensor,
  upstream: Tensor,
  wanted: readonly boolean[],
): (Tensor | undefined)[] {
  if (op.length === 0) return node.inputs.map(() => undefined);
  const { body, carries, sequences } = op;
  const starts = node.inputs.slice(0, carries);
  const walked = node.inputs.slice(carries, carries + sequences);
  const fixed = node.inputs.slice(carries + sequences);
  const emitted = body.arguments.flatMap((_, k) => (k >= carries && wanted[k] ? [k] : []));
  const adjoints = scanNode(
    {
      starts: starts.map(zeros),
      walked: [...statesBefore(op, node), ...walked, ...scanParts(upstream, node)],
      steps: op.length,
      reverse: !op.reverse,
    },
    (carried, slices) => {
      const upstreams = slices.slice(carries + sequences).map((row, k) => (k < carries ? add(row, carried[k]!) : row));
      const all = vectorJacobianProduct(body.outputs, upstreams, body.arguments);
      const results = [...all.slice(0, carries), ...emitted.map((k) => all[k]!)];
      const actual = [...slices.slice(0, carries + sequences), ...fixed];
      return substitute(results, new Map(body.arguments.map((argument, k) => [argument, actual[k]!])));
    },
  );
  const histories = scanParts(adjoints);
  const result: (Tensor | undefined)[] = node.inputs.map(() => undefined);
  for (let k = 0; k < carries; k++) if (wanted[k]) result[k] = slice(histories[k]!, [op.reverse ? -1 : 0]);
  emitted.forEach((k, i) => {
    const history = histories[carries + i]!;
    result[k] = k < carries + sequences ? history : sum(history, { axes: 0 });
  });
  return result;
}

/** The tangent of a scan's rows. */
export function scanTangent(op: ScanOp, node: Tensor, tangents: readonly (Tensor | undefined)[]): Tensor {
  const { body, carries, sequences } = op;
  const full = node.inputs.map((input, k) => {
    const tangent = tangents[k];
    return tangent ? expand(tangent, input.shape) : undefined;
  });
  const walked = node.inputs.slice(carries, carries + sequences);
  const fixed = node.inputs.slice(carries + sequences);
  const moving = walked.map((_, k) => carries + k).filter((k) => full[k]);
  return scanNode(
    {
      starts: node.inputs.slice(0, carries).map((start, k) => full[k] ?? zeros(start)),
      walked: [...statesBefore(op, node), ...walked, ...moving.map((k) => full[k]!)],
      steps: op.length,
      reverse: op.reverse,
    },
    (carried, slices) => {
      const directions = body.arguments.map((argument, k) => {
        if (k < carries) return argument.dtype === 'float64' ? carried[k] : undefined;
        if (k < carries + sequences) return full[k] && slices[carries + sequences + moving.indexOf(k)];
        return full[k];
      });
      const results = jvpOf(body.outputs, body.arguments, directions).map((tangent, k) =>
        tangent ? expand(tangent, body.outputs[k]!.shape) : zeros(body.outputs[k]!),
      );
      const actual = [...slices.slice(0, carries + sequences), ...fixed];
      return substitute(results, new Map(body.arguments.map((argument, k) => [argument, actual[k]!])));
    },
  );
}
