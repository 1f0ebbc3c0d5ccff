/** Whether posteriors of a model are right: true values drawn from the prior, data drawn from them, and ranks among the draws. */
import { CredenceError, closest, keyFromSeed, type RngKey, split, stream } from '@credence/numerics';
import { onInterrupt, Run, standardError } from '@credence/samplers';
import type { InferenceData } from '../inference/inferenceData.js';
import type { Model } from '../model/model.js';
import { Posterior } from '../posterior/posterior.js';
import { namesOf } from '../predict/samplePriorPredictive.js';
import { randomSeed } from '../sample/randomSeed.js';
import { sample } from '../sample/sample.js';
import { CalibrationResult, type FailedSimulation } from './calibrationResult.js';
import { checkCanSimulate } from './checkModel.js';
import { type CalibrationOptions, checkCalibrationOptions, type PosteriorFit } from './options.js';
import { type CalibrationProgress, calibrationProgress } from './progress.js';
import { RankedDraws } from './rankedDraws.js';
import { ranksOf } from './ranks.js';
import { simulationsOf } from './simulations.js';

/** Children of the key of a calibration. */
const FITS = 2;
const TIES = 3;

/** Draws of a posterior for each one that values are ranked among. */
const THIN = 10;
/** How many times as long a posterior may become whose draws are correlated. */
const MOST_LONGER = 8;
/** Failures at the beginning, without a success, that end a calibration: the model is at fault, not the data. */
const HOPELESS = 3;

/**
 * Simulation-based calibration: draws true values from the prior and data given them, finds the posterior of each data set,
 * and ranks the true values among its draws. Where prior, likelihood, transforms, rewrites and sampler all fit together, every
 * rank is uniform, whatever the model; a wrong density, a missing Jacobian or a sampler that does not reach everything shows.
 *
 * Every element of the free variables and deterministics that is not one number always is ranked, and so is the log likelihood, because ranks of parameters
 * alone do not show a posterior that ignores the data. Each set of ranks is tested by its distribution function, mean
 * and spread (`testRanks`), and the false-alarm probability is shared out over all.
 *
 * Sources: Talts, Betancourt, Simpson, Vehtari & Gelman (2018), Validating Bayesian inference algorithms with
 * simulation-based calibration, arXiv 1804.06788; Modrák et al. (2023), Simulation-based calibration checking for Bayesian
 * computation: the choice of test quantities shapes sensitivity, Bayesian Analysis; for the test see `testRanks`.
 *
 * @param model with proper priors throughout; the values of its data only say which shapes the simulated ones have
 * @returns a run: await it for the result, listen to its progress, `stop()` it to keep the simulations so far
 * @example
 * const result = await simulationBasedCalibration(model, { simulations: 200, seed: 1 });
 * console.log(String(result));
 * @throws CredenceError model/option, calibration/option, calibration/potential, calibration/shared-data,
 * calibration/restricted, calibration/unknown-variable at once; the run rejects with predict/no-random, predict/parameter,
 * calibration/few-draws, or with the error of the first simulation where no simulation gives a posterior
 */
