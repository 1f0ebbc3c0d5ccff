/** Compiled functions of the variables of a model on their own scale: float64 in WebAssembly, whichever backend sampled. */
import {
  compileWasm,
  findInputs,
  instantiate,
  structuralHash,
  type Tensor,
  type WasmDensity,
  type WasmProgram,
} from '@credence/autodiff';
import type { ModelSnapshot, RandomDeclaration } from '../model/declarations.js';

/** Programs by structure, the latest last: models that differ by data alone share one. */
const programs = new Map<string, WasmProgram>();
/** Most programs that are kept. */
const CACHE_SIZE = 64;

/**
 * A module that evaluates groups of tensors at a position, which is the concatenation of the variables' values. Compiled once
 * for a structure, whatever the data.
 * @param variables all that the tensors depend on, in the order of the position
 */
export function compiledOutputs(
  model: ModelSnapshot,
  variables: readonly RandomDeclaration[],
  groups: readonly (readonly [string, readonly Tensor[]])[],
): WasmDensity {
  const tensors = groups.flatMap(([, own]) => own);
  const data = findInputs(tensors).filter((input) => input.binding === 'data');
  const values: Record<string, Float64Array> = {};
  for (const { op } of data) {
    if (op.kind === 'source' && 'label' in op)
      values[op.label] = model.data.get(op.label)?.values ?? new Float64Array(0);
  }
  const parameters = variables.map(({ variable }) => variable);
  const key = JSON.stringify([
    structuralHash(tensors),
    parameters.map(({ name, shape }) => [name, shape]),
    groups.map(([name, own]) => [name, own.length]),
  ]);
  const program = programs.get(key) ?? compileWasm({ parameters, data, outputs: Object.fromEntries(groups) });
  programs.delete(key);
  programs.set(key, program);
  const [oldest] = programs.keys();
  if (programs.size > CACHE_SIZE && oldest !== undefined) programs.delete(oldest);
  return instantiate(program, values);
}
