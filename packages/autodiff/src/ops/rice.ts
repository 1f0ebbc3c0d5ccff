/**
 * The cdf of a Rice variable z, the distance from 0 of a point with standard normal coordinates about a point b from 0.
 *
 * A place is given by z, b and their difference z - b. Where z is within a factor 2 of b the difference is taken at its word,
 * and derivatives flow through it and b alone, so that a place near a large b keeps its digits; elsewhere z is.
 */

import {
  logRiceCdfProgram,
  logRiceSurvivalProgram,
  riceHazardProgram,
  riceReverseHazardProgram,
} from '@credence/numerics';
import type { Tensor, TensorLike } from '../graph/tensor.js';
import { add, mul, neg, reciprocal, sub } from './arithmetic.js';
import { besselIRatio, logBesselIRestSlope } from './bessel.js';
import { lessEqual } from './comparison.js';
import { type Ternary, ternary } from './elementwise.js';
import { logicalAnd } from './logic.js';
import { where } from './where.js';

/** A function of z and b, with z - b where its digits are known apart. */
export type RiceFunction = ((z: TensorLike, b: TensorLike, difference?: TensorLike) => Tensor) & Pick<Ternary, 'op'>;

const points = [
  ...[
    [0.02, 0.4],
    [0.5, 0],
    [1.5, 0],
    [6, 0],
    [2, 1.5],
    [3, 2.5],
    [3, 7],
    [1, 9],
    [12, 7],
    [60, 61],
    [1003, 1000],
    [998, 1000],
    [0, 1],
    [Infinity, 1],
    [-1, 1],
    [1, -1],
    [NaN, 1],
  ].map(([z, b]) => [z!, b!, z! - b!]),
];

function withDifference(f: Ternary): RiceFunction {
  return Object.assign((z: TensorLike, b: TensorLike, difference: TensorLike = sub(z, b)) => f(z, b, difference), {
    op: f.op,
  });
}

type Slope = (y: Tensor, z: Tensor, b: Tensor, difference: Tensor) => Tensor;

const isNear = (z: Tensor, b: Tensor): Tensor => logicalAnd(lessEqual(mul(0.5, b), z), lessEqual(mul(0.5, z), b));

/** Derivatives from those by z and by b, and from the one by b for a fixed difference. */
function through(byZ: Slope, byB: Slope, byBoth: Slope) {
  return [
    (y: Tensor, ...[z, b, d]: readonly Tensor[]) => where(isNear(z!, b!), 0, byZ(y, z!, b!, d!)),
    (y: Tensor, ...[z, b, d]: readonly Tensor[]) => where(isNear(z!, b!), byBoth(y, z!, b!, d!), byB(y, z!, b!, d!)),
    (y: Tensor, ...[z, b, d]: readonly Tensor[]) => where(isNear(z!, b!), byZ(y, z!, b!, d!), 0),
  ] as const;
}

/** I_1(b z)/I_0(b z); 1 less this, with its digits for a large product. */
const ratio = (z: Tensor, b: Tensor): Tensor => besselIRatio(0, mul(z, b));
const ratioMissing = (z: Tensor, b: Tensor): Tensor => neg(logBesselIRestSlope(0, mul(z, b)));

/** The derivatives of the log density by z, by b and by both together: 1/z - (z - b) - b (1 - ratio) and so on. */
const densityByZ = (z: Tensor, b: Tensor, d: Tensor): Tensor => sub(sub(reciprocal(z), d), mul(b, ratioMissing(z, b)));
const densityByB = (z: Tensor, b: Tensor, d: Tensor): Tensor => sub(d, mul(z, ratioMissing(z, b)));
const densityByBoth = (z: Tensor, b: Tensor): Tensor => sub(reciprocal(z), mul(add(z, b), ratioMissing(z, b)));

const cdf = ternary({
  name: 'logRiceCdf',
  program: logRiceCdfProgram,
  partials: through(
    (_, z, b, d) => reverse(z, b, d),
    (_, z, b, d) => neg(mul(reverse(z, b, d), ratio(z, b))),
    (_, z, b, d) => mul(reverse(z, b, d), ratioMissing(z, b)),
  ),
  checkAt: points,
});

const survival = ternary({
  name: 'logRiceSurvival',
  program: logRiceSurvivalProgram,
  partials: through(
    (_, z, b, d) => neg(hazard(z, b, d)),
    (_, z, b, d) => mul(hazard(z, b, d), ratio(z, b)),
    (_, z, b, d) => neg(mul(hazard(z, b, d), ratioMissing(z, b))),
  ),
  checkAt: points,
});

const reverse = ternary({
  name: 'riceReverseHazard',
  program: riceReverseHazardProgram,
  partials: through(
    (y, z, b, d) => mul(y, sub(densityByZ(z, b, d), y)),
    (y, z, b, d) => mul(y, add(densityByB(z, b, d), mul(y, ratio(z, b)))),
    (y, z, b) => mul(y, sub(densityByBoth(z, b), mul(y, ratioMissing(z, b)))),
  ),
  checkAt: points,
});

const hazard = ternary({
  name: 'riceHazard',
  program: riceHazardProgram,
  partials: through(
    (y, z, b, d) => mul(y, add(densityByZ(z, b, d), y)),
    (y, z, b, d) => mul(y, sub(densityByB(z, b, d), mul(y, ratio(z, b)))),
    (y, z, b) => mul(y, add(densityByBoth(z, b), mul(y, ratioMissing(z, b)))),
  ),
  checkAt: points,
});

/** log P(Z <= z) for z >= 0 and b >= 0, with its digits in both tails */
export const logRiceCdf = withDifference(cdf);

/** log P(Z > z): the log of Marcum's Q function Q_1(b, z) */
export const logRiceSurvival = withDifference(survival);

/** Density over P(Z <= z): the derivative of logRiceCdf by z */
export const riceReverseHazard = withDifference(reverse);

/** Density over P(Z > z), the hazard rate: minus the derivative of logRiceSurvival by z */
export const riceHazard = withDifference(hazard);
