/** Leaves out variables that no term depends on: given the rest, they have the distribution that they are declared with. */
import { constant, findInputs, type Tensor } from '@credence/autodiff';
import { type Declaration, isFree, type RandomDeclaration } from '../model/declarations.js';
import { namedTensor } from '../model/variable.js';
import { withoutDraws } from '../predict/eventDraws.js';
import type { Restoration, StructurePass, StructureStep } from './pass.js';
import { boundedParameters, tensorsOf } from './tensorsOf.js';

export const drawForward: StructurePass = {
  name: 'marginalize',
  apply: (model) => {
    let declarations = model.declarations;
    const restorations: Restoration[] = [];
    const steps: StructureStep[] = [];
    // Those declared last first: what only they depended on follows.
    for (const declaration of model.declarations.filter(isFree).reverse()) {
      if (isNeeded(declaration, declarations)) continue;
      const { name } = declaration;
      declarations = declarations.flatMap((other) => (other === declaration ? remainsOf(declaration) : other));
      restorations.unshift({ kind: 'forward', declaration });
      steps.push({
        rewrite: 'marginalize',
        variable: name,
        applied: true,
        text: 'no data depend on it: drawn forward',
      });
    }
    const gone = new Set<Tensor>(restorations.map(({ declaration }) => declaration.variable));
    const kept = declarations.filter(
      ({ kind, variable }) => kind !== 'deterministic' || !findInputs([variable]).some((input) => gone.has(input)),
    );
    return { model: restorations.length === 0 ? model : { ...model, declarations: kept }, restorations, steps };
  },
};

/** The conditions on its parameters, where there may be any. */
function remainsOf(declaration: RandomDeclaration): readonly Declaration[] {
  const { name, site } = declaration;
  if (boundedParameters(declaration).length === 0) return [];
  const variable = namedTensor(name, constant(0), undefined);
  return [{ kind: 'factor', name, role: 'prior', variable, site, standsFor: [declaration] }];
}

/** Whether another term depends on it, or it can only be sampled. */
function isNeeded(declaration: RandomDeclaration, declarations: readonly Declaration[]): boolean {
  const { variable, unrestricted } = declaration;
  // What a restriction cuts off may depend on parameters, and is not divided by.
  if (unrestricted !== undefined || withoutDraws(declaration) !== undefined) return true;
  return declarations.some(
    (other) => other !== declaration && tensorsOf(other).some((tensor) => findInputs([tensor]).includes(variable)),
  );
}
