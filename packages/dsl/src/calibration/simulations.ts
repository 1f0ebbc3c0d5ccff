/** Data sets drawn from a model, each with the values that made it. */
import type { Dataset } from '../inference/dataset.js';
import type { InferenceData } from '../inference/inferenceData.js';
import type { ShapedArray } from '../model/arrays.js';
import { type ModelSnapshot, randomDeclarations } from '../model/declarations.js';
import { samplePriorPredictive } from '../predict/samplePriorPredictive.js';
import type { ValuesByName } from './options.js';

/** One draw of a whole model. */
export interface Simulation {
  /** What is not observed: free variables, imputed values and deterministics. */
  readonly truth: ValuesByName;
  /** Observed variables, whole. */
  readonly data: ValuesByName;
  /** The data by the names that `withData` takes; values that were missing are missing again. */
  readonly observed: Readonly<Record<string, ShapedArray>>;
}

/**
 * Simulations 0 ... count - 1 of a model; one depends on the seed and its number alone.
 * @throws CredenceError predict/no-random, predict/parameter
 */
export function simulationsOf(model: ModelSnapshot, count: number, seed: number): (index: number) => Simulation {
  const drawn = samplePriorPredictive(model, { draws: count, seed });
  const free = rowReaders(drawn, 'prior');
  const replicated = rowReaders(drawn, 'prior_predictive');
  const imputed = randomDeclarations(model).flatMap(({ name, gaps }) =>
    gaps?.imputed === undefined ? [] : [{ from: name, ...gaps.imputed }],
  );
  return (index) => {
    const truth = free(index);
    const data = replicated(index);
    for (const { from, name, places } of imputed) {
      truth[name] = Float64Array.from(places, (place) => data[from]?.[place] ?? Number.NaN);
    }
    return { truth, data, observed: observedOf(model, data) };
  };
}

function observedOf(model: ModelSnapshot, data: ValuesByName): Readonly<Record<string, ShapedArray>> {
  const observed: Record<string, ShapedArray> = {};
  for (const [name, values] of Object.entries(data)) {
    const declared = model.data.get(name);
    if (declared === undefined) continue;
    const known = values.map((value, i) => (Number.isNaN(declared.values[i]) ? Number.NaN : value));
    observed[model.observedData.get(name) ?? name] = { values: known, shape: declared.shape };
  }
  return observed;
}

/** Reads the values of one draw of every variable of a group. */
function rowReaders(drawn: InferenceData, group: string): (index: number) => Record<string, Float64Array> {
  const arrays: Dataset | readonly never[] = drawn.has(group) ? drawn.group(group) : [];
  return (index) => {
    const row: Record<string, Float64Array> = {};
    for (const array of arrays) row[array.name] = array.rows(index, index + 1);
    return row;
  };
}
