/** What an ensemble's run on a model came to: its chain over unconstrained values, and the posterior made of it. */
import { checkOptions, type OptionNames } from '@credence/numerics';
import {
  convergenceVerdict,
  type EnsembleAdvice,
  type EnsembleResult,
  type Finding,
  type StepSelection,
  type Verdict,
  type VerdictInput,
} from '@credence/samplers';
import type { CompiledModel } from '../compile/compiledModel.js';
import { inspect } from '../inspect.js';
import { Posterior, type StageSeconds } from '../posterior/posterior.js';
import { runOfEnsemble } from './ensembleDraws.js';

export interface EnsemblePosteriorOptions extends StepSelection {
  /** Steps left out. Default: the advised burn-in. */
  readonly discard?: number;
  /** Whether a chain of fewer than 50 autocorrelation times is taken nevertheless. Default false. */
  readonly allowShort?: boolean;
}

/** Largest R-hat among walkers: at 50 autocorrelation times about 1.02 is expected of walkers that agree. */
const R_HAT = 1.05;
/** Smallest effective sample size over all walkers. */
const LEAST_ESS = 400;

export class EnsembleFit {
  constructor(
    readonly compiled: CompiledModel,
    /** The chain over unconstrained values, with autocorrelation times, advice, and states to go on from. */
    readonly ensemble: EnsembleResult,
    private readonly seconds: Omit<StageSeconds, 'warmup' | 'draws' | 'wall'>,
  ) {}

  /** Integrated autocorrelation time of every unconstrained value, in kept steps. */
  autocorrelationTime(): Float64Array {
    return this.ensemble.autocorrelationTime();
  }

  /**
   * The posterior: draws by name and on the variables' own scale, each walker a chain, without the burn-in.
   *
   * @throws CredenceError `ensemble/short-chain`, with the steps that are needed, for fewer than 50 autocorrelation times unless
   *   `allowShort`; `ensemble/stuck`; `ensemble/discard`
   * @example fit.posterior().summary('theta_mu')
   */
  posterior(options: EnsemblePosteriorOptions = {}): Posterior {
    checkOptions('posterior(options)', options, OPTIONS);
    const { compiled, ensemble, seconds } = this;
    const { allowShort = false, thin = 1 } = options;
    const advice = ensemble.checkedAdvice(allowShort);
    const discard = options.discard ?? ensemble.burnInOf(advice);
    ensemble.selected({ discard, thin });
    const result = runOfEnsemble(ensemble, { discard, thin });
    return new Posterior({
      compiled,
      result,
      seed: ensemble.seed,
      maxTreeDepth: Number.POSITIVE_INFINITY,
      seconds: { ...seconds, warmup: 0, draws: ensemble.wallSeconds, wall: ensemble.wallSeconds },
      sampler: {
        statistics: ['logDensity'],
        judge: (quantities) => verdictOf(quantities, ensemble, advice),
      },
    });
  }

  toString(): string {
    return `'${this.compiled.manifest.model}': ${this.ensemble}`;
  }

  [inspect](): string {
    return this.toString();
  }
}

/** Length of the chain, effective draws, and whether the walkers agree. */
function verdictOf(
  quantities: VerdictInput['quantities'],
  { walkers, steps, names }: EnsembleResult,
  { autocorrelationTime, stepsNeeded, enough }: EnsembleAdvice,
): Verdict {
  const chains = Array.from({ length: walkers }, () => ({
    draws: steps,
    divergences: 0,
    deepTrees: 0,
    energyFraction: Number.NaN,
  }));
  const { findings } = convergenceVerdict({ quantities, chains }, { rHat: R_HAT, essPerChain: LEAST_ESS / walkers });
  const longest = Math.max(...autocorrelationTime);
  const slowest = names[autocorrelationTime.indexOf(longest)] ?? '';
  const short: Finding = {
    kind: 'short-chain',
    sentence: `${steps} steps are ${(steps / longest).toFixed(1)} autocorrelation times of ${slowest}; 50 are needed, at least ${stepsNeeded} steps. Draw more.`,
    where: [slowest],
    worst: steps / longest,
  };
  const all = enough ? findings : [short, ...findings];
  const fine = `${steps} steps are ${(steps / longest).toFixed(0)} of the longest autocorrelation time; effective sample sizes and R-hat among walkers are as they should be.`;
  return {
    converged: all.every(({ kind }) => kind === 'undefined'),
    findings: all,
    text: all.length === 0 ? fine : all.map(({ sentence }) => sentence).join('\n'),
  };
}

const OPTIONS: OptionNames<EnsemblePosteriorOptions> = { discard: true, thin: true, allowShort: true };
