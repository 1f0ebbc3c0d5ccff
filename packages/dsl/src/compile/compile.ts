/** From a declared model to a compiled one. */
import type { RewriteOptions } from '@credence/autodiff';
import { CredenceError, checkOptions, display, type OptionNames } from '@credence/numerics';
import { isFree, type ModelSnapshot } from '../model/declarations.js';
import { type DensityGraph, densityGraph } from '../model/logDensity.js';
import type { Model } from '../model/model.js';
import type { BackendName, BoundGraph, CompiledGraph, GraphToCompile } from './backend.js';
import { CompiledModel, type Manifest } from './compiledModel.js';
import { hashOf } from './hashOf.js';
import { compileReference } from './referenceBackend.js';
import { checkSwitches } from './switches.js';
import { compileToTfjs } from './tfjsBackend.js';
import { compileToWasm } from './wasmBackend.js';

export interface CompileOptions {
  /** Default `wasm`. */
  readonly backend?: BackendName;
  /**
   * Whether the density may take fused multiply-add where the engine has it (backend `wasm`): up to 1.4 times as fast, but
   * the last bits, and so the draws of a seed, then depend on the processor and engine. Default false.
   */
  readonly fastMath?: boolean;
  /**
   * Rewrites of the model that are made by default; `{ sufficientStatistics: false }` leaves one out. They keep the density to
   * rounding, so the posterior is the same.
   */
  readonly rewrites?: RewriteOptions;
}

/** Compiled graphs by backend and structure, so that a model with other data of the same shapes is only bound. */
const compiledGraphs = new Map<string, CompiledGraph>();
/** Most compiled graphs that are kept. */
const CACHE_SIZE = 64;

/**
 * Compiles a model as it stands and binds its data.
 *
 * @example
 * const compiled = compile(model);
 * compiled.logDensity({ mu: 0, tau: 1 });
 * @throws CredenceError model/no-free-variables, model/discrete-free, compile/backend, compile/backend-not-loaded, compile/fast-math, compile/rewrites
 */
export function compile(model: Model | ModelSnapshot, options: CompileOptions = {}): CompiledModel {
  checkOptions('compile(model, options)', options, OPTIONS);
  const snapshot = 'snapshot' in model ? model.snapshot() : model;
  checkFree(snapshot);
  return compileModel(snapshot, options, 'now');
}

/** What is left of a model that was rewritten: all of its variables may have been integrated out. */
export function compileRewritten(model: ModelSnapshot, options: CompileOptions = {}): CompiledModel {
  return compileModel(model, options, 'now');
}

/**
 * A model whose density is compiled when it is first evaluated: named values need none. It may have discrete variables, by
 * which it has no gradient.
 */
export function compileWhenAsked(model: ModelSnapshot, options: CompileOptions = {}): CompiledModel {
  return compileModel(model, options, 'when asked');
}

function compileModel(snapshot: ModelSnapshot, options: CompileOptions, when: 'now' | 'when asked'): CompiledModel {
  const { backend = 'wasm', fastMath = false, rewrites = {} } = options;
  checkFastMath(backend, fastMath);
  checkSwitches({ names: 'rewrites', values: 'rewrites' }, rewrites, REWRITES, 'compile/rewrites');
  const choices = { backend, fastMath, rewrites };
  const graph = densityGraph(snapshot, 'unconstrained', when === 'now' ? 'refused' : 'kept');
  const hash = hashOf(graph);
  const compiled = compiledGraph(graph, choices, hash);
  const bindGraph = (other: DensityGraph): BoundGraph => compiledGraph(other, choices, hashOf(other)).bind(other.data);
  if (when === 'now') compiled.prepare?.();
  const begun = performance.now();
  const bound = compiled.bind(graph.data);
  if (when === 'now') bound.prepare?.();
  const bindSeconds = (performance.now() - begun) / 1000;
  const manifest = manifestOf(snapshot, graph, backend, hash);
  return new CompiledModel(manifest, snapshot, graph, compiled, bound, bindGraph, bindSeconds);
}

function checkFree(snapshot: ModelSnapshot): void {
  if (snapshot.declarations.some(isFree)) return;
  throw new CredenceError(
    'model/no-free-variables',
    `The model '${snapshot.name}' has no free variables: nothing is left to sample. Declare one without observed.`,
    { model: snapshot.name },
  );
}

function checkFastMath(backend: BackendName, fastMath: unknown): void {
  if (typeof fastMath !== 'boolean') {
    throw new CredenceError('compile/fast-math', `fastMath is ${display(fastMath)}; it must be true or false.`, {});
  }
  if (!fastMath || backend === 'wasm') return;
  throw new CredenceError('compile/fast-math', `fastMath is for the backend wasm; '${backend}' has no such choice.`, {
    backend,
  });
}

type Choices = Required<CompileOptions>;

function compiledGraph(graph: DensityGraph, { backend, fastMath, rewrites }: Choices, hash: string): CompiledGraph {
  const left = Object.entries(rewrites).flatMap(([name, isOn]) => (isOn === false ? [name] : []));
  const key = `${backend} ${fastMath} ${left} ${hash} ${graph.parameters.map(({ shape }) => `[${shape}]`).join('')} ${[...graph.values.keys()].join()}`;
  const known = compiledGraphs.get(key);
  if (known !== undefined) return known;
  const compiled = backendOf(backend)({
    parameters: graph.parameters,
    data: graph.dataNodes,
    logDensity: graph.logDensity,
    outputs: new Map([...graph.values].filter(([, tensor]) => !graph.parameters.includes(tensor))),
    fastMath,
    rewrites,
  });
  const [oldest] = compiledGraphs.keys();
  if (compiledGraphs.size >= CACHE_SIZE && oldest !== undefined) compiledGraphs.delete(oldest);
  compiledGraphs.set(key, compiled);
  return compiled;
}

function backendOf(name: BackendName): (graph: GraphToCompile) => CompiledGraph {
  switch (name) {
    case 'wasm':
      return compileToWasm;
    case 'tfjs':
      return compileToTfjs;
    case 'reference':
      return compileReference;
    default:
      throw new CredenceError('compile/backend', `There is no backend '${name}'. Backends: wasm, tfjs, reference.`, {
        backend: name,
      });
  }
}

function manifestOf(snapshot: ModelSnapshot, graph: DensityGraph, backend: BackendName, hash: string): Manifest {
  return {
    model: snapshot.name,
    backend,
    layout: graph.layout,
    values: snapshot.declarations
      .filter(({ name }) => graph.values.has(name))
      .map(({ name, kind, variable }) => ({
        name,
        kind: kind === 'random' ? 'free' : 'deterministic',
        shape: variable.shape,
        ...(variable.dims === undefined ? {} : { dims: variable.dims }),
      })),
    data: [...graph.dataNodes].map(([label, { shape }]) => ({ label, shape })),
    coords: Object.fromEntries([...snapshot.dimensions].map(([name, { labels, size }]) => [name, labels ?? size])),
    hash,
  };
}

const OPTIONS: OptionNames<CompileOptions> = { backend: true, fastMath: true, rewrites: true };

const REWRITES: OptionNames<RewriteOptions> = { sufficientStatistics: true };

/** Those of some options that `compile` takes; its rewrites are told apart from others elsewhere. */
export function compileOptions({ backend, fastMath }: Omit<CompileOptions, 'rewrites'>): CompileOptions {
  return { ...(backend === undefined ? {} : { backend }), ...(fastMath === undefined ? {} : { fastMath }) };
}
