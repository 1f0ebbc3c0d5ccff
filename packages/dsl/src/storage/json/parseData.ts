/** JSON text as inference data, with every part checked. */
import { CredenceError } from '@credence/numerics';
import { Dataset } from '../../inference/dataset.js';
import { InferenceData } from '../../inference/inferenceData.js';
import { type ArrayType, type Attributes, LabelledArray } from '../../inference/labelledArray.js';
import type { Label, Labels } from '../../inference/labels.js';

export const JSON_FORMAT = 'credence-inference-data';
export const JSON_VERSION = 1;

/** @throws CredenceError storage/json, storage/version */
export function parseData(text: string, name: string): InferenceData {
  const fail = (where: string, wanted: string): never => {
    throw new CredenceError('storage/json', `${name} cannot be read: ${where} is not ${wanted}.`, { where });
  };
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new CredenceError(
      'storage/json',
      `${name} is no JSON (${String(error)}). It may have been cut short; write it again.`,
    );
  }
  const root = new Reader(parsed, 'the file', fail);
  if (root.at('format').value !== JSON_FORMAT)
    fail('its "format"', `"${JSON_FORMAT}": it is a JSON file of another kind`);
  const version = root.at('version').value;
  if (version !== JSON_VERSION) {
    throw new CredenceError(
      'storage/version',
      `${name} has the format version ${String(version)}; this version of Credence reads ${JSON_VERSION}. Update @credence/dsl.`,
      { version },
    );
  }
  const groups = root
    .at('groups')
    .entries()
    .map(([group, own]) => [group, datasetOf(own)] as const);
  return new InferenceData(new Map(groups), attributesOf(root.at('attributes')));
}

type Fail = (where: string, wanted: string) => never;

/** A parsed value and the way to it. */
class Reader {
  constructor(
    readonly value: unknown,
    readonly where: string,
    readonly fail: Fail,
  ) {}

  at(key: string): Reader {
    const object = this.#object();
    return new Reader(
      Object.hasOwn(object, key) ? Reflect.get(object, key) : undefined,
      `${this.where}.${key}`,
      this.fail,
    );
  }

  entries(): readonly (readonly [string, Reader])[] {
    return Object.entries(this.#object()).map(([key, value]) => [
      key,
      new Reader(value, `${this.where}.${key}`, this.fail),
    ]);
  }

  items(): readonly unknown[] {
    return Array.isArray(this.value) ? this.value : this.fail(this.where, 'a list');
  }

  strings(): readonly string[] {
    const items = this.items();
    return items.every((item) => typeof item === 'string') ? items : this.fail(this.where, 'a list of texts');
  }

  sizes(): readonly number[] {
    return this.items().map((item) =>
      typeof item === 'number' && Number.isSafeInteger(item) && item >= 0
        ? item
        : this.fail(this.where, 'a list of sizes'),
    );
  }

  #object(): object {
    const { value } = this;
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? value
      : this.fail(this.where, 'an object');
  }
}

function datasetOf(reader: Reader): Dataset {
  const coords: Labels = Object.fromEntries(
    reader
      .at('coords')
      .entries()
      .map(([dim, labels]) => [dim, labels.items().map((label) => noteOf(label, labels))]),
  );
  const arrays = reader
    .at('variables')
    .entries()
    .map(([name, own]) => arrayOf(name, own, coords));
  return new Dataset(arrays, attributesOf(reader.at('attributes')));
}

function arrayOf(name: string, reader: Reader, coords: Labels): LabelledArray {
  const [dims, shape] = [reader.at('dims').strings(), reader.at('shape').sizes()];
  const values = reader.at('values');
  const items = values.items();
  const numbers = new Float64Array(items.length);
  for (let i = 0; i < items.length; i++) numbers[i] = numberOf(items[i], values);
  const size = shape.reduce((product, length) => product * length, 1);
  if (items.length !== size) values.fail(values.where, `a list of ${size} values, as its shape says`);
  for (const [axis, dim] of dims.entries()) {
    const labels = coords[dim];
    if (labels !== undefined && labels.length !== shape[axis])
      reader.fail(reader.where, `of the size of its coords '${dim}'`);
  }
  const own = Object.fromEntries(dims.flatMap((dim) => (coords[dim] === undefined ? [] : [[dim, coords[dim]]])));
  const attributes = attributesOf(reader.at('attributes'));
  return new LabelledArray({
    name,
    dims,
    shape,
    dtype: typeOf(reader.at('dtype')),
    coords: own,
    attributes,
    values: numbers,
  });
}

function typeOf(reader: Reader): ArrayType {
  const { value } = reader;
  return value === 'float64' || value === 'int64' || value === 'bool'
    ? value
    : reader.fail(reader.where, '"float64", "int64" or "bool"');
}

function numberOf(item: unknown, reader: Reader): number {
  if (typeof item === 'number') return item;
  if (item === 'NaN') return Number.NaN;
  if (item === 'Infinity') return Number.POSITIVE_INFINITY;
  if (item === '-Infinity') return Number.NEGATIVE_INFINITY;
  return reader.fail(reader.where, 'a list of numbers, "NaN", "Infinity" and "-Infinity"');
}

function noteOf(item: unknown, reader: Reader): Label {
  if (typeof item === 'string' || typeof item === 'number') return item;
  return numberOf(new Reader(item, reader.where, reader.fail).at('number').value, reader);
}

function attributesOf(reader: Reader): Attributes {
  const entries = reader.entries().map(([name, own]): readonly [string, Attributes[string]] => {
    if (!Array.isArray(own.value)) return [name, noteOf(own.value, own)];
    const items = own.items().map((item) => noteOf(item, own));
    const numbers = items.filter((item) => typeof item === 'number');
    const texts = items.filter((item) => typeof item === 'string');
    if (numbers.length === items.length) return [name, numbers];
    return [name, texts.length === items.length ? texts : own.fail(own.where, 'a list of texts or of numbers')];
  });
  return Object.fromEntries(entries);
}
