import { data, parameter } from '../../graph/literal.js';
import type { Tensor } from '../../graph/tensor.js';
import { add, cholesky, exp, gather, log1p, matMul, mul, scan, square, sub, sum } from '../../ops/index.js';
import { compileWasm, explain } from './index.js';

const y = data('y', [100]);
const group = data('group', [100], 'int32');
const X = data('X', [100, 3]);
const alpha = parameter('alpha', [7]);
const beta = parameter('beta', [3]);
const s = parameter('s');

function regression(): Tensor {
  const residual = sub(y, add(matMul(X, beta), gather(alpha, group)));
  return add(mul(-0.5, sum(square(residual.div(exp(s))))), sum(log1p(square(y))));
}

describe('a regression', () => {
  const request = { parameters: [beta, alpha, s], data: [X, y, group], logDensity: regression() };
  const program = compileWasm({ ...request, outputs: { mean: [matMul(X, beta)] } });
  const explanation = explain(program);

  test('lists the rules that fired, most often first', () => {
    const names = explanation.rewrites.map(({ name }) => name);
    expect(names).toContain('(s v)^2 = s^2 v^2');
    expect(names).toContain('sum of (s v) = s sum of v');
    const counts = explanation.rewrites.map(({ count }) => count);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    expect(Math.min(...counts)).toBeGreaterThan(0);
  });

  test('lists what bind works out, and nothing that depends on parameters', () => {
    expect(explanation.bound).toEqual([
      { what: 'sum(log1p(square(y)))', shape: [] },
      { what: 'group as checked places in [0, 7)', shape: [100] },
      { what: 'X in tiles of 8 rows', shape: [100, 3] },
    ]);
  });

  test('lists loops by what they read, compute and leave', () => {
    const [density, mean] = explanation.functions;
    expect(density!.name).toBe('density');
    const [rows] = density!.steps;
    expect(rows).toMatchObject({
      kind: 'loop',
      space: [100],
      results: ['an array by sums over rows', 'an array by adding at indices', 'a number by sum'],
    });
    expect(rows!.kind === 'loop' && [...rows!.reads].sort()).toEqual(['X', 'alpha', 'beta', 'group', 'y']);
    const results = density!.steps.flatMap((step) => (step.kind === 'loop' ? step.results : []));
    expect(results).toContain('the gradient of alpha');
    expect(results).toContain('the gradient of beta');
    expect(mean).toMatchObject({ name: 'mean', steps: [{ kind: 'loop', space: [100], results: ['an output'] }] });
  });

  test('prints as text', () => {
    const lines = String(explanation).split('\n');
    expect(lines[0]).toBe(
      `Backend wasm: a module of ${program.bytes.length} bytes, ${program.manifest.memoryBytes} bytes of memory.`,
    );
    expect(lines).toContain('Rewrites that fired:');
    expect(lines).toContain('  group as checked places in [0, 7) [100]');
    expect(lines.find((line) => line.startsWith('  1. loop over [100]: '))).toMatch(
      /matrix times vector.*; reads .*\by\b.*; leaves .*a number by sum$/,
    );
  });

  test('is plain data that survives a copy, and no part of the module', () => {
    const copy = structuredClone(program);
    expect(explain(copy)).toEqual(explanation);
    const text = Buffer.from(program.bytes).toString('latin1');
    expect(text).not.toContain('sums over rows');
  });
});

test('kernels and scans are named', () => {
  const k = parameter('k', [4, 4]);
  const { histories } = scan({ initial: [s], sequences: [y] }, ([before], [now]) => ({
    carries: [mul(0.5, before!).add(now!)],
  }));
  const logDensity = add(sum(cholesky(k)), sum(square(histories[0]!)));
  const { functions, bound } = explain(compileWasm({ parameters: [k, s], data: [y], logDensity }));
  const kernels = functions[0]!.steps.flatMap((step) => (step.kind === 'kernel' ? [step.name] : []));
  expect(kernels).toContain('cholesky');
  expect(kernels).toContain('scan of 100 steps');
  // The masks of triangles depend on nothing at all, and are made together with what depends on data.
  expect(bound.every(({ what }) => /^lessEqual\(sub\(iota/.test(what))).toBe(true);
});
