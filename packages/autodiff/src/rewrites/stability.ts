/** Forms that keep digits, or stay finite, where the written ones do not. */

import { parameter } from '../graph/literal.js';
import { add, mul, neg, reciprocal, sqrt, square, sub } from '../ops/arithmetic.js';
import { logSumExp } from '../ops/composites.js';
import {
  exp,
  expm1,
  log,
  log1mexp,
  log1p,
  logAddExp,
  logit,
  logSigmoid,
  sigmoid,
  softplus,
} from '../ops/exponential.js';
import { reducedAxes, sum } from '../ops/reduction.js';
import { hasOp, partsOf } from './query.js';
import { pattern, type Rule } from './rule.js';

const v = parameter('v', [4]);

export const stability: readonly Rule[] = [
  pattern('log(exp(x)) = x', ['x'], ({ x }) => ({
    from: log(exp(x)),
    to: ({ x }) => x,
    agreeOn: { x: [-700, 700] },
    betterOn: [{ x: 800 }, { x: -800 }],
  })),
  pattern('exp(log(x)) = x', ['x'], ({ x }) => ({ from: exp(log(x)), to: ({ x }) => x, agreeOn: { x: [1e-3, 1e3] } })),
  pattern('1 / exp(x) = exp(-x)', ['x'], ({ x }) => ({
    from: reciprocal(exp(x)),
    to: ({ x }) => exp(neg(x)),
    agreeOn: { x: [-700, 700] },
  })),
  pattern('log(1 + exp(x)) = softplus(x)', ['x'], ({ x }) => ({
    from: log(add(1, exp(x))),
    to: ({ x }) => softplus(x),
    agreeOn: { x: [-5, 700] },
    betterOn: [{ x: 800 }],
  })),
  pattern('log1p(exp(x)) = softplus(x)', ['x'], ({ x }) => ({
    from: log1p(exp(x)),
    to: ({ x }) => softplus(x),
    agreeOn: { x: [-700, 700] },
    betterOn: [{ x: 800 }],
  })),
  pattern('log(1 + x) = log1p(x)', ['x'], ({ x }) => ({
    from: log(add(1, x)),
    to: ({ x }) => log1p(x),
    agreeOn: { x: [0.01, 1e6] },
  })),
  pattern('log(1 - exp(x)) = log1mexp(x)', ['x'], ({ x }) => ({
    from: log(sub(1, exp(x))),
    to: ({ x }) => log1mexp(x),
    agreeOn: { x: [-4, -0.01] },
    betterOn: [{ x: -1e-20 }],
  })),
  pattern('log1p(-exp(x)) = log1mexp(x)', ['x'], ({ x }) => ({
    from: log1p(neg(exp(x))),
    to: ({ x }) => log1mexp(x),
    agreeOn: { x: [-4, -0.01] },
    betterOn: [{ x: -1e-20 }],
  })),
  pattern('log(1 - sigmoid(x)) = logSigmoid(-x)', ['x'], ({ x }) => ({
    from: log(sub(1, sigmoid(x))),
    to: ({ x }) => logSigmoid(neg(x)),
    agreeOn: { x: [-4, 8] },
    betterOn: [{ x: 800 }],
  })),
  pattern('log1p(-sigmoid(x)) = logSigmoid(-x)', ['x'], ({ x }) => ({
    from: log1p(neg(sigmoid(x))),
    to: ({ x }) => logSigmoid(neg(x)),
    agreeOn: { x: [-4, 8] },
    betterOn: [{ x: 800 }],
  })),
  pattern('log(1 - x) = log1p(-x)', ['x'], ({ x }) => ({
    from: log(sub(1, x)),
    to: ({ x }) => log1p(neg(x)),
    agreeOn: { x: [-1e3, 0.9] },
  })),
  pattern('log(sigmoid(x)) = logSigmoid(x)', ['x'], ({ x }) => ({
    from: log(sigmoid(x)),
    to: ({ x }) => logSigmoid(x),
    agreeOn: { x: [-700, 15] },
    betterOn: [{ x: -800 }],
  })),
  pattern('1 - sigmoid(x) = sigmoid(-x)', ['x'], ({ x }) => ({
    from: sub(1, sigmoid(x)),
    to: ({ x }) => sigmoid(neg(x)),
    agreeOn: { x: [-30, 8] },
  })),
  pattern('1 / (1 + exp(-x)) = sigmoid(x)', ['x'], ({ x }) => ({
    from: reciprocal(add(1, exp(neg(x)))),
    to: ({ x }) => sigmoid(x),
    agreeOn: { x: [-700, 700] },
  })),
  pattern('1 / (1 + exp(x)) = sigmoid(-x)', ['x'], ({ x }) => ({
    from: reciprocal(add(1, exp(x))),
    to: ({ x }) => sigmoid(neg(x)),
    agreeOn: { x: [-700, 700] },
  })),
  pattern('exp(x) / (1 + exp(x)) = sigmoid(x)', ['x'], ({ x }) => ({
    from: mul(exp(x), sigmoid(neg(x))),
    to: ({ x }) => sigmoid(x),
    agreeOn: { x: [-300, 300] },
    betterOn: [{ x: 800 }],
  })),
  pattern('sigmoid(logit(p)) = p', ['p'], ({ p }) => ({
    from: sigmoid(logit(p)),
    to: ({ p }) => p,
    agreeOn: { p: [1e-3, 0.999] },
  })),
  pattern('logit(sigmoid(x)) = x', ['x'], ({ x }) => ({
    from: logit(sigmoid(x)),
    to: ({ x }) => x,
    agreeOn: { x: [-10, 5] },
    betterOn: [{ x: 800 }, { x: -800 }],
  })),
  pattern('softplus(-x) = -logSigmoid(x)', ['x'], ({ x }) => ({
    from: neg(softplus(neg(x))),
    to: ({ x }) => logSigmoid(x),
    agreeOn: { x: [-700, 700] },
  })),
  pattern('exp(x) - 1 = expm1(x)', ['x'], ({ x }) => ({
    from: sub(exp(x), 1),
    to: ({ x }) => expm1(x),
    agreeOn: { x: [0.01, 700] },
  })),
  pattern('log(exp(a) + exp(b)) = logAddExp(a, b)', ['a', 'b'], ({ a, b }) => ({
    from: log(add(exp(a), exp(b))),
    to: ({ a, b }) => logAddExp(a, b),
    agreeOn: { a: [1, 300], b: [1, 300] },
    betterOn: [
      { a: 800, b: 1 },
      { a: -800, b: -801 },
    ],
  })),
  pattern('log(1 / x) = -log(x)', ['x'], ({ x }) => ({
    from: log(reciprocal(x)),
    to: ({ x }) => neg(log(x)),
    agreeOn: { x: [1.5, 1e6] },
  })),
  pattern('log(sqrt(x)) = log(x) / 2', ['x'], ({ x }) => ({
    from: log(sqrt(x)),
    to: ({ x }) => mul(0.5, log(x)),
    agreeOn: { x: [1.5, 1e6] },
  })),
  pattern('exp(x)^2 = exp(2 x)', ['x'], ({ x }) => ({
    from: log(square(exp(x))),
    to: ({ x }) => mul(2, x),
    agreeOn: { x: [0.1, 300] },
    betterOn: [{ x: 500 }, { x: -500 }],
  })),
  {
    name: 'log(sum(exp(x))) = logSumExp(x)',
    roots: ['log'],
    admits: (_, inputs) => hasOp(inputs, 'sum'),
    apply: (node) => {
      const total = node.inputs[0]!;
      const [x] = total.op.name === 'sum' ? (partsOf(total.inputs[0], 'exp') ?? []) : [];
      // exp of a difference with a maximum is that already.
      if (!x || (x.op.name === 'sub' && x.inputs[1]!.size < x.size)) return undefined;
      return logSumExp(x, { axes: reducedAxes(total) });
    },
    examples: [{ from: log(sum(exp(v))), agreeOn: { v: [0, 300] } }],
    only: 'first',
  },
];
