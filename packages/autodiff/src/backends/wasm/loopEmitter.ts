/**
 * Writes one loop nest: outer dims count by elements, the inner one by vectors of two, with a last single element where the
 * extent is odd. Values that do not change in an inner loop are computed before it.
 */

import type { LaneProgram } from '@credence/numerics';
import type { Code, LaneEmitter, LaneNode, LaneSink, Local } from '@credence/numerics/wasm';
import type { Access } from './access.js';
import { fill } from './fill.js';
import type { BodySink, LoopBody } from './loopBody.js';
import type { LoopLeaf } from './loopLanes.js';
import { LoopPlaces } from './loopPlaces.js';
import { LoopReads } from './loopReads.js';
import { clearScatter, mergeScatter, scatterSinks, twinAccess } from './scatter.js';

/** What the function around a loop offers its emitter. */
export interface LoopContext {
  readonly code: Code;
  readonly emitter: LaneEmitter;
  /** Has numbers between loops computed, into locals that stay. */
  ensureScalars(nodes: readonly LaneNode[]): void;
  /** All ones until a computed index is out of range. */
  readonly inRange: () => Local;
  /** The present loop: puts its leaves on the stack, and says whether a node is one. */
  readLeaf: ((node: LaneNode, push: (input: LaneNode) => void) => boolean) | undefined;
}

/** Which vector after the counter, and whether only its first lane counts. */
export interface Copy {
  readonly copy: number;
  readonly tail: boolean;
}

type ReduceSink = BodySink & { readonly kind: 'reduce' };

/** A reduction while its loop runs: in registers (one for each copy of the body), or added to memory each time. */
interface Reduction {
  readonly sink: ReduceSink;
  /** The loop level after which it is complete; 0 is before all loops. */
  readonly level: number;
  /** Whether the result in memory is added to, not written once. */
  readonly accumulates: boolean;
  registers: Local[];
}

/** Bodies up to this many instructions run twice a round, to hide the latency of sums. */
const UNROLL_LIMIT = 60;
/** The same where the body has branches: its chains are long, and two of them side by side hide more. */
const BRANCHING_LIMIT = 400;
/** Vectors side by side. */
const PAIR = 2;
/**
 * Sums that may be kept twice, once for each copy of the body: more would not stay in the processor's 16 registers. A fused
 * product needs no register of its own.
 */
const SUM_REGISTERS = 6;
const FUSED_SUM_REGISTERS = 8;
/** Loops of up to this many vectors and instructions in all are written out. */
const STRAIGHT_VECTORS = 8;
const STRAIGHT_SIZE = 320;

export class LoopEmitter {
  protected readonly code: Code;
  protected readonly emitter: LaneEmitter;
  protected readonly depth: number;
  protected readonly counters: readonly Local[];
  protected readonly places: LoopPlaces;
  readonly #reads: LoopReads;
  protected readonly reductions = new Map<BodySink, Reduction>();
  readonly #levels = new Map<LaneNode, number>();
  readonly #nodes = new Map<BodySink, { readonly full: LaneNode; readonly last: LaneNode }>();
  #sets = 1;
  /** The sinks that `group` writes: those of the body, or of a part of it. */
  protected active: readonly BodySink[];

  constructor(
    protected readonly context: LoopContext,
    protected readonly body: LoopBody,
  ) {
    this.code = context.code;
    this.emitter = context.emitter;
    this.depth = body.extents.length;
    this.places = new LoopPlaces(this.code, body.extents);
    this.#reads = new LoopReads(this.places);
    this.counters = this.places.counters;
    this.active = body.sinks;
    for (const sink of body.sinks) this.prepare(sink);
  }

  /** The inner extent. */
  protected get extent(): number {
    return this.body.extents[this.depth - 1]!;
  }

  emit(): void {
    const { context } = this;
    const outerLeaf = context.readLeaf;
    context.readLeaf = (node, push) => {
      const leaf = this.body.leaves.get(node);
      if (leaf) this.#leaf(node, leaf, push);
      return leaf !== undefined;
    };
    const frontier = this.#frontiers();
    context.ensureScalars([...frontier[1]!]);
    const release = this.emitter.pin(frontier[0]!);
    this.#choose();
    for (const reduction of this.reductions.values()) {
      if (reduction.level === 0) this.#start(reduction);
      const { access, op, size } = reduction.sink;
      if (reduction.accumulates) fill(this.code, access!.region, 8 * access!.offset, size, op.identity);
    }
    clearScatter(this.code, this.body.sinks);
    this.before();
    this.#level(1, frontier);
    this.after();
    for (const reduction of this.reductions.values()) if (reduction.level === 0) this.#finish(reduction);
    mergeScatter(this.code, this.body.sinks);
    release();
    for (const counter of this.counters) this.code.release('i32', counter);
    this.places.releaseBases();
    context.readLeaf = outerLeaf;
  }

