import { log, log1p, logAddExp, type Tensor, where } from '@credence/autodiff';
import { closedUnitInterval, type Support } from '../supports/index.js';
import { beta } from './beta.js';
import {
  type Alternatives,
  type Distribution,
  distributionOf,
  type ParameterSpec,
  type ParameterSpecs,
} from './distribution.js';
import type { DrawnParameters } from './numericFunction.js';
import { probabilityParameter } from './parameters.js';

const never = Number.NEGATIVE_INFINITY;
type Shares = { readonly zoi: ParameterSpec; readonly coi: ParameterSpec };

const { transform: _, ...closed } = closedUnitInterval;
const support: Support = { ...closed, mixed: '0 and 1' };

/** The parameters of the base, and the two shares. */
function parted<T>(given: Readonly<Record<string, T>>): {
  readonly zoi: T;
  readonly coi: T;
  readonly own: Record<string, T>;
} {
  const { zoi, coi, ...own } = given;
  if (zoi === undefined || coi === undefined) throw new Error('zoi and coi are given');
  return { zoi, coi, own };
}

/** A distribution on (0, 1) with 0 and 1 beside it. */
function withEnds<P extends ParameterSpecs, A extends Alternatives<P>>(
  base: Distribution<P, A>,
): Distribution<P & Shares, A>;
function withEnds(base: Distribution): Distribution {
  const cumulative = (what: 'logCdf' | 'logSurvival') => (x: Tensor, given: Readonly<Record<string, Tensor>>) => {
    const { zoi, coi, own } = parted(given);
    const inside = base[what]?.(x, own);
    if (inside === undefined) throw new Error(`${base.name} has no ${what}`);
    const end = log(zoi).add(what === 'logCdf' ? log1p(coi.neg()) : log(coi));
    const value = logAddExp(end, log1p(zoi.neg()).add(inside));
    const [low, high] = what === 'logCdf' ? [never, 0] : [0, never];
    return where(x.less(0), low, where(x.greaterEqual(1), high, value));
  };
  const moments = (given: DrawnParameters) => {
    const { zoi, coi, own } = parted(given);
    const [share, ones] = [Number(zoi), Number(coi)];
    const mean = base.mean?.(own) ?? Number.NaN;
    const variance = base.variance?.(own) ?? Number.NaN;
    return {
      mean: share * ones + (1 - share) * mean,
      variance: share * ones * (1 - ones) + (1 - share) * variance + share * (1 - share) * (mean - ones) ** 2,
    };
  };
  return distributionOf({
    name: 'ZeroOneInflatedBeta',
    method: 'zeroOneInflatedBeta',
    parameters: {
      ...base.parameters,
      zoi: probabilityParameter('probability of 0 or 1'),
      coi: probabilityParameter('probability of 1 among 0 and 1'),
    },
    ...(base.alternatives === undefined ? {} : { alternatives: base.alternatives }),
    eventRank: 0,
    support,
    logProb: (x, given) => {
      const { zoi, coi, own } = parted(given);
      const between = log1p(zoi.neg()).add(base.logProb(x, own));
      return where(
        x.lessEqual(0),
        log(zoi).add(log1p(coi.neg())),
        where(x.greaterEqual(1), log(zoi).add(log(coi)), between),
      );
    },
    logCdf: cumulative('logCdf'),
    logSurvival: cumulative('logSurvival'),
    random: (rng, given) => {
      const { zoi, coi, own } = parted(given);
      if (rng.uniform() < Number(zoi)) return rng.uniform() < Number(coi) ? 1 : 0;
      return base.random?.(rng, own) ?? Number.NaN;
    },
    mean: (given) => moments(given).mean,
    variance: (given) => moments(given).variance,
  });
}

/**
 * Zero-one-inflated beta distribution: shares, of which some are exactly 0 or 1.
 *
 *   P(0) = zoi (1 - coi),   P(1) = zoi coi,   p(x) = (1 - zoi) Beta(x | alpha, beta) for x in (0, 1)
 *
 * The density of 0 and 1 is a probability, that of other x is per unit of x. A variable of it is observed, not sampled.
 *
 * @param zoi probability of 0 or 1, in [0, 1].
 * @param coi probability of 1 among these, in [0, 1].
 * @param alpha, beta shapes of what lies between, > 0; or
 * @param mu its mean, in (0, 1), with
 * @param nu concentration, > 0 (`phi` of brms); or
 * @param sigma standard deviation.
 * @drawn { alpha: 2, beta: 3, zoi: 0.3, coi: 0.5 }, { mu: 0.7, nu: 20, zoi: 0.2, coi: 0.8 }
 * @example model.zeroOneInflatedBeta('cover', { zoi, coi, mu, nu }, { observed: cover })
 *
 * Source: Ospina & Ferrari (2010), Inflated beta distributions, Statistical Papers 51(1).
 * PyMC: none; Stan: none (brms: zero_one_inflated_beta); NumPyro: none.
 */
export const zeroOneInflatedBeta = withEnds(beta);
