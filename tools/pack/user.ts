// A user's file: it sees only what the packages ship.
import { type Model as DeclaredModel, Model, sample } from '@credence/dsl';

// Exact in float64: functions of Math differ between engines.
const x = Array.from({ length: 200 }, (_, i) => ((i * 37) % 200) / 50 - 2);

function partialPooling(): DeclaredModel {
  const model = new Model('partial pooling');
  const thetaMu = model.uniform('theta_mu', { lower: -5, upper: 5 });
  const thetaSigma = model.uniform('theta_sigma', { lower: 0, upper: 2 });
  const mu = model.normal('mu', { mu: thetaMu, sigma: thetaSigma }, { shape: [x.length] });
  model.normal('x', { mu, sigma: 1 }, { observed: x });
  return model;
}

/** Draws of theta_mu, by workers. */
export async function drawsOfMean(workers: number): Promise<readonly number[]> {
  const posterior = await sample(partialPooling(), {
    draws: 200,
    tune: 200,
    chains: 4,
    seed: 1,
    workers,
    progress: false,
  });
  const draws: Float64Array = posterior.draws('theta_mu').values;
  return Array.from(draws);
}
