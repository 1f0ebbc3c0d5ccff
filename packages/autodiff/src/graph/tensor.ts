/** The node of a graph: what it does, to which inputs, and the shape, type and binding time of the result. */

import type { CumsumOptions } from '../ops/cumsum.js';
import * as ops from '../ops/index.js';
import type { IndexingOptions } from '../ops/indexing.js';
import type { ReduceOptions } from '../ops/reduction.js';
import type { SliceRange } from '../ops/slicing.js';
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
  pow(exponent: TensorLike): Tensor {
    return ops.pow(this, exponent);
  }
  minimum(other: TensorLike): Tensor {
    return ops.minimum(this, other);
  }
  maximum(other: TensorLike): Tensor {
    return ops.maximum(this, other);
  }
  less(other: TensorLike): Tensor {
    return ops.less(this, other);
  }
  lessEqual(other: TensorLike): Tensor {
    return ops.lessEqual(this, other);
  }
  greater(other: TensorLike): Tensor {
    return ops.greater(this, other);
  }
  greaterEqual(other: TensorLike): Tensor {
    return ops.greaterEqual(this, other);
  }
  equal(other: TensorLike): Tensor {
    return ops.equal(this, other);
  }
  notEqual(other: TensorLike): Tensor {
    return ops.notEqual(this, other);
  }
  dot(other: TensorLike): Tensor {
    return ops.dot(this, other);
  }
  matMul(other: TensorLike): Tensor {
    return ops.matMul(this, other);
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
  reciprocal(): Tensor {
    return ops.reciprocal(this);
  }
  abs(): Tensor {
    return ops.abs(this);
  }
  sign(): Tensor {
    return ops.sign(this);
  }
  exp(): Tensor {
    return ops.exp(this);
  }
  log(): Tensor {
    return ops.log(this);
  }
  expm1(): Tensor {
    return ops.expm1(this);
  }
  log1p(): Tensor {
    return ops.log1p(this);
  }
  sigmoid(): Tensor {
    return ops.sigmoid(this);
  }
  softplus(): Tensor {
    return ops.softplus(this);
  }
  logit(): Tensor {
    return ops.logit(this);
  }
  tanh(): Tensor {
    return ops.tanh(this);
  }
  sin(): Tensor {
    return ops.sin(this);
  }
  cos(): Tensor {
    return ops.cos(this);
  }
  floor(): Tensor {
    return ops.floor(this);
  }
  ceil(): Tensor {
    return ops.ceil(this);
  }
  round(): Tensor {
    return ops.round(this);
  }
  clip(lower: TensorLike, upper: TensorLike): Tensor {
    return ops.clip(this, lower, upper);
  }
  sum(options: ReduceOptions = {}): Tensor {
    return ops.sum(this, options);
  }
  mean(options: ReduceOptions = {}): Tensor {
    return ops.mean(this, options);
  }
  prod(options: ReduceOptions = {}): Tensor {
    return ops.prod(this, options);
  }
  max(options: ReduceOptions = {}): Tensor {
    return ops.max(this, options);
  }
  min(options: ReduceOptions = {}): Tensor {
    return ops.min(this, options);
  }
  logSumExp(options: ReduceOptions = {}): Tensor {
    return ops.logSumExp(this, options);
  }
  any(options: ReduceOptions = {}): Tensor {
    return ops.any(this, options);
  }
  all(options: ReduceOptions = {}): Tensor {
    return ops.all(this, options);
  }
  cumsum(options: CumsumOptions = {}): Tensor {
    return ops.cumsum(this, options);
  }
  reshape(shape: Shape): Tensor {
    return ops.reshape(this, shape);
  }
  transpose(axes?: readonly number[]): Tensor {
    return ops.transpose(this, axes);
  }
  broadcastTo(shape: Shape): Tensor {
    return ops.broadcastTo(this, shape);
  }
  squeeze(axes?: number | readonly number[]): Tensor {
    return ops.squeeze(this, axes);
  }
  expandDims(axes: number | readonly number[]): Tensor {
    return ops.expandDims(this, axes);
  }
  flip(axes?: number | readonly number[]): Tensor {
    return ops.flip(this, axes);
  }
  slice(ranges: readonly SliceRange[]): Tensor {
    return ops.slice(this, ranges);
  }
  gather(indices: TensorLike, options: IndexingOptions = {}): Tensor {
    return ops.gather(this, indices, options);
  }
  diagonal(offset = 0): Tensor {
    return ops.diagonal(this, offset);
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
