/** The node of a graph: what it does, to which inputs, and the shape, type and binding time of the result. */

import * as ops from '../ops/index.js';
import type { DType } from './dtype.js';
import type { Op } from './op.js';
import { type Shape, sizeOf } from './shape.js';

/** When a value is known: in the module, once per data set, or at every evaluation. */
export type Binding = 'literal' | 'data' | 'parameter';

/** What may stand for a tensor: numbers become literals, arrays (nested or typed) literals of their shape. */
export type TensorLike = Tensor | number | boolean | ArrayLike1 | NestedNumbers;
/** A typed array, of one axis. */
export type ArrayLike1 =
  | Float64Array
  | Float32Array
  | Int32Array
  | Int16Array
  | Int8Array
  | Uint32Array
  | Uint16Array
  | Uint8Array;
export type NestedNumbers = readonly (number | boolean | NestedNumbers | ArrayLike1)[];

/**
 * An immutable node. Build nodes with the functions of `ops`, which check shapes; methods are the same functions with the
 * tensor as first argument.
 *
 * @example data('y', [8]).sub(parameter('mu')).square().sum()
 */
export class Tensor {
  readonly size: number;
  readonly binding: Binding;

  constructor(
    readonly op: Op,
    readonly inputs: readonly Tensor[],
    readonly shape: Shape,
    readonly dtype: DType,
  ) {
    this.size = sizeOf(shape);
    this.binding = bindingOf(op, inputs);
  }

  get rank(): number {
    return this.shape.length;
  }

  add(other: TensorLike): Tensor {
    return ops.add(this, other);
  }
  sub(other: TensorLike): Tensor {
    return ops.sub(this, other);
  }
  mul(other: TensorLike): Tensor {
    return ops.mul(this, other);
  }
  div(other: TensorLike): Tensor {
    return ops.div(this, other);
  }
  neg(): Tensor {
    return ops.neg(this);
  }
  square(): Tensor {
    return ops.square(this);
  }
  sqrt(): Tensor {
    return ops.sqrt(this);
  }
  abs(): Tensor {
    return ops.abs(this);
  }
}

function bindingOf(op: Op, inputs: readonly Tensor[]): Binding {
  if (op.kind === 'source') {
    if (op.name === 'parameter' || op.name === 'argument') return 'parameter';
    return op.name === 'data' ? 'data' : 'literal';
  }
  let latest: Binding = 'literal';
  for (const input of inputs) {
    if (input.binding === 'parameter') return 'parameter';
    if (input.binding === 'data') latest = 'data';
  }
  return latest;
}
