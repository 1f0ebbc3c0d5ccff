/** The incomplete gamma functions: cdf, survival and quantiles of a gamma variable of shape a and scale 1. */

import {
  CredenceError,
  gammaCdfProgram,
  gammaHazardProgram,
  gammaQuantileProgram,
  gammaReverseHazardProgram,
  gammaSurvivalProgram,
  gammaUpperQuantileProgram,
  logGammaCdfProgram,
  logGammaCdfShapeSlopeProgram,
  logGammaDensityProgram,
  logGammaSurvivalProgram,
  logGammaSurvivalShapeSlopeProgram,
} from '@credence/numerics';
import type { Tensor, TensorLike } from '../graph/tensor.js';
import { add, mul, neg, reciprocal, sub } from './arithmetic.js';
import { binary } from './elementwise.js';
import { exp, log } from './exponential.js';
import { stirlingErrorDerivative } from './gamma.js';

const points = [
  [0.01, 1e-9],
  [0.2, 0.004],
  [0.7, 0.6],
  [0.9, 1.4],
  [0.5, 9],
  [1, 1],
  [2.5, 0.02],
  [3, 2.2],
  [3.5, 20],
  [12, 12],
  [40, 39],
  [60, 55],
  [80, 150],
  [500, 460],
  [500, 545],
  [1e4, 9.7e3],
  [1e8, 1.0003e8],
  [1e9, 9e8],
  [2, 0],
  [0.5, 0],
  [2, Infinity],
  [0, 1],
  [Infinity, 1],
  [2, -1],
  [NaN, 1],
];
const quantilePoints = [0.05, 0.5, 1, 2.5, 30, 1e3, 1e7].flatMap((a) =>
  [1e-200, 1e-4, 0.2, 0.5, 0.8, 1 - 1e-9].map((p) => [a, p]),
);
const ends = [0, 1, -0.1, 1.1, NaN].map((p) => [2, p]);

/** The derivative of `logGammaDensity` by a: log x - digamma(a), without loss where both are large. */
function densitySlope(a: TensorLike, x: TensorLike): Tensor {
  const inverse = reciprocal(a);
  return add(log(mul(x, inverse)), sub(mul(0.5, inverse), stirlingErrorDerivative(a)));
}

/** (a - 1)/x - 1, the derivative of `logGammaDensity` by x. */
function densityRate(a: TensorLike, x: TensorLike): Tensor {
  return sub(mul(sub(a, 1), reciprocal(x)), 1);
}

function refused(name: string): () => never {
  return () => {
    throw new CredenceError(
      'gradient/order',
      `${name} can be differentiated once by its shape: the second derivative is not implemented.`,
    );
  };
}

/** log of the density x^(a - 1) e^-x / gamma(a), for a > 0 and x >= 0 */
export const logGammaDensity = binary({
  name: 'logGammaDensity',
  program: logGammaDensityProgram,
  partials: [(_, a, x) => densitySlope(a, x), (_, a, x) => densityRate(a, x)],
  checkAt: points,
});

/**
 * P(a, x), the regularised lower incomplete gamma function: the probability that a gamma variable of shape a > 0 and scale 1
 * is at most x >= 0
 */
export const gammaCdf = binary({
  name: 'gammaCdf',
  program: gammaCdfProgram,
  partials: [(y, a, x) => mul(y, logGammaCdfShapeSlope(a, x)), (_, a, x) => exp(logGammaDensity(a, x))],
  checkAt: points,
});

/** Q(a, x) = 1 - P(a, x), with its digits in the upper tail */
export const gammaSurvival = binary({
  name: 'gammaSurvival',
  program: gammaSurvivalProgram,
  partials: [(y, a, x) => mul(y, logGammaSurvivalShapeSlope(a, x)), (_, a, x) => neg(exp(logGammaDensity(a, x)))],
  checkAt: points,
});

/** log P(a, x), with its digits in both tails; its derivative by a can be taken once */
export const logGammaCdf = binary({
  name: 'logGammaCdf',
  program: logGammaCdfProgram,
  partials: [(_, a, x) => logGammaCdfShapeSlope(a, x), (_, a, x) => gammaReverseHazard(a, x)],
  checkAt: points,
});

/** log Q(a, x), with its digits in both tails; its derivative by a can be taken once */
export const logGammaSurvival = binary({
  name: 'logGammaSurvival',
  program: logGammaSurvivalProgram,
  partials: [(_, a, x) => logGammaSurvivalShapeSlope(a, x), (_, a, x) => neg(gammaHazard(a, x))],
  checkAt: points,
});

/** The derivative of logGammaCdf by a. */
const logGammaCdfShapeSlope = binary({
  name: 'logGammaCdfShapeSlope',
  program: logGammaCdfShapeSlopeProgram,
  partials: [refused('logGammaCdf'), (y, a, x) => mul(gammaReverseHazard(a, x), sub(densitySlope(a, x), y))],
  checkAt: points,
});

/** The derivative of logGammaSurvival by a. */
const logGammaSurvivalShapeSlope = binary({
  name: 'logGammaSurvivalShapeSlope',
  program: logGammaSurvivalShapeSlopeProgram,
  partials: [refused('logGammaSurvival'), (y, a, x) => mul(gammaHazard(a, x), sub(y, densitySlope(a, x)))],
  checkAt: points,
});

/** Density over P(a, x): the derivative of logGammaCdf by x */
export const gammaReverseHazard = binary({
  name: 'gammaReverseHazard',
  program: gammaReverseHazardProgram,
  partials: [
    (y, a, x) => mul(y, sub(densitySlope(a, x), logGammaCdfShapeSlope(a, x))),
    (y, a, x) => mul(y, sub(densityRate(a, x), y)),
  ],
  checkAt: points,
});

/** Density over Q(a, x), the hazard rate: minus the derivative of logGammaSurvival by x */
export const gammaHazard = binary({
  name: 'gammaHazard',
  program: gammaHazardProgram,
  partials: [
    (y, a, x) => mul(y, sub(densitySlope(a, x), logGammaSurvivalShapeSlope(a, x))),
    (y, a, x) => mul(y, add(densityRate(a, x), y)),
  ],
  checkAt: points,
});

/** The x with P(a, x) = p, p in [0, 1] */
export const gammaQuantile = binary({
  name: 'gammaQuantile',
  program: gammaQuantileProgram,
  partials: [
    (x, a) => neg(mul(logGammaCdfShapeSlope(a, x), reciprocal(gammaReverseHazard(a, x)))),
    (x, a) => exp(neg(logGammaDensity(a, x))),
  ],
  checkAt: [...quantilePoints, ...ends],
});

/** The x with Q(a, x) = q, q in [0, 1]: the quantile from the upper tail */
export const gammaUpperQuantile = binary({
  name: 'gammaUpperQuantile',
  program: gammaUpperQuantileProgram,
  partials: [
    (x, a) => mul(logGammaSurvivalShapeSlope(a, x), reciprocal(gammaHazard(a, x))),
    (x, a) => neg(exp(neg(logGammaDensity(a, x)))),
  ],
  checkAt: [...quantilePoints, ...ends],
});
