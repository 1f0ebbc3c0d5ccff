/** Compiled functions of the variables of a model on their own scale: float64 in WebAssembly, whichever backend sampled. */
import { compileWasm, findInputs, instantiate, type Tensor, type WasmDensity } from '@credence/autodiff';
import type { ModelSnapshot, RandomDeclaration } from '../model/declarations.js';

/**
 * A module that evaluates groups of tensors at a position, which is the concatenation of the variables' values.
 * @param variables all that the tensors depend on, in the order of the position
 */
export function compiledOutputs(
  model: ModelSnapshot,
  variables: readonly RandomDeclaration[],
  groups: readonly (readonly [string, readonly Tensor[]])[],
): WasmDensity {
  const data = findInputs(groups.flatMap(([, tensors]) => tensors)).filter((input) => input.binding === 'data');
  const values: Record<string, Float64Array> = {};
  for (const { op } of data) {
    if (op.kind === 'source' && 'label' in op)
      values[op.label] = model.data.get(op.label)?.values ?? new Float64Array(0);
  }
  const parameters = variables.map(({ variable }) => variable);
  return instantiate(compileWasm({ parameters, data, outputs: Object.fromEntries(groups) }), values);
}
