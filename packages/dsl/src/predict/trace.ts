/** Draws with their model: what predictions and log likelihoods are computed from. */
import { CredenceError } from '@credence/numerics';
import type { CompiledModel } from '../compile/compiledModel.js';
import type { Dataset } from '../inference/dataset.js';
import { InferenceData } from '../inference/inferenceData.js';
import { LabelledArray } from '../inference/labelledArray.js';
import { rangeLabels } from '../inference/labels.js';
import type { ModelSnapshot } from '../model/declarations.js';
import type { Model } from '../model/model.js';
import type { DrawLabels } from './groups.js';

/** What knows its model and its draws: a Posterior. */
export interface PosteriorTrace {
  readonly compiled: CompiledModel;
  toInferenceData(): InferenceData;
}

/** @throws CredenceError predict/model when inference data come without a model */
export function modelOf(
  where: string,
  trace: PosteriorTrace | InferenceData,
  model: Model | ModelSnapshot | undefined,
): ModelSnapshot {
  if (model !== undefined) return 'snapshot' in model ? model.snapshot() : model;
  if (!(trace instanceof InferenceData)) return trace.compiled.snapshot;
  throw new CredenceError('predict/model', `${where}: inference data know no model. Give it by the option model.`, {});
}

/** The group with posterior draws. @throws CredenceError inference/group */
export function posteriorOf(trace: PosteriorTrace | InferenceData): Dataset {
  return (trace instanceof InferenceData ? trace : trace.toInferenceData()).group('posterior');
}

/** Labels of chains and draws; draws without chains are one chain. */
export function drawLabels({ coords }: Dataset): DrawLabels {
  return { chain: coords.chain ?? rangeLabels(1), draw: coords.draw ?? rangeLabels(0) };
}

/** Variables with draws, by name, with `chain` and `draw` as first dimensions. */
export function orderedDraws(dataset: Dataset): Map<string, LabelledArray> {
  const { chain, draw } = drawLabels(dataset);
  const ordered = new Map<string, LabelledArray>();
  for (const array of dataset) {
    if (!array.sampled) continue;
    const { name, elementDims, elementShape, coords } = array;
    const inOrder = array.dims[0] === 'chain' && array.dims[1] === 'draw';
    const dims = ['chain', 'draw', ...elementDims];
    const shape = [chain.length, draw.length, ...elementShape];
    const column = (element: number) => array.column(element);
    ordered.set(name, inOrder ? array : new LabelledArray({ name, dims, shape, coords, column }));
  }
  return ordered;
}
