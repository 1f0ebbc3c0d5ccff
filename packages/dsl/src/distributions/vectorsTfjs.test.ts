/**
 * Distributions of vectors and matrices on TensorFlow.js, in float32, against the reference at the same points rounded to
 * float32; and a model on all supports of vectors and matrices against its compiled module.
 */
import { readFileSync } from 'node:fs';
import { evaluate, gradient, parameter, sum } from '@credence/autodiff';
import { bindTfjs, chooseTfjsBackend, compileTfjs } from '@credence/autodiff/tfjs';
import { compile, loadTfjsBackend, Model, supports } from '../index.js';
import type { Distribution } from './distribution.js';
import * as distributions from './index.js';

type Row = Readonly<Record<string, number | readonly number[]>>;
const golden: Readonly<Record<string, readonly Row[]>> = JSON.parse(
  readFileSync(new URL('./golden/vectors.json', import.meta.url), 'utf8'),
);
const all: Readonly<Record<string, Distribution>> = { ...distributions };
const POINTS = 12;
/** Values whose squares float32 holds without loss. */
const isOrdinary = (x: number): boolean => x === 0 || (Math.abs(x) > 1e-15 && Math.abs(x) < 1e15);

test.each(Object.keys(golden))('%s', async (key) => {
  const { tf } = await chooseTfjsBackend({ prefer: ['cpu'] });
  const distribution = all[key.split('_')[0]!]!;
  const names = Object.keys(golden[key]![0]!).filter((name) => name === 'x' || name in distribution.parameters);
  const free = names.filter((name) => `gradient:${name}` in golden[key]![0]!);
  let compared = 0;
  for (const row of golden[key]!.slice(0, POINTS)) {
    const values = Object.fromEntries(
      names.map((name) => [name, Float64Array.from([row[name]!].flat(), (value) => Math.fround(value))]),
    );
    const shape = (name: string) =>
      typeof row[name] === 'number' ? [] : values[name]!.length === 9 ? [3, 3] : [values[name]!.length];
    const nodes = Object.fromEntries(names.map((name) => [name, parameter(name, shape(name))]));
    const { x, ...parameters } = nodes;
    const logProb = distribution.logProb(x!, parameters);
    const outputs = [
      logProb,
      ...gradient(
        sum(logProb),
        free.map((name) => nodes[name]!),
      ),
    ];
    const expected = evaluate(outputs, values);
    // What one rounding of each input does to each output.
    const moved = names.flatMap((name) =>
      Array.from(values[name]!, (_, i) => {
        const other = values[name]!.map((value, k) => (k === i ? value * (1 + 2 ** -24) : value));
        return evaluate(outputs, { ...values, [name]: other });
      }),
    );
    const density = bindTfjs(tf, compileTfjs({ parameters: Object.values(nodes), outputs: { all: outputs } }));
    const found = density.evaluate('all', Float64Array.from(Object.values(values).flatMap((array) => [...array])));
    density.dispose();
    for (const [k, column] of expected.entries()) {
      const largest = column.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      for (const [i, value] of column.entries()) {
        if (!isOrdinary(value)) continue;
        const shifts = moved.map((other) => Math.abs(other[k]![i]! - value));
        const sensitivity = shifts.reduce((total, shift) => total + (Number.isFinite(shift) ? shift : 0), 0);
        compared += 1;
        expect(Math.abs(found[k]![i]! - value)).toBeLessThanOrEqual(1e-5 * (1 + largest) + 16 * sensitivity);
      }
    }
  }
  expect(compared).toBeGreaterThan(POINTS);
});

test('all supports of vectors and matrices', async () => {
  await loadTfjsBackend();
  const model = new Model();
  const at = { mu: 0, sigma: 2 };
  model.normal('ordered', at, { shape: [2, 3], support: supports.ordered });
  model.normal('positive', at, { shape: 3, support: supports.positiveOrdered });
  model.normal('simplex', at, { shape: 4, support: supports.simplex });
  model.normal('unit', at, { shape: 3, support: supports.unitVector });
  model.normal('zero', at, { shape: 4, support: supports.zeroSum });
  model.normal('zeros', at, { shape: [3, 3], support: supports.zeroSumMatrix });
  model.normal('R', at, { shape: [3, 3], support: supports.correlation });
  model.normal('L', at, { shape: [2, 3, 3], support: supports.choleskyCorrelation });
  model.normal('S', at, { shape: [2, 2], support: supports.covariance });
  model.normal('C', at, { shape: [2, 2], support: supports.choleskyCovariance });
  const [tfjs, wasm] = [compile(model, { backend: 'tfjs' }), compile(model)];
  const position = Float64Array.from({ length: wasm.dimension }, (_, i) => Math.sin(2 * i + 1));
  const slopes = [new Float64Array(position.length), new Float64Array(position.length)] as const;
  const density = wasm.logDensityAndGradient(position, slopes[0]);
  expect(Math.abs(tfjs.logDensityAndGradient(position, slopes[1]) - density)).toBeLessThan(1e-5 * Math.abs(density));
  for (const [i, slope] of slopes[0].entries())
    expect(Math.abs(slopes[1][i]! - slope)).toBeLessThan(2e-5 * (1 + Math.abs(slope)));
});
