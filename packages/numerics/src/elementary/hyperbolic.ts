/** sinh, cosh, tanh and their inverses. */
import { fastTwoSum } from '../lanes/compensated.js';
import { laneProgram } from '../lanes/laneProgram.js';
import type { Lanes } from '../lanes/lanes.js';
import { expm1Program } from './exp.js';
import { expOfSumProgram } from './expOfSum.js';
import { log1pProgram, logProgram } from './log.js';

const LN2_TAIL = 2.3190468138462996e-17; // log(2) - Math.LN2

/** exp(size)/2 without overflow before the result does, for size >= 0. */
function halfExp<V, M>(l: Lanes<V, M>, size: V): V {
  const limited = l.select(l.less(l.constant(1000), size), l.constant(1000), size);
  const { high, low } = fastTwoSum(l, l.neg(l.constant(Math.LN2)), limited);
  const swapped = fastTwoSum(l, limited, l.constant(-Math.LN2));
  const small = l.select(l.less(limited, l.constant(Math.LN2)), low, swapped.low);
  return l.call(expOfSumProgram, high, l.sub(small, l.constant(LN2_TAIL)));
}

/** sinh(x). */
export const sinhProgram = laneProgram({
  name: 'sinh',
  arity: 1,
  body: (l, x) => {
    const size = l.abs(x);
    const result = l.branch(
      l.less(size, l.constant(1)),
      () => {
        const t = l.call(expm1Program, size);
        return l.mul(l.constant(0.5), l.add(t, l.div(t, l.add(t, l.constant(1)))));
      },
      () => {
        const half = halfExp(l, size);
        return l.sub(half, l.div(l.constant(0.25), half));
      },
    );
    return l.copySign(result, x);
  },
});

/** cosh(x). */
export const coshProgram = laneProgram({
  name: 'cosh',
  arity: 1,
  body: (l, x) => {
    const half = halfExp(l, l.abs(x));
    return l.add(half, l.div(l.constant(0.25), half));
  },
});

/** tanh(x) = -t/(t + 2), t = exp(-2|x|) - 1, with the sign of x. */
export const tanhProgram = laneProgram({
  name: 'tanh',
  arity: 1,
  body: (l, x) => {
    const t = l.call(expm1Program, l.mul(l.constant(-2), l.abs(x)));
    return l.copySign(l.div(t, l.add(t, l.constant(2))), x);
  },
});

/** asinh(x) = log1p(|x| + x^2/(1 + sqrt(1 + x^2))) with the sign of x. */
export const asinhProgram = laneProgram({
  name: 'asinh',
  arity: 1,
  body: (l, x) => {
    const one = l.constant(1);
    const size = l.abs(x);
    const result = l.branch(
      l.less(size, l.constant(2 ** 28)),
      () => {
        const square = l.mul(size, size);
        const root = l.sqrt(l.add(square, one));
        return l.call(log1pProgram, l.add(size, l.div(square, l.add(root, one))));
      },
      () => l.add(l.call(logProgram, size), l.constant(Math.LN2)),
    );
    return l.copySign(result, x);
  },
});

/** acosh(x) = log1p(t + sqrt(2t + t^2)), t = x - 1; NaN below 1. */
export const acoshProgram = laneProgram({
  name: 'acosh',
  arity: 1,
  body: (l, x) =>
    l.branch(
      l.less(x, l.constant(2 ** 28)),
      () => {
        const t = l.sub(x, l.constant(1));
        return l.call(log1pProgram, l.add(t, l.sqrt(l.add(l.mul(l.constant(2), t), l.mul(t, t)))));
      },
      () => l.add(l.call(logProgram, x), l.constant(Math.LN2)),
    ),
});

/** atanh(x) = log1p(2|x|/(1 - |x|))/2 with the sign of x; NaN outside [-1, 1]. */
export const atanhProgram = laneProgram({
  name: 'atanh',
  arity: 1,
  body: (l, x) => {
    const size = l.abs(x);
    const ratio = l.div(l.mul(l.constant(2), size), l.sub(l.constant(1), size));
    return l.copySign(l.mul(l.constant(0.5), l.call(log1pProgram, ratio)), x);
  },
});
