/** Compiles graphs to calls on TensorFlow.js, which is loaded when it is first asked for. */
import { Explanation } from '@credence/autodiff';
import type { TfjsChoice, TfjsChoiceOptions, TfjsDensity, TfjsProgram } from '@credence/autodiff/tfjs';
import { CredenceError } from '@credence/numerics';
import type { BoundGraph, CompiledGraph, GraphToCompile } from './backend.js';
import { plainData } from './wasmBackend.js';

interface Loaded {
  readonly tfjs: typeof import('@credence/autodiff/tfjs');
  readonly choice: TfjsChoice;
}

let loaded: Loaded | undefined;

/**
 * Loads TensorFlow.js and makes one of its backends active, as `chooseTfjsBackend` of @credence/autodiff/tfjs does;
 * `sample` does it by itself. Call it again to change the backend: models are bound to the one that is active.
 *
 * @returns which backend was taken, and why not those before it
 * @example
 * const { backend, tried } = await loadTfjsBackend({ prefer: ['wasm'] });
 * const compiled = compile(model, { backend: 'tfjs' });
 * @throws CredenceError tfjs/missing, tfjs/no-backend
 */
export async function loadTfjsBackend(options: TfjsChoiceOptions = {}): Promise<TfjsChoice> {
  const tfjs = await import('@credence/autodiff/tfjs');
  const found = await tfjs.chooseTfjsBackend(options);
  // A backend that is active already is kept without trying others; why it was chosen was found out before.
  const known = loaded?.choice;
  const choice = known && options.prefer === undefined && found.backend === known.backend ? known : found;
  loaded = { tfjs, choice };
  return choice;
}

/** Calls are chosen when data are bound, for the backend that is active then. */
export function compileToTfjs(graph: GraphToCompile): CompiledGraph {
  const { tfjs } = current();
  const { parameters, rewrites } = graph;
  const data = [...graph.data.values()];
  const program = tfjs.compileTfjs({ parameters, data, logDensity: graph.logDensity, rewrites });
  let values: TfjsProgram | undefined;
  const valuesProgram = () => {
    const outputs = Object.fromEntries([...graph.outputs].map(([name, tensor]) => [name, [tensor]]));
    values ??= tfjs.compileTfjs({ parameters, data, outputs, rewrites });
    return values;
  };
  return { plain: undefined, bind: (given) => bindGraph(program, valuesProgram, plainData(graph, given)) };
}

function bindGraph(
  program: TfjsProgram,
  valuesProgram: () => TfjsProgram,
  data: Record<string, Float64Array>,
): BoundGraph {
  const { tfjs, choice } = current();
  const density = tfjs.bindTfjs(choice.tf, program, data);
  let values: TfjsDensity | undefined;
  return {
    dimension: density.dimension,
    logDensityAndGradient: (position, slope) => density.logDensityAndGradient(position, slope),
    explain: () => new Explanation({ ...density.explain(), tried: choice.tried }),
    evaluate(output, position) {
      values ??= tfjs.bindTfjs(choice.tf, valuesProgram(), data);
      return values.evaluate(output, position)[0] ?? new Float64Array(0);
    },
  };
}

function current(): Loaded {
  if (loaded !== undefined) return loaded;
  throw new CredenceError(
    'compile/backend-not-loaded',
    "The backend 'tfjs' is not loaded yet. Put `await loadTfjsBackend()` before compile(model, { backend: 'tfjs' }); sample() does so by itself.",
    { backend: 'tfjs' },
  );
}
