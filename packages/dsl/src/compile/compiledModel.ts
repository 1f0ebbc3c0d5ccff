/** A model ready to be sampled: a log density over unconstrained values, with names for what they mean. */
import type { Tensor } from '@credence/autodiff';
import { CredenceError } from '@credence/numerics';
import type { LogDensity, RemoteDensity, Workspace } from '@credence/samplers';
import type { ModelSnapshot } from '../model/declarations.js';
import { type Layout, type NamedValues, namedArrays, sliceOf } from '../model/layout.js';
import { type DensityGraph, densityGraph } from '../model/logDensity.js';
import type { Model } from '../model/model.js';
import { same } from '../model/shapes.js';
import type { Variable } from '../model/variable.js';
import { remoteDensity } from '../sample/remote.js';
import type { BackendExplanation, BackendName, BoundGraph, CompiledGraph } from './backend.js';
import { type DebugReport, debugReport } from './debug.js';
import type { CompiledDescription } from './description.js';
import { hashOf } from './hashOf.js';
import { fromOwnScale, variableFromOwnScale } from './ownScale.js';
import { rebound } from './rebound.js';
import { plainData } from './wasmBackend.js';

/** One named result of a model: a free variable or a deterministic. */
export interface ManifestValue {
  readonly name: string;
  readonly kind: 'free' | 'deterministic';
  readonly shape: readonly number[];
  readonly dims?: readonly string[];
}

/** What a compiled model holds, as plain data. */
export interface Manifest {
  readonly model: string;
  readonly backend: BackendName;
  /** Free variables in the flat vector of unconstrained values. */
  readonly layout: Layout;
  /** Everything that has draws, in order of declaration. */
  readonly values: readonly ManifestValue[];
  /** Data by label, with their shapes. */
  readonly data: readonly { readonly label: string; readonly shape: readonly number[] }[];
  /** Labels of named dimensions; only the size where there are none. */
  readonly coords: Readonly<Record<string, number | readonly (string | number)[]>>;
  /** 16 hexadecimal digits: equal for models of the same structure, whatever their data. */
  readonly hash: string;
}

/**
 * A compiled model. As a `LogDensity` it works on unconstrained values and includes the Jacobians of their transforms;
 * the methods that take names work on the variables' own scale and leave Jacobians out.
 */
export class CompiledModel implements LogDensity {
  readonly dimension: number;
  readonly workspace?: (slots: number) => Workspace;
  /**
   * Log densities (nats) at `out.length` unconstrained positions, one after another, Jacobians included; compiled without the
   * gradient at the first call. Absent on a backend that cannot leave the gradient out.
   */
  readonly logDensities?: (positions: Float64Array, out: Float64Array) => void;
  #own: { readonly graph: DensityGraph; readonly bound: BoundGraph } | undefined;

  constructor(
    readonly manifest: Manifest,
    readonly snapshot: ModelSnapshot,
    readonly graph: DensityGraph,
    /** Without data, as a worker gets it. */
    readonly compiled: CompiledGraph,
    private readonly bound: BoundGraph,
    private readonly compileGraph: (graph: DensityGraph) => BoundGraph,
    /** Seconds that the binding of data took. */
    readonly bindSeconds: number,
  ) {
    this.dimension = bound.dimension;
    const { workspace, logDensities } = bound;
    if (logDensities !== undefined) this.logDensities = (positions, out) => logDensities.call(bound, positions, out);
    if (workspace !== undefined) this.workspace = (slots) => workspace.call(bound, slots);
  }

  /** As `remote`, without the gradient: for samplers that need none. */
  get remoteValue(): RemoteDensity | undefined {
    const { description } = this;
    const program = this.compiled.plainValue?.();
    if (description === undefined || program === undefined) return undefined;
    return remoteDensity({ ...description, program });
  }

  /**
   * The same compiled module with the data of another model, which is this one with other data of the same shapes
   * and types (`model.withData`; whole numbers are of another type than fractions). Nothing is compiled; where the handles are the same (as after `withData`) no graph is built either.
   * @example
   * const compiled = compile(model);
   * for (const y of dataSets) await sample(compiled.bind(model.withData({ y })), { seed: 1 });
   * @throws CredenceError compile/other-model
   */
  bind(model: Model | ModelSnapshot): CompiledModel {
    const snapshot = 'snapshot' in model ? model.snapshot() : model;
    const graph = rebound(this.graph, this.snapshot, snapshot, 'unconstrained');
    if (graph.logDensity !== this.graph.logDensity && !this.#fits(graph)) {
      throw new CredenceError(
        'compile/other-model',
        `bind: '${snapshot.name}' is not the compiled model '${this.manifest.model}' with other data of the same shapes and types. Compile it.`,
        { model: snapshot.name, compiled: this.manifest.model },
      );
    }
    const begun = performance.now();
    const bound = this.compiled.bind(graph.data);
    const seconds = (performance.now() - begun) / 1000;
    return new CompiledModel(this.manifest, snapshot, graph, this.compiled, bound, this.compileGraph, seconds);
  }

