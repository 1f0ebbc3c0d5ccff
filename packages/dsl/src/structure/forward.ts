/** Leaves out variables that no term depends on: given the rest, they have the distribution that they are declared with. */
import { constant } from '@credence/autodiff';
import { type Declaration, isFree, type RandomDeclaration } from '../model/declarations.js';
import { withoutDraws } from '../predict/eventDraws.js';
import type { Restoration, StructurePass, StructureStep } from './pass.js';
import { type ReplacingTerm, withTerms } from './rewritten.js';
import { boundedParameters, enters } from './tensorsOf.js';

export const drawForward: StructurePass = {
  name: 'marginalize',
  apply: (declared) => {
    let model = declared;
    const restorations: Restoration[] = [];
    const steps: StructureStep[] = [];
    // Those declared last first: what only they depended on follows.
    for (const declaration of declared.declarations.filter(isFree).reverse()) {
      if (isNeeded(declaration, model.declarations)) continue;
      model = withTerms(model, new Set(), new Set([declaration]), remainsOf(declaration));
      restorations.unshift({ kind: 'forward', declaration });
      steps.push({
        rewrite: 'marginalize',
        variable: declaration.name,
        applied: true,
        text: 'no data depend on it: drawn forward',
      });
    }
    return { model, restorations, steps };
  },
};

/** The conditions on its parameters, where there may be any. */
function remainsOf(declaration: RandomDeclaration): readonly ReplacingTerm[] {
  if (boundedParameters(declaration).length === 0) return [];
  return [{ name: declaration.name, role: 'prior', pointwise: constant(0), standsFor: [declaration] }];
}

/** Whether another term depends on it, or it can only be sampled. */
function isNeeded(declaration: RandomDeclaration, declarations: readonly Declaration[]): boolean {
  const { variable, unrestricted } = declaration;
  // What a restriction cuts off may depend on parameters, and is not divided by.
  if (unrestricted !== undefined || withoutDraws(declaration) !== undefined) return true;
  return declarations.some((other) => other !== declaration && enters(variable, other));
}
