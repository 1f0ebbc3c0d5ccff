/** Forms with logarithms that lose digits, or make NaN of 0 times infinity, when written as in a textbook. */
import { laneProgram } from '../lanes/laneProgram.js';
import { expm1Program, expProgram } from './exp.js';
import { log1pProgram, logProgram } from './log.js';

/** log(1 - exp(x)) for x <= 0; -Infinity at 0, NaN above. Mächler (2012), Accurately computing log(1 - exp(-|a|)). */
export const log1mexpProgram = laneProgram({
  name: 'log1mexp',
  arity: 1,
  body: (l, x) =>
    l.branch(
      l.less(l.constant(-Math.LN2), x),
      () => l.call(logProgram, l.neg(l.call(expm1Program, x))),
      () => l.call(log1pProgram, l.neg(l.call(expProgram, x))),
    ),
});

/** log(exp(x) + exp(y)) without overflow. */
export const logAddExpProgram = laneProgram({
  name: 'logAddExp',
  arity: 2,
  body: (l, x, y) => {
    const ordered = l.less(x, y);
    const larger = l.select(ordered, y, x);
    const gap = l.neg(l.abs(l.sub(x, y)));
    const value = l.add(larger, l.call(log1pProgram, l.call(expProgram, gap)));
    const equalInfinite = l.and(l.equal(x, y), l.equal(l.abs(x), l.constant(Infinity)));
    return l.select(equalInfinite, x, value);
  },
});

/** x log(y), and 0 for x = 0 unless y is NaN. */
export const xlogyProgram = laneProgram({
  name: 'xlogy',
  arity: 2,
  body: (l, x, y) => {
    const absorbed = l.and(l.equal(x, l.constant(0)), l.equal(y, y));
    return l.select(absorbed, l.constant(0), l.mul(x, l.call(logProgram, y)));
  },
});

/** x log(1 + y), and 0 for x = 0 unless y is NaN. */
export const xlog1pyProgram = laneProgram({
  name: 'xlog1py',
  arity: 2,
  body: (l, x, y) => {
    const absorbed = l.and(l.equal(x, l.constant(0)), l.equal(y, y));
    return l.select(absorbed, l.constant(0), l.mul(x, l.call(log1pProgram, y)));
  },
});
