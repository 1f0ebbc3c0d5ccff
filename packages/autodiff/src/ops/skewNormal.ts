/** The cdf of a standard skew-normal variable, of density 2 phi(z) Phi(alpha z), and Owen's T function. */

import { logSkewNormalCdfProgram, owensTProgram, skewNormalReverseHazardProgram } from '@credence/numerics';
import type { Tensor } from '../graph/tensor.js';
import { add, div, mul, neg, square, sub } from './arithmetic.js';
import { binary } from './elementwise.js';
import { erf, expMinusSquare, inverseMillsRatio, normalDensity } from './normal.js';

const points = [
  [0, 0],
  [0, 3],
  [0.7, 0.4],
  [-0.7, 0.4],
  [0.02, 40],
  [-0.02, 40],
  [1.4, -2],
  [-1.4, -2],
  [6, 1],
  [-6, 1],
  [9, -5],
  [-9, -5],
  [-30, 0.1],
  [40, -0.1],
  [3, 1e4],
  [0.3, NaN],
];

/** phi(alpha z)/Phi(alpha z) over 1 + alpha^2: with the reverse hazard minus the derivative of logSkewNormalCdf by alpha. */
function shift(z: Tensor, alpha: Tensor): Tensor {
  return div(inverseMillsRatio(mul(alpha, z)), add(1, square(alpha)));
}

/** log P(Z <= z), with its digits in both tails. log P(Z > z) is this at -z, -alpha */
export const logSkewNormalCdf = binary({
  name: 'logSkewNormalCdf',
  program: logSkewNormalCdfProgram,
  partials: [
    (_, z, alpha) => skewNormalReverseHazard(z!, alpha!),
    (_, z, alpha) => neg(mul(skewNormalReverseHazard(z!, alpha!), shift(z!, alpha!))),
  ],
  checkAt: [...points, [Infinity, 1], [-Infinity, 1]],
});

/** Density over P(Z <= z): the derivative of logSkewNormalCdf by z */
export const skewNormalReverseHazard = binary({
  name: 'skewNormalReverseHazard',
  program: skewNormalReverseHazardProgram,
  partials: [
    (y, z, alpha) => mul(y, sub(sub(mul(alpha!, inverseMillsRatio(mul(alpha!, z!))), z!), y)),
    (y, z, alpha) => mul(y, add(mul(z!, inverseMillsRatio(mul(alpha!, z!))), mul(y, shift(z!, alpha!)))),
  ],
  checkAt: points,
});

/** Owen's T(h, a): 1/(2 pi) times the integral from 0 to a of e^(-h^2 (1 + x^2)/2)/(1 + x^2) */
export const owensT = binary({
  name: 'owensT',
  program: owensTProgram,
  partials: [
    (_, h, a) => mul(-0.5, mul(normalDensity(h!), erf(mul(Math.SQRT1_2, mul(a!, h!))))),
    (_, h, a) => {
      const scale = add(1, square(a!));
      const bell = mul(expMinusSquare(mul(Math.SQRT1_2, h!)), expMinusSquare(mul(Math.SQRT1_2, mul(a!, h!))));
      return div(mul(1 / (2 * Math.PI), bell), scale);
    },
  ],
  checkAt: [...points, [Infinity, 1], [1, Infinity], [-1, -Infinity], [2.5, 1.001], [2.5, 0.999], [1e-5, 1e-9]],
});
