/** Forward draws as datasets: dims and labels of the model, and notes of what was drawn anew and what was not heard. */
import { Dataset } from '../inference/dataset.js';
import { type Attributes, LabelledArray } from '../inference/labelledArray.js';
import type { Label } from '../inference/labels.js';
import type { ModelSnapshot } from '../model/declarations.js';
import { labelsOf, namedDims, typeOf } from '../posterior/groups.js';

/** Labels of the chains and draws that forward draws belong to. */
export interface DrawLabels {
  readonly chain: readonly Label[];
  readonly draw: readonly Label[];
}

/** Values of forward draws as a dataset. */
export function drawnDataset(
  model: ModelSnapshot,
  values: ReadonlyMap<string, Float64Array>,
  labels: DrawLabels,
  attributes: Attributes,
): Dataset {
  const coords = { ...labelsOf(model.dimensions), ...labels };
  const arrays = model.declarations.flatMap((declaration) => {
    const { name, variable } = declaration;
    const own = values.get(name);
    if (own === undefined) return [];
    const dims = ['chain', 'draw', ...namedDims(name, variable.shape, variable.dims)];
    const shape = [labels.chain.length, labels.draw.length, ...variable.shape];
    return [new LabelledArray({ name, dims, shape, dtype: typeOf(declaration, model.data), coords, values: own })];
  });
  return new Dataset(arrays, attributes);
}

/** Notes beside forward draws. */
export function notes(seed: number, model: ModelSnapshot, ignoredPotentials: readonly string[]): Attributes {
  const potentials = ignoredPotentials.map((name) => `'${name}'`).join(', ');
  const warnings =
    ignoredPotentials.length === 0
      ? {}
      : {
          warnings: [
            `Forward draws do not hear the potential ${potentials}: variables that it acts on were drawn as if it were not there.`,
          ],
        };
  return { inference_library: 'credence', model: model.name, seed, ...warnings };
}
