import { greater, less, log1mexp, logSigmoid, pad, sigmoid, type Tensor, where } from '@credence/autodiff';
import { exp, log } from '@credence/numerics';
import { rangeOf } from '../supports/helmert.js';
import { atClass } from './atClass.js';
import { classMoments } from './classMoments.js';
import { defineDistribution } from './distribution.js';
import {
  categoriesSupport,
  categoryAt,
  categoryOf,
  categoryShares,
  countOf,
  cutpointsAround,
  cutpointsParameter,
} from './orderedCategories.js';
import { logCdfBetween, logSurvivalBetween, ofProbability } from './outside.js';
import { realParameter } from './parameters.js';
import { zerosLike } from './zeros.js';

const logisticCdf = (z: number) => 1 / (1 + exp(-z));

const moments = ({ eta, cutpoints }: { readonly eta: number; readonly cutpoints: Float64Array }) =>
  classMoments(categoryShares(cutpoints, logisticCdf, { eta }));

/** log(1 - exp(-(upper - lower))) of category x between its two cutpoints, and 0 at both ends; worked out once a cutpoint. */
function logGap(cutpoints: Tensor, x: Tensor): Tensor {
  const last = countOf(cutpoints) - 1;
  if (last === 0) return zerosLike(x);
  const axis = cutpoints.rank - 1;
  const inner = log1mexp(rangeOf(cutpoints, axis, { to: -1 }).sub(rangeOf(cutpoints, axis, { from: 1 })));
  const around = cutpoints.shape.map((_, i) => (i === axis ? 1 : 0));
  return atClass(pad(inner, around, around), x);
}

/**
 * Ordered logistic distribution: the number, counted from 0, of the interval between k cutpoints that a logistic number about
 * eta falls into. Proportional odds: log odds of x <= i are cutpoints_i - eta.
 *
 *   P(x | eta, cutpoints) = F(cutpoints_x - eta) - F(cutpoints_(x - 1) - eta),   x in {0, ..., k},
 *   F(z) = 1 / (1 + exp(-z)), cutpoints_(-1) = -infinity, cutpoints_k = infinity
 *
 * Written as the product F(a) F(-b) (1 - exp(b - a)), in which nothing cancels (McCullagh 1980, Regression Models for Ordinal
 * Data, JRSS B 42(2), for the model).
 *
 * @param eta location of the number that is cut, e.g. a linear predictor, one for each x.
 * @param cutpoints ascending, unit of eta, [..., k]: one fewer than there are categories. Free ones are variables with
 *   `support: supports.ordered`.
 * @drawn { eta: 0, cutpoints: [-1, 0.5, 2] }, { eta: 1.5, cutpoints: [-1, 0.5, 2] }
 * @example
 * const cutpoints = model.normal('cutpoints', { mu: 0, sigma: 2 }, { shape: 4, support: supports.ordered });
 * model.orderedLogistic('rating', { eta: 'beta * x', cutpoints }, { observed: rating });
 *
 * PyMC: OrderedLogistic; Stan: ordered_logistic (which counts from 1); NumPyro: OrderedLogistic.
 */
export const orderedLogistic = defineDistribution({
  name: 'OrderedLogistic',
  method: 'orderedLogistic',
  parameters: { eta: realParameter('location of the number that is cut'), cutpoints: cutpointsParameter },
  support: ({ cutpoints }) => categoriesSupport(cutpoints),
  logProb: (x, { eta, cutpoints }) => {
    const { below, above } = cutpointsAround(cutpoints, x);
    const upTo = where(less(x, countOf(cutpoints)), logSigmoid(above.sub(eta)), 0);
    const beyond = where(greater(x, 0), logSigmoid(eta.sub(below)), 0);
    return upTo.add(beyond).add(logGap(cutpoints, x));
  },
  logCdf: (x, { eta, cutpoints }) => {
    const { above } = cutpointsAround(cutpoints, x);
    return logCdfBetween(-1, countOf(cutpoints), x, logSigmoid(above.sub(eta)));
  },
  logSurvival: (x, { eta, cutpoints }) => {
    const { above } = cutpointsAround(cutpoints, x);
    return logSurvivalBetween(-1, countOf(cutpoints), x, logSigmoid(eta.sub(above)));
  },
  icdf: (level, { eta, cutpoints }) =>
    ofProbability(level, categoryAt(level, sigmoid(cutpoints.sub(eta.expandDims(-1))))),
  random: (rng, { eta, cutpoints }) => categoryOf(eta + log(rng.exponential() / rng.exponential()), cutpoints),
  mean: (given) => moments(given).mean,
  variance: (given) => moments(given).variance,
  mode: (given) => moments(given).mode,
});
