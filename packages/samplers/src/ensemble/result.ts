/** What came of an ensemble's run: the chain, and what can be said of it. */
import { CredenceError, checkOptions, type OptionNames } from '@credence/numerics';
import type { ScalarChains } from '../diagnostics/chains.js';
import { summarizeQuantity } from '../diagnostics/summary.js';
import type { Placement } from '../run/events.js';
import { adviceOf, checkLength, type EnsembleAdvice } from './advice.js';
import { type IntegratedTimeOptions, integratedTime } from './integratedTime.js';
import type { EnsembleState } from './start.js';
import { EnsembleSummary } from './summary.js';

/** Which of the kept steps: all but the first `discard`, of these every `thin`-th. */
export interface StepSelection {
  /** Default 0. */
  readonly discard?: number;
  /** Default 1. */
  readonly thin?: number;
}

export interface EnsembleSummaryOptions extends StepSelection {
  /** Steps left out. Default: the advised burn-in. */
  readonly discard?: number;
  /** Whether a chain of fewer than 50 autocorrelation times is summarized nevertheless. Default false. */
  readonly allowShort?: boolean;
  /** Mass of the highest-density interval. Default 0.94. */
  readonly probability?: number;
}

export interface EnsembleRecord {
  readonly names: readonly string[];
  readonly walkers: number;
  /** steps x walkers x dimension. */
  readonly chain: Float64Array;
  /** steps x walkers. */
  readonly logProbabilities: Float64Array;
  readonly acceptanceFractions: Float64Array;
  readonly thin: number;
  readonly seed: number;
  /** Steps done before the first of this run. */
  readonly firstIteration: number;
  readonly last: EnsembleState;
  readonly stopped: boolean;
  readonly invalid: number;
  readonly evaluations: number;
  readonly wallSeconds: number;
  readonly placement: Placement;
}

/** All steps are counted as kept ones, from 0. */
export class EnsembleResult {
  readonly names: readonly string[];
  readonly walkers: number;
  readonly dimension: number;
  /** Steps kept. */
  readonly steps: number;
  /** Steps made for each one kept. */
  readonly thin: number;
  /** [step][walker][dimension], row by row. */
  readonly chain: Float64Array;
  /** [step][walker], nats. */
  readonly logProbabilities: Float64Array;
  /** Share of its proposals that each walker accepted. */
  readonly acceptanceFractions: Float64Array;
  readonly seed: number;
  /** The state at the end: `start` of another run goes on from it. */
  readonly last: EnsembleState;
  /** Whether the run was stopped before its end. */
  readonly stopped: boolean;
  /** Proposals whose log probability was NaN or +Infinity and that were refused for it. */
  readonly invalid: number;
  /** Evaluations of the log probability. */
  readonly evaluations: number;
  readonly wallSeconds: number;
  readonly placement: Placement;
  readonly #firstIteration: number;
  #advice: EnsembleAdvice | undefined;

  constructor(record: EnsembleRecord) {
    this.names = record.names;
    this.walkers = record.walkers;
    this.dimension = record.names.length;
    this.steps = record.logProbabilities.length / record.walkers;
    this.thin = record.thin;
    this.chain = record.chain;
    this.logProbabilities = record.logProbabilities;
    this.acceptanceFractions = record.acceptanceFractions;
    this.seed = record.seed;
    this.last = record.last;
    this.stopped = record.stopped;
    this.invalid = record.invalid;
    this.evaluations = record.evaluations;
    this.wallSeconds = record.wallSeconds;
    this.placement = record.placement;
    this.#firstIteration = record.firstIteration;
  }

  /** Where a walker was after a step. A view. @throws CredenceError `ensemble/index` */
  position(step: number, walker: number): Float64Array {
    this.#checkIndex('step', step, this.steps);
    this.#checkIndex('walker', walker, this.walkers);
    const at = (step * this.walkers + walker) * this.dimension;
    return this.chain.subarray(at, at + this.dimension);
  }

