/** What the calls of one bound graph share: the module, tensors that are kept, and what an evaluation finds out of range. */

import type { Shape } from '../../graph/shape.js';
import type { TfjsFunctions } from '../../graph/tfjs.js';
import type { TfjsCore, TfjsTensor } from './core.js';
import { tfjsFunctions } from './functions.js';
import { Value } from './value.js';

export class Session {
  readonly backend: string;
  readonly functions: TfjsFunctions<Value>;
  readonly #kept = new Set<TfjsTensor>();
  readonly #scalars = new Map<number, Value>();
  /** For each computed index of the evaluation: whether all are in range, a scalar bool. */
  readonly inRange: TfjsTensor[] = [];

  constructor(readonly tf: TfjsCore) {
    this.backend = tf.getBackend();
    this.functions = tfjsFunctions(tf, (value) => this.scalar(value));
  }

  has(kernels: Iterable<string>): boolean {
    return [...kernels].every((kernel) => this.missing(kernel) === undefined);
  }

  /** The kernel's name when the backend does not have it. Reshapes are the engine's own. */
  missing(kernel: string): string | undefined {
    return kernel === 'Reshape' || this.tf.getKernel(kernel, this.backend) ? undefined : kernel;
  }

  /** A value of one evaluation. */
  value(shape: Shape, float: TfjsTensor): Value {
    return new Value(this.tf, shape, { float });
  }

  /** A value that is fixed while data are bound; its tensors are made when first needed, and kept. */
  fixed(shape: Shape, host: Float64Array): Value {
    return new Value(this.tf, shape, { host }, this.#kept);
  }

  scalar(value: number): Value {
    const known = this.#scalars.get(value);
    if (known && !Object.is(value, -0)) return known;
    const made = this.fixed([], Float64Array.of(value));
    this.#scalars.set(value, made);
    return made;
  }

  /** Disposes of everything kept. */
  dispose(): void {
    for (const tensor of this.#kept) tensor.dispose();
    this.#kept.clear();
    this.#scalars.clear();
  }

  get keptTensors(): number {
    return this.#kept.size;
  }
}
