/** Priors of covariances from priors of correlations and of standard deviations. */
import { constant, diagonal, expandDims, iota, log, sqrt, square, sum, type Tensor, where } from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import type { AppliedDistribution } from '../distributions/applied.js';
import { lkjCholesky } from '../distributions/lkjCholesky.js';
import { lkjFactor, lkjFactorMoments, uncorrelated } from '../distributions/lkjNormaliser.js';
import { positiveParameter } from '../distributions/parameters.js';
import type { Value } from '../model/values.js';
import { choleskyCovariance } from '../supports/index.js';
import { containsEvents } from '../supports/support.js';
import { canDraw, combined, numberPart, type Part } from './parts.js';

type Tensors = Readonly<Record<string, Tensor>>;

/** What a covariance is made of. */
export interface LkjCovarianceGiven {
  /** Shape of the LKJ distribution of the correlations, > 0. */
  readonly eta: Value;
  /** Distribution of each standard deviation: of positive numbers, e.g. `distributions.exponential.dist({ lam: 1 })`. */
  readonly sd: AppliedDistribution;
}

/**
 * Distribution of the lower Cholesky factor x of a covariance of k rows, whose correlations are LKJ and whose standard
 * deviations s_i, the lengths of the rows of x, are independent numbers of a distribution of your choice.
 *
 *   p(x) = p_LKJ(L | eta) prod_i p_sd(s_i) L_ii / s_i^(i - 1),   x_ij = s_i L_ij
 *
 * The density is of the elements on and below the diagonal. The shape states k twice. It is what PyMC calls LKJCholeskyCov; x is a
 * matrix here, and standard deviations are `sqrt(sum(x.square(), { axes: -1 }))`.
 *
 * @throws CredenceError combinator/part, combinator/kind
 * @example
 * const chol = model.lkjCholeskyCovariance('chol', { eta: 2, sd: distributions.exponential.dist({ lam: 1 }) }, { shape: [3, 3] });
 * model.multivariateNormal('effects', { mu: zeros, chol }, { shape: [groups, 3] });
 *
 * PyMC: LKJCholeskyCov; Stan: lkj_corr_cholesky with diag_pre_multiply; NumPyro: LKJCholesky with scales.
 */
export function lkjCholeskyCovariance({ eta, sd }: LkjCovarianceGiven): AppliedDistribution<number> {
  const part = numberPart('lkjCholeskyCovariance', 'sd', sd, ['continuous'], ' Standard deviations have a density.');
  const { range } = part.anySupport;
  if (range !== undefined && range.lower < 0) {
    throw new CredenceError(
      'combinator/kind',
      `lkjCholeskyCovariance: sd ~ ${part.distribution.name} has negative values, and standard deviations are positive. Take e.g. exponential, halfNormal or gamma, or truncated(..., { lower: 0 }).`,
      { distribution: part.distribution.name },
    );
  }
  const { mean, variance } = part.distribution;
  return combined({
    combinator: 'lkjCholeskyCovariance',
    of: part.distribution.name,
    parts: [part],
    own: { eta: { ...positiveParameter('shape of the correlations'), value: eta } },
    eventRank: 2,
    eventShape: () => [undefined, undefined],
    support: choleskyCovariance,
    logProb: (x, all) => {
      const size = x.shape.at(-1) ?? 0;
      const deviations = sqrt(sum(square(x), { axes: -1 }));
      const factor = x.div(expandDims(deviations, -1));
      const ofRows = asRows(all, part);
      const inside = containsEvents(part.support(ofRows), deviations, 0);
      const own = where(inside, part.logProb(deviations, ofRows), Number.NEGATIVE_INFINITY);
      const jacobian = log(deviations)
        .mul(iota(size))
        .sub(log(diagonal(factor)));
      return lkjCholesky
        .logProb(factor, { eta: all.eta ?? constant(Number.NaN) })
        .add(sum(own.sub(jacobian), { axes: -1 }));
    },
    ...(canDraw(part)
      ? {
          random: (rng, all, [size = 1] = []) => {
            const factor = lkjFactor(rng, Number(all.eta), size);
            const deviations = Float64Array.from({ length: size }, () => Number(part.draw(rng, all)));
            return factor.map((value, at) => value * deviations[Math.floor(at / size)]!);
          },
        }
      : {}),
    ...(mean === undefined || variance === undefined
      ? {}
      : {
          eventMean: (all, [size = 1]) => {
            const scale = mean.call(part.distribution, part.own(all));
            return lkjFactorMoments(Number(all.eta), size).mean.map((value) => scale * value);
          },
          eventCovariance: (all, [size = 1]) => {
            const own = part.own(all);
            const scale = mean.call(part.distribution, own);
            const second = variance.call(part.distribution, own) + scale ** 2;
            const moments = lkjFactorMoments(Number(all.eta), size);
            return uncorrelated(
              moments.variance.map(
                (value, i) => second * (value + moments.mean[i]! ** 2) - (scale * moments.mean[i]!) ** 2,
              ),
            );
          },
        }),
  });
}

/** Parameters of the standard deviations beside the rows of a matrix: those of many matrices get an axis of rows. */
function asRows(all: Tensors, { specs }: Part): Tensors {
  return Object.fromEntries(
    Object.entries(all).map(([key, tensor]) => {
      const isNumber = key in specs && (specs[key]?.rank ?? 0) === 0;
      return [key, isNumber && tensor.rank > 0 ? expandDims(tensor, -1) : tensor];
    }),
  );
}
