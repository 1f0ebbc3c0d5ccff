/** Hidden Markov chains with the states summed out: one pass forward, whatever the emissions are. */
import {
  div,
  exp,
  expandDims,
  log,
  matMul,
  max,
  mul,
  reshape,
  scan,
  slice,
  stopGradient,
  sub,
  sum,
  type Tensor,
  type TensorLike,
} from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import { tensorOf } from './tensorOf.js';

export interface HiddenMarkovGiven {
  /** Log density of what is seen at each time in each state, [times, states]. */
  readonly logEmissions: TensorLike;
  /** Probabilities to go from the state of a row to that of a column, [states, states]; rows sum to 1. */
  readonly transition: TensorLike;
  /** Probabilities of the first state, [states]. */
  readonly initial: TensorLike;
}

/**
 * Log probability of all that is seen along a hidden Markov chain, for `model.potential`.
 *
 * Sums run over probabilities that are scaled at each time, so a step takes a product with the transition matrix and one
 * division; exponentials of the emissions are made for all times together. A state that explains what is seen 1e308 times
 * worse than another at the same time counts as impossible then, which matters only where all ways to the other have the
 * probability 0.
 *
 * @returns a number (nats)
 * @example
 * // means of the states, one in each column
 * const logEmissions = sub(y.expandDims(-1), mu).square().mul(-0.5);
 * model.potential('y', hiddenMarkov({ logEmissions, transition, initial: [0.5, 0.5] }));
 * @throws CredenceError shape/hidden-markov
 *
 * Source: Rabiner (1989), A tutorial on hidden Markov models and selected applications in speech recognition, Proceedings of the
 * IEEE 77(2), section V.A. Stan: hmm_marginal.
 */
export function hiddenMarkov(given: HiddenMarkovGiven): Tensor {
  const logEmissions = tensorOf(given.logEmissions);
  const transition = tensorOf(given.transition);
  const initial = tensorOf(given.initial);
  const states = checkShapes(logEmissions, transition, initial);
  // Any number that is near the largest does; none of its changes reach the result.
  const largest = stopGradient(max(logEmissions, { axes: 1, keepDims: true }));
  const emissions = exp(sub(logEmissions, largest));
  const first = mul(initial, slice(emissions, [0]));
  const firstTotal = sum(first);
  const { outputs } = scan(
    { initial: [div(first, firstTotal)], sequences: [slice(emissions, [{ from: 1 }])] },
    ([before], [seen]) => {
      const reached = reshape(matMul(expandDims(before!, 0), transition), [states]);
      const now = mul(reached, seen!);
      const total = sum(now);
      return { carries: [div(now, total)], outputs: [total] };
    },
  );
  const later = outputs[0] === undefined ? 0 : sum(log(outputs[0]));
  return log(firstTotal).add(later).add(sum(largest));
}

function checkShapes(logEmissions: Tensor, transition: Tensor, initial: Tensor): number {
  const [times = 0, states = 0] = logEmissions.shape;
  const fits =
    logEmissions.rank === 2 &&
    times > 0 &&
    transition.rank === 2 &&
    transition.shape.every((size) => size === states) &&
    initial.rank === 1 &&
    initial.shape[0] === states;
  if (fits) return states;
  const text = (name: string, { shape }: Tensor) => `${name} [${shape.join(', ')}]`;
  throw new CredenceError(
    'shape/hidden-markov',
    `hiddenMarkov takes logEmissions [times, states], transition [states, states] and initial [states], and got ${text('logEmissions', logEmissions)}, ${text('transition', transition)}, ${text('initial', initial)}.`,
    { logEmissions: logEmissions.shape, transition: transition.shape, initial: initial.shape },
  );
}
