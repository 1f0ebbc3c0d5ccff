/** All that belongs to one inference, in groups by ArviZ's names. */
import { CredenceError, closest } from '@credence/numerics';
import { inspect } from '../inspect.js';
import type { Summary } from '../posterior/summary.js';
import type { Dataset } from './dataset.js';
import type { Attributes } from './labelledArray.js';
import { checkDims, type IndexSelection, type LabelSelection } from './selection.js';
import type { SummaryRequest } from './summarize.js';

/** Groups that the library makes; names of ArviZ's schema. A file may hold others. */
export const GROUPS = [
  /** Draws of free variables and deterministics. */
  'posterior',
  /** Statistics of the sampler, one value a draw. */
  'sample_stats',
  /** Draws of observed variables given posterior draws: replicated data. */
  'posterior_predictive',
  /** The same for new data, with deterministics and what had to be drawn anew. */
  'predictions',
  /** Log density of every observation (nats). */
  'log_likelihood',
  'prior',
  'prior_predictive',
  'observed_data',
  'constant_data',
  /** Data that predictions were made for. */
  'predictions_constant_data',
] as const;

export type GroupName = (typeof GROUPS)[number];

export interface GroupChoice {
  /** Groups that it is done to. Default: all that have the dimension; for `chain` and `draw` not those of the prior. */
  readonly groups?: readonly string[];
}

/**
 * Datasets by group name: plain data, the same whether it comes from a run or from a file.
 *
 * @example
 * const idata = posterior.toInferenceData();
 * idata.group('posterior').variable('mu').values;
 * idata.sel({ chain: [0, 1] }).thin(10).summary();
 */
export class InferenceData {
  readonly attributes: Attributes;
  readonly #groups: ReadonlyMap<string, Dataset>;

  constructor(groups: Readonly<Record<string, Dataset>> | ReadonlyMap<string, Dataset>, attributes: Attributes = {}) {
    this.#groups = new Map(isMap(groups) ? groups : Object.entries(groups));
    this.attributes = attributes;
  }

  /** Names of its groups, in order. */
  get groups(): readonly string[] {
    return [...this.#groups.keys()];
  }

  has(group: GroupName | (string & {})): boolean {
    return this.#groups.has(group);
  }

  /** @throws CredenceError inference/group */
  group(group: GroupName | (string & {})): Dataset {
    const dataset = this.#groups.get(group);
    if (dataset !== undefined) return dataset;
    const guess = closest(group, this.groups);
    throw new CredenceError(
      'inference/group',
      `There is no group '${group}' in this inference data. ${guess === undefined ? `It has ${this.groups.join(', ') || 'none'}.` : `Did you mean '${guess}'?`}`,
      { group, known: this.groups },
    );
  }

  /** Warnings that its groups carry in the attribute `warnings`: `prior: Forward draws do not hear ...`. */
  get warnings(): readonly string[] {
    return [...this.#groups].flatMap(([name, { attributes }]) => {
      const { warnings = [] } = attributes;
      return (Array.isArray(warnings) ? warnings : [warnings]).map((warning) => `${name}: ${warning}`);
    });
  }

  /** Names and datasets. */
  entries(): IterableIterator<[string, Dataset]> {
    return this.#groups.entries();
  }

  /** With groups added, or exchanged for those of the same name. */
  with(groups: InferenceData | Readonly<Record<string, Dataset>>): InferenceData {
    const more = groups instanceof InferenceData ? groups.entries() : Object.entries(groups);
    const attributes = groups instanceof InferenceData ? groups.attributes : {};
    return new InferenceData(new Map([...this.#groups, ...more]), { ...this.attributes, ...attributes });
  }

  /** Only some of its groups. @throws CredenceError inference/group */
  only(groups: readonly string[]): InferenceData {
    return new InferenceData(new Map(groups.map((group) => [group, this.group(group)])), this.attributes);
  }

  /**
   * The part with chosen labels, in every group that has the dimension; `chain` and `draw` of the prior's groups stay
   * unless the groups are named.
   * @example idata.sel({ school: 'Choate', chain: [0, 1] })
   * @throws CredenceError inference/dim, inference/label, inference/choice, inference/group
   */
  sel(selection: LabelSelection, choice: GroupChoice = {}): InferenceData {
    return this.#select('sel', selection, choice, (dataset, own) => dataset.sel(own));
  }

  /**
   * The same by indices.
   * @example idata.isel({ draw: { from: 500 } })
   * @throws CredenceError inference/dim, inference/index, inference/choice, inference/group
   */
  isel(selection: IndexSelection, choice: GroupChoice = {}): InferenceData {
    return this.#select('isel', selection, choice, (dataset, own) => dataset.isel(own));
  }

  /** Every `step`-th draw of each chain, in all groups with draws but the prior's. @throws CredenceError inference/thin */
  thin(step: number, choice: GroupChoice = {}): InferenceData {
    return this.#map((name, dataset) => (affected(name, 'draw', choice) ? dataset.thin(step) : dataset));
  }

  /**
   * Summary of a group with draws.
   * @param request.group default `posterior`
   * @throws CredenceError inference/group, inference/variable, inference/not-sampled
   */
  summary(request: SummaryRequest & { readonly group?: GroupName | (string & {}) } = {}): Summary {
    const { group = 'posterior', ...rest } = request;
    return this.group(group).summary(rest);
  }

  toString(): string {
    const lines = [...this.#groups].map(([name, dataset]) => {
      const sizes = Object.entries(dataset.sizes).map(([dim, size]) => `${dim}: ${size}`);
      return `  ${name} (${sizes.join(', ')}): ${dataset.names.join(', ')}`;
    });
    return ['InferenceData', ...lines, ...this.warnings.map((warning) => `  warning: ${warning}`)].join('\n');
  }

  [inspect](): string {
    return this.toString();
  }

  #select<C>(
    method: string,
    selection: Readonly<Record<string, C>>,
    choice: GroupChoice,
    select: (dataset: Dataset, own: Readonly<Record<string, C>>) => Dataset,
  ): InferenceData {
    for (const group of choice.groups ?? []) this.group(group);
    const reached = [...this.#groups].filter(([name]) => choice.groups?.includes(name) ?? true);
    const dims = new Set(reached.flatMap(([, dataset]) => Object.keys(dataset.coords)));
    checkDims(method, 'the inference data', Object.keys(selection), [...dims]);
    return this.#map((name, dataset) => {
      const own = Object.entries(selection).filter(
        ([dim]) => dataset.coords[dim] !== undefined && affected(name, dim, choice),
      );
      return own.length === 0 ? dataset : select(dataset, Object.fromEntries(own));
    });
  }

  #map(change: (name: string, dataset: Dataset) => Dataset): InferenceData {
    const changed = [...this.#groups].map(([name, dataset]) => [name, change(name, dataset)] as const);
    return new InferenceData(new Map(changed), this.attributes);
  }
}

/** Prior draws are other draws than those of the posterior, so their chains and draws are left alone unless named. */
function affected(group: string, dim: string, { groups }: GroupChoice): boolean {
  if (groups !== undefined) return groups.includes(group);
  return !(dim === 'chain' || dim === 'draw') || !group.startsWith('prior');
}

function isMap(
  groups: Readonly<Record<string, Dataset>> | ReadonlyMap<string, Dataset>,
): groups is ReadonlyMap<string, Dataset> {
  return Object.prototype.toString.call(groups) === '[object Map]';
}
