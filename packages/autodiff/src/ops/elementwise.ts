/** Turns the definition of a scalar function into a function of tensors that broadcast. */

import type { LaneProgram } from '@credence/numerics';
import { alwaysFloat } from '../graph/dtype.js';
import { toTensor } from '../graph/literal.js';
import type { ElementwiseOp } from '../graph/op.js';
import { broadcastShapes } from '../graph/shape.js';
import { Tensor, type TensorLike } from '../graph/tensor.js';

/** A definition; `program` may be given as its body, and the type defaults to float64. */
export type ElementwiseDefinition = Omit<ElementwiseOp, 'kind' | 'program' | 'dtype'> &
  Partial<Pick<ElementwiseOp, 'dtype'>> & { readonly program: LaneProgram | LaneProgram['body'] };

export function elementwise(definition: ElementwiseDefinition): ElementwiseOp {
  const { program, dtype = alwaysFloat, ...rest } = definition;
  return {
    kind: 'elementwise',
    dtype,
    ...rest,
    program:
      typeof program === 'function'
        ? { name: definition.name, arity: definition.partials.length, placement: 'inline', body: program }
        : program,
  };
}

/** The label of a parameter or of data; empty for what is computed. */
function nameOf({ op }: Tensor): string {
  return op.kind === 'source' && 'label' in op ? op.label : '';
}

/** The node of an elementwise op. */
export function applyElementwise(op: ElementwiseOp, ...values: readonly TensorLike[]): Tensor {
  const inputs = values.map((value) => toTensor(value, values));
  const shape = broadcastShapes(
    op.name,
    inputs.map((input) => input.shape),
    inputs.map(nameOf),
  );
  return new Tensor(op, inputs, shape, op.dtype(inputs.map((input) => input.dtype)));
}

export type Unary = ((x: TensorLike) => Tensor) & { readonly op: ElementwiseOp };
export type Binary = ((a: TensorLike, b: TensorLike) => Tensor) & { readonly op: ElementwiseOp };
export type Ternary = ((a: TensorLike, b: TensorLike, c: TensorLike) => Tensor) & { readonly op: ElementwiseOp };

export type Quaternary = ((a: TensorLike, b: TensorLike, c: TensorLike, d: TensorLike) => Tensor) & {
  readonly op: ElementwiseOp;
};

/** A function of one tensor from its definition. */
export function unary(definition: ElementwiseDefinition): Unary {
  const op = elementwise(definition);
  return Object.assign((x: TensorLike) => applyElementwise(op, x), { op });
}

/** A function of two tensors that broadcast. */
export function binary(definition: ElementwiseDefinition): Binary {
  const op = elementwise(definition);
  return Object.assign((a: TensorLike, b: TensorLike) => applyElementwise(op, a, b), { op });
}

/** A function of three tensors that broadcast. */
export function ternary(definition: ElementwiseDefinition): Ternary {
  const op = elementwise(definition);
  return Object.assign((a: TensorLike, b: TensorLike, c: TensorLike) => applyElementwise(op, a, b, c), { op });
}

/** A function of four tensors that broadcast. */
export function quaternary(definition: ElementwiseDefinition): Quaternary {
  const op = elementwise(definition);
  return Object.assign(
    (a: TensorLike, b: TensorLike, c: TensorLike, d: TensorLike) => applyElementwise(op, a, b, c, d),
    { op },
  );
}
