import { evaluate } from '../backends/reference.js';
import { data, parameter } from '../graph/literal.js';
import type { Tensor } from '../graph/tensor.js';
import * as ops from '../ops/index.js';
import { simplify } from '../rewrites/simplify.js';
import { hessianVectorProduct, jvp } from './forward.js';
import { gradient } from './reverse.js';

const x = parameter('x', [2]);
const X = data('X', [2, 2]);
const beta = parameter('beta', [2]);
const table = parameter('table', [2]);

/** Branches that are infinite or NaN, or have such derivatives, in the element that is not taken. */
const branches: Readonly<Record<string, { readonly y: Tensor; readonly by: Tensor }>> = {
  log: { y: ops.where(x.greater(0), ops.log(x), 0), by: x },
  'log below 0': { y: ops.where(x.greater(1), ops.log(x.sub(1)), 0), by: x },
  sqrt: { y: ops.where(x.greater(0), ops.sqrt(x), 0), by: x },
  division: { y: ops.where(x.greater(0), ops.div(1, x), 0), by: x },
  'division inside exp': { y: ops.where(x.greater(0), ops.exp(ops.div(-1, ops.square(x))), 0), by: x },
  'log of a sum': {
    y: ops.where(x.greater(0), ops.log(ops.sum(ops.mul(x.expandDims(1), [1, 2]), { axes: 1 })), 0),
    by: x,
  },
  xlogy: { y: ops.where(x.greater(0), ops.xlogy(2, x), 0), by: x },
  'gather of log': { y: ops.where(table.gather([1, 0]).greater(0), ops.log(table).gather([1, 0]), 0), by: table },
  'X b with infinite X': { y: ops.where([true, false], ops.square(ops.matMul(X, beta)), 0), by: beta },
};

const values = {
  x: [2, 0],
  table: [0, 3],
  X: [
    [1, 2],
    [Infinity, Number.NaN],
  ],
  beta: [0.5, 1.5],
};

test.each(Object.entries(branches))('no NaN comes from the branch not taken: %s', (_, { y, by }) => {
  const loss = ops.sum(y);
  const weighted = ops.sum(ops.mul(y, ops.square(y)).add(y));
  for (const f of [loss, weighted]) {
    const graphs = [
      ...gradient(f, [by]),
      jvp(f, [by], [[1, 1]]),
      ...hessianVectorProduct(f, [by], [[1, -1]]),
      jvp(gradient(f, [by])[0]!, [by], [[1, 1]]),
    ];
    const simplified = simplify([f]).outputs[0]!;
    const rewritten = simplify([...gradient(simplified, [by]), ...hessianVectorProduct(simplified, [by], [[1, -1]])], {
      stage: 'last',
    }).outputs;
    for (const array of evaluate([...graphs, ...rewritten], values))
      expect([...array].every(Number.isFinite)).toBe(true);
    const plain = evaluate([graphs[0]!, graphs[2]!], values);
    evaluate(rewritten, values).forEach((array, k) => {
      array.forEach((value, i) => {
        expect(value).toBeCloseTo(plain[k]![i]!, 10);
      });
    });
  }
});

test('the guard is needed: a plain product lets NaN through', () => {
  const unguarded = ops.mul(ops.where(x.greater(0), 1, 0), gradient(ops.sum(ops.log(x)), [x])[0]!);
  expect(evaluate([unguarded], values)[0]![1]).toBeNaN();
});

test('the branch that is taken keeps its derivative', () => {
  const [g] = gradient(ops.sum(ops.where(x.greater(0), ops.log(x), ops.mul(3, x))), [x]);
  expect([...evaluate([g!], values)[0]!]).toEqual([0.5, 3]);
});
