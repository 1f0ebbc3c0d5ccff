/** New values for data of a model. */
import { CredenceError } from '@credence/numerics';
import { type ArrayData, type DataArray, dataArray } from './arrays.js';
import { same } from './shapes.js';

/**
 * All data of a model, with those given in place of the old ones.
 * @throws CredenceError model/unknown-data, data/...
 */
export function replacedData(
  model: string,
  data: ReadonlyMap<string, DataArray>,
  given: Readonly<Record<string, ArrayData>>,
): Map<string, DataArray> {
  const known = [...data.keys()].filter((name) => !name.includes('#'));
  const replaced = new Map(data);
  for (const [name, values] of Object.entries(given)) {
    if (!known.includes(name)) {
      throw new CredenceError(
        'model/unknown-data',
        `withData: the model '${model}' has no data '${name}'. It has ${known.join(', ') || 'none'}.`,
        { name, known },
      );
    }
    replaced.set(name, dataArray(values, name));
  }
  return replaced;
}

export function sameShapes(arrays: ReadonlyMap<string, DataArray>, old: ReadonlyMap<string, DataArray>): boolean {
  return [...arrays].every(([name, { shape }]) => same(shape, old.get(name)?.shape ?? []));
}

/**
 * Data with the types that their nodes have.
 * @throws CredenceError data/integer where whole numbers were declared
 */
export function keptTypes(
  arrays: ReadonlyMap<string, DataArray>,
  old: ReadonlyMap<string, DataArray>,
): Map<string, DataArray> {
  const kept = new Map<string, DataArray>();
  for (const [name, array] of arrays) {
    const dtype = old.get(name)?.dtype ?? array.dtype;
    if (dtype === 'int32') checkWhole(`withData: ${name} was declared with whole numbers (dtype int32), and`, array);
    kept.set(name, { ...array, dtype });
  }
  return kept;
}

/** @throws CredenceError data/integer */
export function checkWhole(what: string, array: DataArray): void {
  if (array.whole) return;
  const index = array.values.findIndex((value) => !Number.isInteger(value));
  throw new CredenceError(
    'data/integer',
    `${what} must hold whole numbers; value ${index} is ${array.values[index]}. Declare it with { dtype: 'float64' } to allow others.`,
    { index, value: array.values[index] },
  );
}
