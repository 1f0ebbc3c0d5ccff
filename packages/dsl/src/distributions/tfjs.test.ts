/**
 * Log densities and their gradients on TensorFlow.js, in float32, against the reference at the same points: those of the
 * 60-digit values, rounded to float32. An error may be as large as one that a rounding of each input makes.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { evaluate, gradient, parameter, sum } from '@credence/autodiff';
import { bindTfjs, chooseTfjsBackend, compileTfjs } from '@credence/autodiff/tfjs';
import type { Distribution } from './distribution.js';
import * as distributions from './index.js';

/** A number for each point, or a list of one length. */
type Columns = Readonly<Record<string, (number | number[])[]>>;
const folder = new URL('./golden/', import.meta.url);
const read = (name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const together = ['distributions.json', 'vectors.json'];
const single = readdirSync(folder).filter((name) => name.endsWith('.json') && !together.includes(name));
const golden: Readonly<Record<string, Columns>> = {
  ...read('distributions.json'),
  ...Object.fromEntries(single.map((name) => [name.replace('.json', ''), read(name)])),
};
const all: Readonly<Record<string, Distribution>> = { ...distributions };
const univariate = Object.entries(golden).filter(([key]) => key !== 'multivariateNormal');

/** Points of each distribution; the others are like them. */
const POINTS = 60;
/** Values between which float32 has its full precision, squares and all. */
const isOrdinary = (x: number): boolean => x === 0 || (Math.abs(x) > 1e-18 && Math.abs(x) < 1e18);
/** Larger whole numbers have gaps in float32. */
const MOST_COUNT = 2 ** 24;
const isCount = ({ support }: Distribution): boolean => typeof support === 'object' && support.discrete === true;
/** Roundings of an evaluation, relative to the result and to what one rounding of each input does. */
const RELATIVE = 1e-5;
const ROUNDINGS = 8;

/** Slopes that are small differences of large terms, far out or at small shapes, which float64 bears: not compared. */
const DIFFERENCES: Readonly<Record<string, readonly string[]>> = {
  exGaussian: ['nu'],
  hurdleNegativeBinomial: ['alpha'],
};

describe.each(['cpu', 'wasm'])('on %s', (backend) => {
  test.each(univariate)('%s', async (key, { logProb, ...columns }) => {
    const { tf } = await chooseTfjsBackend({ prefer: [backend] });
    const distribution = all[key.split('_')[0]!]!;
    const names = Object.keys(columns).filter((name) => name === 'x' || name in distribution.parameters);
    const points = logProb!
      .map((_, i) => names.map((name) => [columns[name]![i]!].flat().map(Math.fround)))
      .filter((point) => point.flat().every(isOrdinary))
      .filter((point) => !isCount(distribution) || point[names.indexOf('x')]![0]! < MOST_COUNT)
      .slice(0, POINTS);
    expect(points.length).toBeGreaterThan(40);
    const values = Object.fromEntries(
      names.map((name, k) => [name, Float64Array.from(points.flatMap((point) => point[k]!))]),
    );
    const shapeOf = (name: string) =>
      Array.isArray(columns[name]![0]) ? [points.length, columns[name]![0].length] : [points.length];
    const nodes = Object.fromEntries(names.map((name) => [name, parameter(name, shapeOf(name))]));
    const graph = distribution.logProb(nodes.x!, nodes);
    const inputs = Object.values(nodes);
    const outputs = [graph, ...gradient(sum(graph), inputs)];
    const expected = evaluate(outputs, values);
    const moved = names.map((name) =>
      evaluate(outputs, { ...values, [name]: values[name]!.map((x) => x * (1 + 2 ** -24)) }),
    );

    const density = bindTfjs(tf, compileTfjs({ parameters: inputs, outputs: { all: outputs } }));
    const found = density.evaluate('all', Float64Array.from(Object.values(values).flatMap((column) => [...column])));
    density.dispose();

    const compared = (k: number) => k === 0 || !(DIFFERENCES[key] ?? []).includes(names[k - 1]!);
    const wrong = expected.flatMap((column, k) =>
      (compared(k) ? [...column] : []).flatMap((value, i) => {
        if (!isOrdinary(value)) return [];
        const shifts = moved.map((other) => Math.abs(other[k]![i]! - value));
        const sensitivity = shifts.reduce((total, shift) => total + (Number.isFinite(shift) ? shift : 0), 0);
        const allowed = RELATIVE * (1 + Math.abs(value)) + ROUNDINGS * sensitivity;
        const error = Math.abs(found[k]![i]! - value);
        const point = points[Math.floor((i * points.length) / column.length)];
        return error <= allowed ? [] : [`output ${k} at ${names} = ${point}: ${found[k]![i]} for ${value}`];
      }),
    );
    expect(wrong).toEqual([]);
  });
});
