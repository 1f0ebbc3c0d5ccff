/**
 * Writes one loop nest: outer dims count by elements, the inner one by vectors of two, with a last single element where the
 * extent is odd. Values that do not change in an inner loop are computed before it.
 */

import type { Code, LaneEmitter, LaneNode, LaneSink, Local } from '@credence/numerics/wasm';
import type { Access } from './access.js';
import { type BodySink, firstLane, type LoopBody } from './loopBody.js';
import type { LoopLeaf } from './loopLanes.js';
import { indexOf, LoopLevels } from './loopLevels.js';
import { LoopPlaces } from './loopPlaces.js';
import { LoopReads } from './loopReads.js';
import { LoopReductions } from './loopReductions.js';
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
  protected readonly levels: LoopLevels;
  readonly #reductions: LoopReductions;
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
    this.levels = new LoopLevels(body, this.depth, this.emitter);
    this.#reductions = new LoopReductions(this.code, this.emitter, body, this.depth, this.places);
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
    const frontier = this.levels.frontiers();
    context.ensureScalars([...frontier[1]!]);
    const release = this.emitter.pin(frontier[0]!);
    this.#choose();
    this.#reductions.start(0);
    clearScatter(this.code, this.body.sinks);
    this.before();
    this.#level(1, frontier);
    this.after();
    this.#reductions.finish(0);
    mergeScatter(this.code, this.body.sinks);
    release();
    for (const counter of this.counters) this.code.release('i32', counter);
    this.places.releaseBases();
    context.readLeaf = outerLeaf;
  }

  /** For loops that do more than lanes: before and after all rounds. */
  protected before(): void {}
  protected after(): void {}

  /** Says what the loop computes for a sink. */
  protected prepare(sink: BodySink): void {
    const { lanes } = this.body.lanes.scope;
    if (sink.kind === 'reduce') this.levels.prepare(sink, this.#reductions.prepare(sink));
    else if (sink.kind === 'columns') {
      const last = lanes.select(firstLane(this.body), sink.node, lanes.constant(0));
      this.levels.prepare(sink, { full: sink.node, last });
    } else this.levels.prepare(sink, { full: sink.node, last: sink.node });
  }

  // The nest

  /** Copies of the body a round, and registers for each reduction. */
  #unroll = 1;
  #straight = false;
  #choose(): void {
    const vectors = this.extent >> 1;
    const size = this.levels.innerSize;
    const { inRegisters } = this.#reductions;
    const limit = this.levels.hasBranches(this.active) ? BRANCHING_LIMIT : UNROLL_LIMIT;
    this.#straight = vectors <= STRAIGHT_VECTORS && vectors * size <= STRAIGHT_SIZE;
    this.#unroll = this.#straight || size > limit || vectors < 4 ? 1 : 2;
    const pairs = 2 * inRegisters <= (this.code.fused ? FUSED_SUM_REGISTERS : SUM_REGISTERS);
    this.#reductions.sets = pairs ? (this.#straight ? Math.min(2, vectors) : this.setCount(this.#unroll)) : 1;
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
      this.#reductions.start(level);
      this.#level(level + 1, frontier);
      this.#reductions.finish(level);
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
    if (!this.levels.hasBranches(this.active)) {
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
    if (!this.levels.hasBranches(this.active)) {
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
      const { full, last } = this.levels.nodes(sink);
      return this.#write(sink, this.places.tail ? last : full);
    });
  }

  /** What the sinks write, before it is added to what is there: not values that outer loops have made. */
  #values(): LaneNode[] {
    const nodes = this.active.flatMap((sink) => {
      const value = sink.kind === 'reduce' ? sink.node : this.levels.nodes(sink)[this.places.tail ? 'last' : 'full'];
      return [value, ...indexOf(sink)];
    });
    return [...new Set(nodes)].filter((node) => this.levels.of(node) === this.depth && !this.emitter.isHome(node));
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

  #write(sink: BodySink, node: LaneNode): { readonly node: LaneNode; readonly write: (push: () => void) => void }[] {
    const { code } = this;
    switch (sink.kind) {
      case 'store':
        return [{ node, write: (push) => this.places.store(sink.access, push) }];
      case 'reduce': {
        if (this.#reductions.isInMemory(sink)) {
          return [{ node, write: (push) => this.places.store(sink.access!, push) }];
        }
        return [
          {
            node,
            write: (push) => {
              push();
              code.set(this.#reductions.registerOf(sink));
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
      if (this.levels.of(node) < this.depth) continue;
      if (leaf.kind === 'load' || leaf.kind === 'gather' || leaf.kind === 'computedGather') visit(leaf.access, 8);
      if (leaf.kind === 'gather') visit(leaf.index, 4);
    }
    for (const sink of this.body.sinks) {
      if (sink.kind === 'store' || sink.kind === 'scatter') visit(sink.access, 8);
      if (sink.kind === 'reduce' && sink.access && this.#reductions.isInMemory(sink)) visit(sink.access, 8);
      if (sink.kind === 'scatter' && sink.twin) visit(twinAccess(sink, sink.twin), 8);
      if (sink.kind === 'scatter' && 'table' in sink.index) visit(sink.index.table, 4);
    }
  }

  #leaf(node: LaneNode, leaf: LoopLeaf, push: (input: LaneNode) => void): void {
    const { code } = this;
    const level = this.levels.of(node);
    const isOuter = level < this.depth;
    switch (leaf.kind) {
      case 'load':
        this.#reads.load(leaf.access, isOuter ? level : undefined);
        return;
      case 'firstLane':
        code.i64x2(-1n, 0n);
        return;
      case 'register': {
        code.get(this.#reductions.registerOf(leaf.register));
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
}
