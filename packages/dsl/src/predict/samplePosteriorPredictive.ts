/** What a posterior says of data: replications of those it has seen, and predictions for new ones. */
import { CredenceError, keyFromSeed, split } from '@credence/numerics';
import type { Dataset } from '../inference/dataset.js';
import { InferenceData } from '../inference/inferenceData.js';
import { LabelledArray } from '../inference/labelledArray.js';
import { sameLabels } from '../inference/labels.js';
import type { ArrayData, DataArray } from '../model/arrays.js';
import type { ModelSnapshot, RandomDeclaration } from '../model/declarations.js';
import type { Coords } from '../model/dims.js';
import type { Model } from '../model/model.js';
import { checkOptions } from '../model/options.js';
import { same } from '../model/shapes.js';
import type { Variable } from '../model/variable.js';
import { constantData, labelsOf, observedData } from '../posterior/groups.js';
import { randomSeed } from '../sample/randomSeed.js';
import { forwardDraws } from './forward.js';
import { drawnDataset, notes } from './groups.js';
import { forwardPlan } from './plan.js';
import { FORWARD, namesOf } from './samplePriorPredictive.js';
import { drawLabels, modelOf, orderedDraws, type PosteriorTrace, posteriorOf } from './trace.js';

export interface PredictOptions {
  /** Fixes every draw, on every machine. Default: another one each time. */
  readonly seed?: number;
  /**
   * Names or handles of the variables wanted. Default: observed variables, whatever had to be drawn anew, and deterministics
   * that differ from those of the posterior.
   */
  readonly variables?: readonly (Variable | string)[];
  /** Free variables to draw from their distributions although the posterior has draws of them. */
  readonly resample?: readonly (Variable | string)[];
  /** New labels or sizes of dimensions. */
  readonly coords?: Coords;
}

export interface PosteriorPredictiveOptions extends PredictOptions {
  /** The model that the draws belong to. Default: the posterior's own; needed for inference data, which know none. */
  readonly model?: Model | ModelSnapshot;
  /** New values of data, by name, of any shapes that fit together; results are in the group `predictions` then. */
  readonly data?: Readonly<Record<string, ArrayData>>;
}

/** Child of the key of forward draws: draws given a posterior are others than those of the prior. */
const POSTERIOR = 1;

/**
 * Draws of observed variables for every draw of a posterior.
 *
 * Free variables come from the posterior wherever they can. One is drawn anew from its distribution when it is named in
 * `resample`, when its shape or its labels are no longer those of its draws, when there are no draws of it, and when what it
 * depends on changed or was drawn anew. The attribute `resampled` of the group lists them. Deterministics are computed from
 * what there is then. Potentials that act on what is drawn are not heard; `warnings` of the group's attributes names them.
 *
 * A draw depends on the seed, the variable's name, its chain and its place there, and on nothing else that is asked for.
 *
 * @returns groups `posterior_predictive`, `observed_data` and `constant_data`; with `data` or `coords` `predictions` and
 * `predictions_constant_data`
 * @example idata.with(samplePosteriorPredictive(posterior, { seed: 2 }))
 * @throws CredenceError predict/model, predict/nothing, predict/no-random, predict/parameter, predict/unknown-variable,
 * model/unknown-data, model/fixed-shape, shape/..., model/option
 */
