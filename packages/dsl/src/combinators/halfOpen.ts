/** The transform of intervals some of which have no lower or no upper end: each element by those that it has. */
import {
  exp,
  greater,
  less,
  log,
  logicalAnd,
  logicalOr,
  logSigmoid,
  neg,
  sigmoid,
  sub,
  type Tensor,
  where,
} from '@credence/autodiff';
import type { Bound } from '../supports/bounds.js';
import type { Transform } from '../supports/index.js';

/**
 * Between two ends by the logit, from one end on by the logarithm, and all reals as they are.
 * @param lower, upper infinite where there is no end
 */
export function halfOpen(lower: Bound, upper: Bound): Transform {
  const hasLower = greater(lower, Number.NEGATIVE_INFINITY);
  const hasUpper = less(upper, Number.POSITIVE_INFINITY);
  const from = where(hasLower, lower, 0);
  const to = where(hasUpper, upper, 0);
  const width = sub(to, from);
  const choose = (both: Tensor, above: Tensor, below: Tensor, neither: Tensor) =>
    where(hasLower, where(hasUpper, both, above), where(hasUpper, below, neither));
  return {
    name: 'interval',
    constrain: (u) => choose(sigmoid(u).mul(width).add(from), exp(u).add(from), sub(to, exp(u)), u),
    unconstrain: (x) => {
      const logit = log(x.sub(from).div(width)).sub(log(sub(to, x).div(width)));
      return choose(logit, log(x.sub(from)), log(sub(to, x)), x);
    },
    logJacobian: (u) => {
      const both = logSigmoid(u)
        .add(logSigmoid(neg(u)))
        .add(log(width));
      return where(logicalAnd(hasLower, hasUpper), both, where(logicalOr(hasLower, hasUpper), u, 0));
    },
  };
}
