/**
 * Distributions of vectors against exact values (tools/golden/distributions/vectors.py): log density to 1e-12 relative (1e-13
 * absolute near zero), gradients to 1e-10, by the reference backend and the compiled module, for all points at once.
 */
import { readFileSync } from 'node:fs';
import { compileWasm, data, evaluate, gradient, instantiate, parameter, sum, type Tensor } from '@credence/autodiff';
import type { Distribution } from './distribution.js';
import * as distributions from './index.js';

type Row = Readonly<Record<string, number | readonly number[]>>;

const golden: Readonly<Record<string, readonly Row[]>> = JSON.parse(
  readFileSync(new URL('./golden/vectors.json', import.meta.url), 'utf8'),
);
const all: Readonly<Record<string, Distribution>> = { ...distributions };
const SIZE = 3;

const flat = (value: number | readonly number[] | undefined): readonly number[] =>
  typeof value === 'number' ? [value] : (value ?? []);

/** The shape of one event: a number, a vector or a matrix. */
const shapeOf = (value: number | readonly number[]): readonly number[] =>
  typeof value === 'number' ? [] : value.length === SIZE ** 2 ? [SIZE, SIZE] : [value.length];

test.each(Object.entries(golden))('%s', (key, rows) => {
  expect(rows.length).toBeGreaterThanOrEqual(200);
  const distribution = all[key.split('_')[0]!]!;
  const names = Object.keys(rows[0]!).filter((name) => name === 'x' || name in distribution.parameters);
  const inputs = Object.fromEntries(
    names.map((name) => [name, Float64Array.from(rows.flatMap((row) => [...flat(row[name])]))]),
  );
  const free = names.filter((name) => `gradient:${name}` in rows[0]!);
  const outputsOf = (node: (name: string, shape: readonly number[]) => Tensor) => {
    const nodes = Object.fromEntries(
      names.map((name) => [name, node(name, [rows.length, ...shapeOf(rows[0]![name]!)])]),
    );
    const { x, ...parameters } = nodes;
    const logProb = distribution.logProb(x!, parameters);
    const slopes = gradient(
      sum(logProb),
      free.map((name) => nodes[name]!),
    );
    return { nodes: Object.values(nodes), outputs: [logProb, ...slopes] };
  };
  const wrong: string[] = [];
  const check = (found: readonly Float64Array[], backend: string) => {
    for (const [i, row] of rows.entries()) {
      const value = found[0]![i]!;
      const expected = flat(row.logProb)[0]!;
      if (!(Math.abs(value - expected) <= 1e-12 * Math.abs(expected) + 1e-13)) {
        wrong.push(`${backend}: logProb ${value} for ${expected} at ${JSON.stringify(row)}`);
      }
      for (const [k, name] of free.entries()) {
        const at = flat(row[name]);
        const slopes = flat(row[`gradient:${name}`]);
        // Near zero it is the largest slope of the vector, or the slope times its variable, that must be close.
        const largest = slopes.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0);
        for (const [j, slope] of slopes.entries()) {
          const own = found[k + 1]![i * at.length + j]!;
          if (Math.abs(own - slope) <= 1e-10 * largest + 1e-12 / Math.abs(at[j] || 1)) continue;
          wrong.push(`${backend}: gradient in ${name}[${j}] ${own} for ${slope} at ${JSON.stringify(row)}`);
        }
      }
    }
  };
  check(evaluate(outputsOf(data).outputs, inputs), 'reference');
  const { nodes, outputs } = outputsOf(parameter);
  const compiled = instantiate(compileWasm({ parameters: nodes, outputs: { values: outputs } }));
  check(compiled.evaluate('values', Float64Array.from(names.flatMap((name) => [...inputs[name]!]))), 'wasm');
  expect(wrong.slice(0, 4)).toEqual([]);
});