  /** The model as plain, structured-cloneable data; undefined on a backend whose programs cannot leave this thread. */
  get description(): CompiledDescription | undefined {
    const { plain } = this.compiled;
    if (plain === undefined) return undefined;
    return {
      manifest: this.manifest,
      program: plain,
      data: plainData({ data: this.graph.dataNodes }, this.graph.data),
    };
  }

  /** How a worker comes by this density; undefined when it must stay on this thread. */
  get remote(): RemoteDensity | undefined {
    const { description } = this;
    return description === undefined ? undefined : remoteDensity(description);
  }

  /** Log density (nats) over unconstrained values, Jacobians included; the gradient goes into `gradient`. */
  logDensityAndGradient(position: Float64Array, gradient: Float64Array): number {
    return this.bound.logDensityAndGradient(position, gradient);
  }

  /**
   * What compiling did: rewrite rules that fired, what is worked out once per data set, loops and kernels of the density;
   * on `tfjs` which of its backends computes, why those tried before it do not, and which operations run on the host.
   * Undefined on the backend `reference`, which runs the graph as it is declared.
   * @example console.log(String(compile(model).explain()))
   */
  explain(): BackendExplanation | undefined {
    return this.bound.explain?.();
  }

  /**
   * Log density (nats) of the model at values on the variables' own scale, without Jacobians.
   * @example compiled.logDensity({ mu: 0.5, sigma: 1.2 })
   * @throws CredenceError model/unknown-variable, model/missing-value, shape/value
   */
  logDensity(values: NamedValues): number {
    const { bound, position } = this.ownDensity(values);
    return bound.logDensityAndGradient(position, new Float64Array(position.length));
  }

  /** Derivatives of `logDensity` by every free variable, on its own scale, row-major. */
  gradient(values: NamedValues): Record<string, Float64Array> {
    const { bound, layout, position } = this.ownDensity(values);
    const gradient = new Float64Array(position.length);
    bound.logDensityAndGradient(position, gradient);
    return Object.fromEntries(layout.entries.map((entry) => [entry.name, sliceOf(entry, gradient)]));
  }

  /**
   * Every term of the log density at values on the variables' own scale, with the reason of any that is not finite.
   * @example console.log(compiled.debug({ mu: 0.5, sigma: -1 }).toString())
   */
  debug(values: NamedValues): DebugReport {
    const arrays = namedArrays(this.manifest.layout, values);
    return debugReport(this.own().graph, Object.fromEntries(arrays));
  }

  /** Every term at unconstrained values, Jacobians among them. */
  debugPosition(position: Float64Array): DebugReport {
    const named = this.manifest.layout.entries.map((entry) => [entry.name, sliceOf(entry, position).slice()]);
    return debugReport(this.graph, Object.fromEntries(named));
  }

  /** Unconstrained values from values on the variables' own scale. */
  unconstrain(values: NamedValues): Float64Array {
    return fromOwnScale(
      this.snapshot,
      this.manifest.layout,
      this.graph.data,
      namedArrays(this.manifest.layout, values),
    );
  }

  /** Unconstrained values of one variable, given it and the variables that its bounds depend on. */
  unconstrainOne(name: string, values: ReadonlyMap<string, Float64Array>): Float64Array {
    return variableFromOwnScale(this.snapshot, name, this.graph.data, values);
  }

  /** Values of everything that has a name, on its own scale, at unconstrained values. */
  constrain(position: Float64Array): Record<string, Float64Array> {
    return Object.fromEntries(this.manifest.values.map(({ name }) => [name, this.valueAt(name, position)]));
  }

  /** One named value at unconstrained values, row-major. */
  valueAt(variable: Variable | string, position: Float64Array): Float64Array {
    const name = typeof variable === 'string' ? variable : variable.name;
    const entry = this.isIdentity(name) ? this.manifest.layout.entries.find((one) => one.name === name) : undefined;
    return entry === undefined ? this.bound.evaluate(name, position) : sliceOf(entry, position).slice();
  }

  /** Whether draws of a variable are the unconstrained values themselves. */
  isIdentity(name: string): boolean {
    const value: Tensor | undefined = this.graph.values.get(name);
    return value !== undefined && this.graph.parameters.includes(value);
  }

  /** Whether the compiled module is that of a graph. */
  #fits(graph: DensityGraph): boolean {
    const { layout, values } = graph;
    const known = this.graph.layout.entries;
    const sameLayout =
      layout.entries.length === known.length &&
      layout.entries.every(({ name, shape }, i) => name === known[i]?.name && same(shape, known[i].shape));
    const sameNames = [...values.keys()].join() === [...this.graph.values.keys()].join();
    return sameLayout && sameNames && hashOf(graph) === this.manifest.hash;
  }

  private own() {
    this.#own ??= (() => {
      const graph = densityGraph(this.snapshot, 'own');
      return { graph, bound: this.compileGraph(graph) };
    })();
    return this.#own;
  }

  private ownDensity(values: NamedValues) {
    const arrays = namedArrays(this.manifest.layout, values);
    const { bound, graph } = this.own();
    const position = new Float64Array(graph.layout.dimension);
    for (const entry of graph.layout.entries) {
      position.set(arrays.get(entry.name) ?? [], entry.offset);
    }
    return { bound, layout: graph.layout, position };
  }
}