export function samplePosteriorPredictive(
  trace: PosteriorTrace | InferenceData,
  options: PosteriorPredictiveOptions = {},
): InferenceData {
  const where = 'samplePosteriorPredictive';
  checkOptions(`${where}(posterior, options)`, options, ['model', 'data', 'seed', 'variables', 'resample', 'coords']);
  const { data = {}, coords, seed = randomSeed() } = options;
  const snapshot = modelOf(where, trace, options.model);
  const forward = snapshot.forward(data, coords);
  const observed = observedData(snapshot);
  const variables = namesOf(options.variables);
  const targets = observed.names.filter((name) => variables?.includes(name) ?? true);
  if (variables === undefined && targets.length === 0) {
    throw new CredenceError(
      'predict/nothing',
      `${where}: the model '${snapshot.name}' observes nothing, so there is nothing to predict. Name what you want by the option variables; a likelihood in a potential cannot be drawn from.`,
      { model: snapshot.name },
    );
  }
  const posterior = posteriorOf(trace);
  const { chain, draw } = drawLabels(posterior);
  const source = sourceOf(posterior, snapshot, forward);
  const plan = forwardPlan({
    where,
    model: forward,
    drawn: new Set([...targets, ...(namesOf(options.resample) ?? [])]),
    unfit: (declaration) => unfit(declaration, source.get(declaration.name), forward),
    changedData: changedData(snapshot, forward),
    wanted: variables,
  });
  const key = split(split(keyFromSeed(seed), FORWARD), POSTERIOR);
  const sizes = { chains: chain.length, draws: draw.length };
  const kept = forwardDraws({ where, model: forward, plan, source, ...sizes, key });
  const resampled = [...plan.resampled.keys()].filter((name) => !observed.has(name));
  const attributes = { ...notes(seed, snapshot, plan.ignoredPotentials), resampled };
  const drawn = drawnDataset(forward, kept, { chain, draw }, attributes);
  const isNew = options.data !== undefined || coords !== undefined;
  const groups: [string, Dataset][] = isNew
    ? [
        ['predictions', drawn],
        ['predictions_constant_data', constantData(forward)],
      ]
    : [
        ['posterior_predictive', drawn],
        ['observed_data', observed],
        ['constant_data', constantData(snapshot)],
      ];
  return new InferenceData(new Map(groups.filter(([, { names }]) => names.length > 0)));
}

/** Draws by name; observed variables that keep their shape have their values in all of them, and those that were imputed. */
function sourceOf(posterior: Dataset, old: ModelSnapshot, forward: ModelSnapshot): Map<string, LabelledArray> {
  const { chain, draw } = drawLabels(posterior);
  const source = orderedDraws(posterior);
  for (const { name, variable, kind } of forward.declarations) {
    const values = old.data.get(name);
    if (kind !== 'random' || values === undefined || !same(values.shape, variable.shape)) continue;
    const declared = old.declarations.find((declaration) => declaration.name === name);
    const imputed = declared?.kind === 'random' ? declared.gaps?.imputed : undefined;
    const missing = imputed === undefined ? undefined : source.get(imputed.name);
    if (missing === undefined && values.values.includes(Number.NaN)) continue;
    const column = (element: number) => {
      const place = imputed?.places.indexOf(element) ?? -1;
      if (missing !== undefined && place >= 0) return missing.column(place);
      return chain.map(() => new Float64Array(draw.length).fill(values.values[element]!));
    };
    const dims = ['chain', 'draw', ...variable.shape.map((_, axis) => `${name}_dim_${axis}`)];
    source.set(name, new LabelledArray({ name, dims, shape: [chain.length, draw.length, ...variable.shape], column }));
  }
  return source;
}

/** Why draws of a variable cannot be taken, in words. */
function unfit(
  { name, variable }: RandomDeclaration,
  array: LabelledArray | undefined,
  forward: ModelSnapshot,
): string | undefined {
  if (array === undefined) return 'there are no draws of it';
  const { elementShape, elementDims, coords } = array;
  if (!same(elementShape, variable.shape)) {
    return `its shape is [${variable.shape.join(', ')}], and that of its draws [${elementShape.join(', ')}]`;
  }
  const labels = labelsOf(forward.dimensions);
  const changed = variable.dims?.find((dim, axis) => {
    const own = elementDims[axis];
    return own === dim && !sameLabels(labels[dim] ?? [], coords[own] ?? []);
  });
  return changed === undefined ? undefined : `'${name}' has other labels along '${changed}' than its draws`;
}

/** Labels of the data that are others than they were. */
function changedData(old: ModelSnapshot, now: ModelSnapshot): ReadonlySet<string> {
  const changed = [...now.data].filter(([label, array]) => !sameData(array, old.data.get(label)));
  return new Set(changed.map(([label]) => label));
}

function sameData(a: DataArray, b: DataArray | undefined): boolean {
  return b !== undefined && same(a.shape, b.shape) && a.values.every((value, i) => Object.is(value, b.values[i]));
}
