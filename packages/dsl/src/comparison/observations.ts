/** Log likelihoods of all observations of a fit, with their names and values. */
import { CredenceError } from '@credence/numerics';
import type { PointwiseLogLikelihood } from '@credence/samplers';
import type { Dataset } from '../inference/dataset.js';
import { InferenceData } from '../inference/inferenceData.js';
import type { Posterior } from '../posterior/posterior.js';

/** A fit that knows the log likelihood of its observations: a posterior, or inference data with a group log_likelihood. */
export type Fit = Posterior | InferenceData;

/** What was observed, to tell whether two models saw the same. */
export interface Observations {
  /** `y[Choate]`, variable after variable. */
  readonly names: readonly string[];
  /** Observed values, variable after variable, where the fit knows them. */
  readonly values: Float64Array | undefined;
}

export interface Pointwise {
  readonly logLikelihood: PointwiseLogLikelihood;
  readonly observations: Observations;
}

/**
 * @param variables names of observed variables; default all
 * @throws CredenceError comparison/no-log-likelihood, inference/variable
 */
export function pointwiseOf(fit: Fit, variables: readonly string[] | undefined): Pointwise {
  const [all, observed] = groupsOf(fit);
  const dataset = variables === undefined ? all : all.only(variables);
  const columns = [...dataset].flatMap((array) => [...array.columns()]);
  return {
    logLikelihood: columns.map(({ chains }) => chains),
    observations: {
      names: columns.map(({ name }) => name),
      values: observed === undefined ? undefined : valuesOf(observed, dataset.names),
    },
  };
}

function groupsOf(fit: Fit): readonly [Dataset, Dataset | undefined] {
  const data = fit instanceof InferenceData ? fit : fit.toInferenceData({ logLikelihood: true });
  if (!data.has('log_likelihood')) {
    throw new CredenceError(
      'comparison/no-log-likelihood',
      'This inference data has no group log_likelihood. Add it: posterior.toInferenceData({ logLikelihood: true }), or with({ log_likelihood: logLikelihood(idata, { model }) }).',
      { groups: data.groups },
    );
  }
  return [data.group('log_likelihood'), data.has('observed_data') ? data.group('observed_data') : undefined];
}

/** Undefined unless all variables are there. */
function valuesOf(observed: Dataset, names: readonly string[]): Float64Array | undefined {
  if (!names.every((name) => observed.has(name))) return undefined;
  const parts = names.map((name) => observed.variable(name).values);
  const values = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    values.set(part, at);
    at += part.length;
  }
  return values;
}

/**
 * Models can be compared on the same observations in the same order: by their values where both fits know them, else by
 * their names.
 * @throws CredenceError comparison/observations
 */
export function checkSameObservations(
  [firstName, first]: readonly [string, Observations],
  [otherName, other]: readonly [string, Observations],
): void {
  const fail = (reason: string, details: object): never => {
    throw new CredenceError(
      'comparison/observations',
      `'${firstName}' and '${otherName}' cannot be compared: ${reason}. Models are compared on the same observations in the same order, and on the same scale (a density of y is none of log y).`,
      { first: firstName, second: otherName, ...details },
    );
  };
  if (first.names.length !== other.names.length) {
    fail(`they have ${first.names.length} and ${other.names.length} observations`, {});
  }
  if (first.values !== undefined && other.values !== undefined) {
    const [a, b] = [first.values, other.values];
    const at = a.findIndex((value, i) => value !== b[i] && !(Number.isNaN(value) && Number.isNaN(b[i])));
    if (at !== -1 || a.length !== b.length) {
      fail(`observed value ${at} is ${a[at]} in one and ${b[at]} in the other`, { position: at });
    }
    return;
  }
  const at = first.names.findIndex((name, i) => name !== other.names[i]);
  if (at !== -1)
    fail(`observation ${at} is ${first.names[at]} in one and ${other.names[at]} in the other`, { position: at });
}
