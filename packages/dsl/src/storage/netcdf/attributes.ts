/** Notes of groups and variables as attributes of a file, and back. */
import { CredenceError } from '@credence/numerics';
import type { Attributes } from '../../inference/labelledArray.js';
import type { Hdf5File } from '../hdf5/hdf5File.js';
import { Hdf5Class } from '../hdf5/hdf5Module.js';
import { isWhole, numbersOf, wholeNumbers } from './numbers.js';

/** Attributes by which NetCDF, HDF5 and xarray keep house. */
const RESERVED = new Set([
  'CLASS',
  'NAME',
  'REFERENCE_LIST',
  'DIMENSION_LIST',
  'DIMENSION_LABELS',
  '_Netcdf4Dimid',
  '_Netcdf4Coordinates',
  '_NCProperties',
  '_nc3_strict',
  '_FillValue',
  'missing_value',
  'scale_factor',
  'add_offset',
  'dtype',
  'coordinates',
]);

/** Attributes that only the root of our files has. */
export const FORMAT_ATTRIBUTE = 'credence_format';
/** Attribute of a coordinate with text and numbers: one letter a label, `n` for a number. */
export const LABEL_KINDS = 'credence_label_kinds';

/** @throws CredenceError storage/attribute for names that the format uses itself */
export function writeAttributes(file: Hdf5File, path: string, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (RESERVED.has(name) || name.startsWith('credence_') || name === '' || name.includes('/')) {
      throw new CredenceError(
        'storage/attribute',
        `The attribute '${name}' of '${path}' cannot be written: NetCDF uses that name itself, or does not allow it. Give it another name.`,
        { name, path },
      );
    }
    writeAttribute(file, path, name, value);
  }
}

export function writeAttribute(file: Hdf5File, path: string, name: string, value: Attributes[string]): void {
  if (typeof value === 'string') file.writeAttribute(path, name, [value], []);
  else if (typeof value === 'number') file.writeAttribute(path, name, numbers([value], name), []);
  else if (isTexts(value)) file.writeAttribute(path, name, value, [value.length]);
  else file.writeAttribute(path, name, numbers(value, name), [value.length]);
}

function numbers(values: readonly number[], name: string): BigInt64Array | Float64Array {
  return values.every(isWhole) ? wholeNumbers(values, name) : Float64Array.from(values);
}

function isTexts(value: readonly string[] | readonly number[]): value is readonly string[] {
  return typeof value[0] === 'string';
}

/**
 * Attributes but those of the format itself. `exact`: a list of one stays a list; other writers know no lists of one.
 */
export function readAttributes(file: Hdf5File, path: string, exact: boolean): Attributes {
  const found: Record<string, Attributes[string]> = {};
  for (const name of file.attributeNames(path)) {
    if (RESERVED.has(name) || name.startsWith('credence_')) continue;
    const value = readAttribute(file, path, name, exact);
    if (value !== undefined) found[name] = value;
  }
  return found;
}

/** One attribute; undefined where there is none, or its type is none of ours. */
export function readAttribute(
  file: Hdf5File,
  path: string,
  name: string,
  exact = false,
): Attributes[string] | undefined {
  if (!file.attributeNames(path).includes(name)) return undefined;
  const form = file.attributeForm(path, name);
  const single = form.shape !== null && (form.shape.length === 0 || (!exact && form.total_size === 1));
  if (form.type === Hdf5Class.string) {
    if (form.shape === null) return '';
    const texts = form.total_size === 0 ? [] : file.readAttributeText(path, name, form);
    return single ? (texts[0] ?? '') : texts;
  }
  const numeric = form.type === Hdf5Class.integer || form.type === Hdf5Class.float;
  if (!numeric || form.shape === null) return undefined;
  const values = form.total_size === 0 ? [] : [...numbersOf(file.readAttribute(path, name, form), form, name)];
  return single ? (values[0] ?? Number.NaN) : values;
}
