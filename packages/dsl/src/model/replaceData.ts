/** New values for data of a model, of the shape and type they had. */
import { CredenceError } from '@credence/numerics';
import { type ArrayData, type DataArray, dataArray } from './arrays.js';
import { same } from './shapes.js';

/** @throws CredenceError model/unknown-data, data/shape, data/integer, data/... */
export function replacement(
  model: string,
  data: ReadonlyMap<string, DataArray>,
  name: string,
  values: ArrayData,
): DataArray {
  const old = data.get(name);
  if (old === undefined) {
    const known = [...data.keys()];
    throw new CredenceError(
      'model/unknown-data',
      `withData: the model '${model}' has no data '${name}'. It has ${known.join(', ') || 'none'}.`,
      { name, known },
    );
  }
  const array = dataArray(values, name);
  if (!same(array.shape, old.shape)) {
    throw new CredenceError(
      'data/shape',
      `withData: '${name}' has the shape [${old.shape.join(', ')}], and the new values [${array.shape.join(', ')}]. ` +
        'For data of another shape declare the model anew, for example in a function of its data.',
      { name, shape: old.shape, given: array.shape },
    );
  }
  if (old.dtype === 'int32') checkWhole(`withData: ${name} was declared with whole numbers (dtype int32), and`, array);
  return { ...array, dtype: old.dtype };
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
