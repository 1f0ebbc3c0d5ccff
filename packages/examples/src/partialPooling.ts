/**
 * Partial pooling: N objects, each with a value mu_i of its own that was measured once, as x_i, with a known error alpha.
 *
 *   theta_mu ~ uniform(-5, 5)        mean of the values
 *   theta_sigma ~ uniform(0, 2)      their spread
 *   mu_i ~ normal(theta_mu, theta_sigma)
 *   x_i ~ normal(mu_i, alpha)
 *
 * The data are simulated with theta_mu = 0 and theta_sigma = 1. Times of all stages are printed after the summary.
 */
import { Model, sample } from '@credence/dsl';
import { keyFromSeed, stream } from '@credence/numerics';

/** N measurements of values whose mean is 0 and whose spread is 1, with error `alpha`. */
export function simulateMeasurements(N: number, alpha: number, seed: number): Float64Array {
  const random = stream(keyFromSeed(seed), 0);
  return Float64Array.from({ length: N }, () => {
    const value = random.normal();
    return value + alpha * random.normal();
  });
}

export function partialPooling(x: Float64Array, alpha: number): Model {
  const model = new Model('partial pooling');
  const thetaMu = model.uniform('theta_mu', { lower: -5, upper: 5 });
  const thetaSigma = model.uniform('theta_sigma', { lower: 0, upper: 2 });
  const mu = model.normal('mu', { mu: thetaMu, sigma: thetaSigma }, { shape: x.length });
  model.normal('x', { mu, sigma: alpha }, { observed: x });
  return model;
}

export async function main(): Promise<void> {
  const alpha = 1;
  const x = simulateMeasurements(1000, alpha, 1);

  const begin = performance.now();
  const model = partialPooling(x, alpha);
  const declared = performance.now();
  const posterior = await sample(model, { draws: 1000, tune: 1000, chains: 4, seed: 1 });

  console.log(`${model}\n`);
  console.log('True values: theta_mu 0, theta_sigma 1');
  console.log(`${posterior.summary(['theta_mu', 'theta_sigma'])}\n`);
  console.log(`${posterior.verdict.text}\n`);

  const { compile, bind, warmup, draws, wall } = posterior.seconds;
  const stages = { declare: (declared - begin) / 1000, compile, bind, 'warm-up': warmup, draws };
  for (const [stage, seconds] of Object.entries(stages)) {
    console.log(`${stage.padEnd(8)} ${(1000 * seconds).toFixed(1).padStart(8)} ms`);
  }
  console.log(
    `Warm-up and draws are summed over 4 chains; the chains took ${(1000 * wall).toFixed(0)} ms on the clock.`,
  );
}
