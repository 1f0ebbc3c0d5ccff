/** Graphs to a WebAssembly module: the density with its gradient, groups of other outputs, and the work on data alone. */

import { type Code, hasRelaxedSimd, LaneModule, ModuleBuilder } from '@credence/numerics/wasm';
import type { Tensor } from '../../graph/tensor.js';
import type { FunctionNote } from '../explanation.js';
import { type CompileRequest, labelOf, type PreparedGraphs, prepareGraphs } from '../request.js';
import { type Access, contiguousAccess, type Region, region } from './access.js';
import { Analysis } from './analysis.js';
import { BoundData, emitIndexTable, emitPacking } from './bound.js';
import { FunctionEmitter, type ProgramContext } from './functionEmitter.js';
import type { OutputGroup, Slot, WasmProgram } from './manifest.js';
import { matrixVector } from './matrixVector.js';
import { MemoryLayout } from './memory.js';
import { functionNote } from './notes.js';
import { emitWorkspace } from './workspaceKernels.js';

/** Locals of the functions on addresses: where the position is, and where results go. */
const POSITION = 0;
const OUTPUT = 1;
/** The first bytes of the memory: where `bind` leaves a wrong index, and six numbers of a workspace. */
const HEADER = 128;
const BIND_ERROR = 0;
const RESULTS = 64;

/**
 * Compiles graphs. The bytes do not depend on data values, and are the same for the same request.
 *
 * @throws CredenceError `compile/input` for inputs that are not listed, `compile/density` for a density of other than one element
 * @example
 * const program = compileWasm({ parameters: [mu], data: [y], logDensity: normalLogDensity(y, mu).sum() });
 * const density = instantiate(program, { y: values });
 */
export function compileWasm(request: CompileRequest): WasmProgram {
  const graphs = prepareGraphs(request);
  const { density, groups } = graphs;
  const fused = request.fastMath === true && hasRelaxedSimd();
  const program = new Program(request.parameters, request.data ?? [], fused);
  const functions: { readonly name: string; readonly emitter: FunctionEmitter; readonly finish: Finish }[] = [];
  if (density) {
    const { value, slopes } = density;
    const finish = returnDensity(value, slopes.length === 0 ? 0 : program.dimension);
    functions.push({ name: 'density', emitter: program.function(slopes, value), finish });
  }
  let largest = 0;
  const groupList = [...groups].map(([name, roots], g): OutputGroup => {
    const { slots, size } = laidOut(roots.map((tensor) => ({ name: '', tensor })));
    largest = Math.max(largest, size);
    functions.push({ name: `evaluate${g}`, emitter: program.function(roots), finish: canonicalOutputs(size) });
    return { name, size, outputs: slots.map(({ name: _, ...slot }) => slot) };
  });
  return program.build(functions, groupList, largest, graphs);
}

type Finish = (
  code: Code,
  emitter: FunctionEmitter,
  push: (root: ReturnType<FunctionEmitter['scalar']>) => void,
  inRange: number | undefined,
) => void;

/** Puts the density on the stack: -Infinity when a computed index was out of range, NaN in one form. `slopes`: derivatives. */
function returnDensity(root: Tensor, slopes: number): Finish {
  return (code, emitter, push, inRange) => {
    const value = code.local('f64');
    push(emitter.scalar(root));
    code.lane('f64x2.extract_lane', 0).set(value);
    if (inRange !== undefined) {
      code
        .f64(Number.NEGATIVE_INFINITY)
        .get(value)
        .get(inRange)
        .op('i64x2.all_true')
        .op('i32.eqz')
        .op('select')
        .set(value);
    }
    // A value that is NaN, as from a position that is, comes with a gradient that is in parts.
    code.get(value).get(value).op('f64.ne');
    code.if(() => {
      code.f64(Number.NaN).set(value);
      canonicalize(code, slopes);
    });
    code.get(value);
  };
}

function canonicalOutputs(size: number): Finish {
  return (code) => {
    canonicalize(code, size);
    code.f64(0);
  };
}

/** Gives every NaN among the results one form. */
function canonicalize(code: Code, size: number): void {
  if (size === 0) return;
  const i = code.local('i32');
  const value = code.local('f64');
  code.count(i, 0, 8 * size, 8, () => {
    code.get(OUTPUT).get(i).op('i32.add').memory('f64.load').tee(value).get(value).op('f64.ne');
    code.if(() => code.get(OUTPUT).get(i).op('i32.add').f64(Number.NaN).memory('f64.store'));
  });
}

function laidOut(list: readonly { readonly name: string; readonly tensor: Tensor }[]): {
  readonly slots: Slot[];
  readonly size: number;
} {
  let size = 0;
  const slots = list.map(({ name, tensor }) => {
    const slot = { name, shape: tensor.shape, dtype: tensor.dtype, size: tensor.size, offset: size };
    size += tensor.size;
    return slot;
  });
  return { slots, size };
}

/** Regions, bound data and functions of one module. */
class Program implements ProgramContext {
  readonly module: ModuleBuilder;
  readonly #position: Region;
  readonly #output: Region;
  readonly #parameters: readonly Slot[];
  readonly dimension: number;
  readonly #bound: BoundData;
  readonly #kernels = new Map<string, number>();
  #laneModule: LaneModule | undefined;

  constructor(
    readonly parameters: readonly Tensor[],
    data: readonly Tensor[],
    readonly fused: boolean,
  ) {
    this.module = new ModuleBuilder({ fused });
    const { slots, size } = laidOut(parameters.map((tensor) => ({ name: labelOf(tensor), tensor })));
    this.#parameters = slots;
    this.dimension = size;
    this.#position = region(size, 'elsewhere', POSITION);
    this.#output = region(size, 'elsewhere', OUTPUT);
    this.#bound = new BoundData(data);
  }

