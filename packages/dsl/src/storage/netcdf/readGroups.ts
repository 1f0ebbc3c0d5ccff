/** Groups of a NetCDF4 file as inference data: files of ours, of ArviZ, PyMC and others that keep to its groups. */
import { CredenceError } from '@credence/numerics';
import { Dataset } from '../../inference/dataset.js';
import { InferenceData } from '../../inference/inferenceData.js';
import { type ArrayType, LabelledArray } from '../../inference/labelledArray.js';
import type { Label } from '../../inference/labels.js';
import { breathe } from '../breathe.js';
import type { Hdf5File } from '../hdf5/hdf5File.js';
import { Hdf5Class, type Hdf5Form } from '../hdf5/hdf5Module.js';
import { FORMAT_ATTRIBUTE, LABEL_KINDS, readAttribute, readAttributes } from './attributes.js';
import { blockShape, blocksOf } from './blocks.js';
import { numbersOf } from './numbers.js';
import { FORMAT_VERSION } from './writeGroups.js';

/** Values that are read at a time. */
const PART = 1 << 20;

export interface ReadOptions {
  /** Groups wanted. Default: all. */
  readonly groups?: readonly string[];
  /** What to do with variables that hold no numbers, such as text: an error (default), or leave them out. */
  readonly unsupported?: 'error' | 'skip';
}

/** @throws CredenceError storage/version, storage/no-groups, storage/group, storage/unsupported, storage/damaged, storage/type */
export async function readGroups(file: Hdf5File, options: ReadOptions): Promise<InferenceData> {
  const version = readAttribute(file, '/', FORMAT_ATTRIBUTE);
  if (version !== undefined && !(typeof version === 'number' && version <= FORMAT_VERSION)) {
    throw new CredenceError(
      'storage/version',
      `${file.name} was written by a later version of Credence (format ${String(version)}; this one reads up to ${FORMAT_VERSION}). Update @credence/dsl.`,
      { version },
    );
  }
  const exact = version !== undefined;
  const present = file.namesIn('/').filter((name) => file.isGroup(`/${name}`));
  if (present.length === 0 && !exact) {
    throw new CredenceError(
      'storage/no-groups',
      `${file.name} has no groups, so it is no inference data: it holds ${file.namesIn('/').join(', ') || 'nothing'} at its root. Groups are called posterior, sample_stats, observed_data ...`,
    );
  }
  const missing = options.groups?.find((group) => !present.includes(group));
  if (missing !== undefined) {
    throw new CredenceError(
      'storage/group',
      `${file.name} has no group '${missing}'. It has ${present.join(', ') || 'none'}.`,
      { missing, present },
    );
  }
  const groups = new Map<string, Dataset>();
  for (const group of options.groups ?? present) groups.set(group, await readGroup(file, group, exact, options));
  return new InferenceData(groups, readAttributes(file, '/', exact));
}

async function readGroup(file: Hdf5File, group: string, exact: boolean, options: ReadOptions): Promise<Dataset> {
  const root = `/${group}`;
  const labels = new Map<string, readonly Label[]>();
  const arrays: LabelledArray[] = [];
  const skipped: string[] = [];
  for (const name of file.namesIn(root)) {
    const path = `${root}/${name}`;
    if (!file.isDataset(path) || isScale(file, path)) continue;
    const form = file.formOf(path);
    if (!isNumeric(form)) skipped.push(name);
    else arrays.push(await readVariable(file, path, name, form, labels, exact));
  }
  if (skipped.length > 0 && options.unsupported !== 'skip') {
    throw new CredenceError(
      'storage/unsupported',
      `${file.name}: the group '${group}' has variables that hold no numbers: ${skipped.join(', ')}. Read it with unsupported: 'skip' to leave them out.`,
      { group, variables: skipped },
    );
  }
  return new Dataset(arrays, readAttributes(file, root, exact));
}

function isScale(file: Hdf5File, path: string): boolean {
  return readAttribute(file, path, 'CLASS') === 'DIMENSION_SCALE';
}

function isNumeric({ type }: Hdf5Form): boolean {
  return type === Hdf5Class.float || type === Hdf5Class.integer || type === Hdf5Class.enumeration;
}

async function readVariable(
  file: Hdf5File,
  path: string,
  name: string,
  form: Hdf5Form,
  known: Map<string, readonly Label[]>,
  exact: boolean,
): Promise<LabelledArray> {
  const shape = form.shape ?? [0];
  const coords: Record<string, readonly Label[]> = {};
  const dims = shape.map((size, axis) => {
    const scale = file.scaleOf(path, axis);
    if (scale === undefined) return `${name}_dim_${axis}`;
    const dim = scale.slice(scale.lastIndexOf('/') + 1);
    const labels = known.get(scale) ?? readLabels(file, scale, size);
    known.set(scale, labels);
    coords[dim] = labels;
    return dim;
  });
  const values = new Float64Array(shape.reduce((product, size) => product * size, 1));
  const block = blockShape(shape, PART);
  for (const { offset, count, from } of blocksOf(shape, block)) {
    values.set(numbersOf(file.readBlock(path, form, offset, count), form, name), from);
    await breathe();
  }
  const dtype = decode(file, path, form, values);
  return new LabelledArray({ name, dims, shape, dtype, coords, values, attributes: readAttributes(file, path, exact) });
}

/** Undoes what NetCDF's conventions do to numbers, in place, and says what the numbers mean. */
function decode(file: Hdf5File, path: string, form: Hdf5Form, values: Float64Array): ArrayType {
  if (form.type === Hdf5Class.enumeration) return 'bool';
  const fill = readAttribute(file, path, '_FillValue') ?? readAttribute(file, path, 'missing_value');
  const scale = readAttribute(file, path, 'scale_factor');
  const shift = readAttribute(file, path, 'add_offset');
  let changed = false;
  if (typeof fill === 'number' && !Number.isNaN(fill)) {
    for (let i = 0; i < values.length; i++) {
      if (values[i] !== fill) continue;
      values[i] = Number.NaN;
      changed = true;
    }
  }
  if (typeof scale === 'number' || typeof shift === 'number') {
    const [factor, term] = [Number(scale ?? 1), Number(shift ?? 0)];
    for (let i = 0; i < values.length; i++) values[i] = values[i]! * factor + term;
    changed = true;
  }
  if (form.type === Hdf5Class.float || changed) return 'float64';
  return readAttribute(file, path, 'dtype') === 'bool' ? 'bool' : 'int64';
}

/** Labels of a dimension; 0, 1, 2 ... where the file has only its size. */
function readLabels(file: Hdf5File, path: string, size: number): readonly Label[] {
  const form = file.formOf(path);
  const name = readAttribute(file, path, 'NAME');
  const bare = typeof name === 'string' && name.startsWith('This is a netCDF dimension but not a netCDF variable');
  if (bare || form.shape?.length !== 1 || form.shape[0] !== size) return Array.from({ length: size }, (_, i) => i);
  if (size === 0) return [];
  if (isNumeric(form)) return [...numbersOf(file.readBlock(path, form, [0], [size]), form, path)];
  if (form.type !== Hdf5Class.string) return Array.from({ length: size }, (_, i) => i);
  const texts = file.readText(path, form);
  const kinds = readAttribute(file, path, LABEL_KINDS);
  return typeof kinds === 'string' ? texts.map((text, i) => (kinds[i] === 'n' ? Number(text) : text)) : texts;
}
