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
    else throw new Error(`${name} is neither a number nor a list of numbers`);
  }
  const fixed = Object.fromEntries(Object.entries(arrays).map(([name, values]) => [name, constant(values)]));
  const specs = Object.entries(distribution.parameters).filter(([name]) => name in numbers);
  const { support, random, mean, variance, logCdf, logSurvival, arrange } = distribution;
  type Tensors = Readonly<Record<string, Tensor>>;
  const whole = (all: Tensors): Tensors => arrange?.({ ...fixed, ...all }) ?? { ...fixed, ...all };
  type Numbers = Readonly<Record<string, number | Float64Array>>;
  return {
    parameters: numbers,
    distribution: distributionOf({
      ...distribution,
      parameters: Object.fromEntries(specs),
      support: typeof support === 'function' ? (all: Tensors) => support(whole(all)) : support,
      logProb: (x, all) => distribution.logProb(x, whole(all)),
      ...(logCdf === undefined
        ? {}
        : { logCdf: (x: Tensor, all: Tensors) => logCdf.call(distribution, x, whole(all)) }),
      ...(logSurvival === undefined
        ? {}
        : { logSurvival: (x: Tensor, all: Tensors) => logSurvival.call(distribution, x, whole(all)) }),
      ...(random === undefined
        ? {}
        : { random: (rng, all: Numbers) => random.call(distribution, rng, { ...arrays, ...all }) }),
      ...(mean === undefined ? {} : { mean: (all: Numbers) => mean.call(distribution, { ...arrays, ...all }) }),
      ...(variance === undefined
        ? {}
        : { variance: (all: Numbers) => variance.call(distribution, { ...arrays, ...all }) }),
      arrange: (all) => all,
    }),
  };
}
