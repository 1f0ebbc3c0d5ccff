/** An op without calls of its own on a backend: its meaning, run on the host in float64. */

import { data } from '../../graph/literal.js';
import { Tensor } from '../../graph/tensor.js';
import { evaluate, type InputValues } from '../reference.js';

/** The node's meaning as a function of its inputs' values. */
export function hostKernel(node: Tensor): (inputs: readonly Float64Array[]) => Float64Array {
  const labels = node.inputs.map((_, k) => `input ${k}`);
  const placeholders = node.inputs.map(({ shape, dtype }, k) => data(labels[k]!, shape, dtype));
  const alone = new Tensor(node.op, placeholders, node.shape, node.dtype);
  return (inputs) => {
    const values: Record<string, InputValues[string]> = {};
    labels.forEach((label, k) => {
      const given = inputs[k]!;
      values[label] = node.inputs[k]!.rank === 0 ? given[0]! : given;
    });
    return evaluate([alone], values)[0]!;
  };
}
