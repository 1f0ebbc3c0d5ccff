import { scalarLanes } from '@credence/numerics';
import { data, parameter } from '../graph/literal.js';
import type { ElementwiseOp } from '../graph/op.js';
import type { Tensor } from '../graph/tensor.js';
import { topologicalOrder } from '../graph/traverse.js';
import { applyElementwise, elementwise } from '../ops/elementwise.js';
import * as ops from '../ops/index.js';
import { checkRandomDerivative, checkRandomGraph, graphOf } from './cases/randomChecks.js';

/** Depth, largest array, and how many of them; a hundred times as many in the long suite. */
const FAMILIES = [
  { depth: 3, largest: 40, graphs: 20 },
  { depth: 4, largest: 120, graphs: 8 },
  { depth: 3, largest: 3000, graphs: 2 },
] as const;
const TIMES = process.env.CREDENCE_LONG ? 100 : 1;

test.each(FAMILIES)('graphs of depth $depth with up to $largest elements', ({ depth, largest, graphs }) => {
  let differences = 0;
  for (let number = 0; number < graphs * TIMES; number++) {
    const check = { seed: 41, number, depth, largest };
    try {
      checkRandomGraph(check);
      if (number % 4 === 0) checkRandomGraph({ ...check, fastMath: true });
      if (checkRandomDerivative(check)) differences++;
    } catch (error) {
      throw new Error(`graph ${JSON.stringify(check)}: ${error instanceof Error ? error.stack : error}`);
    }
  }
  expect(differences).toBeGreaterThan(0.8 * graphs * TIMES);
});

test('the graphs are of every kind of op and of all binding times', () => {
  const kinds = new Set<string>();
  const ranks = new Set<number>();
  for (let number = 0; number < 300; number++) {
    const { density } = graphOf({ seed: 41, number, depth: 4, largest: 120 });
    for (const { op, binding, rank } of topologicalOrder([density])) {
      ranks.add(rank);
      kinds.add(op.kind === 'elementwise' || op.kind === 'view' ? op.kind : op.name).add(binding);
    }
  }
  const linear = ['matMul', 'cholesky', 'triangularSolve', 'choleskyInverse'];
  const others = ['sum', 'prod', 'max', 'min', 'any', 'all', 'gather', 'scatterAdd', 'cumsum', 'scan', 'concat', 'pad'];
  const expected = [...linear, ...others, 'diagonalMatrix', 'elementwise', 'view', 'literal', 'data', 'parameter'];
  expect(expected.filter((kind) => !kinds.has(kind))).toEqual([]);
  expect([...ranks].sort()).toEqual(expect.arrayContaining([0, 1, 2, 3, 4]));
});

describe('what would be noticed', () => {
  const check = { seed: 1, number: 0, depth: 0, largest: 10 };
  const graphWith = (op: ElementwiseOp, extra: (p: Tensor) => Tensor[] = () => []) => {
    const [p, d] = [parameter('p', [5]), data('d', [5])];
    const output = applyElementwise(op, ops.add(p, d));
    const density = ops.sum(output);
    return {
      parameters: [p],
      data: [d],
      density,
      outputs: [output, ...extra(p)],
      indexSizes: new Map<string, number>(),
    };
  };
  const { op } = ops.square;

  test('nothing in a graph that is right', () => {
    checkRandomGraph(check, () => graphWith(op));
    expect(checkRandomDerivative(check, () => graphWith(op))).toBe(true);
  });
  test('code that means something else than the reference', () => {
    const program = elementwise({
      ...op,
      name: 'wrong',
      program: (k, x) => (Object.is(k, scalarLanes) ? k.mul(x, x) : k.add(x, x)),
    });
    expect(() => checkRandomGraph(check, () => graphWith(program))).toThrow(/^density\[0\] is/);
  });
  test('a wrong derivative', () => {
    const wrong = { ...op, name: 'wrong', partials: [(_: Tensor, x: Tensor) => ops.mul(2.02, x)] };
    expect(() => checkRandomDerivative(check, () => graphWith(wrong))).toThrow(/^reverse mode gives .* differences/);
  });
  test('bytes that differ from one time to the next', () => {
    let times = 0;
    const make = () => graphWith(op, (p) => [ops.mul(++times, p)]);
    expect(() => checkRandomGraph(check, make)).toThrow(/^compiling again gives other bytes/);
  });
});
