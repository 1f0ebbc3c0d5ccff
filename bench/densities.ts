/** The contestants of the bench as log densities: what `compile` makes of a declared model, on each backend. */
import { type CompiledModel, type CompileOptions, compile, loadTfjsBackend, type Model } from '@credence/dsl';
import { type LogDensity, workspaceOf } from '@credence/samplers';

export const wasmDensity = (model: Model, options: Pick<CompileOptions, 'fastMath' | 'rewrites'> = {}): CompiledModel =>
  compile(model, { backend: 'wasm', ...options });

/** On the backend of TensorFlow.js that is chosen by default; undefined, with a line on stderr, where none loads. */
export async function tfjsDensity(model: Model): Promise<CompiledModel | undefined> {
  try {
    await loadTfjsBackend();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return undefined;
  }
  return compile(model, { backend: 'tfjs' });
}

/** A call that evaluates value and gradient at a point as a sampler does: in the density's own memory where it has some. */
export function inMemory(density: LogDensity, point: Float64Array): () => number {
  const workspace = workspaceOf(density, 2);
  workspace.view(0).set(point);
  return () => workspace.logDensityAndGradient(0, 1);
}
