/** What the term of a declaration is made of: where a variable may enter the log density. */
import { findInputs, type Tensor } from '@credence/autodiff';
import type { Declaration, RandomDeclaration } from '../model/declarations.js';

export function tensorsOf(declaration: Declaration): readonly Tensor[] {
  switch (declaration.kind) {
    case 'random': {
      const { parameters, support, unrestricted, variable, value } = declaration;
      const x = value ?? variable;
      return [
        x,
        ...Object.values(parameters),
        support.contains(x),
        ...(support.valid === undefined ? [] : [support.valid]),
        ...(unrestricted === undefined ? [] : [unrestricted.contains(x)]),
      ];
    }
    case 'potential':
      return [declaration.variable];
    case 'factor':
      return [declaration.variable, ...declaration.standsFor.flatMap(boundedParameters)];
    default:
      return [];
  }
}

/** Whether a tensor holds one of the variables. */
export function holdsAny(tensor: Tensor, variables: ReadonlySet<Tensor>): boolean {
  return tensor.binding === 'parameter' && findInputs([tensor]).some((input) => variables.has(input));
}

/** Whether the term of a declaration holds a variable. */
export function enters(variable: Tensor, declaration: Declaration): boolean {
  const only = new Set([variable]);
  return tensorsOf(declaration).some((tensor) => holdsAny(tensor, only));
}

/** Parameters that not every number will do for: those that the term guards. */
export function boundedParameters({ distribution, parameters }: RandomDeclaration): readonly Tensor[] {
  return Object.entries(parameters).flatMap(([key, tensor]) => {
    const set = distribution.parameters[key]?.constraint;
    if (set === undefined || tensor.binding !== 'parameter') return [];
    const { range, discrete, eventRank = 0 } = set;
    const isAny = range?.lower === Number.NEGATIVE_INFINITY && range.upper === Number.POSITIVE_INFINITY;
    return isAny && discrete !== true && eventRank === 0 ? [] : [tensor];
  });
}
