/** The widely applicable information criterion of a fit. */
import { type WaicEstimate, waicOf } from '@credence/samplers';
import { inspect } from '../inspect.js';
import { checkOptions } from '../model/options.js';
import { fixed, textTable } from '../textTable.js';
import { type Fit, type Observations, pointwiseOf } from './observations.js';

export interface WaicRequest {
  /** Names of observed variables. Default: all, every element an observation. */
  readonly variables?: readonly string[];
}

/** An estimate by `waic`; log densities in nats. Prints as a table. */
export class WaicResult implements WaicEstimate {
  readonly kind = 'waic';
  readonly observations: number;
  readonly draws: number;
  readonly elpd: WaicEstimate['elpd'];
  readonly pWaic: WaicEstimate['pWaic'];
  readonly waic: WaicEstimate['waic'];
  readonly unreliable: readonly number[];
  readonly pointwise: WaicEstimate['pointwise'];
  readonly warnings: readonly string[];

  constructor(
    estimate: WaicEstimate,
    /** Names of the observations, and their values. */
    readonly observed: Observations,
  ) {
    this.observations = estimate.observations;
    this.draws = estimate.draws;
    this.elpd = estimate.elpd;
    this.pWaic = estimate.pWaic;
    this.waic = estimate.waic;
    this.unreliable = estimate.unreliable;
    this.pointwise = estimate.pointwise;
    this.warnings = estimate.warnings;
  }

  toString(): string {
    const rows = [
      ['', 'estimate', 'SE'],
      ...(
        [
          ['elpd_waic', this.elpd],
          ['p_waic', this.pWaic],
          ['waic', this.waic],
        ] as const
      ).map(([name, { estimate, standardError }]) => [name, fixed(estimate, 2), fixed(standardError, 2)]),
    ];
    return [`WAIC of ${this.observations} observations, ${this.draws} draws`, textTable(rows), ...this.warnings].join(
      '\n',
    );
  }

  [inspect](): string {
    return this.toString();
  }
}

/**
 * WAIC of a fit. `loo` estimates the same and tells where it fails; prefer it.
 *
 * @param fit a posterior, or inference data with a group log_likelihood
 * @example waic(posterior).elpd.estimate
 * @throws CredenceError comparison/no-log-likelihood, inference/variable, predict/nothing, model/option, and those of `waicOf`
 * (@credence/samplers), which names the sources
 */
export function waic(fit: Fit, request: WaicRequest = {}): WaicResult {
  checkOptions('waic(posterior, options)', request, ['variables']);
  const { logLikelihood, observations } = pointwiseOf(fit, request.variables);
  return new WaicResult(waicOf(logLikelihood, { names: observations.names }), observations);
}
