/** What users give as a value, as a tensor of one model. */
import { findInputs, Tensor } from '@credence/autodiff';
import { CredenceError, display } from '@credence/numerics';
import { formula } from '../formula/formula.js';
import { type ArrayData, type DataArray, dataArray, isArrayData } from './arrays.js';
import { checkNumbers } from './checks.js';
import type { Declaration } from './declarations.js';
import type { OwnNodes } from './ownNodes.js';
import { numberTensor, type Value } from './values.js';
import { dataVariable, Variable } from './variable.js';

/** What a model knows of its names. */
export interface Known {
  readonly own: OwnNodes;
  readonly byName: ReadonlyMap<string, Declaration>;
  readonly data: ReadonlyMap<string, DataArray>;
}

/**
 * A tensor from what a user gave; arrays become data under `label`.
 * @param pending where those data are put
 * @throws CredenceError model/value, model/foreign-variable, formula/..., data/..., index/range, shape/stretch
 */
export function toTensor(
  value: Value,
  label: string,
  where: string,
  known: Known,
  pending: Map<string, DataArray>,
): Tensor {
  const tensor = readValue(value, label, where, known, pending);
  checkComplete(tensor, where, known);
  return tensor;
}

/**
 * Nothing is computed from values that are missing.
 * @throws CredenceError data/nan
 */
function checkComplete(tensor: Tensor, where: string, { byName }: Known): void {
  const incomplete = [...byName.values()].filter((declaration) =>
    declaration.kind === 'data'
      ? declaration.incomplete === true
      : declaration.kind === 'random' && declaration.gaps !== undefined && declaration.gaps.imputed === undefined,
  );
  if (incomplete.length === 0) return;
  const inputs = new Set(findInputs([tensor]));
  for (const { name, variable } of incomplete) {
    if (!inputs.has(variable)) continue;
    throw new CredenceError(
      'data/nan',
      `${where}: values of '${name}' are missing, and nothing can be computed from them. Let a variable observe it with missing: 'impute', and take the handle of that variable.`,
      { name },
    );
  }
}

function readValue(
  value: Value,
  label: string,
  where: string,
  { own, byName, data }: Known,
  pending: Map<string, DataArray>,
): Tensor {
  if (value instanceof Tensor) {
    own.check(value, where, data);
    return value;
  }
  if (typeof value === 'number' || typeof value === 'boolean') return numberTensor(value);
  if (typeof value === 'string') {
    const named = byName.get(value);
    if (named !== undefined) return named.variable;
    const tensor = formula(value, {
      lookup: (name) => byName.get(name)?.variable,
      known: () => [...byName.keys()],
      where,
    });
    own.check(tensor, where, data);
    return tensor;
  }
  if (!isArrayData(value)) {
    throw new CredenceError(
      'model/value',
      `${where}: expected a number, an array, a variable, a tensor or a formula, not ${display(value)}.`,
      { value },
    );
  }
  const array = dataArray(value, label);
  if (array.shape.length === 0) return numberTensor(array.values[0] ?? Number.NaN);
  checkNumbers(where, array);
  pending.set(label, array);
  const variable = dataVariable(label, array.shape, array.dtype, undefined);
  own.add(variable);
  return variable;
}

/**
 * Values of an option: an array, or those of a data variable.
 * @throws CredenceError model/observed
 */
export function givenArray(
  title: string,
  option: 'observed' | 'mask',
  given: ArrayData | Variable | undefined,
  { byName, data }: Known,
): DataArray | undefined {
  if (given === undefined) return undefined;
  if (!(given instanceof Tensor)) return dataArray(given, `${title}, ${option}`);
  const declared = byName.get(given instanceof Variable ? given.name : '');
  const values = declared?.kind === 'data' && declared.variable === given ? data.get(declared.name) : undefined;
  if (values !== undefined) return values;
  throw new CredenceError(
    'model/observed',
    `${title}: ${option} takes an array, or the handle of this model's data, and not another tensor. Compute the values before they are declared.`,
    {},
  );
}
