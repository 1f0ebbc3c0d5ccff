/** From a declared model to its posterior by an ensemble of walkers. */
import { keyFromSeed, split } from '@credence/numerics';
import {
  type EnsembleEvent,
  type EnsembleSettings,
  type EnsembleState,
  Run,
  sampleEnsemble as sampleDensity,
  showEnsembleProgress,
  standardError,
} from '@credence/samplers';
import type { BackendName } from '../compile/backend.js';
import { compile, compileOptions } from '../compile/compile.js';
import { CompiledModel } from '../compile/compiledModel.js';
import { loadTfjsBackend } from '../compile/tfjsBackend.js';
import type { ModelSnapshot } from '../model/declarations.js';
import { coordinateName } from '../model/layout.js';
import type { Model } from '../model/model.js';
import { checkOptions } from '../model/options.js';
import type { InitialValues } from '../sample/initialPoint.js';
import { randomSeed } from '../sample/randomSeed.js';
import { sourceOf } from '../sample/source.js';
import { EnsembleFit } from './ensembleFit.js';
import { walkerStarts } from './walkerStarts.js';

export interface SampleEnsembleOptions
  extends Pick<EnsembleSettings, 'walkers' | 'moves' | 'thin' | 'liveDangerously' | 'interruptible'> {
  /** Steps kept of each walker. Default 5000. */
  readonly steps?: number;
  /** Fixes every draw, on every machine and with any number of workers. Default: another one each time. */
  readonly seed?: number;
  /** Values to begin at, on the variables' own scale: for all walkers to be spread about, or an array with those of each. */
  readonly initial?: InitialValues | readonly InitialValues[];
  /** Sd of the walkers about their common start, on unconstrained space, unless each has initial values. Default 0.1. */
  readonly spread?: number;
  /** The state of an earlier run on the same model to go on from: `fit.ensemble.last`. */
  readonly start?: EnsembleState;
  /** Most workers; 0 evaluates on the calling thread. Default: none where a group's proposals take under a millisecond. */
  readonly workers?: number;
  /** Whether progress is shown on a terminal. Default true; other outputs show nothing. */
  readonly progress?: boolean;
  /** Default `wasm`. */
  readonly backend?: BackendName;
}

/** All names of options: an option that is missing here is a type error. */
const OPTIONS: Readonly<Record<keyof SampleEnsembleOptions, true>> = {
  steps: true,
  walkers: true,
  moves: true,
  thin: true,
  seed: true,
  initial: true,
  spread: true,
  start: true,
  workers: true,
  progress: true,
  backend: true,
  liveDangerously: true,
  interruptible: true,
};

/** Child of the run's key that starts are drawn from; those of samplers are drawn from child 0. */
const STARTS = 1;

/**
 * Draws from the posterior of a model with an affine-invariant ensemble of walkers, over unconstrained values, without the
 * gradient. For a few dimensions, and to compare: `sample` needs far fewer evaluations for the same number of effective draws.
 *
 * @returns a run: await it for the fit, listen to its progress, `stop()` it to keep the steps so far
 * @example
 * const fit = await sampleEnsemble(model, { walkers: 100, steps: 5000, seed: 1 });
 * console.log(String(fit));
 * console.log(fit.posterior().summary().toString()); // throws where the chain is too short, and says how long it must be
 * @throws CredenceError model/option, model/value at once; the run rejects with ensemble/..., model/..., compile/...; with an
 *   `EnsembleFailure`, which holds the steps so far, when a worker dies
 */
export function sampleEnsemble(
  model: Model | ModelSnapshot | CompiledModel,
  options: SampleEnsembleOptions = {},
): Run<EnsembleFit, EnsembleEvent> {
  checkOptions('sampleEnsemble(model, options)', options, Object.keys(OPTIONS));
  const source = sourceOf(model, 'sampleEnsemble');
  return new Run(async (control) => {
    if (options.backend === 'tfjs') await loadTfjsBackend();
    const begun = performance.now();
    const compiled = source instanceof CompiledModel ? source : compile(source, compileOptions(options));
    const compiledAt = performance.now();
    const { dimension, bindSeconds } = compiled;
    const {
      initial,
      spread = 0.1,
      backend: _,
      start,
      seed: given,
      steps = 5000,
      workers,
      progress = true,
      ...settings
    } = options;
    const walkers = settings.walkers ?? start?.walkers ?? Math.max(32, 4 * dimension);
    const seed = given ?? start?.seed ?? randomSeed();
    const places = start ?? walkerStarts(compiled, split(keyFromSeed(seed), STARTS), walkers, initial, spread);
    const { layout } = compiled.manifest;
    const startedAt = performance.now();
    const remote = workers === 0 ? undefined : compiled.remoteValue;
    const run = sampleDensity({
      ...settings,
      density: compiled,
      steps,
      walkers,
      seed,
      start: places,
      names: Array.from({ length: dimension }, (_, d) => coordinateName(layout, d)),
      ...(remote === undefined ? {} : { remote }),
      ...(workers === undefined ? {} : { workers }),
    });
    run.on(control.emit);
    control.onStop(() => run.stop());
    if (progress) showEnsembleProgress(run, standardError());
    const ensemble = await run;
    return new EnsembleFit(compiled, ensemble, {
      compile: (compiledAt - begun) / 1000 - bindSeconds,
      bind: bindSeconds,
      start: (startedAt - compiledAt) / 1000,
    });
  });
}
