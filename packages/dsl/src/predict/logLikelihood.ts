/** Log density of every observation at every draw: what leave-one-out and WAIC are computed from. */
import { broadcastTo, where as choose, findInputs, logicalAnd, type Tensor } from '@credence/autodiff';
import { CredenceError, closest } from '@credence/numerics';
import type { ScalarChains } from '@credence/samplers';
import { Dataset } from '../inference/dataset.js';
import type { InferenceData } from '../inference/inferenceData.js';
import { LabelledArray } from '../inference/labelledArray.js';
import { type Labels, rangeLabels, sizeOf } from '../inference/labels.js';
import { type ModelSnapshot, type RandomDeclaration, randomDeclarations } from '../model/declarations.js';
import type { Model } from '../model/model.js';
import { checkOptions } from '../model/options.js';
import { same } from '../model/shapes.js';
import type { Variable } from '../model/variable.js';
import { labelsOf, namedDims } from '../posterior/groups.js';
import { containsEvents } from '../supports/support.js';
import { compiledOutputs } from './compiledOutputs.js';
import { drawReader } from './drawReader.js';
import { namesOf } from './samplePriorPredictive.js';
import { drawLabels, modelOf, orderedDraws, type PosteriorTrace, posteriorOf } from './trace.js';

export interface LogLikelihoodOptions {
  /** Names or handles of observed variables. Default: all. */
  readonly variables?: readonly (Variable | string)[];
  /**
   * The model that the draws belong to. Default: the posterior's own; needed for inference data. With other data
   * (`withData`) it gives the log density of observations that the draws have not seen.
   */
  readonly model?: Model | ModelSnapshot;
}

/**
 * Pointwise log likelihood (nats): the log density of each declared observation given each draw, with its constants, and
 * never of priors, latent values or Jacobians.
 *
 * One variable for each observed variable, under its name, with the dimensions `chain`, `draw` and those of the
 * observations. A distribution of vectors gives one value an event, so the vector's dimension is dropped. Where values are
 * missing or masked there is one dimension, `<name>_observed`, of those that were observed, and whole. `columns()` of a
 * variable gives one array a chain for every observation. A variable is computed when its values are first asked for. It is
 * -Infinity where a draw holds an observation impossible, and NaN where a draw that it depends on is NaN.
 *
 * @returns the group `log_likelihood`
 * @example
 * const pointwise = [...logLikelihood(posterior).variable('y').columns()].map(({ chains }) => chains);
 * leaveOneOut(pointwise);
 * @throws CredenceError predict/nothing, predict/unknown-variable, predict/missing-draws, predict/model, model/option
 */
export function logLikelihood(trace: PosteriorTrace | InferenceData, options: LogLikelihoodOptions = {}): Dataset {
  const where = 'logLikelihood';
  checkOptions(`${where}(posterior, options)`, options, ['variables', 'model']);
  const model = modelOf(where, trace, options.model);
  const posterior = posteriorOf(trace);
  const observed = randomDeclarations(model).filter((declaration) => declaration.observed);
  if (observed.length === 0) {
    throw new CredenceError(
      'predict/nothing',
      `${where}: the model '${model.name}' observes nothing. What a potential adds is not told apart by observations.`,
      { model: model.name },
    );
  }
  const known = observed.map(({ name }) => name);
  const wanted = namesOf(options.variables) ?? known;
  for (const name of wanted) {
    if (known.includes(name)) continue;
    const guess = closest(name, known);
    throw new CredenceError(
      'predict/unknown-variable',
      `${where}: '${name}' is no observed variable. ${guess === undefined ? `Observed are ${known.join(', ')}.` : `Did you mean '${guess}'?`}`,
      { name, known },
    );
  }
  const draws = orderedDraws(posterior);
  const { chain, draw } = drawLabels(posterior);
  const coords = { ...labelsOf(model.dimensions), chain, draw };
  const arrays = observed
    .filter(({ name }) => wanted.includes(name))
    .map((declaration) => {
      const { name, variable, distribution } = declaration;
      const batchShape = variable.shape.slice(0, variable.rank - distribution.eventRank);
      const source = inputsOf(model, declaration, draws);
      const seen = seenEvents(declaration, batchShape, labelsOf(model.dimensions));
      const dims = ['chain', 'draw', ...(seen?.dims ?? namedDims(name, batchShape, variable.dims))];
      const shape = [chain.length, draw.length, ...(seen === undefined ? batchShape : [seen.places.length])];
      let columns: readonly ScalarChains[] | undefined;
      const column = (element: number) => {
        columns ??= pointwiseColumns(model, declaration, batchShape, source, chain.length, draw.length);
        return columns[seen?.places[element] ?? element] ?? [];
      };
      return new LabelledArray({ name, dims, shape, coords: { ...coords, ...seen?.labels }, column });
    });
  return new Dataset(arrays, { inference_library: 'credence', model: model.name });
}

