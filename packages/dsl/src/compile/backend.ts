/** What a backend makes of a model's graph. */
import type { Explanation, RewriteOptions, Tensor, WasmProgram } from '@credence/autodiff';
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
  /** Whether the density may round sums of products once. */
  readonly fastMath: boolean;
  readonly rewrites: RewriteOptions;
}

/** A graph bound to data: a log density that also computes the other outputs. */
export interface BoundGraph extends LogDensity {
  /** Log densities at `out.length` positions, one after another, without gradients. */
  logDensities?(positions: Float64Array, out: Float64Array): void;
  /** Row-major values of an output at a position. A new array. */
  evaluate(output: string, position: Float64Array): Float64Array;
  /** Binds the data now, where a backend else waits for the first evaluation. */
  prepare?(): void;
  /** What compiling did, for a backend that compiles. */
  explain?(): BackendExplanation;
}

/** What compiling a model did: rewrites that fired, work done once per data set, loops and kernels, and what the host runs. */
export type BackendExplanation = Explanation;

/** A compiled graph, without data. */
export interface CompiledGraph {
  /** Compiles the density now, where a backend else waits until it is needed. */
  prepare?(): void;
  bind(data: ReadonlyMap<string, DataArray>): BoundGraph;
  /** What a worker needs to make the same graph: plain, structured-cloneable data; undefined when it must stay here. */
  readonly plain: WasmProgram | undefined;
  /** The same of the density without its gradient. */
  plainValue?(): WasmProgram;
}

export type BackendName = 'wasm' | 'tfjs' | 'reference';
