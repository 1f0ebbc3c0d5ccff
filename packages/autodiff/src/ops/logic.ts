/** Logic on truth values; anything but 0 is true. */

import type { Lanes } from '@credence/numerics';
import { alwaysBool } from '../graph/dtype.js';
import { truth } from './comparison.js';
import { binary, unary } from './elementwise.js';

const points = [0, 1, 2].flatMap((a) => [0, 1].map((b) => [a, b]));

function isTrue<V, M>(k: Lanes<V, M>, x: V): M {
  return k.notEqual(x, k.constant(0));
}

/** a and b */
export const logicalAnd = binary({
  name: 'logicalAnd',
  program: (k, a, b) => truth(k, k.and(isTrue(k, a), isTrue(k, b))),
  dtype: alwaysBool,
  partials: [undefined, undefined],
  commutative: true,
  tfjs: (tf, a, b) => tf.logicalAnd(a, b),
  checkAt: points,
});

/** a or b */
export const logicalOr = binary({
  name: 'logicalOr',
  program: (k, a, b) => truth(k, k.or(isTrue(k, a), isTrue(k, b))),
  dtype: alwaysBool,
  partials: [undefined, undefined],
  commutative: true,
  tfjs: (tf, a, b) => tf.logicalOr(a, b),
  checkAt: points,
});

/** not a */
export const logicalNot = unary({
  name: 'logicalNot',
  program: (k, a) => truth(k, k.equal(a, k.constant(0))),
  dtype: alwaysBool,
  partials: [undefined],
  tfjs: (tf, a) => tf.logicalNot(a),
  checkAt: [[0], [1], [2]],
});