  /** For loops that do more than lanes: before and after all rounds. */
  protected before(): void {}
  protected after(): void {}

  // What is computed where

  protected prepare(sink: BodySink): void {
    const { lanes } = this.body.lanes.scope;
    const register = (key: string, leaf: LoopLeaf): LaneNode => {
      const node = this.body.lanes.leaf(leaf, key);
      this.body.leaves.set(node, leaf);
      return node;
    };
    const firstLane = () => register('', { kind: 'firstLane' });
    if (sink.kind === 'columns') {
      this.#nodes.set(sink, { full: sink.node, last: lanes.select(firstLane(), sink.node, lanes.constant(0)) });
      return;
    }
    if (sink.kind !== 'reduce') {
      this.#nodes.set(sink, { full: sink.node, last: sink.node });
      return;
    }
    const { access, op } = sink;
    let level = 0;
    access?.strides.forEach((stride, d) => {
      if (stride !== 0) level = d + 1;
    });
    const isReducedOutside = access?.strides.some((stride, d) => stride === 0 && d + 1 < level) ?? false;
    const accumulates = access !== undefined && (level === this.depth || isReducedOutside);
    this.reductions.set(sink, { sink, level, accumulates, registers: [] });
    if (level === this.depth) {
      const before = register(`before ${this.reductions.size}`, { kind: 'load', access: access! });
      const node = lanes.call(op.combine, before, sink.node);
      this.#nodes.set(sink, { full: node, last: node });
      return;
    }
    const so = register(`${this.reductions.size}`, { kind: 'register', register: this.reductions.size - 1 });
    const masked = lanes.select(firstLane(), sink.node, lanes.constant(op.identity));
    this.#nodes.set(sink, { full: lanes.call(op.combine, so, sink.node), last: lanes.call(op.combine, so, masked) });
  }

  /** The loop in which a node changes: -1 constants, 0 numbers between loops, then 1 for the outermost dim. */
  protected levelOf(node: LaneNode): number {
    return this.#levels.get(node) ?? 0;
  }

