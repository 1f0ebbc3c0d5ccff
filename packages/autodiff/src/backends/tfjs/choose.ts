/** Which backend of TensorFlow.js computes: the first that loads and runs a real operation. */

import { CredenceError } from '@credence/numerics';
import type { TfjsCore } from './core.js';
import { loadTfjs, reasonOf } from './load.js';
import { importTfjsNode } from './node/tfjsNode.js';

export interface TfjsChoiceOptions {
  /**
   * Names of backends in the order in which they are tried. Default: the active one if there is one, else
   * 'tensorflow' (in Node), 'wasm', 'cpu'. Others, such as 'webgl', must have been imported.
   */
  readonly prefer?: readonly string[];
  /** Where `@tensorflow/tfjs-node` is: a specifier or a file URL. Default: the package of that name. */
  readonly tfjsNode?: string;
}

/** One backend that was tried. */
export interface TfjsTrial {
  readonly backend: string;
  readonly works: boolean;
  /** Why it does not work, in the words of what failed. */
  readonly reason?: string;
}

export interface TfjsChoice {
  readonly tf: TfjsCore;
  /** The active backend. */
  readonly backend: string;
  /** Everything that was tried, in order; the last one works. */
  readonly tried: readonly TfjsTrial[];
}

/**
 * Makes a backend active: loads its package, and lets it work out a real operation, since one that loads may still fail
 * at the first. Turns on TensorFlow.js' production mode, which leaves out its checks of each call.
 *
 * @throws CredenceError `tfjs/missing`, or `tfjs/no-backend` when none works, with the reason of each
 * @example
 * const { backend, tried } = await chooseTfjsBackend(); // 'wasm', where tfjs-node is not installed
 */
export async function chooseTfjsBackend(options: TfjsChoiceOptions = {}): Promise<TfjsChoice> {
  const tf = await loadTfjs();
  tf.enableProdMode();
  const active = tf.getBackend();
  const names = options.prefer ?? (active ? [active] : ['tensorflow', 'wasm', 'cpu']);
  const tried: TfjsTrial[] = [];
  for (const backend of names) {
    try {
      await load(tf, backend, options.tfjsNode ?? '@tensorflow/tfjs-node');
      if (!(await tf.setBackend(backend))) throw new Error('its initialisation failed');
      tryOperation(tf);
      tried.push({ backend, works: true });
      return { tf, backend, tried };
    } catch (error) {
      tried.push({ backend, works: false, reason: reasonOf(error) });
    }
  }
  throw new CredenceError(
    'tfjs/no-backend',
    `No backend of TensorFlow.js works here. ${tried.map(({ backend, reason }) => `'${backend}': ${reason}.`).join(' ')} Install one: npm install @tensorflow/tfjs-backend-wasm`,
    { tried },
  );
}

/** Imports a backend's package where it was not imported yet. */
async function load(tf: TfjsCore, backend: string, tfjsNode: string): Promise<void> {
  if (tf.findBackendFactory(backend)) return;
  try {
    if (backend === 'tensorflow') await importTfjsNode(tfjsNode);
    else if (backend === 'wasm') await import('@tensorflow/tfjs-backend-wasm');
    else if (backend === 'cpu') await import('@tensorflow/tfjs-backend-cpu');
    else throw new Error('it was not imported');
  } catch (error) {
    // Half a package may have registered a backend that cannot work.
    if (tf.findBackendFactory(backend)) tf.removeBackend(backend);
    throw error;
  }
}

/** exp([0, 1]) summed is 1 + e. */
function tryOperation(tf: TfjsCore): void {
  let found = Number.NaN;
  tf.tidy(() => {
    const x = tf.tensor(Float32Array.of(0, 1), [2], 'float32');
    found = tf.sum(tf.exp(x), [0]).dataSync()[0] ?? Number.NaN;
  });
  if (!(Math.abs(found - 3.7182817) < 1e-5)) throw new Error(`exp(0) + exp(1) gave ${found}`);
}
