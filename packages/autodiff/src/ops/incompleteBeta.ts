/**
 * The incomplete beta function: cdf, survival and quantiles of a beta variable of shapes a and b.
 *
 * A place is given by x and its complement 1 - x. Of the two the smaller is taken at its word, and derivatives flow through it
 * alone, so that a place near 1 keeps its digits where both are known (Student's t: nu / (nu + t^2) and t^2 / (nu + t^2)).
 */

import {
  betaCdfProgram,
  betaQuantileProgram,
  betaReverseHazardProgram,
  betaUpperQuantileProgram,
  CredenceError,
  logBetaCdfAtOddsProgram,
  logBetaCdfProgram,
  logBetaCdfShapeSlopeProgram,
  logBetaDensityProgram,
  logBetaSurvivalShapeSlopeProgram,
} from '@credence/numerics';
import type { Tensor, TensorLike } from '../graph/tensor.js';
import { add, div, mul, neg, reciprocal, sub } from './arithmetic.js';
import { less, lessEqual } from './comparison.js';
import { type Quaternary, quaternary, type Ternary, ternary } from './elementwise.js';
import { exp, log, log1p } from './exponential.js';
import { stirlingErrorDerivative } from './gamma.js';
import { where } from './where.js';

/** A function of shapes a and b and a place x, with 1 - x where its digits are known apart. */
export type BetaFunction = ((a: TensorLike, b: TensorLike, x: TensorLike, complement?: TensorLike) => Tensor) &
  Pick<Quaternary, 'op'>;

const inside = [
  [0.05, 0.3, 0.2],
  [0.5, 0.5, 0.3],
  [0.7, 3, 0.1],
  [0.7, 3, 0.8],
  [1, 1, 0.25],
  [2.5, 4, 0.3],
  [2.5, 4, 0.9],
  [7, 0.4, 0.97],
  [12, 30, 0.28],
  [150, 90, 0.6],
  [1500, 2500, 0.37],
  [1500, 2500, 0.38],
  [2e5, 3e3, 0.985],
].map(([a, b, x]) => [a!, b!, x!, 1 - x!]);
const points = [
  ...inside,
  [3, 0.6, 1 - 1e-20, 1e-20],
  [2, 3, 0, 1],
  [2, 3, 1, 0],
  [2, 3, -0.5, 1.5],
  [-1, 3, 0.5, 0.5],
  [NaN, 3, 0.5, 0.5],
];
const quantilePoints = [
  ...[0.5, 1, 4, 60].flatMap((a) => [0.8, 2.5, 40].flatMap((b) => [1e-4, 0.2, 0.5, 0.9].map((p) => [a, b, p]))),
  ...[0, 1, -0.1, 1.1, NaN].map((p) => [2, 3, p]),
];

function withComplement(f: Quaternary): BetaFunction {
  return Object.assign(
    (a: TensorLike, b: TensorLike, x: TensorLike, complement: TensorLike = sub(1, x)) => f(a, b, x, complement),
    { op: f.op },
  );
}

/** Derivatives by x and by the complement from the one that x has when it is meant. */
function throughSmaller(slope: (output: Tensor, ...inputs: readonly Tensor[]) => Tensor) {
  return [
    (y: Tensor, ...[a, b, x, c]: readonly Tensor[]) => where(lessEqual(x!, c!), slope(y, a!, b!, x!, c!), 0),
    (y: Tensor, ...[a, b, x, c]: readonly Tensor[]) => where(less(c!, x!), neg(slope(y, a!, b!, x!, c!)), 0),
  ] as const;
}

/** digamma(a) - log(a), negated. */
function digammaRest(a: TensorLike): Tensor {
  return sub(mul(0.5, reciprocal(a)), stirlingErrorDerivative(a));
}

/** The derivative of the log density by a: log x - digamma(a) + digamma(a + b), without loss where the shapes are large. */
function densityShapeSlope(a: Tensor, b: Tensor, x: Tensor, c: Tensor): Tensor {
  const inverse = reciprocal(a);
  const total = add(a, b);
  const share = where(lessEqual(x, c), log(mul(x, mul(total, inverse))), add(log1p(neg(c)), log1p(mul(b, inverse))));
  return add(share, sub(digammaRest(a), digammaRest(total)));
}

