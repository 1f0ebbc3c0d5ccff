/** Puts draws together: chains beside chains, draws behind draws, or along any other dimension. */
import { CredenceError } from '@credence/numerics';
import { Dataset } from './dataset.js';
import { InferenceData } from './inferenceData.js';
import { LabelledArray } from './labelledArray.js';
import { type Label, rangeLabels, sameLabels, sizeOf } from './labels.js';

/**
 * Datasets, inference data or arrays one after another along a dimension. All else must agree: variables, their types,
 * other dimensions and labels; groups and variables without the dimension must hold the same values. Chains and draws whose
 * labels occur twice are numbered anew from 0; labels of other dimensions must differ.
 *
 * @example concat([first.toInferenceData(), second.toInferenceData()], 'chain')
 * @throws CredenceError inference/concat
 */
export function concat(parts: readonly LabelledArray[], dim: string): LabelledArray;
export function concat(parts: readonly Dataset[], dim: string): Dataset;
export function concat(parts: readonly InferenceData[], dim: string): InferenceData;
export function concat(
  parts: readonly (LabelledArray | Dataset | InferenceData)[],
  dim: string,
): LabelledArray | Dataset | InferenceData {
  if (parts.length === 0) throw failure('nothing was given to put together', dim);
  if (every(parts, LabelledArray)) return joinedArrays(parts, dim, true);
  if (every(parts, Dataset)) return joinedDatasets(parts, dim);
  if (every(parts, InferenceData)) return joinedData(parts, dim);
  throw failure('give arrays, or datasets, or inference data, and not a mixture', dim);
}

function every<T>(parts: readonly unknown[], kind: abstract new (...given: never[]) => T): parts is readonly T[] {
  return parts.every((part) => part instanceof kind);
}

function joinedData(parts: readonly InferenceData[], dim: string): InferenceData {
  const [first] = parts;
  if (first === undefined) throw failure('nothing was given to put together', dim);
  sameNames(
    parts.map(({ groups }) => groups),
    'groups',
    dim,
  );
  const some = first.groups.some((group) => first.group(group).coords[dim] !== undefined);
  if (!some) throw failure(`no group has a dimension '${dim}'`, dim);
  const groups = first.groups.map((group) => {
    const own = parts.map((part) => part.group(group));
    return [
      group,
      own.every(({ coords }) => coords[dim] === undefined) ? agreed(own, dim) : joinedDatasets(own, dim),
    ] as const;
  });
  return new InferenceData(new Map(groups), first.attributes);
}

function joinedDatasets(parts: readonly Dataset[], dim: string): Dataset {
  const [first] = parts;
  if (first?.coords[dim] === undefined) throw failure(`the first has no dimension '${dim}'`, dim);
  sameNames(
    parts.map(({ names }) => names),
    'variables',
    dim,
  );
  return new Dataset(
    first.names.map((name) =>
      joinedArrays(
        parts.map((part) => part.variable(name)),
        dim,
        false,
      ),
    ),
    first.attributes,
  );
}

/** The first of datasets that hold the same. */
function agreed(parts: readonly Dataset[], dim: string): Dataset {
  const [first] = parts;
  if (first === undefined) throw failure('nothing was given to put together', dim);
  sameNames(
    parts.map(({ names }) => names),
    'variables',
    dim,
  );
  for (const name of first.names)
    joinedArrays(
      parts.map((part) => part.variable(name)),
      dim,
      false,
    );
  return first;
}

function joinedArrays(parts: readonly LabelledArray[], dim: string, needed: boolean): LabelledArray {
  const [first] = parts;
  if (first === undefined) throw failure('nothing was given to put together', dim);
  const { name, dims, dtype, attributes } = first;
  for (const part of parts) checkAgreement(first, part, dim);
  const axis = dims.indexOf(dim);
  if (axis < 0) {
    if (needed) throw failure(`'${name}' has no dimension '${dim}'`, dim);
    for (const part of parts) {
      const same = part.values.every((value, i) => Object.is(value, first.values[i]));
      if (!same) throw failure(`'${name}' has no dimension '${dim}' and other values in one than in another`, dim);
    }
    return first;
  }
  const shape = first.shape.map((size, i) =>
    i === axis ? parts.reduce((sum, part) => sum + part.sizeAlong(dim), 0) : size,
  );
  const coords = { ...first.coords, [dim]: joinedLabels(parts, dim) };
  const form = { name, dims, shape, dtype, coords, attributes };
  const columns = dims[0] === 'chain' && dims[1] === 'draw';
  if (dim === 'chain' && columns) {
    return new LabelledArray({ ...form, column: (element) => parts.flatMap((part) => [...part.column(element)]) });
  }
  return new LabelledArray({ ...form, values: () => joinedValues(parts, shape, axis) });
}

/** Row-major values of parts along an axis. */
function joinedValues(parts: readonly LabelledArray[], shape: readonly number[], axis: number): Float64Array {
  const outer = sizeOf(shape.slice(0, axis));
  const out = new Float64Array(sizeOf(shape));
  const width = out.length / Math.max(1, outer);
  let at = 0;
  for (const part of parts) {
    const own = part.size / Math.max(1, outer);
    for (let row = 0; row < outer; row++) out.set(part.values.subarray(row * own, (row + 1) * own), row * width + at);
    at += own;
  }
  return out;
}

function joinedLabels(parts: readonly LabelledArray[], dim: string): readonly Label[] {
  const labels = parts.flatMap((part) => [...(part.coords[dim] ?? [])]);
  const distinct = new Set(labels);
  if (distinct.size === labels.length) return labels;
  if (dim === 'chain' || dim === 'draw') return rangeLabels(labels.length);
  const twice = labels.find((label, i) => labels.indexOf(label) !== i);
  throw failure(`'${dim}' would have the label '${twice}' twice`, dim);
}

function checkAgreement(first: LabelledArray, part: LabelledArray, dim: string): void {
  if (part.dims.join() !== first.dims.join() || part.name !== first.name) {
    throw failure(
      `'${first.name}' has the dimensions [${first.dims.join(', ')}], and '${part.name}' [${part.dims.join(', ')}]`,
      dim,
    );
  }
  if (part.dtype !== first.dtype) {
    throw failure(`'${first.name}' is of type ${first.dtype} in one and ${part.dtype} in another`, dim);
  }
  for (const other of first.dims) {
    if (other === dim || sameLabels(first.coords[other] ?? [], part.coords[other] ?? [])) continue;
    const sizes = [first.sizeAlong(other), part.sizeAlong(other)];
    const what = sizes[0] === sizes[1] ? 'different labels' : `${sizes[0]} and ${sizes[1]} positions`;
    throw failure(`'${first.name}' has ${what} along '${other}'`, dim);
  }
}

function sameNames(all: readonly (readonly string[])[], what: string, dim: string): void {
  const [first = []] = all;
  for (const names of all) {
    const missing = first.find((name) => !names.includes(name)) ?? names.find((name) => !first.includes(name));
    if (missing !== undefined) throw failure(`not all have the same ${what}: '${missing}' is missing in one`, dim);
  }
}

function failure(reason: string, dim: string): CredenceError {
  return new CredenceError('inference/concat', `concat along '${dim}': ${reason}.`, { dim });
}
