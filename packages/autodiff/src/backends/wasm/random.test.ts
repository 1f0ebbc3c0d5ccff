/** Graphs made at random, of every kind of operation, against the reference: what no list of cases thinks of. */

import { gradient } from '../../gradient/reverse.js';
import { constant, data, parameter } from '../../graph/literal.js';
import type { Tensor } from '../../graph/tensor.js';
import { findInputs, topologicalOrder } from '../../graph/traverse.js';
import * as ops from '../../ops/index.js';
import { evaluate } from '../reference.js';
import { compileWasm, instantiate } from './index.js';

/** Whole numbers below a bound, from a small congruential generator. */
function generator(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor(((state >>> 8) / 2 ** 24) * below);
  };
}

const unary = [
  ops.sigmoid,
  ops.softplus,
  ops.tanh,
  ops.abs,
  (x: Tensor) => ops.exp(ops.mul(0.1, x)),
  (x: Tensor) => ops.mul(-0.5, x),
  (x: Tensor) => ops.square(ops.sigmoid(x)),
];
const binary = [ops.add, ops.sub, ops.mul, ops.maximum];

/** What one step adds to a pool of tensors; undefined where shapes do not fit. */
function grow(
  int: (below: number) => number,
  pool: readonly Tensor[],
  matrix: Tensor,
  index: Tensor,
): Tensor | undefined {
  const pick = <T>(list: readonly T[]): T => list[int(list.length)]!;
  const x = pick(pool);
  const axis = int(Math.max(1, x.rank));
  const steps: readonly (() => Tensor | undefined)[] = [
    () => pick(unary)(x),
    () => pick(binary)(x, pick(pool)),
    () => pick(binary)(x, pick(pool)),
    () => ops.sum(x, { axes: x.rank > 0 ? axis : [] }),
    () => ops.transpose(x),
    () => ops.reshape(x, x.rank > 1 ? [x.size] : [1, x.size]),
    () =>
      ops.slice(
        x,
        x.shape.map((n) => pick([undefined, { step: -1 }, { from: Math.min(1, n - 1) }, int(n)])),
      ),
    () => (x.rank > 0 ? ops.gather(x, index) : undefined),
    () => (x.rank > 0 ? ops.concat([x, pick(unary)(x)], axis) : undefined),
    () => (x.rank > 0 ? ops.cumsum(x, { axis, reverse: int(2) === 0 }) : undefined),
    () => (x.rank > 0 ? ops.max(x, { axes: axis, keepDims: true }) : undefined),
    () => ops.where(ops.less(x, pick(pool)), x, 0.5),
    () => {
      const columns = matrix.shape[1]!;
      const padded = ops.concat([ops.reshape(x, [x.size]), constant(new Float64Array(columns).fill(0.3))]);
      return ops.matMul(matrix, ops.slice(padded, [{ to: columns }]));
    },
    () => (x.rank === 2 ? ops.matMul(x, ops.transpose(ops.sigmoid(x))) : undefined),
    () => (x.rank === 1 ? ops.scatterAdd(ops.gather(x, index), index, { size: 40 }) : undefined),
  ];
  return pick(steps)();
}

/** A graph, and values of its inputs. */
function randomCase(seed: number): {
  readonly outputs: readonly Tensor[];
  readonly values: Record<string, Float64Array>;
} {
  const int = generator(seed);
  const shape = (): number[] => Array.from({ length: int(4) }, () => [1, 2, 3, 4, 5, 7][int(6)]!);
  const pool: Tensor[] = [parameter('p', shape()), parameter('q', shape()), data('d', shape())];
  const matrix = data('matrix', [[8, 9, 17][int(3)]!, [1, 2, 5, 26][int(4)]!]);
  const index = data('index', [[3, 6, 11][int(3)]!], 'int32');
  for (let step = 3 + int(12); step > 0; step--) {
    try {
      const made = grow(int, pool, matrix, index);
      if (made && made.dtype === 'float64' && made.size > 0 && made.size <= 3000) pool.push(made);
    } catch (error) {
      // Two tensors that do not broadcast: another step is taken.
      if (!String(error).includes('[shape/')) throw error;
    }
  }
  const outputs = pool.slice(-4);
  const sizes = topologicalOrder(outputs).map(({ op }) => (op.kind === 'indexing' ? op.size : 40));
  const values: Record<string, Float64Array> = {};
  for (const { op, size } of findInputs([...outputs, pool[0]!, pool[1]!])) {
    if (op.kind !== 'source' || !('label' in op)) continue;
    values[op.label] = new Float64Array(size).map(() =>
      op.label === 'index' ? int(Math.min(...sizes)) : int(2001) / 1000 - 1,
    );
  }
  return { outputs, values };
}

function labelOf({ op }: Tensor): string {
  return op.kind === 'source' && 'label' in op ? op.label : '';
}

function difference(seed: number): string | undefined {
  const { outputs, values } = randomCase(seed);
  const density = outputs.map((output, k) => ops.sum(ops.mul(0.3 + 0.2 * k, output))).reduce((a, b) => ops.add(a, b));
  const inputs = findInputs([density]);
  const [parameters, datas] = ['parameter', 'data'].map((name) => inputs.filter(({ op }) => op.name === name)) as [
    Tensor[],
    Tensor[],
  ];
  const expected = evaluate([density, ...outputs, ...gradient(density, parameters)], values);
  const program = compileWasm({ parameters, data: datas, logDensity: density, outputs: { all: outputs } });
  const instance = instantiate(
    program,
    Object.fromEntries(datas.map((node) => [labelOf(node), values[labelOf(node)]!])),
  );
  const position = Float64Array.from(parameters.flatMap((node) => [...values[labelOf(node)]!]));
  const slope = new Float64Array(position.length);
  const value = instance.logDensityAndGradient(position, slope);
  const actual = [value, ...instance.evaluate('all', position).flatMap((part) => [...part]), ...slope];
  const wanted = expected.flatMap((part) => [...part]);
  const scale = Math.max(1, ...wanted.filter(Number.isFinite).map(Math.abs));
  const wrong = wanted.findIndex((x, i) => !Object.is(x, actual[i]) && !(Math.abs(x - actual[i]!) <= 1e-10 * scale));
  return wrong < 0 ? undefined : `seed ${seed}: element ${wrong} is ${actual[wrong]}, not ${wanted[wrong]}`;
}

test('random graphs agree with the reference in value, outputs and gradient', () => {
  const count = process.env.CREDENCE_LONG ? 3000 : 150;
  for (let seed = 1; seed <= count; seed++) expect(difference(seed)).toBeUndefined();
});
