/** What simulation-based calibration can be told, and the checks of it. */
import { CredenceError, checkOptions, display } from '@credence/numerics';
import type { InferenceData } from '../inference/inferenceData.js';
import type { Model } from '../model/model.js';
import type { Variable } from '../model/variable.js';
import type { Posterior } from '../posterior/posterior.js';
import type { SampleOptions } from '../sample/sample.js';

/** Values of all that has a name, row-major: one draw, or the data that were simulated with it. */
export type ValuesByName = Readonly<Record<string, Float64Array>>;

/** How a posterior is found for the model with simulated data. The seed is another one for each simulation. */
export type PosteriorFit = (
  model: Model,
  request: { readonly draws: number; readonly seed: number },
) => PromiseLike<Posterior | InferenceData>;

export interface CalibrationOptions {
  /** Data sets that are simulated, each with a posterior of its own. Default 200. */
  readonly simulations?: number;
  /** Nearly independent draws that each true value is ranked among: ranks are 0 ... draws. Default 99. */
  readonly draws?: number;
  /** Fixes everything. Simulation i is the same however many there are. Default: another one each time. */
  readonly seed?: number;
  /**
   * Names or handles of free variables and deterministics whose elements are ranked. Default: all. The log likelihood of the
   * data is ranked in any case.
   */
  readonly variables?: readonly (Variable | string)[];
  /** Further quantities to rank, of one draw and the simulated data: a posterior that ignores the data fails only these. */
  readonly quantities?: Readonly<Record<string, (draw: ValuesByName, data: ValuesByName) => number>>;
  /** Probability that a model without fault is called faulty, over all quantities together. Default 0.01. */
  readonly falseAlarm?: number;
  /**
   * Options of `sample` for every posterior. Default: one chain with its usual warm-up and ten times `draws` draws, made
   * longer up to eight times where the effective sample size is below `draws`.
   */
  readonly sampling?: Omit<SampleOptions, 'draws' | 'seed' | 'progress' | 'workers' | 'interruptible' | 'initial'>;
  /** Another way to find the posterior, for instance an approximation that is to be checked. Default: `sample`. */
  readonly fit?: PosteriorFit;
  /** Whether progress is shown on a terminal. Default true; other outputs show nothing. */
  readonly progress?: boolean;
  /** Whether the first Ctrl-C stops the run and keeps the simulations so far (Node). Default true. */
  readonly interruptible?: boolean;
}

const OPTIONS: Readonly<Record<keyof CalibrationOptions, true>> = {
  simulations: true,
  draws: true,
  seed: true,
  variables: true,
  quantities: true,
  falseAlarm: true,
  sampling: true,
  fit: true,
  progress: true,
  interruptible: true,
};

const SAMPLING: Readonly<Record<keyof NonNullable<CalibrationOptions['sampling']>, true>> = {
  tune: true,
  chains: true,
  sampler: true,
  targetAccept: true,
  metric: true,
  metricMemory: true,
  maxTreeDepth: true,
  backend: true,
  fastMath: true,
  rewrites: true,
};

/** @throws CredenceError model/option, calibration/option */
export function checkCalibrationOptions(options: CalibrationOptions): void {
  const where = 'simulationBasedCalibration(model, options)';
  checkOptions(where, options, OPTIONS, 'model/option');
  checkOptions(`${where}: sampling`, options.sampling ?? {}, SAMPLING, 'model/option');
  const { simulations = 1, draws = 1, falseAlarm = 0.5, fit, sampling } = options;
  for (const [name, value] of Object.entries({ simulations, draws })) {
    if (Number.isSafeInteger(value) && value >= 1) continue;
    throw new CredenceError(
      'calibration/option',
      `${where}: ${name} must be a whole number of at least 1, not ${display(value)}.`,
      { [name]: value },
    );
  }
  if (!(falseAlarm > 0 && falseAlarm < 1)) {
    throw new CredenceError(
      'calibration/option',
      `${where}: falseAlarm is a probability between 0 and 1, not ${display(falseAlarm)}.`,
      { falseAlarm },
    );
  }
  if (fit === undefined || sampling === undefined) return;
  throw new CredenceError(
    'calibration/option',
    `${where}: sampling holds options of the default fit, and fit is given. Leave one of them out.`,
    {},
  );
}
