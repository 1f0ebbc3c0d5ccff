/** Inference data as groups of a NetCDF4 file: dimension scales with labels, and variables in chunks. */
import { CredenceError } from '@credence/numerics';
import type { Dataset } from '../../inference/dataset.js';
import type { InferenceData } from '../../inference/inferenceData.js';
import type { LabelledArray } from '../../inference/labelledArray.js';
import type { Label } from '../../inference/labels.js';
import { breathe } from '../breathe.js';
import type { Hdf5File } from '../hdf5/hdf5File.js';
import type { Hdf5Values } from '../hdf5/hdf5Values.js';
import { FORMAT_ATTRIBUTE, LABEL_KINDS, writeAttribute, writeAttributes } from './attributes.js';
import { blockShape, blocksOf } from './blocks.js';
import { isWhole, storedValues, wholeNumbers } from './numbers.js';

/** Version of what we add to NetCDF; files of later ones are refused. */
export const FORMAT_VERSION = 1;

/** Values of a chunk: 1 MiB of doubles, which readers keep in their caches. */
const CHUNK = 1 << 17;

/** What HDF5's text of any length cannot hold, and what NetCDF does not allow in names. */
const FORBIDDEN = /[\0/]|^\s*$|^\s|\s$/;

/** @throws CredenceError storage/name, storage/attribute, storage/type */
export async function writeGroups(file: Hdf5File, data: InferenceData, gzip: number): Promise<void> {
  writeAttribute(file, '/', FORMAT_ATTRIBUTE, FORMAT_VERSION);
  writeAttributes(file, '/', data.attributes);
  let dimensions = 0;
  for (const [group, dataset] of data.entries()) {
    checkName('group', group);
    const path = `/${group}`;
    file.createGroup(path);
    writeAttributes(file, path, dataset.attributes);
    for (const [dim, labels] of Object.entries(dataset.coords)) {
      writeScale(file, path, dim, labels, dimensions++);
    }
    for (const array of dataset) {
      checkVariable(array, dataset, group);
      await writeVariable(file, `${path}/${array.name}`, array, gzip);
      array.dims.forEach((dim, axis) => {
        file.attachScale(`${path}/${array.name}`, `${path}/${dim}`, axis);
      });
    }
  }
}

/** A dimension: its labels in a dataset of its name. */
function writeScale(file: Hdf5File, group: string, dim: string, labels: readonly Label[], number: number): void {
  checkName('dimension', dim);
  const path = `${group}/${dim}`;
  file.createDataset(path, storedLabels(labels, dim), [labels.length]);
  file.makeScale(path, dim);
  file.writeAttribute(path, '_Netcdf4Dimid', Int32Array.of(number), []);
  if (labels.some((label) => typeof label === 'string') && labels.some((label) => typeof label === 'number')) {
    writeAttribute(file, path, LABEL_KINDS, labels.map((label) => (typeof label === 'number' ? 'n' : 's')).join(''));
  }
}

function storedLabels(labels: readonly Label[], dim: string): Hdf5Values {
  const numbers = labels.filter((label) => typeof label === 'number');
  if (numbers.length === labels.length) {
    return numbers.every(isWhole) ? wholeNumbers(numbers, dim) : Float64Array.from(numbers);
  }
  return labels.map((label) => {
    const text = Object.is(label, -0) ? '-0' : String(label);
    if (!text.includes('\0')) return text;
    throw new CredenceError('storage/name', `A label of '${dim}' holds the character NUL, which NetCDF cannot store.`, {
      dim,
      label,
    });
  });
}

async function writeVariable(file: Hdf5File, path: string, array: LabelledArray, gzip: number): Promise<void> {
  const { shape, dtype, name } = array;
  const block = blockShape(shape, CHUNK);
  if (array.size <= CHUNK) {
    const chunks = gzip > 0 && shape.length > 0 && array.size > 0 ? block : null;
    const level = chunks === null ? 0 : gzip;
    file.createDataset(path, storedValues(array.values, dtype, name), shape, { chunks, gzip: level });
  } else {
    file.createEmptyDataset(path, storedValues(new Float64Array(0), dtype, name), shape, { chunks: block, gzip });
    const width = shape.slice(2).reduce((product, size) => product * size, 1);
    for (const { offset, count, from, length } of blocksOf(shape, block)) {
      // Rows are positions along the first two axes; a block is some of them, or a part of one.
      const first = Math.floor(from / width);
      const rows = array.rows(first, Math.ceil((from + length) / width));
      const values = rows.subarray(from - first * width, from - first * width + length);
      file.writeBlock(path, offset, count, storedValues(values, dtype, name));
      await breathe();
    }
  }
  writeAttributes(file, path, array.attributes);
  // What xarray writes beside an int8 that stands for a truth value.
  if (dtype === 'bool') file.writeAttribute(path, 'dtype', ['bool'], []);
}

function checkVariable(array: LabelledArray, dataset: Dataset, group: string): void {
  checkName('variable', array.name);
  if (dataset.coords[array.name] === undefined) return;
  throw new CredenceError(
    'storage/name',
    `'${array.name}' is both a variable and a dimension of the group '${group}'. NetCDF takes a variable of that name for the dimension's labels; give one of them another name.`,
    { name: array.name, group },
  );
}

function checkName(what: string, name: string): void {
  if (!FORBIDDEN.test(name)) return;
  throw new CredenceError(
    'storage/name',
    `The ${what} '${name}' cannot be written to NetCDF: its names are not empty, hold no '/' and no NUL, and begin and end without a space. Rename it.`,
    { name },
  );
}
