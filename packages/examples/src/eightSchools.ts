/**
 * Eight schools: how much did coaching raise test scores, given an estimate and its standard error for each school?
 *
 * The effects share a mean and a spread. They are written as mu + tau * standardised effect, because with so little data on
 * tau the posterior of (tau, effects) is a funnel, which the standardised form straightens.
 *
 * Data: Rubin (1981), Estimation in parallel randomized experiments, Journal of Educational Statistics 6(4).
 */
import { Model, sample } from '@credence/dsl';

const effect = [28, 8, -3, 7, -1, 1, 18, 12];
const standardError = [15, 10, 16, 11, 9, 11, 10, 18];
const school = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];

export function eightSchools(): Model {
  const model = new Model('eight schools', { coords: { school } });
  const mu = model.normal('mu', { mu: 0, sigma: 5 });
  const tau = model.halfCauchy('tau', { beta: 5 });
  const standardised = model.normal('standardised', { mu: 0, sigma: 1 }, { dims: ['school'] });
  const theta = model.deterministic('theta', mu.add(tau.mul(standardised)), { dims: ['school'] });
  model.normal('effect', { mu: theta, sigma: standardError }, { observed: effect });
  return model;
}

export async function main(): Promise<void> {
  const posterior = await sample(eightSchools(), { draws: 1000, tune: 1000, chains: 4, seed: 1, targetAccept: 0.95 });
  console.log(posterior.summary(['mu', 'tau', 'theta']).toString());
}
