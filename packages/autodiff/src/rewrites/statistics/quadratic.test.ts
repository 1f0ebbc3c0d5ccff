import { keyFromSeed, type Rng, stream } from '@credence/numerics';
import { evaluate, evaluateNumber, type InputValues } from '../../backends/reference.js';
import { compileWasm, instantiate } from '../../backends/wasm/index.js';
import { gradient } from '../../gradient/reverse.js';
import { data, parameter } from '../../graph/literal.js';
import type { Tensor } from '../../graph/tensor.js';
import { findInputs, topologicalOrder } from '../../graph/traverse.js';
import * as ops from '../../ops/index.js';
import { difference, exactSquares } from '../../testing/cases/exactSquares.js';
import { simplify } from '../simplify.js';
import { quadratic } from './quadratic.js';
import { refusedSums } from './refusals.js';

const NAME = quadratic[0]!.name;
const POINTS = 1000;

function fires(node: Tensor): boolean {
  return simplify([node]).trace.has(NAME);
}

/** Whether nothing as long as the data is read together with parameters. */
function isOfFixedSize(node: Tensor, rows: number): boolean {
  return topologicalOrder(simplify([node]).outputs).every(
    ({ binding, size }) => binding !== 'parameter' || size < rows,
  );
}

function randomValues(inputs: readonly Tensor[], rng: Rng, groups: number): Record<string, InputValues[string]> {
  return Object.fromEntries(
    inputs.map(({ op, size, dtype }) => {
      const label = op.kind === 'source' && 'label' in op ? op.label : '';
      const draw = () =>
        dtype === 'int32' ? Math.floor(rng.uniform() * groups) : label === 'w' ? rng.uniform() : rng.normal();
      return [label, Float64Array.from({ length: size }, draw)];
    }),
  );
}

/** The plain graph and the rewritten one agree in value and gradient, relative to the size of their terms. */
function agrees(node: Tensor, { points, seed, groups = 3 }: { points: number; seed: number; groups?: number }): void {
  const rng = stream(keyFromSeed(seed), 0);
  const free = findInputs([node]).filter(({ op }) => op.name === 'parameter');
  const total = ops.sum(node);
  const plain = [total, ...gradient(total, free)];
  const [rewritten] = simplify([total]).outputs;
  const both = [rewritten!, ...gradient(rewritten!, free)];
  const inputs = findInputs([...plain, ...both]);
  for (let i = 0; i < points; i++) {
    const values = randomValues(inputs, rng, groups);
    const expected = evaluate(plain, values);
    const found = evaluate(both, values);
    const scale = Math.max(1, ...expected.flatMap((part) => [...part].map(Math.abs)));
    const errors = expected.flatMap((part, k) => [...part].map((value, j) => Math.abs(found[k]![j]! - value)));
    expect(Math.max(...errors)).toBeLessThanOrEqual(1e-10 * scale);
  }
}

const y = data('y', [12]);
const w = data('w', [12]);
const x = data('x', [12]);
const group = data('group', [12], 'int32');
const m = parameter('m');
const s = parameter('s');
const a = parameter('a', [4]);

/** A residual that meets the precondition, and what is summed of it. */
function randomMember(rng: Rng): Tensor {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(rng.uniform() * from.length)]!;
  const location = pick([
    m,
    ops.neg(m),
    ops.mul(2, m),
    ops.exp(m),
    ops.add(m, s),
    ops.gather(a, group),
    ops.add(m, ops.gather(a, group)),
    ops.sub(ops.gather(a, group), ops.mul(s, ops.gather(a, group))),
    ops.gather(ops.add(m, ops.mul(ops.exp(s), a)), group),
    ops.gather(ops.gather(a, [0, 0, 1, 3]), group),
  ]);
  const values = pick([y, ops.sub(y, x), ops.log(ops.add(4, ops.square(y))), data('counts', [12], 'int32')]);
  const residual = pick([
    ops.sub(values, location),
    ops.sub(location, values),
    ops.add(location, values),
    ops.div(ops.sub(values, location), ops.exp(s)),
    ops.div(ops.sub(values, location), ops.sqrt(ops.add(1, ops.square(s)))),
    ops.mul(ops.sub(values, location), w),
  ]);
  const squared = pick([ops.square(residual), ops.mul(residual, residual), ops.mul(w, ops.square(residual))]);
  return ops.mul(-0.5, ops.sum(squared));
}

