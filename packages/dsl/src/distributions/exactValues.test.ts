/**
 * Distributions of numbers against exact values (tools/golden/distributions): log density, log cdf, log survival and quantile
 * to 1e-12 relative (1e-13 absolute near zero), gradients to 1e-10, by the reference backend and the compiled module.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { compileWasm, data, evaluate, gradient, instantiate, parameter, sum, type Tensor } from '@credence/autodiff';
import { AppliedDistribution } from './applied.js';
import type { Distribution } from './distribution.js';
import * as distributions from './index.js';

/** A number for each point, or a list of one length: values of a vector. */
type Column = readonly (number | null)[] | readonly (readonly (number | null)[])[];
type Columns = Readonly<Record<string, Column>>;

/** Row-major. */
const numbersOf = (column: Column): readonly (number | null)[] => column.flat();
const isVector = (column: Column | undefined): boolean => Array.isArray(column?.[0]);

const folder = new URL('./golden/', import.meta.url);
const elsewhere = ['distributions.json', 'vectors.json'];
const files = readdirSync(folder).filter((name) => name.endsWith('.json') && !elsewhere.includes(name));
const all: Readonly<Record<string, Distribution>> = { ...distributions };

/** Exact values, and what is computed from the same inputs. */
interface Comparison {
  readonly what: string;
  readonly expected: readonly (number | null)[];
  readonly graph: Tensor;
  readonly allowed: (expected: number, i: number) => number;
}

/** `negativeBinomial_n` is negativeBinomial by other parameters. */
const distributionOf = (key: string): Distribution => all[key.split('_')[0]!]!;

const close = (expected: number) => 1e-12 * Math.abs(expected) + 1e-13;

function comparisons(
  distribution: Distribution,
  columns: Columns,
  nodes: Readonly<Record<string, Tensor>>,
): readonly Comparison[] {
  const { x, level, ...parameters } = nodes;
  const logProb = distribution.logProb(x!, parameters);
  const values: readonly [string, Tensor | undefined][] = [
    ['logProb', logProb],
    ['logCdf', distribution.logCdf?.(x!, parameters)],
    ['logSurvival', distribution.logSurvival?.(x!, parameters)],
    ['icdf', level === undefined ? undefined : distribution.icdf?.(level, parameters)],
  ];
  const own = values.flatMap(([what, graph]): Comparison[] => {
    const expected = columns[what];
    if (expected === undefined || graph === undefined) return [];
    return [{ what, expected: numbersOf(expected), graph, allowed: close }];
  });
  const names = Object.keys(nodes).filter((name) => columns[`gradient:${name}`] !== undefined);
  const slopes = gradient(
    sum(logProb),
    names.map((name) => nodes[name]!),
  );
  const gradients = names.map((name, position): Comparison => {
    // The gradient times its variable has no unit: near zero it is that which must be close.
    const at = numbersOf(columns[name]!);
    const allowed = (expected: number, i: number) => 1e-10 * Math.abs(expected) + 1e-12 / Math.abs(at[i] || 1);
    const expected = numbersOf(columns[`gradient:${name}`]!);
    return { what: `gradient in ${name}`, expected, graph: slopes[position]!, allowed };
  });
  return [...own, ...gradients];
}

/** Of a distribution that states no quantile: those that are searched for in its cdf, at some of the points. */
function searchedQuantiles(distribution: Distribution, columns: Columns) {
  if (columns.icdf === undefined || distribution.icdf !== undefined) return [];
  const names = Object.keys(distribution.parameters).filter((name) => name in columns);
  const expected = numbersOf(columns.icdf).map((value, i) => (i < 60 ? value : null));
  const found = Float64Array.from(expected, (value, i) => {
    if (value === null) return Number.NaN;
    const parameters = Object.fromEntries(names.map((name) => [name, Number(columns[name]![i])]));
    return Number(new AppliedDistribution(distribution, parameters).icdf(Number(columns.level![i])));
  });
  expect(expected.filter((value) => value !== null).length).toBeGreaterThan(20);
  return [{ what: 'quantile by search', expected, found, allowed: close }];
}

function misses(
  found: Float64Array,
  { what, expected, allowed }: Omit<Comparison, 'graph'>,
  at: (row: number) => string,
  points: number,
): string[] {
  return Array.from(expected).flatMap((value, i) => {
    if (value === null || Math.abs(found[i]! - value) <= allowed(value, i)) return [];
    return [`${what} at ${at(Math.floor((i * points) / expected.length))}: ${found[i]} for ${value}`];
  });
}

test.each(files)('%s', (file) => {
  const key = file.replace('.json', '');
  const columns: Columns = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
  const distribution = distributionOf(key);
  const n = columns.x!.length;
  expect(n).toBeGreaterThanOrEqual(200);
  const names = Object.keys(columns).filter(
    (name) => name in distribution.parameters || name === 'x' || name === 'level',
  );
  const inputs = Object.fromEntries(
    names.map((name) => [name, Float64Array.from(numbersOf(columns[name]!), (v) => v ?? 0.5)]),
  );
  const shapeOf = (name: string) => (isVector(columns[name]) ? [n, inputs[name]!.length / n] : [n]);
  const at = (i: number) => names.map((name) => `${name} = ${columns[name]![i]}`).join(', ');
  const fixed = comparisons(
    distribution,
    columns,
    Object.fromEntries(names.map((name) => [name, data(name, shapeOf(name))])),
  );
  const byMeaning = evaluate(
    fixed.map(({ graph }) => graph),
    inputs,
  );
  const nodes = Object.fromEntries(names.map((name) => [name, parameter(name, shapeOf(name))]));
  const moving = comparisons(distribution, columns, nodes);
  const graphs = moving.map(({ graph }) => graph);
  const program = compileWasm({ parameters: Object.values(nodes), outputs: { values: graphs } });
  const position = Float64Array.from(names.flatMap((name) => [...inputs[name]!]));
  const compiled = instantiate(program).evaluate('values', position);
  const searched = searchedQuantiles(distribution, columns);
  const wrong = [
    ...fixed.flatMap((comparison, i) => [
      ...misses(byMeaning[i]!, comparison, at, n).map((text) => `reference: ${text}`),
      ...misses(compiled[i]!, comparison, at, n).map((text) => `wasm: ${text}`),
    ]),
    ...searched.flatMap(({ found, ...comparison }) => misses(found, comparison, at, n)),
  ];
  expect(wrong).toEqual([]);
  // Everything that exact values are there for is computed.
  const wanted = Object.keys(columns).filter((name) => !names.includes(name));
  expect(fixed.length + searched.length).toBe(wanted.length);
});
