/** The widely applicable information criterion. */
import { checkOptions, log, type OptionNames } from '@credence/numerics';
import { meanOf, squaresAbout } from '../diagnostics/sums.js';
import type { LooOptions } from './leaveOneOut.js';
import { logSumExp } from './logSumExp.js';
import {
  checkLogLikelihood,
  type EstimateWithError,
  joined,
  observationNames,
  type PointwiseLogLikelihood,
  sumWithError,
} from './pointwise.js';

/** Above this variance of an observation's log likelihood its WAIC is not to be trusted. */
const LARGEST_VARIANCE = 0.4;

/** What `waicOf` gives: plain data, log densities in nats. */
export interface WaicEstimate {
  readonly kind: 'waic';
  readonly observations: number;
  /** Chains together. */
  readonly draws: number;
  /** Expected log pointwise predictive density of new data. */
  readonly elpd: EstimateWithError;
  /** Effective number of parameters. */
  readonly pWaic: EstimateWithError;
  /** -2 elpd, the deviance scale. */
  readonly waic: EstimateWithError;
  /** Numbers of the observations whose pWaic is above 0.4 or does not exist. */
  readonly unreliable: readonly number[];
  /** Values of every observation, in the order given. */
  readonly pointwise: {
    readonly elpd: Float64Array;
    /** Variance of the log likelihood over draws. */
    readonly pWaic: Float64Array;
    readonly waic: Float64Array;
  };
  /** What to know before the estimate is used; empty when all is well. */
  readonly warnings: readonly string[];
}

/**
 * WAIC of log likelihoods. `leaveOneOut` estimates the same and tells when it fails; it is to be preferred.
 *
 * @param logLikelihood log p(y_i | draw) in nats: for every observation one array a chain. Where a draw gives -Infinity
 * the observation's elpd is -Infinity.
 * @example waicOf(columns).elpd.estimate
 * @throws CredenceError comparison/no-observations, comparison/no-draws, comparison/ragged, comparison/not-finite
 *
 * Source: Watanabe (2010), Asymptotic equivalence of Bayes cross validation and widely applicable information criterion,
 * JMLR 11; in the form of Vehtari, Gelman & Gabry (2017), Statistics and Computing 27(5), equations 11 to 13.
 */
export function waicOf(logLikelihood: PointwiseLogLikelihood, options: Pick<LooOptions, 'names'> = {}): WaicEstimate {
  checkOptions('waicOf(logLikelihood, options)', options, OPTIONS);
  const draws = checkLogLikelihood(logLikelihood, observationNames(options.names));
  const observations = logLikelihood.length;
  const elpd = new Float64Array(observations);
  const pWaic = new Float64Array(observations);
  for (const [i, chains] of logLikelihood.entries()) {
    const logDensities = joined(chains);
    if (logDensities.includes(Number.NEGATIVE_INFINITY)) {
      pWaic[i] = Number.POSITIVE_INFINITY;
      elpd[i] = Number.NEGATIVE_INFINITY;
      continue;
    }
    pWaic[i] =
      draws < 2 ? Number.NaN : squaresAbout(meanOf(logDensities, 0, draws), logDensities, 0, draws) / (draws - 1);
    elpd[i] = logSumExp(logDensities) - log(draws) - pWaic[i]!;
  }
  const waic = elpd.map((value) => -2 * value);
  const unreliable = Array.from(pWaic.keys()).filter((i) => !(pWaic[i]! <= LARGEST_VARIANCE));
  const warnings: string[] = [];
  if (draws < 2) warnings.push('One draw has no variance, so WAIC does not exist. Draw more.');
  else if (unreliable.length > 0) {
    warnings.push(
      `${unreliable.length} of ${observations} observations have a pWaic above ${LARGEST_VARIANCE}: WAIC is not to be trusted there. Use loo, which tells more.`,
    );
  }
  if (observations < 2) warnings.push('One observation has no standard error.');
  return {
    kind: 'waic',
    observations,
    draws,
    elpd: sumWithError(elpd),
    pWaic: sumWithError(pWaic),
    waic: sumWithError(waic),
    unreliable,
    pointwise: { elpd, pWaic, waic },
    warnings,
  };
}

const OPTIONS: OptionNames<Pick<LooOptions, 'names'>> = { names: true };
