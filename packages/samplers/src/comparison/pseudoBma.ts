/** Pseudo-Bayesian model averaging: weights from elpd differences and their uncertainty. */
import { CredenceError, exp, type RngKey, stream } from '@credence/numerics';

/**
 * Weights of models by pseudo-BMA+: the mean of softmax(elpd) over replications of the Bayesian bootstrap of the
 * observations.
 *
 * @param elpd one array a model, log predictive densities in nats of the same observations in the same order, finite
 * @param key decides the replications: the same key gives the same weights
 * @param replications default 1000; more make the weights' Monte Carlo error smaller as 1 / sqrt(replications)
 * @example pseudoBmaWeights([a.pointwise.elpd, b.pointwise.elpd], keyFromSeed(1))
 * @throws CredenceError comparison/replications
 *
 * Source: Yao, Vehtari, Simpson & Gelman (2018), Bayesian Analysis 13(3), section 3.4; Rubin (1981), The Bayesian bootstrap,
 * Annals of Statistics 9(1).
 */
export function pseudoBmaWeights(elpd: readonly Float64Array[], key: RngKey, replications = 1000): Float64Array {
  if (!Number.isInteger(replications) || replications < 1) {
    throw new CredenceError(
      'comparison/replications',
      `The number of bootstrap replications must be a whole number from 1, not ${replications}.`,
      { replications },
    );
  }
  const observations = elpd[0]?.length ?? 0;
  const weights = new Float64Array(elpd.length);
  const masses = new Float64Array(observations);
  for (let b = 0; b < replications; b++) {
    const rng = stream(key, b);
    let total = 0;
    for (let i = 0; i < observations; i++) {
      masses[i] = rng.exponential();
      total += masses[i]!;
    }
    const sums = elpd.map((values) => {
      let sum = 0;
      for (let i = 0; i < observations; i++) sum += masses[i]! * values[i]!;
      return (sum / total) * observations;
    });
    const shares = softmax(sums);
    for (let k = 0; k < weights.length; k++) weights[k] = weights[k]! + shares[k]! / replications;
  }
  return weights;
}

function softmax(values: readonly number[]): readonly number[] {
  const largest = Math.max(...values);
  const powers = values.map((value) => exp(value - largest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}
