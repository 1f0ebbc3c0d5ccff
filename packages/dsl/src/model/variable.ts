/** The handle of something named in a model. It is a tensor, so it enters formulas as it is. */
import { type DType, mul, type Op, type Shape, Tensor } from '@credence/autodiff';

/**
 * What a name of a model stands for: a tensor with that name. Accepted wherever the name is.
 *
 * @example
 * const alpha = model.normal('alpha', { mu: 0, sigma: 5 });
 * const line = alpha.add(beta.mul(x));
 * posterior.draws(alpha);
 */
export class Variable extends Tensor {
  constructor(
    readonly name: string,
    op: Op,
    inputs: readonly Tensor[],
    shape: Shape,
    dtype: DType,
    /** Names of the axes, where they have names. */
    readonly dims: readonly string[] | undefined,
  ) {
    super(op, inputs, shape, dtype);
  }
}

/** A handle whose value arrives with each evaluation: a free variable, on its own scale. One of whole numbers may index. */
export function freeVariable(
  name: string,
  shape: Shape,
  dims: readonly string[] | undefined,
  dtype: DType = 'float64',
): Variable {
  return new Variable(name, { kind: 'source', name: 'parameter', label: name }, [], shape, dtype, dims);
}

/** A handle of bound values: data, or an observed variable. */
export function dataVariable(name: string, shape: Shape, dtype: DType, dims: readonly string[] | undefined): Variable {
  return new Variable(name, { kind: 'source', name: 'data', label: name }, [], shape, dtype, dims);
}

/** A handle of a tensor computed from others. A leaf stays an input of the handle, so that it keeps its identity. */
export function namedTensor(name: string, value: Tensor, dims: readonly string[] | undefined): Variable {
  const tensor = value.op.kind === 'source' ? mul(value, 1) : value;
  return new Variable(name, tensor.op, tensor.inputs, tensor.shape, tensor.dtype, dims);
}
