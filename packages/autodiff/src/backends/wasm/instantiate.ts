/** A compiled program with data: memory sized once, data written and bound, vectors of a sampler beside them. */

import { CredenceError } from '@credence/numerics';
import { hasRelaxedSimd } from '@credence/numerics/wasm';
import { flatten } from '../../graph/literal.js';
import { formatShape, sameShape } from '../../graph/shape.js';
import type { CompiledDensity, DensityWorkspace, InputValues } from '../backend.js';
import type { Slot, WasmProgram } from './manifest.js';

export interface InstantiateOptions {
  /** Vectors of a later `workspace`, so that memory is made once. Default 0. */
  readonly slots?: number;
}

export interface WasmDensity extends CompiledDensity {
  logDensities(positions: Float64Array, out: Float64Array): void;
  /**
   * Memory for `slots` vectors of length `dimension` in the module. May be called once, before the first evaluation; makes
   * the memory anew when more slots are asked for than `instantiate` was told.
   */
  workspace(slots: number): DensityWorkspace;
  /** Binds new data of the same shapes in place. */
  bind(data: InputValues): void;
  /**
   * `evaluate` for many positions: the arrays that it gives are the module's own, valid until the next evaluation.
   * @throws CredenceError `output/unknown`
   */
  evaluator(group: string): (position: Float64Array) => readonly Float64Array[];
}

/** The compiled module of each program, shared by its instances. */
const modules = new WeakMap<WasmProgram, WebAssembly.Module>();

/**
 * An instance for data. The module is compiled once for each program, whatever the data.
 *
 * @param data values of every `data` node, by name
 * @throws CredenceError `input/missing`, `input/shape` for data that do not fit; `index/range` for indices that are not in range;
 * `wasm/relaxed-simd` for a program made with `fastMath` on another engine, which this one cannot run
 */
export function instantiate(
  program: WasmProgram,
  data: InputValues = {},
  options: InstantiateOptions = {},
): WasmDensity {
  let module = modules.get(program);
  if (!module) {
    checkEngine(program);
    module = new WebAssembly.Module(program.bytes);
    modules.set(program, module);
  }
  return new Instance(program, module, data, options.slots ?? 0);
}

/** As `instantiate`, where a page does not allow large modules to be compiled at once. */
export async function instantiateAsync(
  program: WasmProgram,
  data: InputValues = {},
  options: InstantiateOptions = {},
): Promise<WasmDensity> {
  if (!modules.has(program)) {
    checkEngine(program);
    modules.set(program, await WebAssembly.compile(program.bytes));
  }
  return instantiate(program, data, options);
}

function checkEngine({ manifest }: WasmProgram): void {
  if (!manifest.fused || hasRelaxedSimd()) return;
  throw new CredenceError(
    'wasm/relaxed-simd',
    'The program was compiled with fastMath on an engine with relaxed SIMD, which this engine does not run. Compile it here, or without fastMath.',
    {},
  );
}

interface Exports {
  bind(): number;
  density(position: number, gradient: number): number;
  dot(a: number, b: number, length: number): number;
  leapfrog(
    q: number,
    p: number,
    g: number,
    scale: number,
    newQ: number,
    newP: number,
    newG: number,
    prepared: number,
    next: number,
    stepSize: number,
  ): number;
  joinPairs(begin: number, end: number, laterBegin: number, laterEnd: number, out: number, length: number): void;
  joinHalves(b: number, e: number, s: number, lb: number, le: number, ls: number, out: number, n: number): void;
  accumulate(value: number, mean: number, squares: number, share: number, length: number): void;
}
type Evaluate = (position: number, output: number) => number;

const PAGE = 65536;

class Instance implements WasmDensity {
  readonly dimension: number;
  readonly #program: WasmProgram;
  readonly #module: WebAssembly.Module;
  readonly #stride: number;
  #data: InputValues;
  #slots: number;
  #memory: WebAssembly.Memory;
  #exports: Exports;
  #groups: ReadonlyMap<string, Evaluate>;
  #position: Float64Array;
  #gradient: Float64Array;

