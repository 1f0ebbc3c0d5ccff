/** Leave-one-out cross-validation of a fit. */
import { type LooEstimate, type LooOptions, leaveOneOut, type PointwiseLoo } from '@credence/samplers';
import { inspect } from '../inspect.js';
import { checkOptions } from '../model/options.js';
import { fixed, textTable } from '../textTable.js';
import { type Fit, type Observations, pointwiseOf } from './observations.js';

export interface LooRequest extends Pick<LooOptions, 'relativeEfficiency'> {
  /** Names of observed variables. Default: all, every element an observation. */
  readonly variables?: readonly string[];
}

/** An estimate by `loo`; log densities in nats. Prints as a table with what k says. */
export class LooResult implements LooEstimate {
  readonly kind = 'loo';
  readonly observations: number;
  readonly draws: number;
  readonly elpd: LooEstimate['elpd'];
  readonly pLoo: LooEstimate['pLoo'];
  readonly looic: LooEstimate['looic'];
  readonly mcse: number;
  readonly threshold: number;
  readonly unreliable: readonly number[];
  /** Values of each observation, in the order of `observed.names`. */
  readonly pointwise: PointwiseLoo;
  readonly warnings: readonly string[];

  constructor(
    estimate: LooEstimate,
    /** Names of the observations, and their values. */
    readonly observed: Observations,
  ) {
    this.observations = estimate.observations;
    this.draws = estimate.draws;
    this.elpd = estimate.elpd;
    this.pLoo = estimate.pLoo;
    this.looic = estimate.looic;
    this.mcse = estimate.mcse;
    this.threshold = estimate.threshold;
    this.unreliable = estimate.unreliable;
    this.pointwise = estimate.pointwise;
    this.warnings = estimate.warnings;
  }

  toString(): string {
    const rows = [
      ['', 'estimate', 'SE'],
      ['elpd_loo', ...cells(this.elpd)],
      ['p_loo', ...cells(this.pLoo)],
      ['looic', ...cells(this.looic)],
    ];
    return [
      `LOO of ${this.observations} observations, ${this.draws} draws`,
      textTable(rows),
      `Monte Carlo SE of elpd_loo: ${Number.isNaN(this.mcse) ? 'not known' : fixed(this.mcse, 2)}`,
      ...this.#shapes(),
      ...this.warnings,
    ].join('\n');
  }

  [inspect](): string {
    return this.toString();
  }

  /** How many k lie where. */
  #shapes(): readonly string[] {
    const { paretoK, effectiveDraws } = this.pointwise;
    const threshold = fixed(this.threshold, 2);
    if (this.unreliable.length === 0) return [`Pareto k: none above ${threshold}, all estimates can be trusted.`];
    const bands = [
      { name: `good (up to ${threshold})`, holds: (k: number) => k <= this.threshold },
      { name: 'bad (up to 1)', holds: (k: number) => k > this.threshold && k <= 1 },
      { name: 'very bad (above 1)', holds: (k: number) => k > 1 },
      { name: 'not known', holds: (k: number) => Number.isNaN(k) },
    ];
    const rows = bands.flatMap(({ name, holds }) => {
      const own = Array.from(paretoK.keys()).filter((i) => holds(paretoK[i]!));
      const least = own.reduce((smallest, i) => Math.min(smallest, effectiveDraws[i]!), Number.POSITIVE_INFINITY);
      return own.length === 0 ? [] : [[name, String(own.length), fixed(least, 0)]];
    });
    return [textTable([['Pareto k', 'observations', 'fewest effective draws'], ...rows])];
  }
}

function cells({ estimate, standardError }: LooEstimate['elpd']): readonly string[] {
  return [fixed(estimate, 2), fixed(standardError, 2)];
}

/**
 * How well each observation is predicted from the others, without fitting again: leave-one-out cross-validation by
 * Pareto-smoothed importance sampling. Compare models by `compare`.
 *
 * @param fit a posterior, or inference data with a group log_likelihood
 * @example
 * const result = loo(posterior);
 * console.log(result.elpd.estimate, result.pointwise.paretoK, result.toString());
 * @throws CredenceError comparison/no-log-likelihood, inference/variable, predict/nothing, model/option, and those of
 * `leaveOneOut` (@credence/samplers), which names the sources
 */
export function loo(fit: Fit, request: LooRequest = {}): LooResult {
  checkOptions('loo(posterior, options)', request, ['variables', 'relativeEfficiency']);
  const { variables, ...options } = request;
  const { logLikelihood, observations } = pointwiseOf(fit, variables);
  return new LooResult(leaveOneOut(logLikelihood, { ...options, names: observations.names }), observations);
}
