/** What a model says before it sees data: draws of all its variables from their priors. */
import { CredenceError, display, keyFromSeed, split } from '@credence/numerics';
import type { Dataset } from '../inference/dataset.js';
import { InferenceData } from '../inference/inferenceData.js';
import { rangeLabels } from '../inference/labels.js';
import type { ModelSnapshot } from '../model/declarations.js';
import type { Model } from '../model/model.js';
import { checkOptions } from '../model/options.js';
import type { Variable } from '../model/variable.js';
import { constantData, observedData } from '../posterior/groups.js';
import { randomSeed } from '../sample/randomSeed.js';
import { forwardDraws } from './forward.js';
import { drawnDataset, notes } from './groups.js';
import { forwardPlan } from './plan.js';

export interface PriorPredictiveOptions {
  /** Default 500. */
  readonly draws?: number;
  /** Fixes every draw, on every machine. Default: another one each time. */
  readonly seed?: number;
  /** Names or handles of the variables wanted. Default: all, observed ones and deterministics too. */
  readonly variables?: readonly (Variable | string)[];
}

/** Child of a seed's key from which forward draws are made; chains of a sampler have the small numbers. */
export const FORWARD = 2 ** 32;

/**
 * Draws from the prior: each variable given those it depends on, as declared, whatever was observed. A variable's draws
 * depend on the seed and on what it depends on, and not on which others are asked for or how many draws are made.
 *
 * Potentials are not heard; `warnings` of the group's attributes says which, where they act on what was drawn.
 *
 * @returns groups `prior` (free variables and deterministics), `prior_predictive` (observed variables), `observed_data`,
 * `constant_data`; one chain
 * @example samplePriorPredictive(model, { draws: 1000, seed: 1 }).group('prior_predictive').variable('y').values
 * @throws CredenceError predict/no-random, predict/parameter, predict/unknown-variable, predict/draws, model/option
 */
export function samplePriorPredictive(
  model: Model | ModelSnapshot,
  options: PriorPredictiveOptions = {},
): InferenceData {
  const where = 'samplePriorPredictive';
  checkOptions(`${where}(model, options)`, options, ['draws', 'seed', 'variables']);
  const { draws = 500, seed = randomSeed() } = options;
  if (!Number.isSafeInteger(draws) || draws < 1) {
    throw new CredenceError('predict/draws', `${where}: draws must be a whole number > 0, not ${display(draws)}.`, {
      draws,
    });
  }
  const snapshot = 'snapshot' in model ? model.snapshot() : model;
  const forward = snapshot.forward({});
  const random = forward.declarations.filter(({ kind }) => kind === 'random').map(({ name }) => name);
  const values = forward.declarations.filter(({ kind }) => kind === 'random' || kind === 'deterministic');
  const plan = forwardPlan({
    where,
    model: forward,
    drawn: new Set(random),
    unfit: () => undefined,
    changedData: new Set(),
    wanted: namesOf(options.variables) ?? values.map(({ name }) => name),
  });
  const key = split(keyFromSeed(seed), FORWARD);
  const kept = forwardDraws({ where, model: forward, plan, source: new Map(), chains: 1, draws, key });
  const observed = observedData(snapshot);
  const all = drawnDataset(
    forward,
    kept,
    { chain: rangeLabels(1), draw: rangeLabels(draws) },
    notes(seed, snapshot, plan.ignoredPotentials),
  );
  const groups: [string, Dataset][] = [
    ['prior', all.only(all.names.filter((name) => !observed.has(name)))],
    ['prior_predictive', all.only(all.names.filter((name) => observed.has(name)))],
    ['observed_data', observed],
    ['constant_data', constantData(snapshot)],
  ];
  return new InferenceData(new Map(groups.filter(([, { names }]) => names.length > 0)));
}

/** Names of variables given by name or handle. */
export function namesOf(variables: readonly (Variable | string)[] | undefined): readonly string[] | undefined {
  return variables?.map((variable) => (typeof variable === 'string' ? variable : variable.name));
}