describe('random sums of squares that meet the precondition', () => {
  test.each(Array.from({ length: 60 }, (_, k) => k))(
    'member %i becomes an expression of fixed size and agrees',
    (k) => {
      const member = randomMember(stream(keyFromSeed(31), k));
      expect(fires(member)).toBe(true);
      expect(isOfFixedSize(member, 12)).toBe(true);
      agrees(member, { points: 20, seed: k });
    },
  );

  test('some agree at 1000 points', () => {
    agrees(ops.sum(ops.square(ops.sub(y, m))), { points: POINTS, seed: 1 });
    agrees(ops.sum(ops.mul(w, ops.square(ops.sub(y, ops.gather(a, group))))), { points: POINTS, seed: 2 });
  });

  test('sums over some of the axes', () => {
    const table = data('table', [5, 6]);
    const rowOf = parameter('rowOf', [5, 1]);
    const columnOf = parameter('columnOf', [6]);
    for (const node of [
      ops.sum(ops.square(ops.sub(table, m)), { axes: 0 }),
      ops.sum(ops.square(ops.sub(table, rowOf)), { axes: 1 }),
      ops.sum(ops.square(ops.sub(table, rowOf))),
      ops.sum(ops.square(ops.sub(table, columnOf))),
      ops.sum(ops.mul(data('w', [6]), ops.square(ops.sub(table, rowOf)))),
      ops.sum(ops.square(ops.sub(data('y', [6]), parameter('each', [4, 1])))),
    ]) {
      expect(fires(node)).toBe(true);
      agrees(node, { points: 50, seed: 3 });
    }
  });

  test('weights may be zero or negative, and groups empty', () => {
    const node = ops.sum(ops.mul(w, ops.square(ops.sub(y, ops.gather(a, group)))));
    const [rewritten] = simplify([node]).outputs;
    const values = {
      y: [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8],
      group: [0, 0, 0, 2, 2, 2, 2, 2, 3, 3, 3, 3],
      a: [0.5, 7, -2, 3],
    };
    for (const weights of [
      new Array(12).fill(0),
      [0, 0, 0, 1, -1, 1, -1, 0, 2, 0, 0, -3],
      [1, -1, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0],
    ]) {
      const given = { ...values, w: weights };
      expect(evaluateNumber(rewritten!, given)).toBeCloseTo(evaluateNumber(node, given), 10);
    }
  });
});

describe('near misses', () => {
  const square = (residual: Tensor) => ops.sum(ops.square(residual));
  const chosen = ops.cast(ops.less(0, m), 'int32');
  test.each([
    ['exp(m x)', square(ops.sub(y, ops.exp(ops.mul(m, x)))), 'm enters through exp: not linear'],
    [
      'a parameter for each of the data',
      square(ops.sub(y, parameter('t', [12]))),
      't has an element for each of the data',
    ],
    [
      'a product of parameters',
      square(ops.sub(y, ops.mul(ops.gather(a, group), ops.gather(ops.exp(a), group)))),
      'a stands in both factors of a product: not linear',
    ],
    [
      'indices that are parameters',
      square(ops.sub(y, ops.gather(a, ops.broadcastTo(chosen, [12])))),
      'the indices of a vary with m',
    ],
    ['weights that vary', ops.sum(ops.mul(ops.gather(ops.exp(a), group), ops.square(ops.sub(y, m)))), undefined],
    ['few data', square(ops.sub(data('few', [3]), m)), undefined],
    ['one datum', square(ops.sub(data('one', [1]), m)), undefined],
    ['no data', square(ops.sub(data('none', [0]), m)), undefined],
    ['as many groups as data', square(ops.sub(y, ops.gather(parameter('many', [12]), group))), undefined],
    ['a cubic', ops.sum(ops.mul(ops.sub(y, m), ops.square(ops.sub(y, m)))), undefined],
  ])('%s is refused or treated right', (_, node, reason) => {
    expect(fires(node)).toBe(false);
    agrees(node, { points: 20, seed: 5 });
    if (reason !== undefined)
      expect(refusedSums(simplify([node]).outputs).map((refused) => refused.reason)).toEqual([reason]);
  });

  test('m^2 is a constant like any other', () => {
    const node = square(ops.sub(y, ops.square(m)));
    expect(fires(node)).toBe(true);
    agrees(node, { points: 20, seed: 6 });
  });
});

