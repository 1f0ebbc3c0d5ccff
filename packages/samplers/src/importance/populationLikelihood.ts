/** The likelihood of a population's hyperparameters from posterior draws of its objects, by importance sampling. */
import { CredenceError, checkOptions, exp, log, type OptionNames } from '@credence/numerics';
import { paretoKThreshold, type Smoother, smoother } from '../comparison/paretoSmooth.js';
import { efficiencies, evidence, type LogDensities, priorAt } from './material.js';
import { blocksOf } from './objectDraws.js';
import {
  type EstimateError,
  type ObjectVerdict,
  type PopulationEstimate,
  populationEstimate,
} from './populationEstimate.js';

/**
 * Log density (nats) at many values, given hyperparameters: `values` holds draws x width, row after row; fills `out`, one entry a
 * draw. Called with some thousand draws at a time.
 */
export type PopulationDensity = (values: Float64Array, hyperparameters: ArrayLike<number>, out: Float64Array) => void;

export interface PopulationOptions {
  /**
   * For every object draws from p(value | its data) under the interim prior: draws x width, row after row. Objects may have
   * different numbers of draws.
   */
  readonly draws: readonly Float64Array[];
  /** Values of one draw. Default 1. */
  readonly width?: number;
  /** log p(value | hyperparameters), normalised over the values. */
  readonly logPopulation: PopulationDensity;
  /**
   * The prior under which the draws were made; above zero at every one. `flat` stands for the density 1 everywhere: draws that
   * follow the likelihood alone.
   */
  readonly interimPrior: LogDensities | 'flat';
  /** log p(data_i | interim prior) of every object. It shifts all log likelihoods alike. Default 0. */
  readonly logEvidence?: ArrayLike<number>;
  /** Effective draws over draws, one for all objects or one each. Default 1: independent draws. */
  readonly relativeEfficiency?: number | ArrayLike<number>;
}

/** A likelihood of hyperparameters that rests on a fixed set of draws, so that it is as smooth as the population's density. */
export interface PopulationLikelihood {
  readonly objects: number;
  /** Of all objects together. */
  readonly draws: number;
  /**
   * log p(data | hyperparameters), nats; -Infinity where no draw of some object is possible. Fast, and silent about its error.
   * @throws CredenceError importance/density
   */
  logLikelihood(hyperparameters: ArrayLike<number>): number;
  /**
   * The log likelihood with its Monte Carlo error alone. As fast.
   * @throws CredenceError importance/density
   */
  logLikelihoodWithError(hyperparameters: ArrayLike<number>): EstimateError;
  /**
   * The log likelihood, and those without each of some batches of draws: batch b holds every draw of an object whose number is b
   * modulo `batches`. For the jackknife; costs little more than `logLikelihood`.
   * @throws CredenceError importance/density, importance/batches
   */
  jackknife(
    hyperparameters: ArrayLike<number>,
    batches: number,
  ): { readonly all: number; readonly without: Float64Array };
  /**
   * The log likelihood with its Monte Carlo error, and Pareto k, effective draws and verdict for every object.
   * @throws CredenceError importance/density
   */
  estimate(hyperparameters: ArrayLike<number>): PopulationEstimate;
}

/**
 * Likelihood of hyperparameters theta, for objects that were each sampled by themselves under an interim prior p0:
 *
 *   p(data | theta) = prod_i p(data_i | p0) mean_k [ p(v_ik | theta) / p0(v_ik) ],   v_ik ~ p(v | data_i, p0)
 *
 * The mean over draws is unbiased; its logarithm is too low on average, by about half its variance, and by far more where the
 * population is narrow beside the objects' posteriors. With many objects these errors add up. `estimate` says by how much.
 *
 * @returns functions of the hyperparameters; draws are copied, and weights are worked out in blocks
 * @throws CredenceError importance/no-objects, /width, /draws (none, or not finite), /interim-prior (zero, infinite or NaN at a
 *   draw), /evidence, /relative-efficiency, /options (a function is missing)
 *
 * Source: Hogg, Myers & Bovy (2010), Inferring the eccentricity distribution, ApJ 725, 2166, equation 9; Pareto k: Vehtari et
 * al. (2024), JMLR 25(72).
 *
 * @example
 * const likelihood = populationLikelihood({
 *   draws, // one Float64Array an object
 *   interimPrior: 'flat',
 *   logPopulation: (values, [mean, sd], out) => {
 *     for (let k = 0; k < out.length; k++) out[k] = -0.5 * ((values[k] - mean) / sd) ** 2 - log(sd) - LOG_SQRT_2_PI;
 *   },
 * });
 * likelihood.estimate([0, 0.5]).warnings;
 */
