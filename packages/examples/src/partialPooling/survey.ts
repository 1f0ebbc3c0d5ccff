/** The data: values mu_i of N objects, drawn from one population, and one noisy measurement x_i of each. */
import { keyFromSeed, normalDensity, stream } from '@credence/numerics';

/** Hyperparameters: mean and spread of the population. */
export interface Theta {
  readonly thetaMu: number;
  readonly thetaSigma: number;
}

/** Ends of the uniform priors of the hyperparameters. */
export interface Prior {
  readonly thetaMu: readonly [lower: number, upper: number];
  readonly thetaSigma: readonly [lower: number, upper: number];
}

/** All that an analysis may use. */
export interface Survey {
  /** Measurements. */
  readonly x: Float64Array;
  /** Standard deviation of a measurement's error. */
  readonly alpha: number;
  readonly prior: Prior;
}

/** A survey whose truth is known. */
export interface SimulatedSurvey extends Survey {
  readonly truth: Theta;
  /** The objects' true values mu_i. */
  readonly values: Float64Array;
}

export const notebookPrior: Prior = { thetaMu: [-5, 5], thetaSigma: [0, 2] };

/** Values from a normal population, each measured once with an error of `alpha`. */
export function simulateSurvey(options: {
  readonly objects: number;
  readonly truth: Theta;
  readonly alpha: number;
  readonly seed: number;
  readonly prior?: Prior;
}): SimulatedSurvey {
  const { objects, truth, alpha, seed, prior = notebookPrior } = options;
  const random = stream(keyFromSeed(seed), 0);
  const values = new Float64Array(objects);
  const x = values.map((_, i) => {
    values[i] = truth.thetaMu + truth.thetaSigma * random.normal();
    return values[i]! + alpha * random.normal();
  });
  return { x, alpha, prior, truth, values };
}

/** Density of the population at a value. */
export function populationDensity({ thetaMu, thetaSigma }: Theta): (value: number) => number {
  return (value) => normalDensity((value - thetaMu) / thetaSigma) / thetaSigma;
}
