import {
  cumsum,
  greaterEqual,
  less,
  lessEqual,
  log,
  maximum,
  minimum,
  pad,
  sqrt,
  sum,
  type Tensor,
  where,
} from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import { rangeOf } from '../supports/helmert.js';
import { interval, nonNegative, ordered } from '../supports/index.js';
import { atClass } from './atClass.js';
import { defineDistribution, type ParameterSpec } from './distribution.js';
import { drawFromPoints, modeOfPoints, momentsOfPoints } from './interpolatedNumbers.js';
import { logCdfBetween, logSurvivalBetween, ofProbability } from './outside.js';
import { zerosLike } from './zeros.js';

interface Given {
  readonly xPoints: Tensor;
  readonly pdfPoints: Tensor;
}

const along = (points: Tensor, range: { readonly from?: number; readonly to?: number } | number): Tensor =>
  rangeOf(points, points.rank - 1, range);

const lowest = ({ xPoints }: Given): Tensor => along(xPoints, 0);
const highest = ({ xPoints }: Given): Tensor => along(xPoints, -1);

/** A zero at one end of the last axis. */
function zeroAt(end: 'first' | 'last', values: Tensor): Tensor {
  const at = (which: 'first' | 'last') => values.shape.map((_, i) => (i === values.rank - 1 && end === which ? 1 : 0));
  return pad(values, at('first'), at('last'));
}

/** Areas below the lines, one for each piece between neighbouring points. */
function areas({ xPoints, pdfPoints }: Given): Tensor {
  const widths = along(xPoints, { from: 1 }).sub(along(xPoints, { to: -1 }));
  return along(pdfPoints, { from: 1 })
    .add(along(pdfPoints, { to: -1 }))
    .mul(widths)
    .mul(0.5);
}

/** How many of the points but the first and the last lie at or below x, each x for itself: the number of its piece. */
function pieceOf(x: Tensor, marks: Tensor, test: typeof lessEqual): Tensor {
  if ((marks.shape.at(-1) ?? 0) <= 2) return zerosLike(x);
  return sum(where(test(along(marks, { from: 1, to: -1 }), x.expandDims(-1)), 1, 0), { axes: -1 });
}

/** The ends of piece i, and the unnormalised density there. */
function endsOf(i: Tensor, { xPoints, pdfPoints }: Given) {
  const next = i.add(1);
  return {
    from: atClass(xPoints, i),
    to: atClass(xPoints, next),
    first: atClass(pdfPoints, i),
    last: atClass(pdfPoints, next),
  };
}

/** Unnormalised density at x, and areas of its piece below and above it: sums of what is positive. */
function around(x: Tensor, given: Given) {
  const i = pieceOf(x, given.xPoints, lessEqual);
  const { from, to, first, last } = endsOf(i, given);
  const [below, above] = [x.sub(from), to.sub(x)];
  const density = first.mul(above).add(last.mul(below)).div(to.sub(from));
  return {
    i,
    density,
    below: below.mul(first.add(density)).mul(0.5),
    above: above.mul(density.add(last)).mul(0.5),
  };
}

const totalOf = (given: Given): Tensor => sum(areas(given), { axes: -1 });

/** @throws CredenceError shape/parameter */
function checkPoints({ xPoints, pdfPoints }: Given): void {
  const [places, densities] = [xPoints.shape.at(-1), pdfPoints.shape.at(-1)];
  if (places === densities) return;
  throw new CredenceError(
    'shape/parameter',
    `xPoints has ${places} points along its last axis and pdfPoints ${densities}: give one density for each point.`,
    { xPoints: xPoints.shape, pdfPoints: pdfPoints.shape },
  );
}

const pdfPointsParameter = {
  description: 'density at each place, up to a factor',
  constraint: { ...nonNegative, text: '>= 0' },
  rank: 1,
  whole: { text: 'not all 0', holds: (event: Float64Array) => event.some((value) => value > 0) },
} as const satisfies ParameterSpec;

/**
 * A density that is given at points, with straight lines between them: for a prior from a histogram, or from the posterior of
 * another study.
 *
 *   p(x | xPoints, pdfPoints) = f(x) / F,   x in [xPoints_0, xPoints_(k - 1)]
 *
 * with f the lines through the points and F the area below them.
 *
 * @param xPoints places, ascending, two or more, [..., k], unit of x.
 * @param pdfPoints density there up to a factor, >= 0 and not all 0, [..., k].
 * @throws CredenceError shape/parameter when there are not as many of the one as of the other
 * @drawn { xPoints: [0, 1, 3, 4], pdfPoints: [0, 2, 1, 0] }, { xPoints: [0, 2, 4], pdfPoints: [1, 3, 0.5] }
 * @example model.interpolated('rate', { xPoints: [0, 1, 2, 4], pdfPoints: [0, 3, 1, 0] })
 *
 * PyMC: Interpolated; Stan: none; NumPyro: none.
 */
export const interpolated = defineDistribution({
  name: 'Interpolated',
  method: 'interpolated',
  parameters: {
    xPoints: { description: 'list of places, unit of x', constraint: { ...ordered, text: 'ascending' }, rank: 1 },
    pdfPoints: pdfPointsParameter,
  },
  support: (given) => {
    checkPoints(given);
    return interval(lowest(given), highest(given), { closed: true });
  },
  logProb: (x, given) => log(around(x, given).density).sub(log(totalOf(given))),
  logCdf: (x, given) => {
    const { i, below } = around(x, given);
    const before = atClass(cumsum(zeroAt('first', areas(given)), { axis: -1 }), i);
    return logCdfBetween(lowest(given), highest(given), x, log(before.add(below).div(totalOf(given))));
  },
  logSurvival: (x, given) => {
    const { i, above } = around(x, given);
    const behind = atClass(cumsum(zeroAt('last', areas(given)), { axis: -1, reverse: true }), i.add(1));
    return logSurvivalBetween(lowest(given), highest(given), x, log(above.add(behind).div(totalOf(given))));
  },
  icdf: (p, given) => {
    const sums = cumsum(zeroAt('first', areas(given)), { axis: -1 });
    const wanted = p.mul(totalOf(given));
    const i = pieceOf(wanted, sums, less);
    const { from, to, first, last } = endsOf(i, given);
    const rest = maximum(wanted.sub(atClass(sums, i)), 0);
    const slope = last.sub(first).div(to.sub(from));
    const root = sqrt(maximum(first.square().add(slope.mul(rest).mul(2)), 0));
    const step = where(less(rest.neg(), 0), rest.mul(2).div(first.add(root)), 0);
    const inside = minimum(from.add(step), to);
    return ofProbability(p, where(greaterEqual(p, 1), highest(given), inside));
  },
  random: drawFromPoints,
  mean: (points) => momentsOfPoints(points).mean,
  variance: (points) => momentsOfPoints(points).variance,
  mode: modeOfPoints,
});
