/** What sampling came to: named draws on the variables' own scale, with diagnostics. */
import { CredenceError, checkOptions, closest } from '@credence/numerics';
import {
  type ChainDraws,
  convergenceVerdict,
  energyFraction,
  type RunResult,
  type ScalarChains,
  type Statistic,
  type Verdict,
  type VerdictInput,
} from '@credence/samplers';
import type { CompiledModel, ManifestValue } from '../compile/compiledModel.js';
import { Dataset } from '../inference/dataset.js';
import { InferenceData } from '../inference/inferenceData.js';
import { LabelledArray } from '../inference/labelledArray.js';
import { summaryRows } from '../inference/summarize.js';
import { inspect } from '../inspect.js';
import type { ArrayData } from '../model/arrays.js';
import { Variable } from '../model/variable.js';
import { logLikelihood } from '../predict/logLikelihood.js';
import { type PredictOptions, samplePosteriorPredictive } from '../predict/samplePosteriorPredictive.js';
import type { StructureReport } from '../structure/report.js';
import { type NamedColumns, ValueColumns } from './columns.js';
import { constantData, labelsOf, namedDims, observedData, sampleStats, typeOf } from './groups.js';
import { Summary, type SummaryRow } from './summary.js';
import { VariableDraws } from './variableDraws.js';

/** A variable's name or its handle. */
export type VariableOrName = Variable | string;

/** Seconds that each stage took. */
export interface StageSeconds {
  /** Declaration to compiled graph. */
  readonly compile: number;
  /** Binding of data. */
  readonly bind: number;
  /** Finding finite starts. */
  readonly start: number;
  /** Warm-up and draws, each summed over the chains, on their threads. */
  readonly warmup: number;
  readonly draws: number;
  /** From the start of the chains to the last draw, by the clock on the wall. */
  readonly wall: number;
}

/** What differs from Hamiltonian samplers. */
export interface SamplerNotes {
  /** Statistics that the sampler has. */
  readonly statistics: readonly Statistic[];
  /** Whether the draws can be trusted, by the diagnostics of all quantities. Default: by the usual checks. */
  judge?(quantities: VerdictInput['quantities']): Verdict;
}

export interface PosteriorSource {
  readonly compiled: CompiledModel;
  readonly result: RunResult;
  readonly seed: number;
  readonly maxTreeDepth: number;
  readonly seconds: StageSeconds;
  /** Default: those of NUTS. */
  readonly sampler?: SamplerNotes;
  /** Draws of what has a name in `compiled`, where they are not computed from those of the run. */
  readonly columns?: NamedColumns;
  /** What was done to the model before it was sampled. */
  readonly structure?: StructureReport;
}

/**
 * A posterior. Draws of warm-up are not among them. Where chains have different lengths (a stopped run), all are cut to
 * the shortest.
 */
export class Posterior {
  /** Names of all that has draws: free variables and deterministics, in order of declaration. */
  readonly variables: readonly string[];
  readonly seed: number;
  readonly seconds: StageSeconds;
  /** What the sampler says of each chain; the draws as it made them, unconstrained, of the variables that it moved. */
  readonly run: RunResult;
  /** What was done to the model before it was sampled; undefined where nothing was tried. */
  readonly structure: StructureReport | undefined;
  readonly compiled: CompiledModel;
  readonly #columns: NamedColumns;
  readonly #maxTreeDepth: number;
  readonly #arrays = new Map<string, LabelledArray>();
  readonly #rows = new Map<string, readonly SummaryRow[]>();
  readonly #sampler: SamplerNotes | undefined;
  #verdict: Verdict | undefined;
  #logLikelihood: Dataset | undefined;

  constructor({ compiled, result, seed, maxTreeDepth, seconds, sampler, columns, structure }: PosteriorSource) {
    this.structure = structure;
    this.#sampler = sampler;
    this.compiled = compiled;
    this.run = result;
    this.seed = seed;
    this.seconds = seconds;
    this.#maxTreeDepth = maxTreeDepth;
    this.variables = compiled.manifest.values.map(({ name }) => name);
    this.#columns = columns ?? new ValueColumns(compiled, result.draws);
  }

