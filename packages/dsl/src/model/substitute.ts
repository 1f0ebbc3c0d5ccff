/** Exchanges nodes of a graph. */
import { Tensor, topologicalOrder } from '@credence/autodiff';

/** The outputs with some nodes replaced by others of the same shape; a replacement is taken as it is. */
export function substitute(outputs: readonly Tensor[], replacements: ReadonlyMap<Tensor, Tensor>): Tensor[] {
  const done = new Map<Tensor, Tensor>();
  for (const node of topologicalOrder(outputs)) {
    const replacement = replacements.get(node);
    const inputs = node.inputs.map((input) => done.get(input) ?? input);
    const same = inputs.every((input, position) => input === node.inputs[position]);
    done.set(node, replacement ?? (same ? node : new Tensor(node.op, inputs, node.shape, node.dtype)));
  }
  return outputs.map((output) => done.get(output) ?? output);
}
