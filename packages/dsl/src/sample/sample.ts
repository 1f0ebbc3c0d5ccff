/** From a declared model to its posterior. */
import { CredenceError, keyFromSeed, split } from '@credence/numerics';
import {
  type MetricKind,
  Run,
  type RunEvent,
  runChains,
  type SamplerChoice,
  showProgress,
  standardError,
  walkOf,
} from '@credence/samplers';
import type { BackendName } from '../compile/backend.js';
import { compileOptions } from '../compile/compile.js';
import type { CompiledModel } from '../compile/compiledModel.js';
import { loadTfjsBackend } from '../compile/tfjsBackend.js';
import type { ModelSnapshot } from '../model/declarations.js';
import type { Model } from '../model/model.js';
import { checkOptions } from '../model/options.js';
import { Posterior } from '../posterior/posterior.js';
import { prepared } from '../structure/prepared.js';
import { enabledRewrites, type Rewrites } from '../structure/rewrites.js';
import { fixedValues, type InitialValues, initialPoint } from './initialPoint.js';
import { randomSeed } from './randomSeed.js';
import { sourceOf } from './source.js';

/** Child of the run's key from which variables are drawn that were not sampled. */
const RESTORED = 2 ** 32 + 1;

export interface SampleOptions {
  /** Draws kept of each chain. Default 1000. */
  readonly draws?: number;
  /** Transitions of warm-up before them. Default 1000. */
  readonly tune?: number;
  /** Default 4. */
  readonly chains?: number;
  /** Fixes every draw, on every machine and with any number of workers. Default: another one each time. */
  readonly seed?: number;
  /**
   * What makes the transitions: `nuts` (default), `{ kind: 'hmc', steps }`, `metropolis`, `slice`, or a sampler of your own
   * (docs/how-to/add-a-sampler.md).
   */
  readonly sampler?: SamplerChoice;
  /** Mean acceptance probability that the step size is tuned to. Default 0.8; 0.95 where at most three numbers are sampled. */
  readonly targetAccept?: number;
  /** How momenta are scaled. Default: see docs/decisions/020-default-metric.md. */
  readonly metric?: MetricKind;
  /** Most doublings of a trajectory, so at most 2^depth - 1 gradients a draw. Default 10. */
  readonly maxTreeDepth?: number;
  /** Most bytes that a dense metric may take in each chain. Default 2^30. */
  readonly metricMemory?: number;
  /** Whether progress is shown on a terminal. Default true; other outputs show nothing. */
  readonly progress?: boolean;
  /** Most workers; 0 runs on the calling thread. Default: none for small runs, else one a processor. */
  readonly workers?: number;
  /** Values to begin at, on the variables' own scale: for all chains, or an array with those of each chain. */
  readonly initial?: InitialValues | readonly InitialValues[];
  /** Default `wasm`. */
  readonly backend?: BackendName;
  /**
   * Whether the density may take fused multiply-add where the engine has it (backend `wasm`): up to 1.4 times as fast, but
   * the draws of a seed then depend on the processor and engine. Default false. A compiled model keeps its own.
   */
  readonly fastMath?: boolean;
  /** Whether the first Ctrl-C stops the run and keeps its draws (Node). Default true. */
  readonly interruptible?: boolean;
  /**
   * Rewrites of the model before it is sampled, all of them made by default: `{ marginalize: false }` switches one off, false
   * all. The posterior is that of the declared model in any case; `model.explain()` says what is done. A compiled model keeps
   * its own.
   */
  readonly rewrites?: Rewrites | boolean;
}

/**
 * Draws from the posterior of a model with NUTS, or another sampler. Takes a snapshot of the model at once.
 *
 * @returns a run: await it for the posterior, listen to its events, `stop()` it to keep the draws so far
 * @example
 * const posterior = await sample(model, { draws: 1000, tune: 1000, chains: 4, seed: 1 });
 * console.log(posterior.summary().toString());
 * @throws CredenceError model/option, model/value at once; the run rejects with run/..., sampler/..., model/..., compile/...
 */
