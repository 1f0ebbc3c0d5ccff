/**
 * Compiles graphs to WebAssembly: one module for the density with its gradient, and, when they are first asked for, one for the
 * density alone and one for named values.
 */
import { compileWasm, explain, instantiate, type WasmDensity, type WasmProgram } from '@credence/autodiff';
import type { DataArray } from '../model/arrays.js';
import type { BoundGraph, CompiledGraph, GraphToCompile } from './backend.js';

/** Compiles the density with its gradient; the others wait until they are asked for. */
export function compileToWasm(graph: GraphToCompile): CompiledGraph {
  const { parameters, logDensity, fastMath, rewrites } = graph;
  const data = [...graph.data.values()];
  const program = compileWasm({ parameters, data, logDensity, fastMath, rewrites });
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
  return {
    plain: program,
    plainValue: densityAlone,
    bind: (given) => bindWasm(program, densityAlone, valuesProgram, plainData(graph, given)),
  };
}

function bindWasm(
  program: WasmProgram,
  densityAlone: () => WasmProgram,
  valuesProgram: () => WasmProgram,
  data: Readonly<Record<string, Float64Array>>,
): BoundGraph {
  const density = instantiate(program, data);
  let alone: WasmDensity | undefined;
  let values: WasmDensity | undefined;
  return {
    dimension: density.dimension,
    logDensityAndGradient: (position, slope) => density.logDensityAndGradient(position, slope),
    logDensities(positions, out) {
      alone ??= instantiate(densityAlone(), data);
      alone.logDensities(positions, out);
    },
    workspace: (slots) => density.workspace(slots),
    explain: () => explain(program),
    evaluate(output, position) {
      values ??= instantiate(valuesProgram(), data);
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
