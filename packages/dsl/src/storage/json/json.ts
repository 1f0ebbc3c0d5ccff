/**
 * Inference data as JSON: readable anywhere, exact, for data that fit into one text.
 *
 *     { "format": "credence-inference-data", "version": 1, "attributes": {...},
 *       "groups": { "posterior": { "attributes": {...}, "coords": { "chain": [0, 1], "school": ["Choate", ...] },
 *         "variables": { "theta": { "dtype": "float64", "dims": ["chain", "draw", "school"], "shape": [4, 1000, 8],
 *           "attributes": {...}, "values": [...] } } } } }
 *
 * `values` are row-major. Numbers are the shortest text that reads back to the same float64. What JSON has no number for
 * stands as text: "NaN", "Infinity", "-Infinity" among values, and {"number": "NaN"} among labels and attributes, where text
 * may be text.
 */

import type { InferenceData } from '../../inference/inferenceData.js';
import type { Attributes, LabelledArray } from '../../inference/labelledArray.js';
import { type Storable, storable } from '../storable.js';
import { readText, writeText } from '../textFiles.js';
import { JSON_FORMAT, JSON_VERSION, parseData } from './parseData.js';

/** Values in one piece of text. */
const BLOCK = 1 << 14;

/**
 * Writes inference data to a JSON file. Node only; in a page use `toJson`.
 * @example await writeJson('eight_schools.json', posterior);
 * @throws CredenceError storage/disk-full, storage/write, storage/no-files
 */
export async function writeJson(path: string, data: Storable): Promise<void> {
  await writeText(path, jsonPieces(storable(data)));
}

/** Inference data as a text in JSON. */
export function toJson(data: Storable): string {
  return [...jsonPieces(storable(data))].join('');
}

/**
 * Reads a JSON file that `writeJson` wrote.
 * @throws CredenceError storage/read, storage/json, storage/version, storage/too-large, storage/encoding, storage/no-files
 */
export async function readJson(path: string): Promise<InferenceData> {
  return parseData(await readText(path), `'${path}'`);
}

/** Inference data from the text of `toJson`. @throws CredenceError storage/json, storage/version */
export function fromJson(text: string): InferenceData {
  return parseData(text, 'The JSON text');
}

function* jsonPieces(data: InferenceData): Generator<string> {
  yield `{"format":${JSON.stringify(JSON_FORMAT)},"version":${JSON_VERSION},"attributes":${notes(data.attributes)},"groups":{`;
  let group = '';
  for (const [name, dataset] of data.entries()) {
    yield `${group}\n${JSON.stringify(name)}:{"attributes":${notes(dataset.attributes)},"coords":{`;
    group = ',';
    const coords = Object.entries(dataset.coords).map(([dim, labels]) => `${JSON.stringify(dim)}:${list(labels)}`);
    yield `${coords.join(',')}},"variables":{`;
    let variable = '';
    for (const array of dataset) {
      yield variable;
      variable = ',';
      yield* arrayPieces(array);
    }
    yield '}}';
  }
  yield '}}\n';
}

function* arrayPieces(array: LabelledArray): Generator<string> {
  const { name, dtype, dims, shape, attributes, size } = array;
  const form = `"dtype":"${dtype}","dims":${JSON.stringify(dims)},"shape":${JSON.stringify(shape)}`;
  yield `\n${JSON.stringify(name)}:{${form},"attributes":${notes(attributes)},"values":[`;
  const width = shape.slice(2).reduce((product, length) => product * length, 1);
  const rows = width === 0 ? 0 : size / width;
  const step = Math.max(1, Math.floor(BLOCK / Math.max(1, width)));
  for (let from = 0; from < rows; from += step) {
    const block = array.rows(from, Math.min(rows, from + step));
    yield (from === 0 ? '' : ',') + Array.from(block, valueText).join(',');
  }
  yield ']}';
}

function valueText(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : String(value);
  return `"${value}"`;
}

function noteText(value: string | number): string {
  if (typeof value === 'string') return JSON.stringify(value);
  return Number.isFinite(value) ? valueText(value) : `{"number":"${value}"}`;
}

function list(values: readonly (string | number)[]): string {
  return `[${values.map(noteText).join(',')}]`;
}

function notes(attributes: Attributes): string {
  const entries = Object.entries(attributes).map(([name, value]) => {
    const text = typeof value === 'string' || typeof value === 'number' ? noteText(value) : list(value);
    return `${JSON.stringify(name)}:${text}`;
  });
  return `{${entries.join(',')}}`;
}
