/** Inference data with all that files must keep: every type, every kind of label and note, odd numbers, empty dimensions. */
import { Dataset } from '../../inference/dataset.js';
import { InferenceData } from '../../inference/inferenceData.js';
import { LabelledArray } from '../../inference/labelledArray.js';

const ODD = [Number.NaN, -0, 0, 5e-324, -2.225073858507201e-308, Infinity, -Infinity, 0.1, 1 / 3, 1e300, 2 ** 53, 1e21];
const school = ['Choate', 'Ünïcode θ', 'a,"b"', ' 日本 ', ''];

function filled(count: number, of: (i: number) => number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => of(i));
}

/** Four chains of 30 draws. */
export function exampleData(): InferenceData {
  const draws = { dims: ['chain', 'draw'], shape: [4, 30] };
  const columns = Array.from({ length: 6 }, (_, e) =>
    Array.from({ length: 4 }, (_, c) => filled(30, (d) => (e + 7 * c + 0.1 * d) / 3)),
  );
  const posterior = new Dataset(
    [
      new LabelledArray({ name: 'mu', ...draws, values: filled(120, (i) => ODD[i] ?? 1 / (i + 0.3)) }),
      new LabelledArray({
        name: 'theta',
        dims: ['chain', 'draw', 'school'],
        shape: [4, 30, 5],
        coords: { school },
        values: filled(600, (i) => 1 / (i + 1)),
        attributes: { unit: 'points', order: [1, 2.5] },
      }),
      new LabelledArray({
        name: 'x',
        dims: ['chain', 'draw', 'a', 'b'],
        shape: [4, 30, 2, 3],
        column: (e) => columns[e]!,
      }),
      new LabelledArray({
        name: 'count',
        ...draws,
        dtype: 'int64',
        values: filled(120, (i) => [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2 ** 32, -1][i] ?? i),
      }),
    ],
    {
      created_at: '2026-11-25',
      names: ['a', 'ß'],
      one: ['x'],
      numbers: [0.5, -0],
      single: [3],
      pi: 3.14,
      draws: 30,
      none: '',
    },
  );
  const statistics = new Dataset([
    new LabelledArray({
      name: 'diverging',
      ...draws,
      dtype: 'bool',
      values: filled(120, (i) => (i % 7 === 0 ? 1 : 0)),
    }),
  ]);
  const observed = new Dataset([
    new LabelledArray({ name: 'y', dims: ['school'], shape: [5], coords: { school }, values: filled(5, (i) => i - 2) }),
    new LabelledArray({ name: 's', dims: [], shape: [], values: Float64Array.of(2.5) }),
    new LabelledArray({
      name: 'm',
      dims: ['mixed'],
      shape: [4],
      coords: { mixed: ['1', 1, -0.5, 'n'] },
      values: filled(4, Number),
    }),
    new LabelledArray({
      name: 'r',
      dims: ['real'],
      shape: [3],
      coords: { real: [0.5, -0, 7] },
      values: filled(3, Number),
    }),
    new LabelledArray({
      name: 'nothing',
      dims: ['none', 'school'],
      shape: [0, 5],
      coords: { school },
      values: filled(0, Number),
    }),
  ]);
  return new InferenceData(
    { posterior, sample_stats: statistics, observed_data: observed, größe: new Dataset([]) },
    { inference_library: 'credence', version: 1 },
  );
}

/** What is not the same to the last bit, in words; nothing when all is. */
export function differences(actual: InferenceData, expected: InferenceData): readonly string[] {
  return [
    ...differ('groups', actual.groups, expected.groups),
    ...differ('attributes', actual.attributes, expected.attributes),
    ...[...expected.entries()].flatMap(([name, dataset]) =>
      actual.has(name) ? datasetDifferences(actual.group(name), dataset) : [`${name} is missing`],
    ),
  ];
}

export function datasetDifferences(actual: Dataset, expected: Dataset): readonly string[] {
  return [
    ...differ('variables', actual.names, expected.names),
    ...differ('attributes', actual.attributes, expected.attributes),
    ...[...expected].flatMap((array) =>
      actual.has(array.name) ? arrayDifferences(actual.variable(array.name), array) : [`${array.name} is missing`],
    ),
  ];
}

function arrayDifferences(actual: LabelledArray, expected: LabelledArray): readonly string[] {
  const wrong = expected.values.findIndex((value, i) => !Object.is(value, actual.values[i]));
  return [
    ...(['dims', 'shape', 'dtype', 'attributes', 'coords'] as const).flatMap((part) =>
      differ(`${part} of ${expected.name}`, actual[part], expected[part]),
    ),
    ...differ(`length of ${expected.name}`, actual.values.length, expected.values.length),
    ...(wrong === -1 ? [] : [`${expected.name} at ${wrong}: ${actual.values[wrong]}, not ${expected.values[wrong]}`]),
  ];
}

function differ(what: string, actual: unknown, expected: unknown): readonly string[] {
  const [one, other] = [textOf(actual), textOf(expected)];
  return one === other ? [] : [`${what}: ${one}, not ${other}`];
}

/** JSON that keeps -0 and the order of what has one. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (Object.is(part, -0)) return '-0 (number)';
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