/** The derivative of the log density by x. */
function densityRate(a: Tensor, b: Tensor, x: Tensor, c: Tensor): Tensor {
  return sub(mul(sub(a, 1), reciprocal(x)), mul(sub(b, 1), reciprocal(c)));
}

function refused(name: string): () => never {
  return () => {
    throw new CredenceError(
      'gradient/order',
      `${name} can be differentiated once by its shapes: the second derivative is not implemented.`,
    );
  };
}

const density = quaternary({
  name: 'logBetaDensity',
  program: logBetaDensityProgram,
  partials: [
    (_, a, b, x, c) => densityShapeSlope(a!, b!, x!, c!),
    (_, a, b, x, c) => densityShapeSlope(b!, a!, c!, x!),
    ...throughSmaller((_, a, b, x, c) => densityRate(a!, b!, x!, c!)),
  ],
  checkAt: points,
});

const cdf = quaternary({
  name: 'betaCdf',
  program: betaCdfProgram,
  partials: [
    (y, a, b, x, c) => mul(y, shapeSlope(a!, b!, x!, c!)),
    (y, a, b, x, c) => mul(y, survivalShapeSlope(b!, a!, c!, x!)),
    ...throughSmaller((_, a, b, x, c) => exp(density(a!, b!, x!, c!))),
  ],
  checkAt: points,
});

const logCdf = quaternary({
  name: 'logBetaCdf',
  program: logBetaCdfProgram,
  partials: [
    (_, a, b, x, c) => shapeSlope(a!, b!, x!, c!),
    (_, a, b, x, c) => survivalShapeSlope(b!, a!, c!, x!),
    ...throughSmaller((_, a, b, x, c) => reverseHazard(a!, b!, x!, c!)),
  ],
  checkAt: points,
});

const reverseHazard = quaternary({
  name: 'betaReverseHazard',
  program: betaReverseHazardProgram,
  partials: [
    (y, a, b, x, c) => mul(y, sub(densityShapeSlope(a!, b!, x!, c!), shapeSlope(a!, b!, x!, c!))),
    (y, a, b, x, c) => mul(y, sub(densityShapeSlope(b!, a!, c!, x!), survivalShapeSlope(b!, a!, c!, x!))),
    ...throughSmaller((y, a, b, x, c) => mul(y, sub(densityRate(a!, b!, x!, c!), y))),
  ],
  checkAt: points,
});

/** The derivative of log I_x(a, b) by a. */
const shapeSlope = quaternary({
  name: 'logBetaCdfShapeSlope',
  program: logBetaCdfShapeSlopeProgram,
  partials: [
    refused('logBetaCdf'),
    refused('logBetaCdf'),
    ...throughSmaller((y, a, b, x, c) => mul(reverseHazard(a!, b!, x!, c!), sub(densityShapeSlope(a!, b!, x!, c!), y))),
  ],
  checkAt: points,
});

/** The derivative of log(1 - I_x(a, b)) by a. */
const survivalShapeSlope = quaternary({
  name: 'logBetaSurvivalShapeSlope',
  program: logBetaSurvivalShapeSlopeProgram,
  partials: [
    refused('logBetaCdf'),
    refused('logBetaCdf'),
    ...throughSmaller((y, a, b, x, c) => mul(reverseHazard(b!, a!, c!, x!), sub(y, densityShapeSlope(a!, b!, x!, c!)))),
  ],
  checkAt: points,
});

/**
 * I_x(a, b), the regularised incomplete beta function: the probability that a beta variable of shapes a and b is at most x
 *
 * @param complement 1 - x, for an x near 1 whose distance from 1 is known
 * @example betaCdf(2, 3, 0.4)
 */
export const betaCdf: BetaFunction = withComplement(cdf);

/** log I_x(a, b), with its digits in both tails; its derivatives by a and b can be taken once */
export const logBetaCdf: BetaFunction = withComplement(logCdf);

/** log of the density x^(a - 1) (1 - x)^(b - 1) / B(a, b) */
export const logBetaDensity: BetaFunction = withComplement(density);

/** Density over I_x(a, b): the derivative of logBetaCdf by x */
export const betaReverseHazard: BetaFunction = withComplement(reverseHazard);