  /**
   * Draws of one parameter, one array a walker: what diagnostics take.
   * @throws CredenceError `ensemble/parameter`, `ensemble/discard`
   * @example rHat(result.draws('mu', { discard: result.advice().burnIn }))
   */
  draws(parameter: string | number, selection: StepSelection = {}): ScalarChains {
    const d = this.#parameter(parameter);
    const [discard, thin] = this.selected(selection);
    const length = Math.ceil((this.steps - discard) / thin);
    const stride = this.walkers * this.dimension;
    return Array.from({ length: this.walkers }, (_, walker) => {
      const first = discard * stride + walker * this.dimension + d;
      const column = new Float64Array(length);
      for (let i = 0; i < length; i++) column[i] = this.chain[first + i * thin * stride]!;
      return column;
    });
  }

  /**
   * Draws of all walkers in one array, draws x dimension, step by step.
   * @throws CredenceError `ensemble/discard`
   */
  flat(selection: StepSelection = {}): Float64Array {
    const [discard, thin] = this.selected(selection);
    const stride = this.walkers * this.dimension;
    if (thin === 1) return this.chain.slice(discard * stride);
    const length = Math.ceil((this.steps - discard) / thin);
    const out = new Float64Array(length * stride);
    for (let i = 0; i < length; i++) {
      const from = (discard + i * thin) * stride;
      out.set(this.chain.subarray(from, from + stride), i * stride);
    }
    return out;
  }

  /**
   * Integrated autocorrelation time of every parameter, in kept steps. To be trusted where the chain is 50 times as long.
   * @param options `discard`: default half the steps, so that the walkers' way from their start does not count as correlation
   * @throws CredenceError `ensemble/discard`
   */
  autocorrelationTime(options: StepSelection & IntegratedTimeOptions = {}): Float64Array {
    checkOptions('autocorrelationTime(options)', options, TIME_OPTIONS);
    const { discard = Math.floor(this.steps / 2), thin = 1, ...window } = options;
    return Float64Array.from(this.names, (_, d) => thin * integratedTime(this.draws(d, { discard, thin }), window));
  }

  /** How much to leave out, and how many steps are enough. */
  advice(): EnsembleAdvice {
    this.#advice ??= adviceOf(this);
    return this.#advice;
  }

  /**
   * Mean, sd, quantiles, interval, autocorrelation time and effective draws of every parameter, without the burn-in.
   *
   * @throws CredenceError `ensemble/short-chain` for fewer than 50 autocorrelation times, unless `allowShort`; `ensemble/stuck`
   *   where a parameter never moved; `ensemble/discard`
   * @example console.log(String(result.summary()))
   */
  summary(options: EnsembleSummaryOptions = {}): EnsembleSummary {
    checkOptions('summary(options)', options, SUMMARY_OPTIONS);
    const { allowShort = false, thin = 1, probability = 0.94 } = options;
    const advice = this.checkedAdvice(allowShort);
    const discard = options.discard ?? this.burnInOf(advice);
    const rows = this.names.map((name, d) => {
      const draws = this.draws(d, { discard, thin });
      const { mean, sd, hdi, quantiles } = summarizeQuantity(draws, { probability, quantiles: [0.16, 0.5, 0.84] });
      const [low = Number.NaN, middle = Number.NaN, high = Number.NaN] = quantiles;
      const tau = advice.autocorrelationTime[d]!;
      const ess = ((this.steps - discard) * this.walkers) / Math.max(1, tau);
      return {
        name,
        mean,
        sd,
        quantiles: [low, middle, high] as const,
        hdi,
        autocorrelationTime: tau,
        ess,
        mcseMean: sd / Math.sqrt(ess),
      };
    });
    return new EnsembleSummary(rows, probability, discard, this.steps - discard, this.walkers);
  }

