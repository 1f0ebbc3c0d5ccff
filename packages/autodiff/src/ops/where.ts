/** Choosing between two tensors element by element. */

import { branchType } from '../graph/dtype.js';
import { notEqual } from './comparison.js';
import { ternary } from './elementwise.js';
import { logicalNot } from './logic.js';

/**
 * a where the condition is true (not 0), else b; everything broadcasts. The branch that is not taken contributes nothing to
 * a derivative, of any order, even where its own derivative is infinite or NaN.
 *
 * @example where(x.greater(0), log(x), 0)
 */
export const where = ternary({
  name: 'where',
  program: (k, condition, a, b) => k.select(k.notEqual(condition, k.constant(0)), a, b),
  dtype: branchType,
  partials: [
    undefined,
    (_, condition) => (condition.dtype === 'bool' ? condition : notEqual(condition, 0)),
    (_, condition) => logicalNot(condition),
  ],
  guards: [1, 2],
  tfjs: (tf, condition, a, b) => tf.where(condition, a, b),
  checkAt: [
    [1, 2, 3],
    [0, 2, 3],
    [1, Infinity, NaN],
    [0, NaN, -1],
  ],
});
