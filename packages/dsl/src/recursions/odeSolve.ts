/** Solutions of ordinary differential equations inside the graph of a model: Runge-Kutta steps, with an estimate of their error. */
import {
  abs,
  add,
  constant,
  div,
  max,
  maximum,
  mul,
  reshape,
  scan,
  slice,
  type Tensor,
  type TensorLike,
} from '@credence/autodiff';
import { CredenceError, display } from '@credence/numerics';
import { tensorOf } from './tensorOf.js';

export interface OdeOptions {
  /** Time of the initial state. Default 0. */
  readonly start?: number;
  /** Equal steps from each time to the next. Default 10. */
  readonly steps?: number;
}

export interface OdeSolution {
  /** The state at each time, [times, states]. */
  readonly states: Tensor;
  /**
   * Largest estimated error of one step in any state, relative to max(|state|, 1): the difference between the orders 5 and 4.
   * Keep it with `model.deterministic` to see whether `steps` are enough wherever the posterior lies.
   */
  readonly error: Tensor;
}

/** Dormand & Prince (1980), table 2: nodes, weights of the stages before, weights of order 5 less those of order 4. */
const NODES = [0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1];
const STAGES: readonly (readonly number[])[] = [
  [],
  [1 / 5],
  [3 / 40, 9 / 40],
  [44 / 45, -56 / 15, 32 / 9],
  [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
  [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
];
const WEIGHTS = [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84];
/** The last one is that of the slope at the new state. */
const DIFFERENCE = [71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40];

/**
 * Solves dy/dt = f(t, y) from an initial state and gives the states at some times. Everything may depend on parameters; gradients
 * are those of the steps, exact for what is computed.
 *
 * Steps are of a fixed number between times, by the method of Dormand & Prince of order 5 in one loop of the compiled module,
 * so the result is a smooth function of the parameters; the error falls with the fifth power of the step. It is for systems
 * that are not stiff. A solution that overflows makes the log density NaN there, which a sampler takes for a divergence.
 *
 * @param f slopes of all states from time and state, one number for each state: called once, on placeholders
 * @param initial the state at `start`, [states]
 * @param times ascending, after `start`
 * @example
 * const { states, error } = odeSolve((t, y) => stack([y.at(1), y.at(0).neg()]), [0, 1], [1, 2, 3], { steps: 20 });
 * @throws CredenceError ode/times, ode/steps, ode/shape
 *
 * Source: Dormand & Prince (1980), A family of embedded Runge-Kutta formulae, J. Computational and Applied Mathematics 6(1).
 */
export function odeSolve(
  f: (t: Tensor, y: Tensor) => TensorLike,
  initial: TensorLike,
  times: readonly number[],
  options: OdeOptions = {},
): OdeSolution {
  const { start = 0, steps = 10 } = options;
  const y0 = tensorOf(initial);
  check(y0, times, start, steps);
  const [states = 1] = y0.shape;
  const before = [start, ...times.slice(0, -1)];
  const begins = times.flatMap((time, i) => {
    const from = before[i] ?? start;
    return Array.from({ length: steps }, (_, k) => from + ((time - from) * k) / steps);
  });
  const sizes = times.flatMap((time, i) => new Array<number>(steps).fill((time - (before[i] ?? start)) / steps));
  const { histories, outputs } = scan(
    { initial: [y0], sequences: [constant(begins), constant(sizes)] },
    ([y], [t, h]) => {
      const { next, error } = step(f, t!, y!, h!, states);
      return { carries: [next], outputs: [error] };
    },
  );
  const all = histories[0]!;
  const kept = reshape(all, [times.length, steps, states]);
  return {
    states: reshape(slice(kept, [undefined, { from: steps - 1 }]), [times.length, states]),
    error: max(outputs[0]!),
  };
}

/** One step, with the largest relative difference of the two orders. */
function step(
  f: (t: Tensor, y: Tensor) => TensorLike,
  t: Tensor,
  y: Tensor,
  h: Tensor,
  states: number,
): { readonly next: Tensor; readonly error: Tensor } {
  const slope = (time: Tensor, state: Tensor): Tensor => {
    const value = tensorOf(f(time, state));
    if (value.rank === 1 && value.shape[0] === states) return value;
    throw new CredenceError(
      'ode/shape',
      `odeSolve: f gives the shape [${value.shape.join(', ')}] for a state of shape [${states}]. It gives one slope for each state.`,
      { given: value.shape, states },
    );
  };
  const slopes: Tensor[] = [];
  for (const [stage, weights] of STAGES.entries()) {
    const state = stage === 0 ? y : add(y, mul(h, weighted(slopes, weights)));
    slopes.push(slope(add(t, mul(h, NODES[stage] ?? 0)), state));
  }
  const next = add(y, mul(h, weighted(slopes, WEIGHTS)));
  slopes.push(slope(add(t, h), next));
  const error = abs(mul(h, weighted(slopes, DIFFERENCE)));
  return { next, error: max(div(error, maximum(abs(next), 1))) };
}

function weighted(slopes: readonly Tensor[], weights: readonly number[]): Tensor {
  const terms = slopes.flatMap((slope, i) =>
    weights[i] === 0 || weights[i] === undefined ? [] : [mul(slope, weights[i])],
  );
  return terms.reduce((total, term) => add(total, term));
}

function check(y0: Tensor, times: readonly number[], start: number, steps: number): void {
  if (y0.rank !== 1) {
    throw new CredenceError(
      'ode/shape',
      `odeSolve: the initial state has the shape [${y0.shape.join(', ')}]; it is a vector with one number for each state.`,
      { shape: y0.shape },
    );
  }
  if (!Number.isSafeInteger(steps) || steps < 1) {
    throw new CredenceError(
      'ode/steps',
      `odeSolve: steps must be a whole number of at least 1, not ${display(steps)}.`,
      {
        steps,
      },
    );
  }
  const late = times.findIndex((time, i) => !(time > (times[i - 1] ?? start)));
  if (times.length > 0 && late < 0) return;
  throw new CredenceError(
    'ode/times',
    times.length === 0
      ? 'odeSolve: times is empty. Give the times at which the state is wanted.'
      : `odeSolve: times must ascend from the start ${start}, and times[${late}] = ${times[late]} does not.`,
    { start, index: late },
  );
}
