/**
 * A value on its way through a graph: it may exist on the host (float64) and as tensors of TensorFlow.js in several
 * types, each made when first asked for. So neighbouring host kernels hand over float64 without a round trip, and truth
 * values stay `bool` between comparisons and choices.
 */

import type { Shape } from '../../graph/shape.js';
import { sizeOf } from '../../graph/shape.js';
import type { TfjsCore, TfjsTensor } from './core.js';

/** The forms a value may have; at least one is there. */
export interface Forms {
  readonly host?: Float64Array;
  readonly float?: TfjsTensor;
  readonly bool?: TfjsTensor;
}

export class Value {
  #host: Float64Array | undefined;
  #float: TfjsTensor | undefined;
  #bool: TfjsTensor | undefined;
  #index: TfjsTensor | undefined;
  /** Tensors that outlive a `tidy`; undefined for a value of one evaluation. */
  readonly #kept: Set<TfjsTensor> | undefined;

  readonly #shape: Shape | undefined;

  /** @param kept for values that are fixed while data are bound: where their tensors are put, to be disposed of later */
  constructor(
    readonly tf: TfjsCore,
    /** Needed where no tensor has it. */
    shape: Shape | undefined,
    forms: Forms,
    kept?: Set<TfjsTensor>,
  ) {
    this.#shape = shape;
    this.#host = forms.host;
    this.#float = forms.float;
    this.#bool = forms.bool;
    this.#kept = kept;
  }

  get shape(): Shape {
    return this.#shape ?? (this.#float ?? this.#bool)?.shape ?? [];
  }

  /** As numbers, float32. */
  float(): TfjsTensor {
    this.#float ??= this.#keep(
      this.#bool
        ? this.tf.cast(this.#bool, 'float32')
        : this.tf.tensor(Float32Array.from(this.#host!), [...this.shape], 'float32'),
    );
    return this.#float;
  }

  /** As truth values; anything but 0 is true. `cast` is no help: on some backends it takes the low byte of the number. */
  bool(): TfjsTensor {
    this.#bool ??= this.#keep(this.tf.notEqual(this.float(), this.tf.tensor(Float32Array.of(0), [], 'float32')));
    return this.#bool;
  }

  /** As int32, for whole numbers in its range. Values on the host are converted there, so they need not fit 24 bits. */
  index(): TfjsTensor {
    this.#index ??= this.#keep(
      this.#host
        ? this.tf.tensor(Int32Array.from(this.#host), [...this.shape], 'int32')
        : this.tf.cast(this.float(), 'int32'),
    );
    return this.#index;
  }

  /** Row-major numbers on the host. Not to be changed. */
  host(): Float64Array {
    this.#host ??=
      sizeOf(this.shape) === 0 ? new Float64Array(0) : Float64Array.from((this.#float ?? this.#bool)!.dataSync());
    return this.#host;
  }

  #keep(tensor: TfjsTensor): TfjsTensor {
    if (!this.#kept) return tensor;
    this.#kept.add(this.tf.keep(tensor));
    return tensor;
  }
}