export function simulationBasedCalibration(
  model: Model,
  options: CalibrationOptions = {},
): Run<CalibrationResult, CalibrationProgress> {
  checkCalibrationOptions(options);
  const snapshot = model.snapshot();
  checkCanSimulate(snapshot);
  const variables = rankedVariables(model, options);
  return new Run(async (control) => {
    const begun = performance.now();
    const { simulations: asked = 200, draws = 99, quantities = {}, falseAlarm = 0.01, progress = true } = options;
    const seed = options.seed ?? randomSeed();
    const key = keyFromSeed(seed);
    const fit = options.fit ?? fitBySampling(options.sampling ?? {});
    const simulation = simulationsOf(snapshot, asked, seed);
    const show = calibrationProgress(progress ? standardError() : undefined);
    const failed: FailedSimulation[] = [];
    const correlated: number[] = [];
    const divergent: number[] = [];
    const ranks = new Map<string, number[]>();
    /** Quantities that are not the same number always, like elements that a support fixes. */
    const varied = new Set<string>();
    let interrupted = false;
    const release =
      (options.interruptible ?? true)
        ? onInterrupt(() => {
            interrupted = true;
          })
        : () => {};
    let done = 0;
    try {
      for (let i = 0; i < asked && !control.stopping && !interrupted; i++) {
        const one = await attempt(async () => {
          const drawn = simulation(i);
          const own = model.withData(drawn.observed);
          const found = await longEnough(own, fit, { draws, seed: seedOf(key, i), variables });
          const rng = stream(split(key, TIES), i);
          const request = { model: own.snapshot(), simulation: drawn, draws: found.draws, variables, quantities, rng };
          return { ...found, ranks: ranksOf(request) };
        });
        if (one instanceof CredenceError) {
          failed.push({ simulation: i, error: one });
          if (failed.length === i + 1 && (i + 1 === HOPELESS || i + 1 === asked)) throw failed[0]?.error;
        } else {
          if (one.isCorrelated) correlated.push(i);
          if (one.divergences > 0) divergent.push(i);
          for (const [name, { rank, isConstant }] of one.ranks) {
            if (!isConstant) varied.add(name);
            const known = ranks.get(name);
            if (known === undefined) ranks.set(name, [rank]);
            else known.push(rank);
          }
        }
        done = i + 1;
        const eta = ((performance.now() - begun) / 1000 / done) * (asked - done);
        const event: CalibrationProgress = { type: 'progress', done, total: asked, failed: failed.length, eta };
        control.emit(event);
        show(event);
      }
    } finally {
      release();
    }
    if (done === failed.length) {
      throw new CredenceError(
        'calibration/stopped',
        'simulationBasedCalibration was stopped before the first simulation was done, so there are no ranks.',
        { done },
      );
    }
    return new CalibrationResult({
      model: snapshot.name,
      ranks: new Map([...ranks].filter(([name]) => varied.has(name))),
      draws,
      seed,
      falseAlarm,
      asked,
      simulations: done - failed.length,
      failed,
      correlated,
      divergent,
      stopped: done < asked,
      seconds: (performance.now() - begun) / 1000,
    });
  });
}

/** The error of an attempt that a model or a sampler refused; others are thrown on. */
async function attempt<T>(body: () => Promise<T>): Promise<T | CredenceError> {
  try {
    return await body();
  } catch (error) {
    if (error instanceof CredenceError && !error.code.startsWith('calibration/')) return error;
    throw error;
  }
}

function seedOf(key: RngKey, simulation: number): number {
  return stream(split(key, FITS), simulation).integer(2 ** 31);
}

function fitBySampling(sampling: NonNullable<CalibrationOptions['sampling']>): PosteriorFit {
  return (model, { draws, seed }) =>
    sample(model, { chains: 1, ...sampling, draws, seed, workers: 0, progress: false, interruptible: false });
}

interface Found {
  readonly draws: RankedDraws;
  readonly isCorrelated: boolean;
  readonly divergences: number;
}

/** A posterior, made longer while its draws are too few for their correlation. */
async function longEnough(
  model: Model,
  fit: PosteriorFit,
  request: { readonly draws: number; readonly seed: number; readonly variables: readonly string[] },
): Promise<Found> {
  const { draws: count, seed, variables } = request;
  const usual = THIN * count;
  let draws = usual;
  for (;;) {
    const posterior: Posterior | InferenceData = await fit(model, { draws, seed });
    const ranked = new RankedDraws(posterior, count);
    const size = ranked.smallestEffectiveSize(variables);
    const isCorrelated = size < count;
    if (!isCorrelated || draws === MOST_LONGER * usual) {
      return { draws: ranked, isCorrelated, divergences: posterior instanceof Posterior ? posterior.divergences : 0 };
    }
    draws = Math.min(MOST_LONGER * usual, Math.ceil(draws * Math.max(2, (1.2 * count) / size)));
  }
}

/** @throws CredenceError calibration/unknown-variable */
function rankedVariables(model: Model, options: CalibrationOptions): readonly string[] {
  const known = model
    .snapshot()
    .declarations.filter((own) => own.kind === 'deterministic' || (own.kind === 'random' && !own.observed))
    .map(({ name }) => name);
  const wanted = namesOf(options.variables) ?? known;
  for (const name of wanted) {
    if (known.includes(name)) continue;
    const guess = closest(name, known);
    throw new CredenceError(
      'calibration/unknown-variable',
      `simulationBasedCalibration: the model has no free variable or deterministic '${name}'. ${guess === undefined ? `It has ${known.join(', ') || 'none'}.` : `Did you mean '${guess}'?`}`,
      { name, known },
    );
  }
  return wanted;
}
