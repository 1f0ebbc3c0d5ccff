/** Reductions along axes: sums, products, extremes, and whether any or all are true. */

import type { LaneProgram } from '@credence/numerics';
import { type DType, promote } from '../graph/dtype.js';
import { toTensor } from '../graph/literal.js';
import type { Adjoint, ReductionOp, Tangent } from '../graph/op.js';
import { normalizeAxes, type Shape } from '../graph/shape.js';
import { Tensor, type TensorLike } from '../graph/tensor.js';
import { add, maximum, minimum, mul, mulNoNaN, reciprocal } from './arithmetic.js';
import { equal } from './comparison.js';
import { logicalAnd } from './logic.js';
import { expand, reinterpret } from './view.js';
import { where } from './where.js';

export interface ReduceOptions {
  /** Axes to reduce, counted from the back when negative; all by default. */
  readonly axes?: number | readonly number[];
  /** Leaves reduced axes with size 1, so that the result broadcasts against the input. Default false. */
  readonly keepDims?: boolean;
}

interface Reducer {
  readonly name: ReductionOp['name'];
  readonly identity: number;
  readonly combine: () => LaneProgram;
  readonly dtype: (input: DType) => DType;
  readonly adjoint: Adjoint;
  readonly tangent: Tangent;
}

/** The axes that a reduction node drops. */
export function reducedAxes(node: Tensor): readonly number[] {
  return node.op.kind === 'reduction' ? node.op.axes : [];
}

/** The reduction of another array of the input's shape along the same axes as `node`. */
export function rereduce(node: Tensor, x: Tensor): Tensor {
  return new Tensor(node.op, [x], node.shape, node.dtype);
}

/** A value that broadcasts to a reduction's result, shaped so that it broadcasts against the reduction's input. */
export function besideInput(value: Tensor, node: Tensor): Tensor {
  if (value.size === 1) return value.rank === 0 ? value : reinterpret(value, []);
  const axes = reducedAxes(node);
  const inputRank = node.rank + axes.length;
  const missing = node.rank - value.rank;
  let next = -missing;
  const shape: number[] = [];
  for (let axis = 0; axis < inputRank; axis++) {
    if (axes.includes(axis)) shape.push(1);
    else {
      shape.push(next < 0 ? 1 : value.shape[next]!);
      next++;
    }
  }
  return reinterpret(value, shape);
}

function reducer(definition: Reducer): (x: TensorLike, options?: ReduceOptions) => Tensor {
  return (value, options = {}) => {
    const { name, identity, combine, adjoint, tangent } = definition;
    const x = toTensor(value);
    const dtype = definition.dtype(x.dtype);
    const axes = normalizeAxes(name, options.axes, x.rank);
    const op: ReductionOp = { kind: 'reduction', name, axes, identity, combine: combine(), adjoint, tangent };
    const shape = x.shape.filter((_, axis) => !axes.includes(axis));
    const result = new Tensor(op, [x], shape, dtype);
    return options.keepDims ? reinterpret(result, keptShape(x.shape, axes)) : result;
  };
}

/** The shape with size 1 in place of the reduced axes. */
export function keptShape(shape: Shape, axes: readonly number[]): Shape {
  return shape.map((n, axis) => (axes.includes(axis) ? 1 : n));
}

const count = (input: DType): DType => promote('int32', input);
const same = (input: DType): DType => input;
const bool = (): DType => 'bool';

/** Adjoint and tangent from the derivative of the result with respect to each element. */
function byShares(shares: (output: Tensor, x: Tensor) => Tensor): Pick<Reducer, 'adjoint' | 'tangent'> {
  return {
    adjoint: ({ upstream, output }, x) => [mulNoNaN(besideInput(upstream, output), shares(output, x))],
    tangent: ({ tangents, output }, x) =>
      sum(mulNoNaN(expand(tangents[0] ?? toTensor(0), x.shape), shares(output, x)), { axes: reducedAxes(output) }),
  };
}

const constantResult: Pick<Reducer, 'adjoint' | 'tangent'> = {
  adjoint: () => [undefined],
  tangent: () => toTensor(0),
};

/** Ties share evenly. */
const extreme = byShares((output, x) => {
  const attained = equal(x, besideInput(output, output));
  return where(attained, besideInput(reciprocal(sum(attained, { axes: reducedAxes(output) })), output), 0);
});

/**
 * Sum over axes; of nothing, 0. bool counts as int32.
 * @example sum(x, { axes: -1, keepDims: true })
 */
export const sum = reducer({
  name: 'sum',
  identity: 0,
  combine: () => add.op.program,
  dtype: count,
  adjoint: ({ upstream, output }) => [besideInput(upstream, output)],
  tangent: ({ tangents, output }, x) => sum(expand(tangents[0] ?? toTensor(0), x.shape), { axes: reducedAxes(output) }),
});

/** Product over axes; of nothing, 1. The derivative holds with zeros among the elements; second derivatives where at most one is. */
export const prod = reducer({
  name: 'prod',
  identity: 1,
  combine: () => mul.op.program,
  dtype: count,
  ...byShares((output, x) => {
    const isZero = equal(x, 0);
    const axes = reducedAxes(output);
    const zeros = besideInput(sum(isZero, { axes }), output);
    const rest = where(isZero, 1, x);
    const others = mul(besideInput(prod(rest, { axes }), output), reciprocal(rest));
    return where(equal(zeros, 0), others, where(logicalAnd(isZero, equal(zeros, 1)), others, 0));
  }),
});

/** Largest over axes, NaN if any is; of nothing, -Infinity. At ties the derivative is shared evenly. */
export const max = reducer({
  name: 'max',
  identity: -Infinity,
  combine: () => maximum.op.program,
  dtype: same,
  ...extreme,
});

/** Smallest over axes, NaN if any is; of nothing, Infinity. At ties the derivative is shared evenly. */
export const min = reducer({
  name: 'min',
  identity: Infinity,
  combine: () => minimum.op.program,
  dtype: same,
  ...extreme,
});

const eitherProgram: LaneProgram = {
  name: 'either',
  arity: 2,
  placement: 'inline',
  body: (k, a, b) =>
    k.select(k.or(k.notEqual(a, k.constant(0)), k.notEqual(b, k.constant(0))), k.constant(1), k.constant(0)),
};
const bothProgram: LaneProgram = {
  name: 'both',
  arity: 2,
  placement: 'inline',
  body: (k, a, b) =>
    k.select(k.and(k.notEqual(a, k.constant(0)), k.notEqual(b, k.constant(0))), k.constant(1), k.constant(0)),
};

/** Whether any element along the axes is not 0; of nothing, false. */
export const any = reducer({ name: 'any', identity: 0, combine: () => eitherProgram, dtype: bool, ...constantResult });

/** Whether all elements along the axes are not 0; of nothing, true. */
export const all = reducer({ name: 'all', identity: 1, combine: () => bothProgram, dtype: bool, ...constantResult });