  /**
   * Draws of a variable or deterministic.
   * @example posterior.draws('theta').values // chains x draws x size
   * @throws CredenceError posterior/unknown-variable
   */
  draws(variable: VariableOrName): VariableDraws {
    return new VariableDraws(this.#array(this.#value(variable)));
  }

  /**
   * Everything in groups by ArviZ's names, as data that needs no model: posterior, sample_stats, observed_data,
   * constant_data. Draws are not copied: a variable reads them when it is asked. The group log_likelihood, which may be
   * larger than the posterior, is there when asked for: `toInferenceData({ logLikelihood: true })`.
   * @example posterior.toInferenceData().sel({ school: 'Choate' }).summary().toString()
   */
  toInferenceData(more: { readonly logLikelihood?: boolean } = {}): InferenceData {
    checkOptions('toInferenceData(options)', more, ['logLikelihood']);
    const { compiled, run, seed, seconds } = this;
    const { snapshot, manifest } = compiled;
    const attributes = {
      inference_library: 'credence',
      model: manifest.model,
      model_hash: manifest.hash,
      seed,
      sampling_time: seconds.wall,
    };
    const posterior = new Dataset(
      manifest.values.map((value) => this.#array(value)),
      attributes,
    );
    const groups: [string, Dataset][] = [
      ['posterior', posterior],
      ['sample_stats', sampleStats(run.draws, attributes, this.#sampler?.statistics)],
      ...(more.logLikelihood === true ? [['log_likelihood', this.logLikelihood()] satisfies [string, Dataset]] : []),
      ['observed_data', observedData(snapshot)],
      ['constant_data', constantData(snapshot)],
    ];
    return new InferenceData(new Map(groups.filter(([, { names }]) => names.length > 0)));
  }

  /**
   * Mean, sd, highest-density interval, Monte Carlo errors, effective sample sizes and R-hat of every element.
   * @param variables one, or several; default: all
   * @example console.log(posterior.summary(['theta_mu', thetaSigma]).toString())
   */
  summary(
    variables: VariableOrName | readonly VariableOrName[] = this.variables,
    options: { readonly probability?: number } = {},
  ): Summary {
    checkOptions('summary(variables, options)', options, ['probability']);
    const { probability = 0.94 } = options;
    return new Summary(
      listOf(variables).flatMap((variable) => this.#summaryRows(this.#value(variable), probability)),
      probability,
    );
  }

  /**
   * Predictions for new data: draws of the observed variables for every draw of the posterior. Shapes may change with the
   * data. Free variables come from the posterior; those that cannot (see `samplePosteriorPredictive`) are drawn anew, and
   * the attribute `resampled` lists them.
   * @returns groups `predictions` and `predictions_constant_data`
   * @example posterior.predict({ x: newX }, { seed: 1 }).group('predictions').variable('y').values
   * @throws CredenceError as `samplePosteriorPredictive`
   */
  predict(data: Readonly<Record<string, ArrayData>>, options: PredictOptions = {}): InferenceData {
    return samplePosteriorPredictive(this, { ...options, data });
  }

  /**
   * Log density (nats) of every observation at every draw, for each observed variable: dimensions `chain`, `draw` and those
   * of the observations, one value an event where observations are vectors. Computed when values are first asked for, and
   * kept. It is the group `log_likelihood`; see the function of the same name for draws of inference data.
   * @example leaveOneOut([...posterior.logLikelihood().variable('y').columns()].map(({ chains }) => chains))
   * @throws CredenceError predict/nothing when the model observes nothing
   */
  logLikelihood(): Dataset {
    this.#logLikelihood ??= logLikelihood(this);
    return this.#logLikelihood;
  }

  /**
   * A statistic of the sampler for every draw: one array a chain.
   * @example posterior.statistic('depth')
   */
  statistic(name: Statistic): ScalarChains {
    return this.run.draws.statistic(name);
  }

  /** Draws that ended in a divergence, over all chains. */
  get divergences(): number {
    return this.statistic('divergent').reduce((total, chain) => total + sumOf(chain), 0);
  }

  /** Whether the draws can be trusted: divergences, R-hat, effective sample sizes, E-BFMI, tree depth, in plain words. */
  get verdict(): Verdict {
    this.#verdict ??= this.#judge();
    return this.#verdict;
  }

  /** The first rows of the summary, and the verdict. */
  toString(): string {
    const { draws, placement, stopped } = this.run;
    const place = placement.workers === 0 ? 'on the calling thread' : `on ${placement.workers} workers`;
    const head = `Posterior of '${this.compiled.manifest.model}': ${draws.nonEmpty.length} chains x ${draws.shortest} draws ${place}, seed ${this.seed}${stopped ? ', stopped early' : ''}`;
    const line = this.structure?.line;
    return `${head}${line ? `\n${line}` : ''}\n${this.summary().toString(40)}\n${this.verdict.text}`;
  }

  [inspect](): string {
    return this.toString();
  }

  #judge(): Verdict {
    const { chains, draws } = this.run;
    const quantities = this.variables.flatMap((name) => this.#summaryRows(this.#value(name), 0.94));
    if (this.#sampler?.judge !== undefined) return this.#sampler.judge(quantities);
    const momenta = this.#sampler?.statistics.includes('energy') ?? true;
    /** NaN where everything was integrated out: there is no energy to explore. */
    const fractionOf = (own: ChainDraws | undefined) =>
      own === undefined || draws.dimension === 0 ? Number.NaN : energyFraction(own.statistic('energy'));
    return convergenceVerdict({
      quantities,
      chains: chains.map(({ chain, drawn, status }) => {
        const own = draws.chains[chain];
        const depth = own?.statistic('depth') ?? new Float64Array(0);
        return {
          draws: drawn,
          divergences: own === undefined ? 0 : sumOf(own.statistic('divergent')),
          ...(own === undefined ? {} : { logDensity: levelOf(own.statistic('logDensity')) }),
          deepTrees: depth.reduce((count, value) => count + (value >= this.#maxTreeDepth ? 1 : 0), 0),
          ...(momenta && { energyFraction: fractionOf(own) }),
          failed: status === 'failed',
        };
      }),
    });
  }

  #summaryRows(value: ManifestValue, probability: number): readonly SummaryRow[] {
    const key = `${probability} ${value.name}`;
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    const rows = summaryRows(this.#array(value), { probability });
    this.#rows.set(key, rows);
    return rows;
  }

  #array(value: ManifestValue): LabelledArray {
    const known = this.#arrays.get(value.name);
    if (known !== undefined) return known;
    const { name, shape, dims } = value;
    const { draws } = this.run;
    const { snapshot } = this.compiled;
    const declaration = snapshot.declarations.find((candidate) => candidate.name === name);
    const array = new LabelledArray({
      name,
      dims: ['chain', 'draw', ...namedDims(name, shape, dims)],
      shape: [draws.nonEmpty.length, draws.shortest, ...shape],
      dtype: declaration === undefined ? 'float64' : typeOf(declaration, snapshot.data),
      coords: labelsOf(snapshot.dimensions),
      column: (element) => this.#columns.of(name)[element] ?? [],
    });
    this.#arrays.set(name, array);
    return array;
  }

  #value(variable: VariableOrName): ManifestValue {
    const name = variable instanceof Variable ? variable.name : variable;
    const value = this.compiled.manifest.values.find((candidate) => candidate.name === name);
    if (value !== undefined) return value;
    const guess = closest(name, this.variables);
    throw new CredenceError(
      'posterior/unknown-variable',
      `The posterior has no draws of '${name}'. ${guess === undefined ? `It has ${this.variables.join(', ')}.` : `Did you mean '${guess}'?`}`,
      { name, known: this.variables },
    );
  }
}

function listOf(variables: VariableOrName | readonly VariableOrName[]): readonly VariableOrName[] {
  return typeof variables === 'string' || variables instanceof Variable ? [variables] : variables;
}

/** Mean and standard deviation. */
function levelOf(values: Float64Array): { readonly mean: number; readonly sd: number } {
  const mean = sumOf(values) / values.length;
  return { mean, sd: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) };
}

function sumOf(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}
