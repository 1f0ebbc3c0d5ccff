/** The slow interpreter as a backend: for tests, and to look at a model without a compiler in between. */
import { evaluate, gradient, type Tensor } from '@credence/autodiff';
import type { DataArray } from '../model/arrays.js';
import type { BoundGraph, CompiledGraph, GraphToCompile } from './backend.js';

/** Interprets a graph and its gradient graph. */
export function compileReference(graph: GraphToCompile): CompiledGraph {
  const gradients = gradient(graph.logDensity, graph.parameters);
  return { bind: (data) => bindReference(graph, gradients, data), plain: undefined };
}

function bindReference(
  graph: GraphToCompile,
  gradients: readonly Tensor[],
  data: ReadonlyMap<string, DataArray>,
): BoundGraph {
  const bound: Record<string, Float64Array> = {};
  for (const [label] of graph.data) bound[label] = data.get(label)?.values ?? new Float64Array(0);
  const named = (position: Float64Array): Record<string, Float64Array> => {
    const values = { ...bound };
    let offset = 0;
    for (const { op, size } of graph.parameters) {
      if (op.kind === 'source' && op.name === 'parameter') values[op.label] = position.slice(offset, offset + size);
      offset += size;
    }
    return values;
  };
  const dimension = graph.parameters.reduce((total, { size }) => total + size, 0);
  return {
    dimension,
    logDensityAndGradient(position, out) {
      const [value, ...parts] = evaluate([graph.logDensity, ...gradients], named(position));
      let offset = 0;
      for (const part of parts) {
        out.set(part, offset);
        offset += part.length;
      }
      return value?.[0] ?? Number.NaN;
    },
    logDensities(positions, out) {
      for (let i = 0; i < out.length; i++) {
        const [value] = evaluate([graph.logDensity], named(positions.subarray(i * dimension, (i + 1) * dimension)));
        out[i] = value?.[0] ?? Number.NaN;
      }
    },
    evaluate(output, position) {
      const tensor = graph.outputs.get(output);
      const [values] = tensor === undefined ? [] : evaluate([tensor], named(position));
      return values ?? new Float64Array(0);
    },
  };
}
