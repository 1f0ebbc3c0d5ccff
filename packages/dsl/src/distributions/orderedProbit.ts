import { greater, less, logNormalCdf, normalCdf, type Tensor, where } from '@credence/autodiff';
import { normalCdf as normalCdfOf } from '@credence/numerics';
import { classMoments } from './classMoments.js';
import { defineDistribution } from './distribution.js';
import { logNormalShare } from './normalInterval.js';
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
import { positiveParameter, realParameter } from './parameters.js';

interface Given<V> {
  readonly eta: V;
  readonly sigma?: V | undefined;
}

/** In units of sigma. */
const scaled = (value: Tensor, { sigma }: Given<Tensor>): Tensor => (sigma === undefined ? value : value.div(sigma));

/** The upper cutpoint of x, in units of sigma above eta. */
const upperOf = (x: Tensor, { cutpoints, ...given }: Given<Tensor> & { readonly cutpoints: Tensor }): Tensor =>
  scaled(cutpointsAround(cutpoints, x).above.sub(given.eta), given);

const moments = ({ eta, sigma = 1, cutpoints }: Given<number> & { readonly cutpoints: Float64Array }) =>
  classMoments(categoryShares(cutpoints, normalCdfOf, { eta, scale: sigma }));

/**
 * Ordered probit distribution: the number, counted from 0, of the interval between k cutpoints that a normal number about eta
 * falls into.
 *
 *   P(x | eta, cutpoints, sigma) = Phi((cutpoints_x - eta) / sigma) - Phi((cutpoints_(x - 1) - eta) / sigma),
 *   x in {0, ..., k}, cutpoints_(-1) = -infinity, cutpoints_k = infinity
 *
 * Differences of Phi are taken in the tail that keeps their digits, however narrow or far out an interval is (McKelvey &
 * Zavoina 1975, A statistical model for the analysis of ordinal level dependent variables, J. Math. Sociology 4(1), for the model).
 *
 * @param eta location of the number that is cut, e.g. a linear predictor, one for each x.
 * @param cutpoints ascending, unit of eta, [..., k]: one fewer than there are categories. Free ones are variables with
 *   `support: supports.ordered`.
 * @param sigma standard deviation of the number that is cut, > 0, unit of eta; 1 without it.
 * @drawn { eta: 0, cutpoints: [-1, 0.5, 2] }, { eta: 1, cutpoints: [-1, 0.5, 2] }
 * @example model.orderedProbit('rating', { eta: 'beta * x', cutpoints: [-1, 0, 1.5] }, { observed: rating })
 *
 * PyMC: OrderedProbit; Stan: ordered_probit (which counts from 1, sigma 1); NumPyro: none.
 */
export const orderedProbit = defineDistribution({
  name: 'OrderedProbit',
  method: 'orderedProbit',
  parameters: {
    eta: realParameter('location of the number that is cut'),
    cutpoints: cutpointsParameter,
    sigma: positiveParameter('standard deviation of the number that is cut, unit of eta'),
  },
  alternatives: [
    ['eta', 'cutpoints'],
    ['eta', 'cutpoints', 'sigma'],
  ],
  support: ({ cutpoints }) => categoriesSupport(cutpoints),
  logProb: (x, { cutpoints, ...given }) => {
    const { below, above } = cutpointsAround(cutpoints, x);
    const from = scaled(below.sub(given.eta), given);
    const to = scaled(above.sub(given.eta), given);
    const between = logNormalShare(from, to, scaled(above.sub(below), given));
    const inner = where(greater(x, 0), between, logNormalCdf(to));
    return where(less(x, countOf(cutpoints)), inner, logNormalCdf(from.neg()));
  },
  logCdf: (x, given) => logCdfBetween(-1, countOf(given.cutpoints), x, logNormalCdf(upperOf(x, given))),
  logSurvival: (x, given) => logSurvivalBetween(-1, countOf(given.cutpoints), x, logNormalCdf(upperOf(x, given).neg())),
  icdf: (level, { eta, cutpoints, sigma }) => {
    const distance = cutpoints.sub(eta.expandDims(-1));
    const standard = sigma === undefined ? distance : distance.div(sigma.expandDims(-1));
    return ofProbability(level, categoryAt(level, normalCdf(standard)));
  },
  random: (rng, { eta, sigma = 1, cutpoints }) => categoryOf(eta + sigma * rng.normal(), cutpoints),
  mean: (given) => moments(given).mean,
  variance: (given) => moments(given).variance,
  mode: (given) => moments(given).mode,
});
