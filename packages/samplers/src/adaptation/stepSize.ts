/** The step size: a first one by search, then dual averaging towards a target acceptance probability. */
import { exp, log } from '@credence/numerics';

/** Dual averaging of log step size. Plain JSON data. */
export interface StepSizeState {
  readonly targetAccept: number;
  /** log step size that early iterations are drawn to. */
  readonly mu: number;
  readonly count: number;
  /** Running mean of targetAccept - acceptance. */
  readonly errorMean: number;
  /** Running mean of log step size: what is used when adaptation ends. */
  readonly logStepSizeMean: number;
  /** log step size for the next transition. */
  readonly logStepSize: number;
}

// Hoffman & Gelman (2014), section 3.2.1, and Stan: shrinkage to mu, delay of early iterations, decay of the running mean.
const GAMMA = 0.05;
const T0 = 10;

/** Starts dual averaging at a step size; mu is log(10 stepSize), for larger steps are cheaper to try than smaller ones. */
export function startStepSize(stepSize: number, targetAccept: number): StepSizeState {
  return {
    targetAccept,
    mu: log(10 * stepSize),
    count: 0,
    errorMean: 0,
    logStepSizeMean: 0,
    logStepSize: log(stepSize),
  };
}

/** One iteration of dual averaging (Hoffman & Gelman 2014, equation 6; kappa = 3/4). */
export function updateStepSize(state: StepSizeState, acceptance: number): StepSizeState {
  const count = state.count + 1;
  const eta = 1 / (count + T0);
  const errorMean = (1 - eta) * state.errorMean + eta * (state.targetAccept - Math.min(1, acceptance));
  const root = Math.sqrt(count);
  const logStepSize = state.mu - (errorMean * root) / GAMMA;
  const decay = 1 / (root * Math.sqrt(root)); // count^(-3/4)
  const logStepSizeMean = (1 - decay) * state.logStepSizeMean + decay * logStepSize;
  return { targetAccept: state.targetAccept, mu: state.mu, count, errorMean, logStepSizeMean, logStepSize };
}

/** The step size for the next transition of warm-up. */
export const currentStepSize = (state: StepSizeState): number => exp(state.logStepSize);

/** The step size that adaptation ends with: the running mean, or the first one when there was no update. */
export const finalStepSize = (state: StepSizeState): number =>
  exp(state.count > 0 ? state.logStepSizeMean : state.logStepSize);

/** Energy errors of single steps with a fresh momentum: what the search needs of a trajectory. */
export interface StepProbe {
  /** Energy error (nats) of one leapfrog step of this size from the current point; Infinity for a divergence. */
  energyError(stepSize: number): number;
}

const LOG_ACCEPTANCE = -0.2231435513142097; // log(0.8)
const SMALLEST = 1e-300;
const LARGEST = 1e7;

/**
 * A step size at which the acceptance probability of one step crosses 0.8, by doubling or halving from a guess (Hoffman &
 * Gelman 2014, algorithm 4, with Stan's 0.8). Gives up, with the guess, at absurd sizes: a flat or broken density is left
 * to dual averaging.
 */
export function findStepSize(probe: StepProbe, guess: number): number {
  const small = (stepSize: number) => -probe.energyError(stepSize) > LOG_ACCEPTANCE;
  const grows = small(guess);
  let stepSize = guess;
  while (stepSize > SMALLEST && stepSize < LARGEST) {
    stepSize = grows ? 2 * stepSize : 0.5 * stepSize;
    if (small(stepSize) !== grows) return stepSize;
  }
  return guess;
}
