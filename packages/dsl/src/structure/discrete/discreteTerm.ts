/** Terms of declarations that hold discrete variables: -Infinity where a value rules them out. */
import { type Tensor, where } from '@credence/autodiff';
import type { Declaration, RandomDeclaration } from '../../model/declarations.js';
import { containsEvents } from '../../supports/support.js';
import type { ReplacingTerm } from '../rewritten.js';
import { holdsAny } from '../tensorsOf.js';

export interface DiscreteTerm extends ReplacingTerm {
  /** What it stands for, word for word, or undefined when it is a sum over others. */
  readonly declaration?: Declaration;
}

/** The term of a declaration; undefined for one that has none. */
export function termOf(declaration: Declaration, discrete: ReadonlySet<Tensor>): DiscreteTerm | undefined {
  const { name } = declaration;
  switch (declaration.kind) {
    case 'random': {
      const role = declaration.observed ? 'likelihood' : 'prior';
      return { name, role, pointwise: guardedDensity(declaration, discrete), standsFor: [declaration], declaration };
    }
    case 'factor': {
      const { role, variable, standsFor } = declaration;
      return { name, role, pointwise: variable, standsFor, declaration };
    }
    case 'potential':
      return { name, role: 'likelihood', pointwise: declaration.variable, standsFor: [], declaration };
    default:
      return undefined;
  }
}

/** Log density of each event; -Infinity where a parameter or the support, which depend on discrete variables, forbid it. */
function guardedDensity(declaration: RandomDeclaration, discrete: ReadonlySet<Tensor>): Tensor {
  const { distribution, parameters, support, variable, value, gaps, observed } = declaration;
  const x = value ?? variable;
  let density = distribution.logProb(x, parameters);
  for (const [key, tensor] of Object.entries(parameters)) {
    const spec = distribution.parameters[key];
    if (spec === undefined || !holdsAny(tensor, discrete)) continue;
    density = where(containsEvents(spec.constraint, tensor, spec.rank ?? 0), density, Number.NEGATIVE_INFINITY);
  }
  const within = containsEvents(support, x, distribution.eventRank);
  if (observed && holdsAny(within, discrete)) density = where(within, density, Number.NEGATIVE_INFINITY);
  return gaps?.mask === undefined ? density : where(gaps.mask, density, 0);
}
