/** New values for data of a model. */
import { CredenceError } from '@credence/numerics';
import { type ArrayData, type DataArray, dataArray } from './arrays.js';
import { checkNumbers } from './checks.js';
import { sameGaps } from './gaps.js';
import type { Recipe } from './replay.js';
import type { Script } from './script.js';
import { same } from './shapes.js';
import { Variable } from './variable.js';

/**
 * All data of a model, with those given in place of the old ones.
 * @param where the method, for errors
 * @throws CredenceError model/unknown-data, data/...
 */
export function replacedData(
  where: string,
  model: string,
  { data, observedData, scripts }: Recipe,
  given: Readonly<Record<string, ArrayData>>,
): Map<string, DataArray> {
  const open = new Set(scripts.filter(mayMiss).map(({ name }) => name));
  const known = [...data.keys()].filter((name) => !name.includes('#'));
  const replaced = new Map(data);
  for (const [name, values] of Object.entries(given)) {
    if (!known.includes(name)) {
      throw new CredenceError(
        'model/unknown-data',
        `${where}: the model '${model}' has no data '${name}'. It has ${known.join(', ') || 'none'}.`,
        { name, known },
      );
    }
    const from = observedData.get(name);
    if (from !== undefined) {
      throw new CredenceError(
        'model/unknown-data',
        `${where}: '${name}' observes the data '${from}'. Give '${from}'.`,
        {
          name,
          from,
        },
      );
    }
    const array = dataArray(values, name);
    if (!open.has(name)) checkNumbers(`${where}: ${name}`, array, 'value', missingAdvice(scripts, name));
    replaced.set(name, array);
  }
  for (const [observed, from] of observedData) {
    const array = replaced.get(from);
    if (array !== undefined) replaced.set(observed, { ...array, dtype: 'float64' });
  }
  return replaced;
}

/** What else can be done about missing values, as it goes on in a sentence. */
function missingAdvice(scripts: readonly Script[], name: string): string {
  const isRandom = scripts.some((script) => script.kind === 'random' && script.name === name);
  return isRandom
    ? `, or declare '${name}' with missing: 'drop' or missing: 'impute'`
    : `, or declare '${name}', if it is observed, with missing: 'keep'`;
}

/** Whether some values of data, or of an observed variable, may be missing. */
function mayMiss(script: Script): boolean {
  if (script.kind === 'data') return script.options.missing === 'keep';
  if (script.kind !== 'random') return false;
  const { missing = 'error', mask } = script.options;
  return missing !== 'error' || mask !== undefined;
}

/** Whether other values are missing or masked than were. */
export function gapsMoved({ scripts, data }: Recipe, arrays: ReadonlyMap<string, DataArray>): boolean {
  return scripts.filter(mayMiss).some((script) => {
    const { name } = script;
    if (!sameGaps(data.get(name), arrays.get(name))) return true;
    const mask = script.kind === 'random' ? script.options.mask : undefined;
    if (!(mask instanceof Variable)) return false;
    const [before, now] = [data.get(mask.name), arrays.get(mask.name)];
    return before?.values.some((value, i) => value !== now?.values[i]) === true;
  });
}

/** Whether all shapes are those of the old data, and fractions come only where fractions may be. */
export function sameForm(arrays: ReadonlyMap<string, DataArray>, old: ReadonlyMap<string, DataArray>): boolean {
  return [...arrays].every(([name, { shape, whole }]) => {
    const known = old.get(name);
    return same(shape, known?.shape ?? []) && (whole || known?.dtype === 'float64');
  });
}

/** Data with the types that their nodes have. */
export function keptTypes(
  arrays: ReadonlyMap<string, DataArray>,
  old: ReadonlyMap<string, DataArray>,
): Map<string, DataArray> {
  const kept = new Map<string, DataArray>();
  for (const [name, array] of arrays) {
    const dtype = old.get(name)?.dtype ?? array.dtype;
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
