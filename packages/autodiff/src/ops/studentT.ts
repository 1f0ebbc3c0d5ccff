/** Cdf and quantiles of Student's t with nu degrees of freedom, location 0 and scale 1. */
import { logStudentTCdfProgram, studentTQuantileProgram } from '@credence/numerics';
import type { Tensor, TensorLike } from '../graph/tensor.js';
import { abs, add, div, mul, neg, square, sub } from './arithmetic.js';
import { lessEqual } from './comparison.js';
import { binary } from './elementwise.js';
import { exp, log, log1p } from './exponential.js';
import { lgammaDifference } from './gamma.js';
import { logBetaCdfShapeSlope } from './incompleteBeta.js';
import { where } from './where.js';

// Rates are exponentials of differences of logarithms, which float32 rounds where they are large: far tails are those of small nu.
const points = [0.4, 1, 3, 7.5, 60, 5000].flatMap((nu) =>
  [nu < 100 ? -40 : -12, -6, -1.3, -0.2, 0, 1e-9, 0.7, 2, 9].map((t) => [nu, t]),
);
const ends = [
  [3, Infinity],
  [3, -Infinity],
  [0.2, -1e200],
  [3, NaN],
  [-1, 1],
];
const quantilePoints = [0.4, 1, 3, 60, 5000].flatMap((nu) => [1e-6, 0.1, 0.3, 0.5, 0.6, 0.9].map((p) => [nu, p]));

/** log density at t. */
function logDensity(nu: TensorLike, t: TensorLike): Tensor {
  const tail = mul(mul(add(nu, 1), -0.5), log1p(div(square(t), nu)));
  return add(tail, sub(lgammaDifference(mul(nu, 0.5), 0.5), mul(log(mul(nu, Math.PI)), 0.5)));
}

/** log of the density over P(T <= t). */
const logRate = (nu: Tensor, t: Tensor, logCdf: Tensor): Tensor => sub(logDensity(nu, t), logCdf);

/** The derivative of log P(T > t) by nu, for t >= 0: through the shape, and through x = nu/(nu + t^2). */
function tailSlope(nu: Tensor, t: Tensor): Tensor {
  const total = add(nu, square(t));
  const byShape = logBetaCdfShapeSlope(mul(nu, 0.5), 0.5, div(nu, total), div(square(t), total));
  const byPlace = mul(div(t, nu), exp(logRate(nu, t, logStudentTCdf(nu, neg(t)))));
  return mul(add(byShape, byPlace), 0.5);
}

/** The derivative of log P(T <= t) by nu. */
function slope(logCdf: Tensor, nu: Tensor, t: Tensor): Tensor {
  const size = abs(t);
  const odds = exp(sub(logStudentTCdf(nu, neg(size)), logCdf));
  const ofTail = tailSlope(nu, size);
  return where(lessEqual(t, 0), ofTail, neg(mul(odds, ofTail)));
}

/** log P(T <= t), with its digits in both tails; the derivative by nu can be taken once */
export const logStudentTCdf = binary({
  name: 'logStudentTCdf',
  program: logStudentTCdfProgram,
  partials: [(y, nu, t) => slope(y, nu!, t!), (y, nu, t) => exp(logRate(nu!, t!, y))],
  checkAt: [...points, ...ends],
});

/** The t with P(T <= t) = p, p in [0, 1] */
export const studentTQuantile = binary({
  name: 'studentTQuantile',
  program: studentTQuantileProgram,
  partials: [
    (t, nu) => neg(mul(slope(logStudentTCdf(nu, t), nu!, t), exp(neg(logRate(nu!, t, logStudentTCdf(nu!, t)))))),
    (t, nu) => exp(neg(logDensity(nu!, t))),
  ],
  checkAt: [...quantilePoints, ...[0, 1, -0.1, 1.1, NaN].map((p) => [2, p])],
});
