/** Compiles graphs to WebAssembly: one module for the density, and one for named values when they are first asked for. */
import {
  compileWasm,
  gradient,
  instantiate,
  simplify,
  type Tensor,
  type WasmDensity,
  type WasmProgram,
} from '@credence/autodiff';
import type { DataArray } from '../model/arrays.js';
import type { BoundGraph, CompiledGraph, GraphToCompile } from './backend.js';

/** Simplifies, differentiates, simplifies again, and emits the module. */
export function compileToWasm(graph: GraphToCompile): CompiledGraph {
  const { parameters } = graph;
  const first = single(simplify([graph.logDensity]).outputs);
  const slopes = gradient(first, parameters);
  const [logDensity = first, ...simpleSlopes] = simplify([first, ...slopes], { stage: 'last' }).outputs;
  const program = compileWasm({
    parameters,
    data: [...graph.data.values()],
    logDensity,
    gradient: simpleSlopes,
  });
  let values: WasmProgram | undefined;
  const valuesProgram = () => {
    values ??= compileValues(graph);
    return values;
  };
  return { plain: program, bind: (data) => bindWasm(program, valuesProgram, plainData(graph, data)) };
}

function compileValues(graph: GraphToCompile): WasmProgram {
  const names = [...graph.outputs.keys()];
  const simple = simplify(simplify([...graph.outputs.values()]).outputs, { stage: 'last' }).outputs;
  const outputs: Record<string, readonly Tensor[]> = {};
  for (const [position, name] of names.entries()) {
    const tensor = simple[position];
    if (tensor !== undefined) outputs[name] = [tensor];
  }
  return compileWasm({ parameters: graph.parameters, data: [...graph.data.values()], outputs });
}

function bindWasm(
  program: WasmProgram,
  valuesProgram: () => WasmProgram,
  data: Readonly<Record<string, Float64Array>>,
): BoundGraph {
  const density = instantiate(program, data);
  let values: WasmDensity | undefined;
  return {
    dimension: density.dimension,
    logDensityAndGradient: (position, slope) => density.logDensityAndGradient(position, slope),
    workspace: (slots) => density.workspace(slots),
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
