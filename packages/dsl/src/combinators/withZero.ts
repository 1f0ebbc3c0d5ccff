/** A support with 0 added. */
import { logicalOr } from '@credence/autodiff';
import { larger, smaller } from '../supports/bounds.js';
import type { Support } from '../supports/index.js';

/** Continuous ones become mixed: 0 then has a probability of its own. */
export function withZero(support: Support): Support {
  const { transform, ...rest } = support;
  const { holds, range, ends, text, discrete } = support;
  const has = holds?.(0) === true;
  return {
    ...rest,
    text: has ? text : `${text} and 0`,
    contains: (x) => logicalOr(support.contains(x), x.equal(0)),
    ...(holds === undefined ? {} : { holds: (x: number) => x === 0 || holds(x) }),
    ...(range === undefined
      ? {}
      : { range: has ? range : { lower: Math.min(0, range.lower), upper: Math.max(0, range.upper) } }),
    ...(ends === undefined ? {} : { ends: { lower: smaller(ends.lower, 0), upper: larger(ends.upper, 0) } }),
    ...(discrete === true ? {} : { mixed: '0' }),
  };
}
