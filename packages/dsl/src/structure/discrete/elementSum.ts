/** Sums what several elements of a term add to the elements of a variable that they belong to. */
import { dependenceOn, parameter, substitute, type Tensor, vectorJacobianProduct } from '@credence/autodiff';

export interface ElementSum {
  /** Of a tensor of the term's shape: a sum for each element of the variable. */
  readonly sum: (values: Tensor) => Tensor;
}

/**
 * How the elements of a term belong to those of a discrete variable: undefined where the term does not hold it, and the name
 * of an operation where its elements depend on several elements of the variable.
 */
export function elementSum(pointwise: Tensor, variable: Tensor): ElementSum | string | undefined {
  // Whole numbers have no derivatives; a stand-in with derivatives is read in the same places.
  const standIn = parameter('element', variable.shape);
  const [moved = pointwise] = substitute([pointwise], new Map([[variable, standIn]]));
  const dependence = dependenceOn(moved, standIn);
  if (dependence.kind === 'none') return undefined;
  if (dependence.kind === 'mixture') return dependence.through;
  const { element } = dependence;
  return {
    sum: (values) => {
      const [sums = values] = vectorJacobianProduct([element], [values], [standIn]);
      return sums;
    },
  };
}
