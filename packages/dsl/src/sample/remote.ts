/** How workers come by a compiled model. */
import type { RemoteDensity } from '@credence/samplers';

/** What is sent to a worker, once: the program and its data. */
export interface RemoteDescription {
  readonly program: unknown;
  readonly data: Readonly<Record<string, Float64Array>>;
}

/** The description with the worker that understands it. */
export function remoteDensity(description: RemoteDescription): RemoteDensity {
  return {
    description,
    entry: {
      url: new URL('./model.worker.js', import.meta.url),
      source: async () => (await import('./model.workerSource.js')).source,
    },
  };
}
