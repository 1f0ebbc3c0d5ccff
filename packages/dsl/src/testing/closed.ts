/** Distributions with arrays among their parameters, in the form that the laws take: the arrays are part of the distribution. */
import { constant, type Tensor } from '@credence/autodiff';
import type { AppliedDistribution } from '../distributions/applied.js';
import { type Distribution, distributionOf } from '../distributions/distribution.js';
import type { NumberParameters } from './quadrature.js';

/** A distribution whose parameters are the numbers among those given, and these numbers. */
export interface Closed {
  readonly distribution: Distribution;
  readonly parameters: NumberParameters;
}

export function closed({ distribution, parameters }: AppliedDistribution): Closed {
  const numbers: Record<string, number> = {};
  const arrays: Record<string, Float64Array> = {};
  for (const [name, value] of Object.entries(parameters)) {
    if (typeof value === 'number') numbers[name] = value;
    else if (Array.isArray(value)) arrays[name] = Float64Array.from(value, Number);
    else if (value !== undefined) throw new Error(`${name} is neither a number nor a list of numbers`);
  }
  const fixed = Object.fromEntries(Object.entries(arrays).map(([name, values]) => [name, constant(values)]));
  const specs = Object.entries(distribution.parameters).filter(([name]) => name in numbers);
  const { alternatives: _, eventShape: __, support, random, arrange, ...rest } = distribution;
  const { logCdf, logSurvival, cdf, icdf, mean, variance, mode } = distribution;
  type Tensors = Readonly<Record<string, Tensor>>;
  type Numbers = Readonly<Record<string, number | Float64Array>>;
  const whole = (all: Tensors): Tensors => arrange?.({ ...fixed, ...all }) ?? { ...fixed, ...all };
  const graph = (f: (x: Tensor, all: Tensors) => Tensor) => (x: Tensor, all: Tensors) =>
    f.call(distribution, x, whole(all));
  const moment = (f: (all: Numbers) => number) => (all: Numbers) => f.call(distribution, { ...arrays, ...all });
  return {
    parameters: numbers,
    distribution: distributionOf({
      ...rest,
      parameters: Object.fromEntries(specs),
      support: typeof support === 'function' ? (all: Tensors) => support(whole(all)) : support,
      logProb: graph(distribution.logProb),
      ...(logCdf === undefined ? {} : { logCdf: graph(logCdf) }),
      ...(logSurvival === undefined ? {} : { logSurvival: graph(logSurvival) }),
      ...(cdf === undefined ? {} : { cdf: graph(cdf) }),
      ...(icdf === undefined ? {} : { icdf: graph(icdf) }),
      ...(random === undefined
        ? {}
        : { random: (rng, all: Numbers) => random.call(distribution, rng, { ...arrays, ...all }) }),
      ...(mean === undefined ? {} : { mean: moment(mean) }),
      ...(variance === undefined ? {} : { variance: moment(variance) }),
      ...(mode === undefined ? {} : { mode: moment(mode) }),
      arrange: (all) => all,
    }),
  };
}
