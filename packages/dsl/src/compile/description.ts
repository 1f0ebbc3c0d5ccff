/** A compiled model as plain data: to send to a worker, keep in a file, or compare. */
import { instantiate, type WasmProgram } from '@credence/autodiff';
import type { LogDensity } from '@credence/samplers';
import type { Manifest } from './compiledModel.js';

/** Structured-cloneable: the module's bytes with their manifest, the model's manifest, and the data by label. */
export interface CompiledDescription {
  readonly manifest: Manifest;
  readonly program: WasmProgram;
  readonly data: Readonly<Record<string, Float64Array>>;
}

/**
 * The log density of a description, over unconstrained values: what `CompiledModel` is as a `LogDensity`, bit for bit.
 * @example worker.postMessage(compile(model).description); // there: runChains({ density: densityFrom(description), ... })
 */
export function densityFrom({ program, data }: Pick<CompiledDescription, 'program' | 'data'>): LogDensity {
  return instantiate(program, data);
}
