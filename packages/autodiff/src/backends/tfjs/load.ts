/** TensorFlow.js as the user installed it. */

import { CredenceError } from '@credence/numerics';
import type { TfjsCore } from './core.js';

/**
 * The module `@tensorflow/tfjs-core`, loaded by the first call. Its backends register themselves on the same engine,
 * whichever copy of the package they come with.
 *
 * @throws CredenceError `tfjs/missing` when it is not installed
 */
export async function loadTfjs(): Promise<TfjsCore> {
  try {
    return await import('@tensorflow/tfjs-core');
  } catch (error) {
    throw new CredenceError(
      'tfjs/missing',
      "The backend 'tfjs' needs the package @tensorflow/tfjs-core and one of its backends. Install them: npm install @tensorflow/tfjs-core @tensorflow/tfjs-backend-wasm",
      { reason: reasonOf(error) },
    );
  }
}

/** The first line of what was thrown. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split('\n')[0] ?? '';
}