  get laneModule(): LaneModule {
    return this.#laneModule!;
  }

  indexTable(indices: Tensor, size: number, strideBytes: number): Region | undefined {
    return this.#bound.indexTable(indices, size, strideBytes);
  }

  literal(node: Tensor): Access | undefined {
    return this.#bound.literal(node);
  }

  packed(product: Parameters<ProgramContext['packed']>[0]): Region {
    return this.#bound.packed(product);
  }

  product(node: Tensor) {
    return matrixVector(node)!;
  }

  kernelFunction(key: string, make: (code: Code) => void, parameters: number): number {
    const known = this.#kernels.get(key);
    if (known !== undefined) return known;
    const { index, code } = this.module.function({
      parameters: Array.from({ length: parameters }, () => 'i32' as const),
    });
    this.#kernels.set(key, index);
    make(code);
    return index;
  }

  #given(node: Tensor): Access | undefined {
    const { op } = node;
    if (op.kind === 'source' && op.name === 'parameter') {
      return contiguousAccess(this.#position, node.shape, this.#parameters[this.parameters.indexOf(node)]!.offset);
    }
    return this.#bound.given(node);
  }

  function(roots: readonly Tensor[], value?: Tensor): FunctionEmitter {
    let offset = 0;
    const placed = roots.map((node) => {
      const access = contiguousAccess(this.#output, node.shape, offset);
      offset += node.size;
      return { node, access };
    });
    const known = new Map<Tensor, Access | undefined>();
    const given = (node: Tensor) => {
      if (!known.has(node)) known.set(node, this.#given(node));
      return known.get(node);
    };
    const analysis = new Analysis({ roots: placed, values: value ? [value] : [], given, packing: true });
    const emitter = new FunctionEmitter(analysis, this);
    if (value) emitter.addRoot(value);
    return emitter;
  }

  #notes(
    functions: readonly { readonly name: string; readonly emitter: FunctionEmitter }[],
    groups: readonly OutputGroup[],
  ): FunctionNote[] {
    const parameterAt = (element: number): string =>
      this.#parameters.find(({ offset, size }) => offset <= element && element < offset + size)?.name ?? '';
    const names = this.#bound.names();
    const first = functions.length - groups.length;
    return functions.map(({ name, emitter }, k) => {
      const isDensity = name === 'density';
      const nameOf = (place: Region, element: number): string | undefined => {
        if (place === this.#position) return parameterAt(element);
        if (place !== this.#output) return names.get(place);
        return isDensity ? `the gradient of ${parameterAt(element)}` : 'an output';
      };
      const title = isDensity ? name : (groups[k - first]?.name ?? name);
      return functionNote(title, emitter.analysis, emitter.actions, nameOf);
    });
  }

  build(
    functions: readonly { readonly name: string; readonly emitter: FunctionEmitter; readonly finish: Finish }[],
    groups: readonly OutputGroup[],
    largestGroup: number,
    { density: graph, rewrites, refused }: PreparedGraphs,
  ): WasmProgram {
    const { module } = this;
    // Planning the other functions has said what bind must leave; planning bind may ask for more tables.
    const binding = this.#bound.plan(this);
    const layout = new MemoryLayout(HEADER);
    const outputs = region(largestGroup, 'fixed');
    for (const place of [...this.#bound.regions(), outputs]) layout.fixed(place);
    layout.temporary([...functions.map(({ emitter }) => emitter.lifetimes()), binding.lifetimes()]);
    this.#laneModule = new LaneModule(module, layout.end);
    let density: number | undefined;
    for (const { name, emitter, finish } of functions) {
      const { index, code } = module.function({ parameters: ['i32', 'i32'], results: ['f64'], exported: name });
      if (name === 'density') density = index;
      emitter.emit(code, (push, inRange) => finish(code, emitter, push, inRange));
    }
    // The parameters are of no use to it, but bodies of scans are handed a position and an output by every function.
    const bind = module.function({ parameters: ['i32', 'i32'], results: ['i32'], exported: 'bind' }).code;
    const tables = this.#bound.tables;
    tables.forEach((table, k) => {
      if (table.isEarly) emitIndexTable(bind, table, k + 1, BIND_ERROR);
    });
    binding.emit(bind, (_, inRange) => {
      tables.forEach((table, k) => {
        if (!table.isEarly) emitIndexTable(bind, table, k + 1, BIND_ERROR);
      });
      for (const packing of this.#bound.packings) emitPacking(bind, packing);
      if (inRange === undefined) bind.i32(0);
      else
        bind
          .i32(0)
          .i32(tables.length + 1)
          .get(inRange)
          .op('i64x2.all_true')
          .op('select');
    });
    emitWorkspace(module, this.dimension, RESULTS, density);
    for (const { place, values } of this.#bound.literals) {
      module.data(place.address, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    }
    const end = this.laneModule.end;
    module.memory({ kind: 'imported', module: 'credence', name: 'memory', minimumPages: Math.ceil(end / 65536) });
    return {
      bytes: module.toUint8Array(),
      manifest: {
        format: 'credence-wasm-1',
        dimension: this.dimension,
        hasDensity: graph !== undefined,
        hasGradient: graph !== undefined && graph.slopes.length > 0,
        fused: this.fused,
        parameters: this.#parameters,
        data: this.#bound.slots(),
        groups,
        checks: [...tables.map(({ name, size }) => ({ name, size })), { name: 'an index computed from data', size: 0 }],
        memoryBytes: end,
        errorAddress: BIND_ERROR,
        resultsAddress: RESULTS,
        outputAddress: outputs.address,
        notes: { rewrites, refused, bound: this.#bound.notes(), functions: this.#notes(functions, groups) },
      },
    };
  }
}
