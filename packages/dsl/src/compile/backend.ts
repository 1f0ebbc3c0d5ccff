/** What a backend makes of a model's graph. */
import type { Tensor, WasmProgram } from '@credence/autodiff';
import type { TfjsExplanation, TfjsTrial } from '@credence/autodiff/tfjs';
import type { LogDensity } from '@credence/samplers';
import type { DataArray } from '../model/arrays.js';

/** A scalar graph to compile, with further outputs to compute beside it. */
export interface GraphToCompile {
  /** Parameters in the order of the flat position. */
  readonly parameters: readonly Tensor[];
  /** Data nodes by label. */
  readonly data: ReadonlyMap<string, Tensor>;
  readonly logDensity: Tensor;
  readonly outputs: ReadonlyMap<string, Tensor>;
}

/** A graph bound to data: a log density that also computes the other outputs. */
export interface BoundGraph extends LogDensity {
  /** Row-major values of an output at a position. A new array. */
  evaluate(output: string, position: Float64Array): Float64Array;
  /** What runs where, for a backend that does not run all operations itself. */
  explain?(): BackendExplanation;
}

/** What the backend `tfjs` says of a compiled model. */
export interface BackendExplanation extends TfjsExplanation {
  /** Backends of TensorFlow.js that were tried before this one was taken, with the reasons why they do not work. */
  readonly tried: readonly TfjsTrial[];
}

/** A compiled graph, without data. */
export interface CompiledGraph {
  bind(data: ReadonlyMap<string, DataArray>): BoundGraph;
  /** What a worker needs to make the same graph: plain, structured-cloneable data; undefined when it must stay here. */
  readonly plain: WasmProgram | undefined;
}

export type BackendName = 'wasm' | 'tfjs' | 'reference';