  /** The advice, where the chain is long enough to be summarized. @throws as `summary` */
  checkedAdvice(allowShort: boolean): EnsembleAdvice {
    const advice = this.advice();
    if (!allowShort) checkLength(this, advice);
    return advice;
  }

  /** The advised burn-in, less where a short chain would be used up by it. */
  burnInOf({ burnIn }: EnsembleAdvice): number {
    return Number.isNaN(burnIn) ? 0 : Math.min(burnIn, Math.floor(this.steps / 2));
  }

  /**
   * The state after a kept step: a run that starts from it draws again what came after.
   * @throws CredenceError `ensemble/index`
   */
  state(step: number): EnsembleState {
    this.#checkIndex('step', step, this.steps);
    const { walkers, dimension, seed, chain, logProbabilities } = this;
    const stride = walkers * dimension;
    return {
      format: 'credence-ensemble/1',
      walkers,
      dimension,
      iteration: this.#firstIteration + (step + 1) * this.thin,
      seed,
      positions: Array.from(chain.subarray(step * stride, (step + 1) * stride)),
      logProbabilities: Array.from(logProbabilities.subarray(step * walkers, (step + 1) * walkers)),
    };
  }

  toString(): string {
    const mean = this.acceptanceFractions.reduce((sum, share) => sum + share, 0) / this.walkers;
    const length = this.#lengthText();
    return `Ensemble of ${this.walkers} walkers x ${this.steps} steps in ${this.dimension} dimensions, seed ${this.seed}${this.stopped ? ', stopped early' : ''}; acceptance ${mean.toFixed(2)}; ${length}`;
  }

  /** How long the chain is beside its autocorrelation times. */
  #lengthText(): string {
    if (this.steps === 0) return 'no step was kept';
    const { autocorrelationTime, stepsNeeded, enough } = this.advice();
    const longest = autocorrelationTime.reduce((most, tau) => Math.max(most, tau), 0);
    if (Number.isNaN(longest)) return 'a parameter has no autocorrelation time';
    const times = longest.toFixed(1);
    return enough
      ? `${(this.steps / longest).toFixed(0)} times the longest autocorrelation time (${times} steps)`
      : `too short: the longest autocorrelation time is about ${times} steps, so that ${stepsNeeded} are needed`;
  }

  /** A selection that leaves something. @throws CredenceError `ensemble/discard` */
  selected({ discard = 0, thin = 1 }: StepSelection): readonly [discard: number, thin: number] {
    const whole = Number.isSafeInteger(discard) && Number.isSafeInteger(thin);
    if (whole && discard >= 0 && thin >= 1 && discard < this.steps) return [discard, thin];
    throw new CredenceError(
      'ensemble/discard',
      `discard is ${discard} and thin ${thin}, of ${this.steps} steps; discard must be a whole number below that, and thin one of at least 1.`,
      { discard, thin, steps: this.steps },
    );
  }

  #parameter(parameter: string | number): number {
    const d = typeof parameter === 'number' ? parameter : this.names.indexOf(parameter);
    if (Number.isInteger(d) && d >= 0 && d < this.dimension) return d;
    throw new CredenceError(
      'ensemble/parameter',
      `There is no parameter ${parameter}. There are ${this.names.slice(0, 20).join(', ')}${this.dimension > 20 ? ' ...' : ''}, or their numbers from 0.`,
      { parameter, names: this.names },
    );
  }

  #checkIndex(what: string, index: number, length: number): void {
    if (Number.isInteger(index) && index >= 0 && index < length) return;
    throw new CredenceError('ensemble/index', `There is no ${what} ${index} among ${length}, counted from 0.`, {
      index,
      length,
    });
  }
}

const TIME_OPTIONS: OptionNames<StepSelection & IntegratedTimeOptions> = { discard: true, thin: true, c: true };
const SUMMARY_OPTIONS: OptionNames<EnsembleSummaryOptions> = {
  discard: true,
  thin: true,
  allowShort: true,
  probability: true,
};
