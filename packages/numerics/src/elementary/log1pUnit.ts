/** log(1 + x) for x in [0, 1]: what softplus and its kin need of log1p, in a third of its operations and without branches. */

import { laneProgram } from '../lanes/laneProgram.js';
import { polynomialByParity } from '../lanes/polynomial.js';
import { LN2, LOG } from './coefficients.js';

/**
 * 2 s + s z P(z) with s = x / (2 + x), z = s^2; for x > sqrt(2) - 1, log(2) + the same of (x - 1) / 2, for which
 * s = (x - 1) / (3 + x). Within 2 ulp on [0, 1]; NaN stays; anything else is whatever it is.
 */
export const log1pUnitProgram = laneProgram({
  name: 'log1pUnit',
  arity: 1,
  placement: 'inline',
  body: (l, x) => {
    const isLarge = l.less(l.constant(Math.SQRT2 - 1), x);
    const above = l.select(isLarge, l.constant(1), l.constant(0));
    const s = l.div(l.sub(x, above), l.add(x, l.add(l.constant(2), above)));
    const z = l.mul(s, s);
    const low = l.mul(above, l.constant(LN2[1]!));
    const rest = l.add(l.mul(s, l.mul(z, polynomialByParity(l, z, LOG))), low);
    return l.add(l.mul(above, l.constant(LN2[0]!)), l.add(l.add(s, s), rest));
  },
});
