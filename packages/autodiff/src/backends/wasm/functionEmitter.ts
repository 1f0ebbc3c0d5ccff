/** One function of the module: its actions planned as lane nodes first, memory laid out by the program, then code. */

import {
  type Code,
  LaneEmitter,
  type LaneGraph,
  type LaneModule,
  type LaneNode,
  LaneGraph as Lanes,
  type Local,
  type ModuleBuilder,
} from '@credence/numerics/wasm';
import type { Tensor } from '../../graph/tensor.js';
import { type Access, combineMaps, type Region, region } from './access.js';
import type { Analysis } from './analysis.js';
import { fill } from './fill.js';
import { emitKernel, type KernelStep, kernelScratch } from './kernels/index.js';
import { emitScan, planScan, type ScanPlan } from './kernels/scan.js';
import { buildLoop, type LoopBody } from './loopBody.js';
import { type LoopContext, LoopEmitter } from './loopEmitter.js';
import { type LaneScope, LoopLanes, type LoopLeaf } from './loopLanes.js';
import type { MatrixVector } from './matrixVector.js';
import { type Action, schedule } from './schedule.js';
import type { Item } from './steps.js';
import { isTiled, type PackedMatrices, TiledLoop, type TileMemory, tileMemory } from './tiledLoop.js';

/** What functions of one program share. */
export interface ProgramContext {
  readonly laneModule: LaneModule;
  indexTable(indices: Tensor, size: number, strideBytes: number): Region | undefined;
  packed(product: MatrixVector): Region;
  product(node: Tensor): MatrixVector;
  readonly module: ModuleBuilder;
  /** Where a node that is known without data is after bind. */
  literal(node: Tensor): Access | undefined;
  /** Functions of the module that kernels call, made once for each key. */
  kernelFunction: KernelFunctions;
}

export type KernelFunctions = (key: string, make: (code: Code) => void, parameters: number) => number;

interface LoopStep {
  readonly kind: 'loop';
  readonly body: LoopBody;
  readonly memory: TileMemory;
}
interface ScalarStep {
  readonly kind: 'scalars';
  readonly stores: readonly { readonly item: Item & { readonly kind: 'store' }; readonly node: LaneNode }[];
}
interface ScanStep {
  readonly kind: 'scan';
  readonly step: KernelStep;
  readonly plan: ScanPlan;
}
type Planned = LoopStep | ScanStep | ScalarStep | (Action & { readonly kind: 'fill' | 'kernel' });

export class FunctionEmitter implements LaneScope {
  readonly lanes: LaneGraph = new Lanes();
  readonly #scalars = new Map<Tensor, LaneNode>();
  readonly #scalarLeaves = new Map<LaneNode, { readonly region: Region; readonly element: number }>();
  readonly #results = new Map<Tensor, Region>();
  readonly #between: LoopLanes;
  readonly #steps: Planned[];
  /** Loops and kernels in order. */
  readonly actions: readonly Action[];
  #roots: readonly { readonly node: LaneNode; readonly tensor: Tensor }[] = [];

  constructor(
    readonly analysis: Analysis,
    readonly program: ProgramContext,
  ) {
    this.#between = new LoopLanes(this, [], Number.POSITIVE_INFINITY);
    this.actions = schedule(analysis);
    // In order, so that no recursion runs deep.
    for (const node of analysis.order) if (node.size === 1 && this.#isNumber(node)) this.scalar(node);
    this.#steps = this.actions.map((action): Planned => {
      if (action.kind === 'loop') {
        const body = buildLoop(action, this, (node) => this.#result(node));
        // Asked for now, so that they have a place before code is written.
        for (const leaf of body.leaves.values())
          if (leaf.kind === 'product') program.packed(program.product(leaf.product));
        for (const sink of body.sinks) if (sink.kind === 'columns') program.packed(sink.product);
        return { kind: 'loop', body, memory: tileMemory(body) };
      }
      if (action.kind === 'scalars') {
        return { kind: 'scalars', stores: action.items.map((item) => ({ item, node: this.scalar(item.value) })) };
      }
      if (action.kind === 'kernel' && action.op.name === 'scan') {
        return { kind: 'scan', step: action, plan: planScan(action, action.op, program) };
      }
      return action;
    });
  }

