/** The cdf of a von Mises angle x in [-pi, pi], of mode mu and concentration kappa, counted from -pi. */

import {
  CredenceError,
  logVonMisesCdfProgram,
  logVonMisesCdfSlopeProgram,
  vonMisesCutHazardProgram,
  vonMisesReverseHazardProgram,
} from '@credence/numerics';
import type { Tensor } from '../graph/tensor.js';
import { add, mul, neg, square, sub } from './arithmetic.js';
import { logBesselIRestSlope } from './bessel.js';
import { ternary } from './elementwise.js';
import { sin } from './trigonometric.js';

const points = [
  [0.4, 0.1, 2],
  [-0.4, 0.1, 2],
  [0.2, 0.1, 1e4],
  [-2, 0.3, 30],
  [3, 0.3, 30],
  [-3, 2.5, 4],
  [-2.9, -3, 4],
  [2.9, -3, 4],
  [2, 3, 0.2],
  [-2.5, -1, 0],
  [1, 8, 3],
  [-3, 0, 1e-3],
  [-0.2, 0, 900],
  [4, 0, 1],
  [-4, 0, 1],
  [0.3, 0, -1],
  [0.3, 0, Infinity],
  [NaN, 0, 1],
];

/** The derivatives by kappa of the log density at an angle from the mode, of which those of the normaliser are left. */
function densitySlope(angle: Tensor, kappa: Tensor): Tensor {
  return sub(mul(-2, square(sin(mul(0.5, angle)))), logBesselIRestSlope(0, kappa));
}

function refused(): never {
  throw new CredenceError(
    'gradient/order',
    'logVonMisesCdf can be differentiated once by its concentration: the second derivative is not implemented.',
  );
}

/**
 * log P(X <= x) of a von Mises angle X in [-pi, pi], with its digits in both tails; its derivative by kappa can be taken once.
 * log P(X > x) is this at -x, -mu
 */
export const logVonMisesCdf = ternary({
  name: 'logVonMisesCdf',
  program: logVonMisesCdfProgram,
  partials: [
    (_, x, mu, kappa) => vonMisesReverseHazard(x!, mu!, kappa!),
    (_, x, mu, kappa) => sub(vonMisesCutHazard(x!, mu!, kappa!), vonMisesReverseHazard(x!, mu!, kappa!)),
    (_, x, mu, kappa) => logVonMisesCdfSlope(x!, mu!, kappa!),
  ],
  checkAt: points,
});

/** The density at x over P(X <= x): the derivative of logVonMisesCdf by x */
export const vonMisesReverseHazard = ternary({
  name: 'vonMisesReverseHazard',
  program: vonMisesReverseHazardProgram,
  partials: [
    (y, x, mu, kappa) => neg(mul(y, add(y, mul(kappa!, sin(sub(x!, mu!)))))),
    (y, x, mu, kappa) => mul(y, add(mul(kappa!, sin(sub(x!, mu!))), sub(y, vonMisesCutHazard(x!, mu!, kappa!)))),
    (y, x, mu, kappa) => mul(y, sub(densitySlope(sub(x!, mu!), kappa!), logVonMisesCdfSlope(x!, mu!, kappa!))),
  ],
  checkAt: points,
});

/** The density where the circle is cut, at -pi, over P(X <= x) */
export const vonMisesCutHazard = ternary({
  name: 'vonMisesCutHazard',
  program: vonMisesCutHazardProgram,
  partials: [
    (y, x, mu, kappa) => neg(mul(y, vonMisesReverseHazard(x!, mu!, kappa!))),
    (y, x, mu, kappa) => mul(y, add(mul(kappa!, sin(mu!)), sub(vonMisesReverseHazard(x!, mu!, kappa!), y))),
    (y, x, mu, kappa) => mul(y, sub(densitySlope(add(Math.PI, mu!), kappa!), logVonMisesCdfSlope(x!, mu!, kappa!))),
  ],
  checkAt: points,
});

/** The derivative of logVonMisesCdf by kappa. */
const logVonMisesCdfSlope = ternary({
  name: 'logVonMisesCdfSlope',
  program: logVonMisesCdfSlopeProgram,
  partials: [
    (y, x, mu, kappa) => mul(vonMisesReverseHazard(x!, mu!, kappa!), sub(densitySlope(sub(x!, mu!), kappa!), y)),
    (y, x, mu, kappa) =>
      sub(
        mul(vonMisesCutHazard(x!, mu!, kappa!), sub(densitySlope(add(Math.PI, mu!), kappa!), y)),
        mul(vonMisesReverseHazard(x!, mu!, kappa!), sub(densitySlope(sub(x!, mu!), kappa!), y)),
      ),
    refused,
  ],
  checkAt: points,
});