export function populationLikelihood(options: PopulationOptions): PopulationLikelihood {
  checkOptions('populationLikelihood(options)', options, OPTIONS);
  const { draws, width = 1, logPopulation } = options;
  checkFunctions(options);
  const blocks = blocksOf(draws, width);
  const counts = Float64Array.from(draws, ({ length }) => length / width);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const logPrior = priorAt(options.interimPrior, blocks, total);
  const logEvidence = evidence(options.logEvidence, draws.length);
  const efficiency = efficiencies(options.relativeEfficiency, draws.length);

  /** Visits every object with its log weights, until told to stop. */
  const visit = (
    hyperparameters: ArrayLike<number>,
    use: (object: number, logWeights: Float64Array, largest: number) => boolean,
  ) => {
    for (const block of blocks) {
      const { first, firstDraw, values, logWeights, byObject } = block;
      logWeights.fill(Number.NaN);
      logPopulation(values, hyperparameters, logWeights);
      if (logPrior !== undefined) {
        for (let k = 0; k < logWeights.length; k++) logWeights[k] = logWeights[k]! - logPrior[firstDraw + k]!;
      }
      for (let j = 0; j < byObject.length; j++) {
        const own = byObject[j]!;
        const largest = largestOf(own);
        if (!(largest < Number.POSITIVE_INFINITY)) throw densityError(first + j, own, hyperparameters);
        if (!use(first + j, own, largest)) return;
      }
    }
  };

  return {
    objects: draws.length,
    draws: total,
    logLikelihood(hyperparameters) {
      let sum = 0;
      visit(hyperparameters, (object, logWeights, largest) => {
        const { total } = sums(logWeights, largest);
        sum += largest + log(total / logWeights.length) + logEvidence[object]!;
        return sum > Number.NEGATIVE_INFINITY;
      });
      return sum;
    },
    logLikelihoodWithError(hyperparameters) {
      let [logLikelihood, variance] = [0, 0];
      visit(hyperparameters, (object, logWeights, largest) => {
        const { total, squares } = sums(logWeights, largest);
        logLikelihood += largest + log(total / logWeights.length) + logEvidence[object]!;
        variance += relativeVariance(total, squares, logWeights.length) / efficiency[object]!;
        return logLikelihood > Number.NEGATIVE_INFINITY;
      });
      return { logLikelihood, mcse: Math.sqrt(variance), bias: -variance / 2 };
    },
    jackknife(hyperparameters, batches) {
      checkBatches(batches, counts);
      const without = new Float64Array(batches);
      let all = 0;
      visit(hyperparameters, (object, logWeights, largest) => {
        all += logEvidence[object]! + addWithout(logWeights, largest, logEvidence[object]!, without);
        return true;
      });
      return { all, without };
    },
    estimate(hyperparameters) {
      const column = () => new Float64Array(draws.length);
      const verdict: ObjectVerdict[] = [];
      const objects = { logLikelihood: column(), mcse: column(), effectiveDraws: column(), paretoK: column(), verdict };
      const smoothers = new Map<number, Smoother>();
      visit(hyperparameters, (object, logWeights, largest) => {
        const count = logWeights.length;
        const { total, squares } = sums(logWeights, largest);
        const smooth = smoothers.get(count) ?? smoother(count);
        smoothers.set(count, smooth);
        const { paretoK, threshold, reason } = smooth(logWeights, efficiency[object]!);
        objects.logLikelihood[object] = largest + log(total / count) + logEvidence[object]!;
        objects.effectiveDraws[object] = (efficiency[object]! * total * total) / squares;
        objects.mcse[object] = Math.sqrt(relativeVariance(total, squares, count) / efficiency[object]!);
        objects.paretoK[object] = paretoK;
        if (reason === 'all-zero') verdict.push('impossible');
        else verdict.push(paretoK <= threshold || reason === 'constant' ? 'good' : 'unreliable');
        return true;
      });
      return populationEstimate(objects, counts.map(paretoKThreshold));
    },
  };
}

