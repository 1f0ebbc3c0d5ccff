/** What a run gave as inference data: draws, statistics, and the data of the model. */
import { type Draws, STATISTICS, type Statistic } from '@credence/samplers';
import { Dataset } from '../inference/dataset.js';
import { type ArrayType, type Attributes, LabelledArray } from '../inference/labelledArray.js';
import { type Labels, rangeLabels } from '../inference/labels.js';
import type { DataArray } from '../model/arrays.js';
import type { Declaration, ModelSnapshot } from '../model/declarations.js';
import type { Dimension } from '../model/dims.js';

/** Names of a variable's axes: its own, or ArviZ's `theta_dim_0` where it has none. */
export function namedDims(name: string, shape: readonly number[], dims: readonly string[] | undefined): string[] {
  return shape.map((_, axis) => dims?.[axis] ?? `${name}_dim_${axis}`);
}

/** Labels of a model's dimensions. */
export function labelsOf(dimensions: ReadonlyMap<string, Dimension>): Labels {
  return Object.fromEntries([...dimensions].map(([name, { labels, size }]) => [name, labels ?? rangeLabels(size)]));
}

/** Whether values of a declaration are whole numbers by what they mean. */
export function typeOf(declaration: Declaration, data: ReadonlyMap<string, DataArray>): ArrayType {
  if (declaration.kind === 'random') return declaration.support.discrete === true ? 'int64' : 'float64';
  if (declaration.kind === 'data') return data.get(declaration.name)?.dtype === 'int32' ? 'int64' : 'float64';
  const { dtype } = declaration.variable;
  return dtype === 'int32' ? 'int64' : dtype;
}

/** ArviZ's names for the sampler's statistics. */
const STATISTIC_NAMES: Readonly<Record<Statistic, { readonly name: string; readonly dtype: ArrayType }>> = {
  logDensity: { name: 'lp', dtype: 'float64' },
  energy: { name: 'energy', dtype: 'float64' },
  energyError: { name: 'energy_error', dtype: 'float64' },
  acceptance: { name: 'acceptance_rate', dtype: 'float64' },
  stepSize: { name: 'step_size', dtype: 'float64' },
  leapfrogs: { name: 'n_steps', dtype: 'int64' },
  depth: { name: 'tree_depth', dtype: 'int64' },
  divergent: { name: 'diverging', dtype: 'bool' },
};

/** Statistics of every draw, by ArviZ's names. `lp` holds the Jacobians of the transforms too. */
export function sampleStats(
  draws: Draws,
  attributes: Attributes,
  statistics: readonly Statistic[] = STATISTICS,
): Dataset {
  const shape = [draws.nonEmpty.length, draws.shortest];
  const arrays = statistics.map((statistic) => {
    const { name, dtype } = STATISTIC_NAMES[statistic];
    return new LabelledArray({ name, dims: ['chain', 'draw'], shape, dtype, column: () => draws.statistic(statistic) });
  });
  return new Dataset(arrays, attributes);
}

/** Values of observed variables. */
export function observedData(snapshot: ModelSnapshot): Dataset {
  return boundData(snapshot, (declaration) => declaration.kind === 'random' && declaration.observed);
}

/** Values of `model.data`. */
export function constantData(snapshot: ModelSnapshot): Dataset {
  return boundData(snapshot, ({ kind }) => kind === 'data');
}

function boundData(snapshot: ModelSnapshot, belongs: (declaration: Declaration) => boolean): Dataset {
  const coords = labelsOf(snapshot.dimensions);
  const arrays = snapshot.declarations.filter(belongs).map((declaration) => {
    const { name, variable } = declaration;
    const values = snapshot.data.get(name)?.values ?? new Float64Array(0);
    const dims = namedDims(name, variable.shape, variable.dims);
    return new LabelledArray({
      name,
      dims,
      shape: variable.shape,
      dtype: typeOf(declaration, snapshot.data),
      coords,
      values,
    });
  });
  return new Dataset(arrays);
}