/** The derivative of logBetaCdf by a */
export function logBetaCdfShapeSlope(a: TensorLike, b: TensorLike, x: TensorLike, complement: TensorLike): Tensor {
  return shapeSlope(a, b, x, complement);
}

/** 1 - I_x(a, b) = I_{1-x}(b, a), with its digits in the upper tail */
export function betaSurvival(a: TensorLike, b: TensorLike, x: TensorLike, complement: TensorLike = sub(1, x)): Tensor {
  return cdf(b, a, complement, x);
}

/** log(1 - I_x(a, b)), with its digits in both tails */
export function logBetaSurvival(
  a: TensorLike,
  b: TensorLike,
  x: TensorLike,
  complement: TensorLike = sub(1, x),
): Tensor {
  return logCdf(b, a, complement, x);
}

/**
 * log I_x(a, b) at x = c/(c + d), for odds c to d of numbers >= 0: as `logBetaCdf`, without the rounding of x. The upper tail is
 * that of b, a at the odds d to c.
 */
export const logBetaCdfAtOdds: Quaternary = quaternary({
  name: 'logBetaCdfAtOdds',
  program: logBetaCdfAtOddsProgram,
  partials: [
    (_, a, b, c, d) => shapeSlope(a!, b!, ...sharesOf(c!, d!)),
    (_, a, b, c, d) => survivalShapeSlope(b!, a!, ...sharesOf(d!, c!)),
    (_, a, b, c, d) => mul(reverseHazard(a!, b!, ...sharesOf(c!, d!)), div(div(d!, add(c!, d!)), add(c!, d!))),
    (_, a, b, c, d) => neg(mul(reverseHazard(a!, b!, ...sharesOf(c!, d!)), div(div(c!, add(c!, d!)), add(c!, d!)))),
  ],
  checkAt: [
    ...inside.map(([a, b, x, c]) => [a!, b!, 3 * x!, 3 * c!]),
    [3, 2, 1e-20, 1],
    [3, 2, 1, 1e-20],
    [2, 3, 0, 1],
    [2, 3, 1, 0],
    [-1, 3, 0.5, 0.5],
    [2, 3, NaN, 1],
  ],
});

const sharesOf = (c: Tensor, d: Tensor) => [div(c, add(c, d)), div(d, add(c, d))] as const;

/** d x = -(d log I)/(density/I) at the place that log I is held at, by a and by b. */
function quantileSlopes(a: Tensor, b: Tensor, x: Tensor, c: Tensor): { readonly byA: Tensor; readonly byB: Tensor } {
  const scale = neg(reciprocal(reverseHazard(a, b, x, c)));
  return { byA: mul(scale, shapeSlope(a, b, x, c)), byB: mul(scale, survivalShapeSlope(b, a, c, x)) };
}

/** The x with I_x(a, b) = p, p in [0, 1]; one minus it, with its digits, is betaUpperQuantile(b, a, p) */
export const betaQuantile: Ternary = ternary({
  name: 'betaQuantile',
  program: betaQuantileProgram,
  partials: [
    (x, a, b, p) => quantileSlopes(a!, b!, x, betaUpperQuantile(b!, a!, p!)).byA,
    (x, a, b, p) => quantileSlopes(a!, b!, x, betaUpperQuantile(b!, a!, p!)).byB,
    (x, a, b, p) => exp(neg(density(a!, b!, x, betaUpperQuantile(b!, a!, p!)))),
  ],
  checkAt: quantilePoints,
});

/** The x with 1 - I_x(a, b) = q, q in [0, 1]: the quantile from the upper tail */
export const betaUpperQuantile: Ternary = ternary({
  name: 'betaUpperQuantile',
  program: betaUpperQuantileProgram,
  partials: [
    (x, a, b, q) => neg(quantileSlopes(b!, a!, betaQuantile(b!, a!, q!), x).byB),
    (x, a, b, q) => neg(quantileSlopes(b!, a!, betaQuantile(b!, a!, q!), x).byA),
    (x, a, b, q) => neg(exp(neg(density(a!, b!, x, betaQuantile(b!, a!, q!))))),
  ],
  checkAt: quantilePoints,
});
