import { keyFromSeed, type Rng, stream } from '@credence/numerics';
import { evaluate } from '../backends/reference.js';
import { gradient } from '../gradient/reverse.js';
import { data, parameter } from '../graph/literal.js';
import { print } from '../graph/print.js';
import type { Tensor } from '../graph/tensor.js';
import { topologicalOrder } from '../graph/traverse.js';
import * as ops from '../ops/index.js';
import { simplify } from './simplify.js';

/** More of them in the long suite. */
const GRAPHS = process.env.CREDENCE_LONG ? 20000 : 600;

const leaves = (): Tensor[] => [
  parameter('s'),
  parameter('t'),
  parameter('v', [4]),
  parameter('w', [4]),
  parameter('m', [3, 4]),
  data('y', [4]),
  data('c'),
  data('X', [3, 4]),
];

/** Smooth functions that stay moderate, so that graphs of any depth have comparable values. */
const one: readonly ((x: Tensor) => Tensor)[] = [
  ops.neg,
  ops.sigmoid,
  ops.softplus,
  (x) => ops.square(ops.sigmoid(x)),
  (x) => ops.log(ops.add(1.5, ops.sigmoid(x))),
  (x) => ops.mul(0.5, x),
  (x) => ops.sum(x),
  (x) => (x.rank > 0 ? ops.mean(x, { axes: -1 }) : x),
  (x) => (x.rank === 1 ? x.flip() : x),
  (x) => (x.rank === 2 ? x.transpose().transpose() : x),
  (x) => (x.size === 4 ? x.reshape([2, 2]).reshape([4]) : x),
  (x) => (x.rank === 1 ? ops.gather(x, [0, 1, 1, 0]) : x),
];
const two: readonly ((a: Tensor, b: Tensor) => Tensor)[] = [
  (a, b) => (a.rank === 1 && b.rank === 1 ? ops.matMul(ops.outer(a, ops.neg(b)), b) : ops.add(a, b)),
  (a, b) => (a.rank === 2 && b.rank === 1 ? ops.matMul(ops.mul(-0.5, a), b) : ops.sub(a, b)),
  (a, b) => ops.where(ops.less(0, b), ops.log(ops.add(1e-3, ops.square(b))), ops.neg(a)),
  ops.add,
  ops.sub,
  ops.mul,
  (a, b) => ops.div(a, ops.add(2, ops.square(b))),
  (a, b) => ops.where(ops.less(a, b), a, b),
  (a, b) => ops.square(ops.div(ops.sub(a, b), ops.add(1, ops.exp(ops.sigmoid(b))))),
];

function randomGraph(rng: Rng, steps: number): Tensor {
  const pool = leaves();
  const pick = <T>(from: readonly T[]): T => from[Math.floor(rng.uniform() * from.length)]!;
  for (let i = 0; i < steps; i++) {
    const a = pick(pool);
    if (rng.uniform() < 0.4) {
      pool.push(pick(one)(a));
      continue;
    }
    const b = pick(pool);
    try {
      pool.push(pick(two)(a, b));
    } catch {
      // Shapes that do not broadcast: another pair next time.
    }
  }
  return pool.slice(-4).reduce((total, x) => ops.add(total, ops.sum(x)), ops.sum(pool.at(-1)!));
}

const values = {
  s: 0.7,
  t: -1.3,
  v: [0.3, -0.2, 1.1, 0.9],
  w: [1.2, 0.4, -0.8, 0.1],
  m: [
    [0.1, 0.2, -0.3, 0.4],
    [0.5, -0.6, 0.7, 0.8],
    [0.9, 1, -1.1, 1.2],
  ],
  y: [2, 1, 0, 3],
  c: 1.7,
  X: [
    [0.2, 0.3, 0.4, 0.5],
    [0.6, 0.7, 0.8, 0.9],
    [1, 1.1, 1.2, 1.3],
  ],
};

test('random graphs keep values and gradients through all rules, and rewriting again changes nothing', () => {
  for (let i = 0; i < GRAPHS; i++) {
    const rng = stream(keyFromSeed(5), i);
    const output = randomGraph(rng, 6 + (i % 25));
    const parameters = topologicalOrder([output]).filter(({ op }) => op.name === 'parameter');
    const first = simplify([output]).outputs[0]!;
    const last = simplify([first, ...gradient(first, parameters)], { stage: 'last' }).outputs;
    const again = simplify(last, { stage: 'last' });
    if (again.trace.size > 0) throw new Error(`graph ${i} fired again: ${[...again.trace.keys()]}\n${print(last)}`);
    const expected = evaluate([output, ...gradient(output, parameters)], values);
    const scale = Math.max(1, ...expected.flatMap((array) => [...array].map(Math.abs)));
    evaluate(last, values).forEach((array, k) => {
      array.forEach((value, j) => {
        const error = Math.abs(value - expected[k]![j]!);
        if (!(error <= 1e-11 * scale))
          throw new Error(`graph ${i}, output ${k}: ${expected[k]![j]} became ${value}\n${print([output])}`);
      });
    });
  }
});

test('rewriting and differentiating take time linear in nodes', () => {
  const chain = (n: number): Tensor => {
    const v = parameter('v', [4]);
    let total: Tensor = parameter('s');
    for (let i = 0; i < n; i++) total = ops.add(total, ops.sum(ops.square(ops.sub(ops.mul(i + 2, v), total))));
    return total;
  };
  const work = (n: number): { readonly nodes: number; readonly firings: number } => {
    const first = simplify([chain(n)]);
    const graph = first.outputs[0]!;
    const parameters = topologicalOrder([graph]).filter(({ op }) => op.name === 'parameter');
    const last = simplify([graph, ...gradient(graph, parameters)], { stage: 'last' });
    const firings = [...first.trace.values(), ...last.trace.values()].reduce((a, b) => a + b, 0);
    return { nodes: topologicalOrder(last.outputs).length, firings };
  };
  const small = work(50);
  const large = work(200);
  expect(large.nodes / small.nodes).toBeLessThan(4.3);
  expect(large.firings / small.firings).toBeLessThan(4.3);
});
