/** Which models can be simulated whole: what is drawn forward must be what is declared. */
import { findInputs } from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import type { Declaration, ModelSnapshot, RandomDeclaration } from '../model/declarations.js';
import { declaredAt } from '../model/site.js';

/** @throws CredenceError calibration/potential, calibration/shared-data, calibration/restricted */
export function checkCanSimulate(model: ModelSnapshot): void {
  for (const declaration of model.declarations) {
    if (declaration.kind === 'potential') throw potentialError(declaration);
    if (declaration.kind === 'random') checkRestriction(declaration);
  }
  for (const [observed, data] of model.observedData) checkUnshared(model, observed, data);
}

function potentialError({ name, site }: Declaration): CredenceError {
  return new CredenceError(
    'calibration/potential',
    `simulationBasedCalibration: the potential '${name}'${declaredAt(site)} changes the prior or the likelihood, and cannot be drawn from. Declare what it says as a distribution: custom({ logProb, random }) takes any.`,
    { name },
  );
}

/**
 * A restriction by the option `support` leaves the density as it is. Where the probability of the set depends on other
 * variables the joint prior is then not what forward draws follow.
 */
function checkRestriction({ name, site, unrestricted, support, parameters }: RandomDeclaration): void {
  if (unrestricted === undefined || support.arrange !== undefined) return;
  if (Object.values(parameters).every(({ binding }) => binding !== 'parameter')) return;
  throw new CredenceError(
    'calibration/restricted',
    `simulationBasedCalibration: '${name}'${declaredAt(site)} is restricted to ${support.text} by the option support, which does not normalise its density again, and its parameters are variables: the prior that is sampled is not the one that is drawn forward. Use truncated(...), or fix its parameters.`,
    { name },
  );
}

/** Simulated values take the place of the data, so nothing else may be computed from them. */
function checkUnshared(model: ModelSnapshot, observed: string, data: string): void {
  for (const { name, kind, variable, ...rest } of model.declarations) {
    if (name === observed || kind === 'data') continue;
    const tensors = 'parameters' in rest ? Object.values(rest.parameters) : [variable];
    const labels = findInputs(tensors).flatMap(({ op }) => (op.kind === 'source' && 'label' in op ? [op.label] : []));
    if (!labels.includes(data)) continue;
    throw new CredenceError(
      'calibration/shared-data',
      `simulationBasedCalibration: '${observed}' observes the data '${data}', and '${name}' is computed from them too, so simulated values would not follow the model. Declare the values that '${name}' needs as data of their own, or the whole as one distribution.`,
      { observed, data, name },
    );
  }
}