  #leafLevel(node: LaneNode): number {
    const leaf = this.body.leaves.get(node);
    if (!leaf) return 0;
    const deepest = (strides: readonly number[]): number =>
      strides.reduce((at, stride, d) => (stride !== 0 ? d + 1 : at), 0);
    switch (leaf.kind) {
      case 'load':
      case 'computedGather':
        return deepest(leaf.access.strides);
      case 'iota':
        return deepest(leaf.map.strides);
      case 'gather':
        return Math.max(deepest(leaf.access.strides), deepest(leaf.index.strides));
      default:
        return this.depth;
    }
  }

  /** Everything the sinks need, inputs first, with its level. */
  #collect(): LaneNode[] {
    const found = new Set<LaneNode>();
    const stack: LaneNode[] = [];
    for (const sink of this.body.sinks) {
      const { full, last } = this.#nodes.get(sink)!;
      stack.push(full);
      if (this.extent % 2 === 1) stack.push(last);
      if (sink.kind === 'scatter' && 'value' in sink.index) stack.push(sink.index.value);
    }
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (found.has(node)) continue;
      found.add(node);
      if (this.body.leaves.has(node) || !this.emitter.isHome(node)) stack.push(...node.inputs);
    }
    const order = [...found].sort((a, b) => a.id - b.id);
    for (const node of order) {
      let level = node.operation === 'constant' ? -1 : node.operation === 'leaf' ? this.#leafLevel(node) : -1;
      for (const input of node.inputs) level = Math.max(level, this.#levels.get(input) ?? 0);
      // Operations on constants that were not folded count as numbers.
      if (level < 0 && node.operation !== 'constant') level = 0;
      this.#levels.set(node, level);
    }
    return order;
  }

  /** For each level from -1: its values that deeper levels use. */
  #frontiers(): Set<LaneNode>[] {
    const frontier = Array.from({ length: this.depth + 2 }, () => new Set<LaneNode>());
    for (const node of this.#collect()) {
      const level = this.levelOf(node);
      // Numbers between loops take their constants where they are computed.
      if (level <= 0) continue;
      for (const input of node.inputs) if (this.levelOf(input) < level) frontier[this.levelOf(input) + 1]!.add(input);
    }
    for (const sink of this.body.sinks) {
      const { full, last } = this.#nodes.get(sink)!;
      for (const node of sink.kind === 'scatter' && 'value' in sink.index
        ? [full, last, sink.index.value]
        : [full, last]) {
        if (this.#levels.has(node) && this.levelOf(node) < this.depth) frontier[this.levelOf(node) + 1]!.add(node);
      }
    }
    return frontier;
  }

  protected bodySize(): number {
    let size = 0;
    for (const level of this.#levels.values()) if (level === this.depth) size++;
    return size;
  }

  // The nest

  /** Copies of the body a round, and registers for each reduction. */
  #unroll = 1;
  #straight = false;
  #choose(): void {
    const vectors = this.extent >> 1;
    const size = this.bodySize();
    const inRegisters = [...this.reductions.values()].filter(({ level }) => level < this.depth).length;
    this.#straight = vectors <= STRAIGHT_VECTORS && vectors * size <= STRAIGHT_SIZE;
    this.#unroll =
      this.#straight || size > (this.#hasBranches() ? BRANCHING_LIMIT : UNROLL_LIMIT) || vectors < 4 ? 1 : 2;
    const pairs = 2 * inRegisters <= (this.code.fused ? FUSED_SUM_REGISTERS : SUM_REGISTERS);
    this.#sets = pairs ? (this.#straight ? Math.min(2, vectors) : this.setCount(this.#unroll)) : 1;
  }

  protected setCount(unroll: number): number {
    return unroll;
  }

  #level(level: number, frontier: readonly ReadonlySet<LaneNode>[]): void {
    if (level === this.depth) {
      this.places.inner = true;
      this.places.pinBases((visit) => this.#eachInnerAccess(visit));
      this.rounds();
      this.places.inner = false;
      return;
    }
    this.code.count(this.counters[level - 1]!, 0, this.body.extents[level - 1]!, 1, () => {
      const release = this.emitter.pin(frontier[level + 1]!);
      for (const reduction of this.reductions.values()) if (reduction.level === level) this.#start(reduction);
      this.#level(level + 1, frontier);
      for (const reduction of this.reductions.values()) if (reduction.level === level) this.#finish(reduction);
      release();
    });
  }

  /** All rounds of the inner loop. */
  protected rounds(): void {
    const { code } = this;
    const counter = this.counters[this.depth - 1]!;
    const vectors = this.extent >> 1;
    const unroll = this.#unroll;
    const looped = this.#straight ? 0 : vectors - (vectors % unroll);
    if (looped > 0) {
      code.count(counter, 0, 16 * looped, 16 * unroll, () => {
        this.places.pinMoving((visit) => this.#eachInnerAccess(visit));
        this.group(Array.from({ length: unroll }, (_, copy) => ({ copy, tail: false })));
        this.places.releaseMoving();
      });
    } else code.i32(0).set(counter);
    if (looped === vectors && this.extent % 2 === 0) return;
    this.places.pinMoving((visit) => this.#eachInnerAccess(visit));
    const rest = Array.from({ length: vectors - looped }, (_, copy) => ({ copy, tail: false }));
    if (this.extent % 2 === 1) rest.push({ copy: vectors - looped, tail: true });
    for (let k = 0; k < rest.length; k += PAIR) this.group(rest.slice(k, k + PAIR));
    this.places.releaseMoving();
  }

  /**
   * The body for some vectors. Where it has branches it first runs straight on, as if each went to its first side: that keeps
   * the vectors in one block, in which their instructions interleave. Only where a lane goes the other way are the values
   * made again with branches, before anything is written.
   */
  protected group(vectors: readonly Copy[]): void {
    if (!this.#hasBranches()) {
      for (const vector of vectors) this.#vector(vector);
      return;
    }
    const { code } = this;
    const held = code.local('v128');
    code.i64x2(-1n).set(held);
    const kept = vectors.map((vector) => {
      this.at(vector);
      const nodes = this.#values();
      const locals = new Map<LaneNode, Local>();
      for (const node of nodes) locals.set(node, code.local('v128'));
      this.emitter.runAssuming(held, this.#into(locals));
      return locals;
    });
    code.get(held).op('i64x2.bitmask').i32(3).op('i32.ne');
    code.if(() => {
      vectors.forEach((vector, v) => {
        this.at(vector);
        this.emitter.run(this.#into(kept[v]!));
      });
    });
    vectors.forEach((vector, v) => {
      this.at(vector);
      for (const [node, local] of kept[v]!) if (!this.emitter.isHome(node)) this.emitter.home(node, local);
      this.emitter.run(this.#sinks());
      for (const [node, local] of kept[v]!) {
        this.emitter.forget(node);
        code.release('v128', local);
      }
    });
    code.release('v128', held);
  }

  /** As `group` where writing a wrong value does no harm until the right one is written over it. */
  protected groupOverwriting(vectors: readonly Copy[]): void {
    if (!this.#hasBranches()) {
      for (const vector of vectors) this.#vector(vector);
      return;
    }
    const { code } = this;
    const held = code.local('v128');
    code.i64x2(-1n).set(held);
    for (const vector of vectors) {
      this.at(vector);
      this.emitter.runAssuming(held, this.#sinks());
    }
    code.get(held).op('i64x2.bitmask').i32(3).op('i32.ne');
    code.if(() => {
      for (const vector of vectors) this.#vector(vector);
    });
    code.release('v128', held);
  }

  /** The next values are those of one vector. */
  protected at({ copy, tail }: Copy): void {
    this.places.copy = copy;
    this.places.tail = tail;
  }

  #vector(vector: Copy): void {
    this.at(vector);
    this.emitter.run(this.#sinks());
  }

  #sinks(): LaneSink[] {
    return this.active.flatMap((sink) => {
      const { full, last } = this.#nodes.get(sink)!;
      return this.#write(sink, this.places.tail ? last : full);
    });
  }

  /** What the sinks write, before it is added to what is there: not values that outer loops have made. */
  #values(): LaneNode[] {
    const nodes = this.active.flatMap((sink) => {
      const value = sink.kind === 'reduce' ? sink.node : this.#nodes.get(sink)![this.places.tail ? 'last' : 'full'];
      return sink.kind === 'scatter' && 'value' in sink.index ? [value, sink.index.value] : [value];
    });
    return [...new Set(nodes)].filter((node) => this.levelOf(node) === this.depth && !this.emitter.isHome(node));
  }

  #into(locals: ReadonlyMap<LaneNode, Local>): LaneSink[] {
    return [...locals].map(([node, local]) => ({
      node,
      write: (push) => {
        push();
        this.code.set(local);
      },
    }));
  }

  /** What the sinks at work use of values made before the loop. */
  protected outside(): LaneNode[] {
    const seen = new Set<LaneNode>();
    const stack = this.active.flatMap((sink) => {
      const { full } = this.#nodes.get(sink)!;
      return sink.kind === 'scatter' && 'value' in sink.index ? [full, sink.index.value] : [full];
    });
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (seen.has(node)) continue;
      seen.add(node);
      if (!this.emitter.isHome(node)) stack.push(...node.inputs);
    }
    return [...seen].filter((node) => this.emitter.isHome(node) && this.levelOf(node) < this.depth);
  }

  #hasBranches(): boolean {
    const seen = new Set<LaneNode>();
    const stack = this.active.map((sink) => this.#nodes.get(sink)!.full);
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (seen.has(node) || this.levelOf(node) < this.depth || this.emitter.isHome(node)) continue;
      if (node.operation === 'branch') return true;
      seen.add(node);
      stack.push(...node.inputs);
    }
    return false;
  }

  #write(sink: BodySink, node: LaneNode): { readonly node: LaneNode; readonly write: (push: () => void) => void }[] {
    const { code } = this;
    switch (sink.kind) {
      case 'store':
        return [{ node, write: (push) => this.places.store(sink.access, push) }];
      case 'reduce': {
        const { level, registers } = this.reductions.get(sink)!;
        if (level === this.depth) return [{ node, write: (push) => this.places.store(sink.access!, push) }];
        return [
          {
            node,
            write: (push) => {
              push();
              code.set(registers[this.places.copy % registers.length]!);
            },
          },
        ];
      }
      case 'scatter':
        return scatterSinks(this.#reads, sink, node);
      case 'check': {
        const flag = this.context.inRange();
        return [
          {
            node,
            write: (push) => {
              push();
              code.get(flag).op('v128.and').set(flag);
            },
          },
        ];
      }
      case 'columns':
        return [{ node, write: (push) => this.column(sink, push) }];
    }
  }

  /** Takes a row's value for X' r. */
  protected column(_sink: BodySink & { readonly kind: 'columns' }, _push: () => void): void {
    throw new RangeError('this loop has no packed matrix');
  }

  // Leaves

  #eachInnerAccess(visit: (access: Access, unit: number) => void): void {
    for (const [node, leaf] of this.body.leaves) {
      if (this.levelOf(node) < this.depth || !this.#levels.has(node)) continue;
      if (leaf.kind === 'load' || leaf.kind === 'gather' || leaf.kind === 'computedGather') visit(leaf.access, 8);
      if (leaf.kind === 'gather') visit(leaf.index, 4);
    }
    for (const sink of this.body.sinks) {
      if (sink.kind === 'store' || sink.kind === 'scatter') visit(sink.access, 8);
      if (sink.kind === 'reduce' && sink.access && this.reductions.get(sink)!.level === this.depth)
        visit(sink.access, 8);
      if (sink.kind === 'scatter' && sink.twin) visit(twinAccess(sink, sink.twin), 8);
      if (sink.kind === 'scatter' && 'table' in sink.index) visit(sink.index.table, 4);
    }
  }

  #leaf(node: LaneNode, leaf: LoopLeaf, push: (input: LaneNode) => void): void {
    const { code } = this;
    const level = this.levelOf(node);
    const isOuter = level < this.depth;
    switch (leaf.kind) {
      case 'load':
        this.#reads.load(leaf.access, isOuter ? level : undefined);
        return;
      case 'firstLane':
        code.i64x2(-1n, 0n);
        return;
      case 'register': {
        const { registers } = [...this.reductions.values()][leaf.register]!;
        code.get(registers[this.places.copy % registers.length]!);
        return;
      }
      case 'product':
        this.product(leaf.product);
        return;
      case 'iota':
        this.#reads.iota(leaf.map.offset, leaf.map.strides, level);
        return;
      case 'gather':
        this.#reads.gather(leaf, isOuter ? level : undefined);
        return;
      case 'computedGather':
        this.#reads.computedGather(leaf, () => push(node.inputs[0]!), isOuter ? level : undefined);
        return;
    }
  }

  /** Puts a row of a product of packed matrix and vector on the stack. */
  protected product(_product: unknown): void {
    throw new RangeError('this loop has no packed matrix');
  }

  // Reductions

  #start(reduction: Reduction): void {
    const { code } = this;
    const count = this.#sets;
    reduction.registers = Array.from({ length: count }, () => code.local('v128'));
    for (const register of reduction.registers) code.f64x2(reduction.sink.op.identity).set(register);
  }

  #finish(reduction: Reduction): void {
    const { code } = this;
    const { sink, level, registers } = reduction;
    const total = registers[0]!;
    for (const other of registers.slice(1)) {
      this.#combine(sink.op.combine, total, other);
      code.release('v128', other);
    }
    const swapped = code.local('v128');
    code.get(total).get(total).shuffle(SWAP).set(swapped);
    this.#combine(sink.op.combine, total, swapped);
    if (sink.access === undefined) {
      code.i32(0).get(total).memoryLane('v128.store64_lane', sink.result.address, 0);
    } else {
      if (reduction.accumulates) {
        const offset = this.places.address(sink.access, 8, 0, level);
        code.memory('v128.load64_splat', offset).set(swapped);
        this.#combine(sink.op.combine, total, swapped);
      }
      const offset = this.places.address(sink.access, 8, 0, level);
      code.get(total).memoryLane('v128.store64_lane', offset, 0);
    }
    code.release('v128', total);
    code.release('v128', swapped);
  }

  /** left = combine(left, right) */
  #combine(program: LaneProgram, left: Local, right: Local): void {
    const { lanes } = this.body.lanes.scope;
    const a = lanes.leaf('combine left');
    const b = lanes.leaf('combine right');
    this.emitter.home(a, left);
    this.emitter.home(b, right);
    this.emitter.run([
      {
        node: lanes.call(program, a, b),
        write: (push) => {
          push();
          this.code.set(left);
        },
      },
    ]);
    this.emitter.forget(a);
    this.emitter.forget(b);
  }
}

const SWAP = [8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7];
