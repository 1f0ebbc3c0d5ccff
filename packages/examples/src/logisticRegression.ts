/**
 * Logistic regression: does a patient respond, given dose and age (both standardised)?
 *
 * The data are simulated, so the answer is known: intercept 0.5, effect of dose 1.2, of age -0.7.
 */
import { Model, sample } from '@credence/dsl';
import { exp, keyFromSeed, stream } from '@credence/numerics';

const truth = { intercept: 0.5, effects: [1.2, -0.7] };

/** One row of (dose, age) for each patient, and whether he or she responded. */
export function simulatePatients(count: number, seed: number): { covariates: number[][]; responded: number[] } {
  const random = stream(keyFromSeed(seed), 0);
  const covariates = Array.from({ length: count }, () => [random.normal(), random.normal()]);
  const responded = covariates.map((row) => {
    const logit = row.reduce((sum, value, k) => sum + value * truth.effects[k]!, truth.intercept);
    return random.uniform() < 1 / (1 + exp(-logit)) ? 1 : 0;
  });
  return { covariates, responded };
}

export function logisticRegression(covariates: number[][], responded: number[]): Model {
  const model = new Model('logistic regression', { coords: { covariate: ['dose', 'age'] } });
  const X = model.data('X', covariates);
  const intercept = model.normal('intercept', { mu: 0, sigma: 2.5 });
  const effects = model.normal('effects', { mu: 0, sigma: 2.5 }, { dims: ['covariate'] });
  model.bernoulli('responded', { logit: intercept.add(X.matMul(effects)) }, { observed: responded });
  return model;
}

export async function main(): Promise<void> {
  const { covariates, responded } = simulatePatients(500, 1);
  const posterior = await sample(logisticRegression(covariates, responded), { seed: 1 });
  console.log(`True values: intercept ${truth.intercept}, effects ${truth.effects.join(', ')}`);
  console.log(posterior.summary().toString());
}