describe('digits', () => {
  const rows = 1000;
  const many = data('y', [rows]);
  const places = data('group', [rows], 'int32');
  const groups = parameter('a', [4]);
  const cases = [
    ['about one mean', ops.sum(ops.square(ops.sub(many, m)))],
    ['about the means of groups', ops.sum(ops.square(ops.sub(many, ops.gather(groups, places))))],
  ] as const;

  /** Largest relative error of differences between places about the mean, against exact arithmetic. */
  function worst(node: Tensor, rewritten: Tensor, offset: number): number {
    const rng = stream(keyFromSeed(8), offset);
    const values = Float64Array.from({ length: rows }, () => offset + rng.normal());
    const group = Float64Array.from({ length: rows }, (_, i) => i % 4);
    const at = () => ({
      y: values,
      group,
      m: offset + 0.1 * rng.normal(),
      a: Float64Array.from({ length: 4 }, () => offset + 0.1 * rng.normal()),
    });
    const isGrouped = findInputs([node]).includes(groups);
    let largest = 0;
    for (let k = 0; k < 20; k++) {
      const [one, other] = [at(), at()];
      const exactly = [one, other].map(({ m, a }) =>
        exactSquares([...values].map((y, i) => ({ y, terms: [[isGrouped ? a[i % 4]! : m, 1]] }))),
      );
      const expected = difference(exactly[0]!, exactly[1]!);
      const found = evaluateNumber(rewritten, one) - evaluateNumber(rewritten, other);
      largest = Math.max(largest, Math.abs(found / expected - 1));
    }
    return largest;
  }

  test.each(cases)('differences %s keep their digits at offsets of 1e6 sd', (_, node) => {
    const [rewritten] = simplify([node]).outputs;
    for (const offset of [0, 1e3, 1e6]) expect(worst(node, rewritten!, offset)).toBeLessThan(1e-11);
  });

  test('sums of squares about 0 in place of the centre would be noticed', () => {
    const moments = ops.add(
      ops.sub(ops.mul(rows, ops.square(m)), ops.mul(ops.mul(2, m), ops.sum(many))),
      ops.sum(ops.square(many)),
    );
    expect(worst(cases[0][1], moments, 1e6)).toBeGreaterThan(1e-7);
  });
});

test('a module does not depend on values of data, and serves others', () => {
  const node = ops.sum(ops.square(ops.sub(y, ops.gather(a, group))));
  const program = compileWasm({ parameters: [a], data: [y, group], logDensity: ops.mul(-0.5, node) });
  expect(program.manifest.notes.rewrites.map(({ name }) => name)).toContain(NAME);
  const rng = stream(keyFromSeed(4), 0);
  for (let k = 0; k < 3; k++) {
    const values = randomValues([y, group, a], rng, 4);
    const density = instantiate(program, { y: values.y!, group: values.group! });
    const slope = new Float64Array(4);
    const found = density.logDensityAndGradient(Float64Array.from(values.a as Float64Array), slope);
    expect(found).toBeCloseTo(-0.5 * evaluateNumber(node, values), 10);
    const [expected] = evaluate(gradient(ops.mul(-0.5, node), [a]), values);
    for (const [j, value] of slope.entries()) expect(value).toBeCloseTo(expected![j]!, 10);
  }
  expect(() => instantiate(program, { y: new Float64Array(12), group: new Float64Array(12).fill(4) })).toThrow(/index/);
});

test('plain sums stay when the rewrite is left out', () => {
  const node = ops.sum(ops.square(ops.sub(y, m)));
  expect(simplify([node], { sufficientStatistics: false }).trace.has(NAME)).toBe(false);
  const left = compileWasm({ parameters: [m], data: [y], logDensity: node, rewrites: { sufficientStatistics: false } });
  expect(left.manifest.notes.rewrites.map(({ name }) => name)).not.toContain(NAME);
  expect(left.manifest.notes.refused).toEqual([]);
});