  #isNumber(node: Tensor): boolean {
    const { form } = this.analysis.info(node);
    return form.kind === 'scalar' || form.kind === 'memory';
  }

  indexTable(indices: Tensor, size: number, strideBytes: number): Region | undefined {
    return this.program.indexTable(indices, size, strideBytes);
  }

  /** Numbers that the function returns or uses at its end. */
  addRoot(tensor: Tensor): LaneNode {
    const node = this.scalar(tensor);
    this.#roots = [...this.#roots, { node, tensor }];
    return node;
  }

  /**
   * Where a loop leaves a number that it sums. It goes through memory, so that the engine's compiler cannot move the end of
   * the summation down to its use: the sums would then be spilled in every round of the loop.
   */
  #result(node: Tensor): Region {
    const known = this.#results.get(node);
    if (known) return known;
    const made = region(1, 'temporary');
    this.#results.set(node, made);
    return made;
  }

  scalar(node: Tensor): LaneNode {
    const known = this.#scalars.get(node);
    if (known) return known;
    const made = this.#makeScalar(node);
    this.#scalars.set(node, made);
    return made;
  }

  #makeScalar(node: Tensor): LaneNode {
    const { form } = this.analysis.info(node);
    const { op, inputs } = node;
    if (form.kind === 'memory') return this.#load(form.access.region, form.access.offset);
    switch (op.kind) {
      case 'source':
        return this.lanes.constant(op.name === 'literal' ? op.values[0]! : 0);
      case 'elementwise':
        return this.lanes.call(op.program, ...inputs.map((input) => this.scalar(input)));
      case 'reduction': {
        if (inputs[0]!.size === 0) return this.lanes.constant(op.identity);
        if (inputs[0]!.size > 1) return this.#load(this.#result(node), 0);
        return this.lanes.call(op.combine, this.lanes.constant(op.identity), this.scalar(inputs[0]!));
      }
      case 'assemble': {
        const part = inputs.find(({ size }) => size === 1);
        return part ? this.scalar(part) : this.lanes.constant(0);
      }
      case 'indexing':
        return this.#between.gather(node, op, combineMaps([], [], 0, 0));
      default:
        return this.scalar(inputs[0]!);
    }
  }

  #load(place: Region, element: number): LaneNode {
    const leaf = this.lanes.leaf(`memory ${place.id}+${element}`);
    this.#scalarLeaves.set(leaf, { region: place, element });
    return leaf;
  }

  /** Every region that is used, and in which step first and last; numbers may be read until the end. */
  lifetimes(): Map<Region, readonly [number, number]> {
    const spans = new Map<Region, [number, number]>();
    const touch = (region: Region, step: number): void => {
      if (region.lifetime !== 'temporary') return;
      const span = spans.get(region);
      if (!span) spans.set(region, [step, step]);
      else {
        span[0] = Math.min(span[0], step);
        span[1] = Math.max(span[1], step);
      }
    };
    const end = this.#steps.length;
    this.#steps.forEach((step, i) => {
      if (step.kind === 'fill') touch(step.access.region, i);
      else if (step.kind === 'scan') {
        for (const access of [...step.step.inputs, step.step.access]) touch(access.region, i);
        for (const inner of step.plan.body.lifetimes().keys()) touch(inner, i);
      } else if (step.kind === 'kernel') {
        for (const access of [...step.inputs, step.access]) touch(access.region, i);
        for (const scratch of kernelScratch(step)) touch(scratch, i);
      } else if (step.kind === 'scalars') for (const { item } of step.stores) touch(item.access.region, i);
      else {
        for (const region of [...step.memory.rows.values(), ...step.memory.sums.values()]) touch(region, i);
        for (const leaf of step.body.leaves.values()) {
          if ('access' in leaf) touch(leaf.access.region, i);
          if (leaf.kind === 'product') touch(this.#vector(this.program.product(leaf.product)).region, i);
        }
        for (const sink of step.body.sinks) {
          if ('access' in sink && sink.access) touch(sink.access.region, i);
          if (sink.kind === 'reduce' && !sink.access) touch(sink.result, i);
          if (sink.kind === 'scatter' && sink.twin) touch(sink.twin, i);
        }
      }
    });
    for (const { region } of this.#scalarLeaves.values()) touch(region, end);
    for (const leaf of this.#between.leaves.values()) if ('access' in leaf) touch(leaf.access.region, end);
    return spans;
  }

  /** Whether there are computed indices, which may be out of range. */
  hasChecks(): boolean {
    if (this.#between.rangeChecks.length > 0) return true;
    return this.#steps.some(
      (step) =>
        (step.kind === 'loop' && step.body.sinks.some(({ kind }) => kind === 'check')) ||
        (step.kind === 'scan' && step.plan.body.hasChecks()),
    );
  }

  #vector(product: MatrixVector) {
    const info = this.analysis.info(product.vector);
    return info.stored?.access ?? (info.form.kind === 'memory' ? info.form.access : undefined)!;
  }

  /** Writes the steps; then `finish` with a function that puts roots on the stack (two equal lanes). */
  emit(code: Code, finish: (push: (root: LaneNode) => void, inRange: Local | undefined) => void): void {
    const { program } = this;
    const emitter = new LaneEmitter(code, program.laneModule, (node, push) => {
      if (context.readLeaf?.(node, push)) return;
      const place = this.#scalarLeaves.get(node);
      if (place) {
        if (place.region.pointer === undefined) code.i32(0);
        else code.get(place.region.pointer);
        code.memory('v128.load64_splat', place.region.address + 8 * place.element);
        return;
      }
      const leaf = this.#between.leaves.get(node);
      if (leaf?.kind === 'gather' || leaf?.kind === 'computedGather') {
        gatherNumber(code, leaf, () => push(node.inputs[0]!));
        return;
      }
      throw new RangeError(`leaf ${JSON.stringify(node.payload)} has no value yet`);
    });
    const uses = this.#scalarUses();
    let flag: Local | undefined;
    const inRange = (): Local => {
      if (flag === undefined) flag = code.local('v128');
      return flag;
    };
    const context: LoopContext = {
      code,
      emitter,
      readLeaf: undefined,
      inRange,
      ensureScalars: (nodes) => this.#ensureShared(nodes, emitter, uses, nodes),
    };
    if (this.hasChecks()) code.i64x2(-1n).set(inRange());
    const matrices: PackedMatrices = {
      packed: (product) => program.packed(product),
      product: (node) => program.product(node),
      vector: (product) => this.#vector(product),
    };
    for (const step of this.#steps) {
      if (step.kind === 'fill') fill(code, step.access.region, 8 * step.access.offset, step.size, step.value);
      else if (step.kind === 'scan') {
        emitScan(code, step.step, step.plan, program, () => code.i64x2(0n).set(inRange()));
      } else if (step.kind === 'kernel') emitKernel(code, step, program);
      else if (step.kind === 'scalars') {
        this.#ensureShared(
          step.stores.map(({ node }) => node),
          emitter,
          uses,
        );
        emitter.run(
          step.stores.map(({ item, node }) => ({ node, write: (push) => storeNumber(code, item.access, push) })),
        );
      } else if (isTiled(step.body)) new TiledLoop(context, step.body, matrices, step.memory).emit();
      else new LoopEmitter(context, step.body).emit();
    }
    for (const node of this.#between.rangeChecks) {
      emitter.run([
        {
          node,
          write: (push) => {
            push();
            code.get(inRange()).op('v128.and').set(inRange());
          },
        },
      ]);
    }
    this.#ensureShared(
      this.#roots.map(({ node }) => node),
      emitter,
      uses,
    );
    finish((root) => emitter.run([{ node: root, write: (push) => push() }]), flag);
  }

  /** How often each number of the graph is used, by others and by loops. */
  #scalarUses(): Map<LaneNode, number> {
    const uses = new Map<LaneNode, number>();
    const count = (node: LaneNode): void => {
      uses.set(node, (uses.get(node) ?? 0) + 1);
    };
    for (const [tensor, node] of this.#scalars) {
      if (node.operation === 'constant') continue;
      if (this.#isNumber(tensor)) {
        for (const input of new Set(tensor.inputs)) {
          const used = this.#scalars.get(input);
          if (used) count(used);
        }
      }
    }
    for (const step of this.#steps) {
      if (step.kind === 'scalars') for (const { node } of step.stores) count(node);
    }
    for (const { node } of this.#roots) count(node);
    return uses;
  }

  /** Computes the shared numbers that `nodes` depend on, and `always`, into locals that stay. */
  #ensureShared(
    nodes: readonly LaneNode[],
    emitter: LaneEmitter,
    uses: ReadonlyMap<LaneNode, number>,
    always: readonly LaneNode[] = [],
  ): void {
    const wanted = new Set(always.filter(({ operation }) => operation !== 'constant'));
    const seen = new Set<LaneNode>();
    const stack = [...nodes];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (seen.has(node) || emitter.isHome(node)) continue;
      seen.add(node);
      if ((uses.get(node) ?? 0) > 1 && node.operation !== 'constant') wanted.add(node);
      stack.push(...node.inputs);
    }
    emitter.pin([...wanted].sort((a, b) => a.id - b.id));
  }
}

/** Puts the element of a table at an index, a number between loops, on the stack. */
function gatherNumber(
  code: Code,
  leaf: LoopLeaf & { readonly kind: 'gather' | 'computedGather' },
  pushIndex: () => void,
): void {
  const { region, offset } = leaf.access;
  if (leaf.kind === 'gather') {
    code.i32(0).memory('i32.load', leaf.index.region.address + 4 * leaf.index.offset);
  } else {
    pushIndex();
    code.lane('f64x2.extract_lane', 0).op('i32.trunc_sat_f64_s');
    code.i32(8 * leaf.stride).op('i32.mul');
  }
  if (region.pointer !== undefined) code.get(region.pointer).op('i32.add');
  code
    .i32(region.address + 8 * offset)
    .op('i32.add')
    .memory('v128.load64_splat');
}

function storeNumber(code: Code, { region, offset }: Access, push: () => void): void {
  if (region.pointer === undefined) code.i32(0);
  else code.get(region.pointer);
  push();
  code.memoryLane('v128.store64_lane', region.address + 8 * offset, 0);
}
