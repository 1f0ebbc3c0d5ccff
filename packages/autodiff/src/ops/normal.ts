/** The error function and the normal distribution. */

import {
  erfcProgram,
  erfcxProgram,
  erfInverseProgram,
  erfProgram,
  expMinusSquareProgram,
  inverseMillsExcessProgram,
  inverseMillsRatioProgram,
  logNormalCdfProgram,
  normalCdfProgram,
  normalDensityProgram,
  normalQuantileProgram,
} from '@credence/numerics';
import { mul, neg, reciprocal, square, sub } from './arithmetic.js';
import { unary } from './elementwise.js';
import { exp } from './exponential.js';

const TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);

const reals = [0, -0, 1e-300, 1e-8, 0.3, -0.5, 1, -1.5, 2.5, -3, 5, -6, 10, 26, -40, 1e5, Infinity, -Infinity, NaN].map(
  (x) => [x],
);
const probabilities = [0, 1e-300, 1e-10, 0.02, 0.3, 0.5, 0.7, 0.98, 1 - 1e-12, 1, -0.5, 1.5, NaN].map((x) => [x]);

/** e^(-x^2) */
export const expMinusSquare = unary({
  name: 'expMinusSquare',
  program: expMinusSquareProgram,
  partials: [(y, x) => mul(-2, mul(x, y))],
  checkAt: reals,
});

/** 2 / sqrt(pi) times the integral of e^(-t^2) from 0 to x */
export const erf = unary({
  name: 'erf',
  program: erfProgram,
  partials: [(_, x) => mul(TWO_OVER_SQRT_PI, expMinusSquare(x))],
  tfjs: (tf, x) => tf.erf(x),
  checkAt: reals,
});

/** 1 - erf(x), with its digits in the upper tail */
export const erfc = unary({
  name: 'erfc',
  program: erfcProgram,
  partials: [(_, x) => mul(-TWO_OVER_SQRT_PI, expMinusSquare(x))],
  checkAt: reals,
});

/** e^(x^2) erfc(x), which does not underflow */
export const erfcx = unary({
  name: 'erfcx',
  program: erfcxProgram,
  partials: [(y, x) => sub(mul(mul(2, x), y), TWO_OVER_SQRT_PI)],
  checkAt: reals,
});

/** The x with erf(x) = y, y in [-1, 1] */
export const erfInverse = unary({
  name: 'erfInverse',
  program: erfInverseProgram,
  partials: [(y) => mul(Math.sqrt(Math.PI) / 2, exp(square(y)))],
  checkAt: [0, -0, 1e-300, 1e-8, 0.3, -0.7, 0.99, -0.9999, 1 - 1e-14, 1, -1, 1.5, NaN].map((x) => [x]),
});

/** Density of a standard normal variable */
export const normalDensity = unary({
  name: 'normalDensity',
  program: normalDensityProgram,
  partials: [(y, x) => neg(mul(x, y))],
  checkAt: reals,
});

/** Probability that a standard normal variable is below x */
export const normalCdf = unary({
  name: 'normalCdf',
  program: normalCdfProgram,
  partials: [(_, x) => normalDensity(x)],
  checkAt: reals,
});

/** log of normalCdf, with its digits in both tails */
export const logNormalCdf = unary({
  name: 'logNormalCdf',
  program: logNormalCdfProgram,
  partials: [(_, x) => inverseMillsRatio(x)],
  checkAt: reals,
});

/** normalDensity(x) / normalCdf(x) */
export const inverseMillsRatio = unary({
  name: 'inverseMillsRatio',
  program: inverseMillsRatioProgram,
  partials: [(y, x) => neg(mul(y, inverseMillsExcess(x)))],
  checkAt: reals,
});

/** x + inverseMillsRatio(x), without cancellation in the lower tail */
export const inverseMillsExcess = unary({
  name: 'inverseMillsExcess',
  program: inverseMillsExcessProgram,
  partials: [(y, x) => sub(1, mul(inverseMillsRatio(x), y))],
  checkAt: reals,
});

/** The x with normalCdf(x) = p */
export const normalQuantile = unary({
  name: 'normalQuantile',
  program: normalQuantileProgram,
  partials: [(y) => reciprocal(normalDensity(y))],
  checkAt: probabilities,
});
