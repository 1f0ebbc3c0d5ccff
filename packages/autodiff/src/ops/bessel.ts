/** Modified Bessel functions of the first kind, by logarithms and ratios that do not overflow. */

import {
  besselIRatioProgram,
  CredenceError,
  logBesselIProgram,
  logBesselIRestOrderSlopeProgram,
  logBesselIRestProgram,
  logBesselIRestSlopeProgram,
} from '@credence/numerics';
import type { Tensor } from '../graph/tensor.js';
import { add, div, mul, neg, reciprocal, sqrt, square, sub } from './arithmetic.js';
import { equal, less } from './comparison.js';
import { binary } from './elementwise.js';
import { log1p } from './exponential.js';

import { asinh } from './trigonometric.js';
import { where } from './where.js';

const points = [
  [0, 1e-9],
  [0, 0.4],
  [0, 31.9],
  [0, 40],
  [0, 1e7],
  [0.3, 2],
  [1, 1],
  [2.5, 0.01],
  [7, 24],
  [30, 10],
  [30, 12],
  [800, 3],
  [800, 5e3],
  [3, 0],
  [2, Infinity],
  [-1, 2],
  [1, -2],
  [Infinity, 2],
  [NaN, 1],
];

function refused(): never {
  throw new CredenceError(
    'gradient/order',
    'logBesselI can be differentiated once by its order: the second derivative is not implemented.',
  );
}

/** The derivative of a slope r of log I_nu by x, by Bessel's equation: 1 + nu^2/x^2 - r/x - r^2. */
function curvature(nu: Tensor, x: Tensor, slope: Tensor): Tensor {
  const inverse = reciprocal(x);
  return sub(add(1, square(mul(nu, inverse))), mul(slope, add(slope, inverse)));
}

/** sqrt(nu^2 + x^2) */
function hypotenuse(nu: Tensor, x: Tensor): Tensor {
  return sqrt(add(square(nu), square(x)));
}

/** The derivative of logBesselIRestSlope y by x: the slope of log I_nu is y + s/x, and that of s/x is -nu^2 / (x^2 s). */
function restCurvature(y: Tensor, nu: Tensor, x: Tensor): Tensor {
  const s = hypotenuse(nu, x);
  return add(curvature(nu, x, add(y, div(s, x))), div(square(div(nu, x)), s));
}

/**
 * The same by that of the ratio I_(nu + 1)/I_nu, which is more than y by x/(s + nu): nothing of the size of 1/x or nu/x is left.
 */
function restCurvatureNearZero(nu: Tensor, x: Tensor): Tensor {
  const s = hypotenuse(nu, x);
  const leading = where(equal(nu, 0), 0, div(nu, mul(s, add(s, nu))));
  return sub(ratioSlope(besselIRatio(nu, x), nu, x), leading);
}

/** The derivative of the ratio by x. */
function ratioSlope(ratio: Tensor, nu: Tensor, x: Tensor): Tensor {
  const share = where(equal(x, 0), div(0.5, add(nu, 1)), div(ratio, x));
  return neg(sub(mul(share, add(mul(2, nu), 1)), sub(1, square(ratio))));
}

/** The derivative of the ratio I_(nu + 1)/I_nu by nu: the ratio times the difference of two slopes by the order. */
function ratioOrderSlope(nu: Tensor, x: Tensor): Tensor {
  const following = add(nu, 1);
  const [s, next] = [hypotenuse(nu, x), hypotenuse(following, x)];
  // asinh((nu + 1)/x) - asinh(nu/x)
  const rise = add(1, div(add(mul(2, nu), 1), add(s, next)));
  const angle = log1p(div(rise, add(nu, s)));
  const rest = sub(logBesselIRestOrderSlope(following, x), logBesselIRestOrderSlope(nu, x));
  return mul(besselIRatio(nu, x), sub(rest, angle));
}

/** The derivative of the slope of `logBesselIRest` by nu, and of its slope by nu by x. */
function mixedSlope(nu: Tensor, x: Tensor): Tensor {
  const s = hypotenuse(nu, x);
  return add(ratioOrderSlope(nu, x), div(x, mul(s, add(s, nu))));
}

/** log I_nu(x) of the modified Bessel function, for nu >= 0 and x >= 0; its derivative by nu can be taken once */
export const logBesselI = binary({
  name: 'logBesselI',
  program: logBesselIProgram,
  partials: [
    (_, nu, x) => sub(logBesselIRestOrderSlope(nu!, x!), where(equal(nu!, 0), 0, asinh(div(nu!, x!)))),
    (_, nu, x) => add(besselIRatio(nu!, x!), where(equal(nu!, 0), 0, div(nu!, x!))),
  ],
  checkAt: points,
});

/**
 * What log I_nu(x) is besides its large terms: log I_nu(x) - s + nu asinh(nu/x), s = sqrt(nu^2 + x^2); of order 0 it is
 * log(exp(-x) I_0(x)). About -log(2 pi s)/2; its derivative by nu can be taken once
 */
export const logBesselIRest = binary({
  name: 'logBesselIRest',
  program: logBesselIRestProgram,
  partials: [(_, nu, x) => logBesselIRestOrderSlope(nu!, x!), (_, nu, x) => logBesselIRestSlope(nu!, x!)],
  checkAt: points,
});

/** The derivative of logBesselIRest by x: of order 0 the ratio I_1(x)/I_0(x) less 1, with its digits */
export const logBesselIRestSlope = binary({
  name: 'logBesselIRestSlope',
  program: logBesselIRestSlopeProgram,
  partials: [
    (_, nu, x) => mixedSlope(nu!, x!),
    (y, nu, x) => where(less(x!, add(1, nu!)), restCurvatureNearZero(nu!, x!), restCurvature(y, nu!, x!)),
  ],
  checkAt: points,
});

/** The derivative of logBesselIRest by nu. */
const logBesselIRestOrderSlope = binary({
  name: 'logBesselIRestOrderSlope',
  program: logBesselIRestOrderSlopeProgram,
  partials: [refused, (_, nu, x) => mixedSlope(nu!, x!)],
  checkAt: points,
});

/** I_(nu + 1)(x) / I_nu(x), for nu >= 0 and x >= 0: of order 0 the mean resultant length of a von Mises angle */
export const besselIRatio = binary({
  name: 'besselIRatio',
  program: besselIRatioProgram,
  partials: [(_, nu, x) => ratioOrderSlope(nu!, x!), (y, nu, x) => ratioSlope(y, nu!, x!)],
  checkAt: points,
});
