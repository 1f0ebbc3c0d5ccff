/** Powers with any exponent. */

import { powProgram } from '@credence/numerics';
import { mulNoNaN, sub } from './arithmetic.js';
import { equal } from './comparison.js';
import { binary } from './elementwise.js';
import { log } from './exponential.js';
import { where } from './where.js';

/**
 * x^y; NaN for x < 0 unless y is whole. The derivative in x is y x^(y-1); in y it is x^y log x, 0 where x is 0.
 *
 * @example pow(x, 1.5)
 */
export const pow = binary({
  name: 'pow',
  program: powProgram,
  partials: [(_, x, y) => mulNoNaN(y, pow(x, sub(y, 1))), (z, x) => mulNoNaN(z, where(equal(x, 0), 0, log(x)))],
  tfjs: (tf, x, y) => tf.pow(x, y),
  checkAt: [0, 1e-300, 1e-3, 0.5, 1, 2.5, 10, 1e100, Infinity, NaN].flatMap((x) =>
    [0, 1, -1, 2, 0.5, -2.5, 3, 17].map((y) => [x, y]),
  ),
});
