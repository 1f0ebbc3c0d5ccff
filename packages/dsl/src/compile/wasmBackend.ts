/**
 * Compiles graphs to WebAssembly: one module for the density with its gradient, and, when they are first asked for, one for the
 * density alone and one for named values.
 */
import { compileWasm, explain, instantiate, type WasmDensity, type WasmProgram } from '@credence/autodiff';
import type { DataArray } from '../model/arrays.js';
import type { BoundGraph, CompiledGraph, GraphToCompile } from './backend.js';

/** Everything is compiled, and bound, when it is first asked for. */
export function compileToWasm(graph: GraphToCompile): CompiledGraph {
  const { parameters, logDensity, fastMath, rewrites } = graph;
  const data = [...graph.data.values()];
  let program: WasmProgram | undefined;
  const density = () => {
    program ??= compileWasm({ parameters, data, logDensity, fastMath, rewrites });
    return program;
  };
  let values: WasmProgram | undefined;
  const valuesProgram = () => {
    const outputs = Object.fromEntries([...graph.outputs].map(([name, tensor]) => [name, [tensor]]));
    values ??= compileWasm({ parameters, data, outputs, rewrites });
    return values;
  };
  let alone: WasmProgram | undefined;
  const densityAlone = () => {
    alone ??= compileWasm({ parameters, data, logDensity, gradient: [], rewrites });
    return alone;
  };
  const dimension = parameters.reduce((total, { size }) => total + size, 0);
  return {
    get plain() {
      return density();
    },
    plainValue: densityAlone,
    prepare: () => void density(),
    bind: (given) => bindWasm(dimension, { density, densityAlone, valuesProgram }, plainData(graph, given)),
  };
}

interface Programs {
  readonly density: () => WasmProgram;
  readonly densityAlone: () => WasmProgram;
  readonly valuesProgram: () => WasmProgram;
}

function bindWasm(dimension: number, programs: Programs, data: Readonly<Record<string, Float64Array>>): BoundGraph {
  let bound: WasmDensity | undefined;
  let alone: WasmDensity | undefined;
  let values: WasmDensity | undefined;
  const density = () => {
    bound ??= instantiate(programs.density(), data);
    return bound;
  };
  return {
    dimension,
    prepare: () => void density(),
    logDensityAndGradient: (position, slope) => (bound ?? density()).logDensityAndGradient(position, slope),
    logDensities(positions, out) {
      alone ??= instantiate(programs.densityAlone(), data);
      alone.logDensities(positions, out);
    },
    workspace: (slots) => density().workspace(slots),
    explain: () => explain(programs.density()),
    evaluate(output, position) {
      values ??= instantiate(programs.valuesProgram(), data);
      return single(values.evaluate(output, position));
    },
  };
}

/** Values of the graph's data nodes by label. */
export function plainData(
  graph: Pick<GraphToCompile, 'data'>,
  data: ReadonlyMap<string, DataArray>,
): Record<string, Float64Array> {
  const arrays: Record<string, Float64Array> = {};
  for (const [label] of graph.data) arrays[label] = data.get(label)?.values ?? new Float64Array(0);
  return arrays;
}

function single<T>(values: readonly T[]): T {
  const [only] = values;
  if (only === undefined) throw new Error('a graph of one output gave none');
  return only;
}
