/** How workers come by a compiled model. */
import type { RemoteDensity } from '@credence/samplers';
import type { CompiledDescription } from '../compile/description.js';

/** The description with the worker that understands it. */
export function remoteDensity(description: CompiledDescription): RemoteDensity {
  return {
    description,
    entry: {
      url: new URL('./model.worker.js', import.meta.url),
      source: async () => (await import('./model.workerSource.js')).source,
    },
  };
}
