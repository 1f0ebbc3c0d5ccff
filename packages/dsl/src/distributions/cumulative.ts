/** Cumulative functions of a distribution of numbers, each from those that it states. */
import { exp, expm1, log, log1mexp, neg, type Tensor } from '@credence/autodiff';
import type { Distribution } from './distribution.js';

/** A function of values and parameters, as a graph. */
export type DensityFunction = (x: Tensor, parameters: Readonly<Record<string, Tensor>>) => Tensor;

/** log P(X <= x), or undefined where nothing that is stated gives it. */
export function logCdfOf(distribution: Distribution): DensityFunction | undefined {
  const { logCdf, logSurvival, cdf } = distribution;
  if (logCdf !== undefined) return logCdf.bind(distribution);
  if (logSurvival !== undefined) return (x, parameters) => log1mexp(logSurvival.call(distribution, x, parameters));
  if (cdf !== undefined) return (x, parameters) => log(cdf.call(distribution, x, parameters));
  return undefined;
}

/** log P(X > x), or undefined. */
export function logSurvivalOf(distribution: Distribution): DensityFunction | undefined {
  const { logSurvival } = distribution;
  if (logSurvival !== undefined) return logSurvival.bind(distribution);
  const logCdf = logCdfOf(distribution);
  return logCdf === undefined ? undefined : (x, parameters) => log1mexp(logCdf(x, parameters));
}

/** P(X <= x), or undefined. */
export function cdfOf(distribution: Distribution): DensityFunction | undefined {
  const { cdf, logCdf, logSurvival } = distribution;
  if (cdf !== undefined) return cdf.bind(distribution);
  if (logCdf !== undefined) return (x, parameters) => exp(logCdf.call(distribution, x, parameters));
  if (logSurvival !== undefined) return (x, parameters) => neg(expm1(logSurvival.call(distribution, x, parameters)));
  return undefined;
}

/** Whether the cumulative functions can be had. */
export function hasCdf({ cdf, logCdf, logSurvival }: Distribution): boolean {
  return cdf !== undefined || logCdf !== undefined || logSurvival !== undefined;
}

/** The support at some parameters. */
export function supportAt({ support }: Distribution, parameters: Readonly<Record<string, Tensor>>) {
  return typeof support === 'function' ? support(parameters) : support;
}