export function sample(
  model: Model | ModelSnapshot | CompiledModel,
  options: SampleOptions = {},
): Run<Posterior, RunEvent> {
  checkOptions('sample(model, options)', options, Object.keys(OPTIONS));
  const source = sourceOf(model, 'sample');
  const rewrites = enabledRewrites('sample(model, options)', options.rewrites);
  return new Run(async (control) => {
    if (options.backend === 'tfjs') await loadTfjsBackend();
    const begun = performance.now();
    const { sampled: compiled, declared, model } = prepared(source, rewrites, compileOptions(options));
    const compiledAt = performance.now();
    const { chains = 4, draws = 1000, tune = 1000, sampler, progress = true } = options;
    const walk = walkOf(sampler);
    const seed = options.seed ?? randomSeed();
    const key = keyFromSeed(seed);
    const starts = startsOf(compiled, model, options, chains, (chain) => split(key, chain));
    const startedAt = performance.now();
    const run = runChains({
      chains,
      draws,
      tune,
      key,
      density: compiled,
      starts,
      ...(compiled.remote === undefined ? {} : { remote: compiled.remote }),
      ...pick(options, 'sampler'),
      ...pick(options, 'maxTreeDepth'),
      ...pick(options, 'metric'),
      ...pick(options, 'metricMemory'),
      ...(walk === undefined
        ? { targetAccept: options.targetAccept ?? targetFor(compiled.dimension) }
        : pick(options, 'targetAccept')),
      ...pick(options, 'workers'),
      ...pick(options, 'interruptible'),
    });
    run.on(control.emit);
    control.onStop(() => run.stop());
    if (progress) showProgress(run, standardError());
    const result = await run;
    const total = (part: (chain: (typeof result.chains)[number]) => number | undefined) =>
      result.chains.reduce((sum, chain) => sum + (part(chain) ?? 0), 0);
    return new Posterior({
      ...declared(result.draws, split(key, RESTORED)),
      result,
      seed,
      maxTreeDepth: treeDepth(options),
      ...(walk !== undefined && { sampler: { statistics: walk.statistics } }),
      seconds: {
        compile: (compiledAt - begun) / 1000 - compiled.bindSeconds,
        bind: compiled.bindSeconds,
        start: (startedAt - compiledAt) / 1000,
        warmup: total(({ warmup }) => warmup?.seconds),
        draws: total(({ sampling }) => sampling?.seconds),
        wall: result.wallSeconds,
      },
    });
  });
}

/**
 * In few dimensions 0.8 allows steps so long that the wall of a scale on the log scale is now and then run into, and a gradient
 * is cheap (docs/decisions/091).
 */
function targetFor(dimension: number): number {
  return dimension <= 3 ? 0.95 : 0.8;
}

/** Doublings that a verdict takes for too many; static Hamiltonian Monte Carlo makes none. */
function treeDepth({ sampler, maxTreeDepth = 10 }: SampleOptions): number {
  return sampler === undefined || sampler === 'nuts' ? maxTreeDepth : Number.POSITIVE_INFINITY;
}

/** All names of options: an option that is missing here is a type error. */
const OPTIONS: Readonly<Record<keyof SampleOptions, true>> = {
  draws: true,
  tune: true,
  chains: true,
  seed: true,
  sampler: true,
  targetAccept: true,
  metric: true,
  metricMemory: true,
  maxTreeDepth: true,
  progress: true,
  workers: true,
  initial: true,
  backend: true,
  fastMath: true,
  interruptible: true,
  rewrites: true,
};

function startsOf(
  compiled: CompiledModel,
  model: ModelSnapshot,
  { initial: given, draws = 1000 }: SampleOptions,
  chains: number,
  keyOf: (chain: number) => readonly [number, number],
): Float64Array[] {
  if (!Number.isSafeInteger(chains) || chains < 1 || draws < 1) return [];
  const names = new Set(compiled.manifest.layout.entries.map(({ name }) => name));
  /** Those of variables that are sampled, after a check of all. */
  const without = (values: InitialValues): InitialValues => {
    if (model === compiled.snapshot) return values;
    fixedValues(model, values);
    return Object.fromEntries(Object.entries(values).filter(([name]) => names.has(name)));
  };
  const isList = (values: typeof given): values is readonly InitialValues[] => Array.isArray(values);
  const each = isList(given) ? given.map(without) : undefined;
  const all = given === undefined || isList(given) ? undefined : without(given);
  if (each !== undefined && each.length !== chains) {
    throw new CredenceError('run/starts', `initial holds values for ${each.length} chains, and there are ${chains}.`, {
      given: each.length,
      chains,
    });
  }
  return Array.from({ length: chains }, (_, chain) => {
    const values = each === undefined ? all : each[chain];
    return initialPoint(compiled, keyOf(chain), values);
  });
}

/** The option under its name, or nothing when it was not given. */
function pick<K extends keyof SampleOptions>(options: SampleOptions, name: K): Pick<SampleOptions, K> | object {
  return options[name] === undefined ? {} : { [name]: options[name] };
}
