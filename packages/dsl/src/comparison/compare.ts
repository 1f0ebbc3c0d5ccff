/** Models side by side by how well they predict. */
import {
  type Caveat,
  type ComparedModel,
  type CompareOptions,
  type Comparison,
  compareEstimates,
  type WeightMethod,
} from '@credence/samplers';
import { inspect } from '../inspect.js';
import { checkOptions } from '../model/options.js';
import { fixed, textTable } from '../textTable.js';
import { LooResult, loo } from './loo.js';
import { checkSameObservations, type Fit } from './observations.js';
import { WaicResult, waic } from './waic.js';

export interface CompareRequest extends CompareOptions {
  /** How fits are estimated that are not estimates already. Default `loo`. */
  readonly by?: 'loo' | 'waic';
  /** Names of observed variables. Default: all. */
  readonly variables?: readonly string[];
}

const MEANINGS: Readonly<Record<Caveat, string>> = {
  'small-difference': '|difference| < 4: too small to tell the models apart, and its SE is too small',
  'few-observations': 'fewer than 100 observations: the SE of the difference may be too small',
  'high-k': 'estimates of this model or of the best are not to be trusted: see its loo',
  undefined: 'an elpd or its SE is not a finite number',
};

/** What `compare` found: models, best first. Prints as a table. */
export class ComparisonResult implements Comparison {
  readonly kind: 'loo' | 'waic';
  readonly observations: number;
  readonly models: readonly ComparedModel[];
  readonly method: WeightMethod;
  readonly gap: number | undefined;

  constructor(comparison: Comparison) {
    this.kind = comparison.kind;
    this.observations = comparison.observations;
    this.models = comparison.models;
    this.method = comparison.method;
    this.gap = comparison.gap;
  }

  /** The row of a model, by its name. */
  model(name: string): ComparedModel | undefined {
    return this.models.find((model) => model.name === name);
  }

  toString(): string {
    const { kind } = this;
    const head = ['', `elpd_${kind}`, 'SE', `p_${kind}`, 'difference', 'SE', 'P(worse)', 'weight', 'caveats'];
    const rows = this.models.map((model) => [
      model.name,
      fixed(model.elpd.estimate, 1),
      fixed(model.elpd.standardError, 1),
      fixed(model.effectiveParameters, 1),
      fixed(model.difference.estimate, 1),
      fixed(model.difference.standardError, 1),
      Number.isNaN(model.probabilityWorse) ? '' : fixed(model.probabilityWorse, 2),
      fixed(model.weight, 2),
      model.caveats.join(', '),
    ]);
    const weights = this.method === 'stacking' ? 'stacking' : 'pseudo-BMA+';
    const used = [...new Set(this.models.flatMap(({ caveats }) => caveats))];
    return [
      `${this.models.length} models on ${this.observations} observations, weights by ${weights}`,
      textTable([head, ...rows]),
      ...used.map((caveat) => `${caveat}: ${MEANINGS[caveat]}.`),
    ].join('\n');
  }

  [inspect](): string {
    return this.toString();
  }
}

/**
 * Compares models by their expected log predictive density, with differences to the best, their errors, and weights of the
 * mixture that predicts best.
 *
 * @param models posteriors, inference data with a group log_likelihood, or results of `loo` or `waic`, by name; all of the
 * same observations in the same order
 * @example console.log(compare({ pooled, partial }).toString());
 * @throws CredenceError comparison/observations, comparison/no-models, comparison/kinds, comparison/impossible, model/option,
 * and those of `loo` and `waic`
 *
 * Source: see `compareEstimates`, `stackingWeights` and `pseudoBmaWeights` of @credence/samplers.
 */
export function compare(
  models: Readonly<Record<string, Fit | LooResult | WaicResult>>,
  request: CompareRequest = {},
): ComparisonResult {
  checkOptions('compare(models, options)', request, ['by', 'variables', 'weights', 'seed', 'replications']);
  const { by = 'loo', variables, ...options } = request;
  const chosen = variables === undefined ? {} : { variables };
  const results = Object.entries(models).map(([name, model]) => {
    const known = model instanceof LooResult || model instanceof WaicResult;
    return [name, known ? model : by === 'loo' ? loo(model, chosen) : waic(model, chosen)] as const;
  });
  const [first, ...others] = results;
  for (const other of others) {
    if (first !== undefined) checkSameObservations([first[0], first[1].observed], [other[0], other[1].observed]);
  }
  return new ComparisonResult(compareEstimates(Object.fromEntries(results), options));
}