/** Events that were observed, where some were not: their places, on one axis `<name>_observed` with the labels of their rows. */
function seenEvents({ name, variable, gaps }: RandomDeclaration, batchShape: readonly number[], labels: Labels) {
  if (gaps === undefined) return undefined;
  const places = Array.from(gaps.seen.keys()).filter((place) => gaps.seen[place]);
  const dim = `${name}_observed`;
  const own = batchShape.map((size, axis) => labels[variable.dims?.[axis] ?? ''] ?? rangeLabels(size));
  const label = (place: number) => {
    let rest = place;
    const parts = batchShape.toReversed().map((size, back) => {
      const at = own[batchShape.length - 1 - back]?.[rest % size] ?? rest % size;
      rest = Math.floor(rest / size);
      return at;
    });
    return parts.length === 1 ? (parts[0] ?? place) : parts.toReversed().join(', ');
  };
  return { places, dims: [dim], labels: { [dim]: places.map(label) } };
}

/** Draws whose values are turned from rows into columns together. */
const BLOCK = 64;

/** Draws of the free variables that an observed one depends on. */
type Source = readonly { readonly declaration: RandomDeclaration; readonly array: LabelledArray }[];

/** @throws CredenceError predict/missing-draws */
function inputsOf(
  model: ModelSnapshot,
  observed: RandomDeclaration,
  draws: ReadonlyMap<string, LabelledArray>,
): Source {
  const free = randomDeclarations(model).filter((declaration) => !declaration.observed);
  const labels = new Set(
    findInputs([...Object.values(observed.parameters), observed.value ?? observed.variable]).flatMap(({ op }) =>
      op.kind === 'source' && op.name === 'parameter' ? [op.label] : [],
    ),
  );
  return free
    .filter(({ name }) => labels.has(name))
    .map((declaration) => {
      const { name, variable } = declaration;
      const array = draws.get(name);
      if (array !== undefined && same(array.elementShape, variable.shape)) return { declaration, array };
      const what = array === undefined ? 'there are none' : `they have the shape [${array.elementShape.join(', ')}]`;
      throw new CredenceError(
        'predict/missing-draws',
        `logLikelihood: '${observed.name}' needs draws of '${name}' of shape [${variable.shape.join(', ')}], and ${what}.`,
        { name, observed: observed.name, shape: variable.shape },
      );
    });
}

/** Log density of every event; -Infinity where a parameter or the value lies outside its range. */
function pointwiseOf(declaration: RandomDeclaration): Tensor {
  const { distribution, parameters, support, unrestricted } = declaration;
  const variable = declaration.value ?? declaration.variable;
  const conditions: Tensor[] = [];
  for (const [key, tensor] of Object.entries(parameters)) {
    const spec = distribution.parameters[key];
    if (spec === undefined || tensor.binding !== 'parameter') continue;
    conditions.push(containsEvents(spec.constraint, tensor, spec.rank ?? 0));
  }
  for (const set of unrestricted === undefined ? [support] : [support, unrestricted]) {
    // What the data belong to was checked when they were declared, and a set of larger events has no truth for each.
    if (set.contains(variable).binding !== 'parameter') continue;
    conditions.push(containsEvents(set, variable, distribution.eventRank));
  }
  const pointwise = distribution.logProb(variable, parameters);
  const [first, ...others] = conditions;
  if (first === undefined) return pointwise;
  const condition = others.reduce((both, other) => logicalAnd(both, other), first);
  return choose(condition, pointwise, Number.NEGATIVE_INFINITY);
}

/** Every observation's log density in every chain, in columns. */
function pointwiseColumns(
  model: ModelSnapshot,
  declaration: RandomDeclaration,
  batchShape: readonly number[],
  source: Source,
  chains: number,
  draws: number,
): readonly ScalarChains[] {
  const size = sizeOf(batchShape);
  const pointwise = pointwiseOf(declaration);
  const whole = same(pointwise.shape, batchShape) ? pointwise : broadcastTo(pointwise, batchShape);
  const variables = source.map((one) => one.declaration);
  const module = compiledOutputs(model, variables, [['pointwise', [whole]]]);
  const readers = source.map(({ array }) => drawReader(array));
  const position = new Float64Array(variables.reduce((sum, { variable }) => sum + variable.size, 0));
  const columns = Array.from({ length: chains }, () => new Float64Array(size * draws));
  const rows = new Float64Array(size * BLOCK);
  for (let chain = 0; chain < chains; chain++) {
    const out = columns[chain]!;
    for (let from = 0; from < draws; from += BLOCK) {
      const to = Math.min(draws, from + BLOCK);
      for (let draw = from; draw < to; draw++) {
        let offset = 0;
        for (const read of readers) {
          const own = read(chain * draws + draw);
          position.set(own, offset);
          offset += own.length;
        }
        const at = (draw - from) * size;
        if (position.some(Number.isNaN)) rows.fill(Number.NaN, at, at + size);
        else rows.set(module.evaluate('pointwise', position)[0] ?? [], at);
      }
      for (let element = 0; element < size; element++) {
        const first = element * draws;
        for (let draw = from; draw < to; draw++) out[first + draw] = rows[(draw - from) * size + element]!;
      }
    }
  }
  return Array.from({ length: size }, (_, element) =>
    columns.map((own) => own.subarray(element * draws, (element + 1) * draws)),
  );
}