/** A prior that is forgotten would be a weight that is wrong, so it has no default. @throws CredenceError importance/options */
function checkFunctions({ logPopulation, interimPrior }: PopulationOptions): void {
  if (typeof logPopulation !== 'function') {
    throw new CredenceError(
      'importance/options',
      `logPopulation is ${String(logPopulation)}; it must be a function that fills the log densities of values given hyperparameters.`,
    );
  }
  if (interimPrior === 'flat' || typeof interimPrior === 'function') return;
  throw new CredenceError(
    'importance/options',
    `interimPrior is ${String(interimPrior)}; it must be the log density that the draws' prior had, or 'flat' for draws that follow the likelihood alone.`,
  );
}

/** The largest value; NaN when one is NaN. */
function largestOf(values: Float64Array): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < values.length; k++) {
    const value = values[k]!;
    if (value <= largest) continue;
    if (Number.isNaN(value)) return value;
    largest = value;
  }
  return largest;
}

/** Sums of weights and of their squares, both relative to the largest weight. */
function sums(logWeights: Float64Array, largest: number): { total: number; squares: number } {
  let [total, squares] = [0, 0];
  if (largest === Number.NEGATIVE_INFINITY) return { total, squares };
  for (let k = 0; k < logWeights.length; k++) {
    const weight = exp(logWeights[k]! - largest);
    total += weight;
    squares += weight * weight;
  }
  return { total, squares };
}

/** Variance of a mean of independent weights over its square: the delta method's variance of the logarithm. */
function relativeVariance(total: number, squares: number, count: number): number {
  return Math.max(0, ((squares / total ** 2) * count - 1) / (count - 1));
}

/** Adds one object's log likelihoods without each batch to the sums; returns that with all draws, evidence aside. */
function addWithout(logWeights: Float64Array, largest: number, logEvidence: number, without: Float64Array): number {
  const batches = without.length;
  const count = logWeights.length;
  if (largest === Number.NEGATIVE_INFINITY) {
    without.fill(largest);
    return largest;
  }
  const batch = new Float64Array(batches);
  for (let k = 0, b = 0; k < count; k++) {
    batch[b] = batch[b]! + exp(logWeights[k]! - largest);
    if (++b === batches) b = 0;
  }
  let total = 0;
  for (let b = 0; b < batches; b++) {
    total += batch[b]!;
    let rest = 0; // summed, not subtracted: what is left may be far smaller than what is left out
    for (let c = 0; c < batches; c++) if (c !== b) rest += batch[c]!;
    const left = count - Math.ceil((count - b) / batches);
    without[b] = without[b]! + largest + log(rest / left) + logEvidence;
  }
  return largest + log(total / count);
}

function densityError(object: number, logWeights: Float64Array, hyperparameters: ArrayLike<number>): CredenceError {
  const draw = logWeights.findIndex((value) => !(value < Number.POSITIVE_INFINITY));
  const at = Array.from(hyperparameters);
  return new CredenceError(
    'importance/density',
    `The log density of the population is ${logWeights[draw]} at draw ${draw} of object ${object}, for hyperparameters [${at.join(', ')}]. It must be a number below Infinity, written to every entry of out; -Infinity where a value is impossible.`,
    { object, draw, value: logWeights[draw], hyperparameters: at },
  );
}

function checkBatches(batches: number, counts: Float64Array): void {
  const fewest = counts.reduce((least, count) => Math.min(least, count), Number.POSITIVE_INFINITY);
  if (Number.isSafeInteger(batches) && batches >= 2 && batches <= fewest) return;
  throw new CredenceError(
    'importance/batches',
    `batches is ${batches}; it must be a whole number from 2 to the draws of an object (${fewest} at least).`,
    { batches, fewest },
  );
}

const OPTIONS: OptionNames<PopulationOptions> = {
  draws: true,
  width: true,
  logPopulation: true,
  interimPrior: true,
  logEvidence: true,
  relativeEfficiency: true,
};