  constructor(program: WasmProgram, module: WebAssembly.Module, data: InputValues, slots: number) {
    const { manifest } = program;
    this.#program = program;
    this.#module = module;
    this.dimension = manifest.dimension;
    this.#stride = vectorStride(manifest.dimension);
    this.#data = data;
    this.#slots = slots;
    ({
      memory: this.#memory,
      exports: this.#exports,
      groups: this.#groups,
      position: this.#position,
      gradient: this.#gradient,
    } = this.#make());
    this.bind(data);
  }

  #make() {
    const { manifest } = this.#program;
    const bytes = this.#address(this.#slots + 2) + 16;
    const pages = Math.ceil(bytes / PAGE);
    if (pages > PAGE) {
      throw new CredenceError(
        'wasm/memory',
        `The model needs ${bytes} bytes of memory with ${this.#slots} vectors of length ${this.dimension}; WebAssembly allows ${PAGE * PAGE}.`,
        { bytes, slots: this.#slots },
      );
    }
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    const { exports } = new WebAssembly.Instance(this.#module, { credence: { memory } });
    const groups = new Map(
      manifest.groups.map(({ name }, g) => [name, exports[`evaluate${g}`] as unknown as Evaluate]),
    );
    const vector = (slot: number) => new Float64Array(memory.buffer, this.#address(slot), this.dimension);
    return {
      memory,
      exports: exports as unknown as Exports,
      groups,
      position: vector(this.#slots),
      gradient: vector(this.#slots + 1),
    };
  }

  /** The caller's vectors come behind the module's memory, then the two that stand for a caller's own arrays. */
  #address(slot: number): number {
    return ((this.#program.manifest.memoryBytes + 63) & ~63) + slot * this.#stride;
  }

  bind(data: InputValues): void {
    const { manifest } = this.#program;
    for (const slot of manifest.data) {
      new Float64Array(this.#memory.buffer, slot.offset, slot.size).set(readData(slot, data));
    }
    this.#data = data;
    const failure = this.#exports.bind();
    if (failure === 0) return;
    const { name, size } = manifest.checks[failure - 1]!;
    if (size === 0) {
      throw new CredenceError(
        'index/range',
        'An index computed from data is out of range. Check the data that indices are made of.',
        {},
      );
    }
    const [position = 0, value = 0] = new Float64Array(this.#memory.buffer, manifest.errorAddress, 2);
    throw new CredenceError(
      'index/range',
      `'${name}' holds the index ${value} at position ${position}, which is outside [0, ${size}). Indices are whole numbers that start at 0.`,
      { name, position, value, size },
    );
  }

  logDensityAndGradient(position: Float64Array, gradient: Float64Array): number {
    this.#checkGradient();
    this.#position.set(position);
    const value = this.#exports.density(this.#position.byteOffset, this.#gradient.byteOffset);
    gradient.set(this.#gradient);
    return value;
  }

  logDensities(positions: Float64Array, out: Float64Array): void {
    this.#checkDensity();
    const { dimension } = this;
    const exports = this.#exports;
    const own = this.#position;
    const [at, gradient] = [own.byteOffset, this.#gradient.byteOffset];
    for (let i = 0; i < out.length; i++) {
      const from = i * dimension;
      for (let d = 0; d < dimension; d++) own[d] = positions[from + d]!;
      out[i] = exports.density(at, gradient);
    }
  }

  #checkDensity(): void {
    if (this.#program.manifest.hasDensity) return;
    throw new CredenceError(
      'density/missing',
      'The graph was compiled without a log density. Give compileWasm one.',
      {},
    );
  }

  #checkGradient(): void {
    this.#checkDensity();
    if (this.#program.manifest.hasGradient || this.dimension === 0) return;
    throw new CredenceError(
      'density/gradient',
      'The log density was compiled without its gradient, for logDensities. Leave gradient: [] out of the request of compileWasm.',
      {},
    );
  }

  evaluate(group: string, position: Float64Array): Float64Array[] {
    return this.evaluator(group)(position).map((values) => values.slice());
  }

  evaluator(group: string): (position: Float64Array) => readonly Float64Array[] {
    const layout = this.#program.manifest.groups.find(({ name }) => name === group);
    if (!layout || !this.#groups.has(group)) {
      throw new CredenceError(
        'output/unknown',
        `There is no group of outputs '${group}'. Compiled were: ${[...this.#groups.keys()].map((name) => `'${name}'`).join(', ') || 'none'}.`,
        { group },
      );
    }
    const { outputAddress } = this.#program.manifest;
    let memory: WebAssembly.Memory | undefined;
    let run: Evaluate | undefined;
    let views: readonly Float64Array[] = [];
    return (position) => {
      // A larger workspace is another memory.
      if (memory !== this.#memory) {
        memory = this.#memory;
        run = this.#groups.get(group);
        views = layout.outputs.map(
          ({ offset, size }) => new Float64Array(this.#memory.buffer, outputAddress + 8 * offset, size),
        );
      }
      this.#position.set(position);
      run?.(this.#position.byteOffset, outputAddress);
      return views;
    };
  }

  workspace(slots: number): DensityWorkspace {
    this.#checkGradient();
    if (slots > this.#slots) {
      this.#slots = slots;
      ({
        memory: this.#memory,
        exports: this.#exports,
        groups: this.#groups,
        position: this.#position,
        gradient: this.#gradient,
      } = this.#make());
      this.bind(this.#data);
    }
    const exports = this.#exports;
    const n = this.dimension;
    const { buffer } = this.#memory;
    // Looked up, not computed: before the engine optimises them, calls are what the operations of small models cost.
    const at = Int32Array.from({ length: slots }, (_, slot) => this.#address(slot));
    const views = Array.from(at, (address) => new Float64Array(buffer, address, this.dimension));
    return {
      slots,
      results: new Float64Array(buffer, this.#program.manifest.resultsAddress, 6),
      view: (slot) => views[slot]!,
      logDensityAndGradient: (position, gradient) => exports.density(at[position]!, at[gradient]!),
      dot: (a, b) => exports.dot(at[a]!, at[b]!, n),
      leapfrog: (q, p, g, scale, stepSize, newQ, newP, newG, prepared, next) =>
        exports.leapfrog(
          at[q]!,
          at[p]!,
          at[g]!,
          at[scale]!,
          at[newQ]!,
          at[newP]!,
          at[newG]!,
          prepared ? 1 : 0,
          next < 0 ? 0 : at[next]!,
          stepSize,
        ),
      joinPairs: (begin, end, laterBegin, laterEnd, out) =>
        exports.joinPairs(at[begin]!, at[end]!, at[laterBegin]!, at[laterEnd]!, at[out]!, n),
      joinHalves: (begin, end, sum, laterBegin, laterEnd, laterSum, out) =>
        exports.joinHalves(at[begin]!, at[end]!, at[sum]!, at[laterBegin]!, at[laterEnd]!, at[laterSum]!, at[out]!, n),
      accumulate: (value, mean, squares, share) => exports.accumulate(at[value]!, at[mean]!, at[squares]!, share, n),
    };
  }
}

/**
 * Bytes between vectors: whole cache lines, and room for a second lane. Long vectors lie 39 lines apart modulo the 64 of 4096
 * bytes, so that those used together do too: a load waits for a store just before it to the same place modulo 4096.
 */
function vectorStride(dimension: number): number {
  const bytes = (8 * dimension + 16 + 63) & ~63;
  return bytes < 2048 ? bytes : bytes + ((39 * 64 - bytes) & 4095);
}

function readData({ name, shape, size }: Slot, data: InputValues): ArrayLike<number> {
  const value = data[name];
  if (value === undefined) {
    throw new CredenceError('input/missing', `No value was given for the input '${name}'.`, { input: name });
  }
  if ((typeof value === 'number' || typeof value === 'boolean') && size === 1) return [Number(value)];
  const found = typeof value === 'number' || typeof value === 'boolean' ? undefined : flatten(name, value);
  const isFlat = found && found.shape.length === 1 && found.values.length === size && ArrayBuffer.isView(value);
  if (found && (isFlat || sameShape(found.shape, shape))) return found.values;
  throw new CredenceError(
    'input/shape',
    `The input '${name}' has shape ${formatShape(shape)}, but its value has shape ${formatShape(found?.shape ?? [])}.`,
    { input: name, expected: shape, given: found?.shape ?? [] },
  );
}
