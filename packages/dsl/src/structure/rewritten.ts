/** Models in which terms stand in the place of declarations. */
import { constant, type Tensor } from '@credence/autodiff';
import { distributionOf } from '../distributions/distribution.js';
import { type Declaration, isFree, type ModelSnapshot, type RandomDeclaration } from '../model/declarations.js';
import { namedTensor } from '../model/variable.js';

/** A term of the log density that replaces those of declarations. */
export interface ReplacingTerm {
  readonly name: string;
  readonly role: 'prior' | 'likelihood';
  /** Log density of each element. */
  readonly pointwise: Tensor;
  /** The declarations; the conditions on their parameters still hold. */
  readonly standsFor: readonly RandomDeclaration[];
}

/**
 * The model with terms in the place of declarations. Free variables whose prior is among what is replaced stay, without it.
 * Deterministics are left out: nothing that samples needs them.
 * @param replaced declarations whose terms are in `terms`
 * @param gone variables that are no longer there; `terms` do not hold them
 */
export function withTerms(
  model: ModelSnapshot,
  replaced: ReadonlySet<Declaration>,
  gone: ReadonlySet<Declaration>,
  terms: readonly ReplacingTerm[],
): ModelSnapshot {
  const kept = model.declarations.flatMap((declaration): Declaration[] => {
    if (declaration.kind === 'deterministic' || gone.has(declaration)) return [];
    if (!replaced.has(declaration)) return [declaration];
    return isFree(declaration) ? [withoutPrior(declaration)] : [];
  });
  return { ...model, declarations: [...kept, ...terms.map(termDeclaration)] };
}

function termDeclaration({ name, role, pointwise, standsFor }: ReplacingTerm): Declaration {
  const [first] = standsFor;
  if (first === undefined) throw new Error('a term stands for a declaration');
  return { kind: 'factor', name, role, variable: namedTensor(name, pointwise, undefined), site: first.site, standsFor };
}

/** The variable with its support, and a density that is the same everywhere. */
function withoutPrior(declaration: RandomDeclaration): RandomDeclaration {
  const { name, method, eventRank } = declaration.distribution;
  const { support } = declaration;
  const distribution = distributionOf({ name, method, parameters: {}, eventRank, support, logProb: () => constant(0) });
  return { ...declaration, distribution, parameters: {} };
}
