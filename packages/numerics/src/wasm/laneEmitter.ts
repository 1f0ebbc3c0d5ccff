/**
 * Writes nodes of a `LaneGraph` as code: each value where it is first needed, in stack order, values with several users
 * in a local that is given back after the last one.
 */
import type { Code, Local } from './code.js';
import type { PlainInstruction } from './instructions.js';
import type { LaneNode, LaneOperation } from './laneGraph.js';
import type { LaneModule } from './laneModule.js';

/** Something done with a value: `push` puts it on the stack. */
export interface LaneSink {
  readonly node: LaneNode;
  readonly write: (push: () => void) => void;
}

const instructions: Readonly<Partial<Record<LaneOperation, PlainInstruction>>> = {
  add: 'f64x2.add',
  sub: 'f64x2.sub',
  mul: 'f64x2.mul',
  div: 'f64x2.div',
  neg: 'f64x2.neg',
  abs: 'f64x2.abs',
  sqrt: 'f64x2.sqrt',
  floor: 'f64x2.floor',
  ceil: 'f64x2.ceil',
  trunc: 'f64x2.trunc',
  nearest: 'f64x2.nearest',
  min: 'f64x2.min',
  max: 'f64x2.max',
  lesserOrFirst: 'f64x2.pmin',
  greaterOrFirst: 'f64x2.pmax',
  less: 'f64x2.lt',
  lessEqual: 'f64x2.le',
  equal: 'f64x2.eq',
  notEqual: 'f64x2.ne',
  bitAnd: 'v128.and',
  bitAndNot: 'v128.andnot',
  bitOr: 'v128.or',
  bitNot: 'v128.not',
  bitAdd: 'i64x2.add',
};

/** First sides of branches up to this many operations are computed without a test. */
const SHORT = 80;
/** Deeper expressions are cut into locals, so that writing one never exhausts the stack. */
const DEPTH = 200;

/**
 * @example
 * const emitter = new LaneEmitter(code, laneModule);
 * emitter.home(x, 0); // leaf x is in local 0
 * emitter.run([{ node: root, write: (push) => push() }]);
 */
export class LaneEmitter {
  readonly #homes = new Map<LaneNode, Local>();
  /** Loops whose rounds are written, and the locals that hold what they gave. */
  readonly #loops = new Map<LaneNode, readonly Local[]>();
  /** Uses still to come of nodes of the current run. */
  #uses = new Map<LaneNode, number>();
  /** While branches are taken to go to their first sides: a local in which the masks of that are collected. */
  #assumption: Local | undefined;
  /** Locals that belong to the current run. */
  #owned = new Set<LaneNode>();
  /** What the present block has put into locals. */
  #kept: LaneNode[] = [];

  /** @param leaf puts a leaf that has no local on the stack, `push` its inputs; by default every leaf must have a local */
  constructor(
    readonly code: Code,
    readonly context: LaneModule,
    readonly leaf: (node: LaneNode, push: (input: LaneNode) => void) => void = (node) => {
      throw new RangeError(`leaf ${JSON.stringify(node.payload)} has no value`);
    },
  ) {}

  /** Says that a node's value is in a local, until `forget`. */
  home(node: LaneNode, local: Local): void {
    this.#homes.set(node, local);
  }

  forget(node: LaneNode): void {
    this.#homes.delete(node);
  }

  /** The local that holds a node's value. */
  homeOf(node: LaneNode): Local | undefined {
    return this.#homes.get(node);
  }

  isHome(node: LaneNode): boolean {
    return this.#homes.has(node);
  }

  /** Puts values into locals that stay until the returned function gives them back. */
  pin(nodes: Iterable<LaneNode>): () => void {
    const pinned: (readonly [LaneNode, Local])[] = [];
    const wanted = [...new Set(nodes)].filter((node) => !this.#homes.has(node));
    this.run(
      wanted.map((node) => ({
        node,
        write: (push) => {
          push();
          const local = this.code.local('v128');
          this.code.set(local);
          pinned.push([node, local]);
        },
      })),
    );
    for (const [node, local] of pinned) this.#homes.set(node, local);
    return () => {
      for (const [node, local] of pinned) {
        this.#homes.delete(node);
        this.code.release('v128', local);
      }
    };
  }

  /** Writes the sinks in order, sharing what they have in common. */
  run(sinks: readonly LaneSink[]): void {
    const outerUses = this.#uses;
    const outerOwned = this.#owned;
    this.#uses = new Map();
    this.#owned = new Set();
    const found = this.#count(
      sinks.map(({ node }) => node),
      this.#uses,
    );
    const deep = found.filter(({ depth }) => depth >= DEPTH && depth % DEPTH === 0);
    for (const node of deep.sort(byId)) this.#keep(node);
    for (const { node, write } of sinks) write(() => this.#push(node));
    for (const node of this.#owned) this.#drop(node);
    this.#uses = outerUses;
    this.#owned = outerOwned;
  }

  /**
   * As `run`, taking each branch to go to its first side in all lanes. `held`, a local of all ones, keeps its ones where that
   * was so; where it does not, the values are not those of the sinks and `run` must make them.
   */
  runAssuming(held: Local, sinks: readonly LaneSink[]): void {
    this.#assumption = held;
    this.run(sinks);
    this.#assumption = undefined;
  }

  /** Adds the uses of everything the roots need and that is in no local yet; returns it. */
  #count(roots: readonly LaneNode[], uses: Map<LaneNode, number>): LaneNode[] {
    const found: LaneNode[] = [];
    const stack = [...roots];
    // Mask and first side only.
    const skipsSecond = this.#assumption !== undefined;
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      const before = uses.get(node) ?? 0;
      uses.set(node, before + 1);
      if (before > 0 || this.#homes.has(node) || this.#loops.has(node)) continue;
      found.push(node);
      const { inputs } = node;
      const count = skipsSecond && node.operation === 'branch' ? 2 : inputs.length;
      for (let k = 0; k < count; k++) stack.push(inputs[k]!);
    }
    return found;
  }

  #push(node: LaneNode): void {
    const { code } = this;
    const home = this.#homes.get(node);
    const left = (this.#uses.get(node) ?? 1) - 1;
    this.#uses.set(node, left);
    if (home !== undefined) {
      code.get(home);
      if (left <= 0 && this.#owned.has(node)) this.#drop(node);
      return;
    }
    this.#write(node);
    if (left > 0) {
      const local = code.local('v128');
      code.tee(local);
      this.#own(node, local);
    }
  }

  /** Whether a node is a product that is in no local and has no other user. */
  #isOnlyHere(node: LaneNode): boolean {
    return node.operation === 'mul' && !this.#homes.has(node) && this.#uses.get(node) === 1;
  }

  /** Computes a node into a local of this run before its first use. */
  #keep(node: LaneNode): void {
    if (this.#homes.has(node)) return;
    if (node.operation === 'loop') {
      this.#loop(node);
      return;
    }
    this.#write(node);
    const local = this.code.local('v128');
    this.code.set(local);
    this.#own(node, local);
  }

  #drop(node: LaneNode): void {
    const local = this.#homes.get(node);
    this.#homes.delete(node);
    this.#owned.delete(node);
    for (const result of this.#loops.get(node) ?? []) this.code.release('v128', result);
    this.#loops.delete(node);
    if (local !== undefined) this.code.release('v128', local);
  }

  #write(node: LaneNode): void {
    const { code } = this;
    const { operation, inputs, payload } = node;
    const simple = instructions[operation];
    if (simple) {
      const [first, second] = inputs;
      // A product that is wanted nowhere else goes last, so that it can be fused into the sum.
      if (code.fused && operation === 'add' && this.#isOnlyHere(first!) && !this.#isOnlyHere(second!)) {
        this.#push(second!);
        this.#push(first!);
        code.op(simple);
        return;
      }
      for (let k = 0; k < inputs.length; k++) this.#push(inputs[k]!);
      code.op(simple);
      return;
    }
    if (operation === 'leaf') this.leaf(node, (input) => this.#push(input));
    else if (operation === 'select') {
      this.#push(inputs[1]!);
      this.#push(inputs[2]!);
      this.#push(inputs[0]!);
      code.op('v128.bitselect');
    } else if (operation === 'branch') this.#branch(node);
    else if (payload.kind === 'index') {
      code.get(this.#loop(inputs[0]!)[payload.value]!);
      this.#used(inputs[0]!);
    } else if (payload.kind === 'number') code.f64x2(payload.value);
    else if (payload.kind === 'bits') code.i64x2(payload.value);
    else if (payload.kind === 'mask') code.i64x2(payload.value ? -1n : 0n);
    else if (payload.kind === 'shift') {
      this.#push(inputs[0]!);
      code.i32(payload.value).op(operation === 'shiftLeft' ? 'i64x2.shl' : 'i64x2.shr_u');
    } else if (payload.kind === 'program') {
      for (const input of inputs) this.#push(input);
      code.call(this.context.functionOf(payload.value));
    } else if (payload.kind === 'table') {
      const base = this.context.tableAddress(payload.value);
      const offsets = code.local('v128');
      this.#push(inputs[0]!);
      code.tee(offsets).lane('i32x4.extract_lane', 2);
      code.get(offsets).lane('i32x4.extract_lane', 0).memory('v128.load64_zero', base);
      code.memoryLane('v128.load64_lane', base, 1);
      code.release('v128', offsets);
    }
  }

  /**
   * The first side, if short, for all lanes; then the second where a lane needs it. A long first side has a test of its own.
   * No code is written twice: a side that is skipped is not selected. Values that others use, too, are computed before.
   */
  #branch({ inputs }: LaneNode): void {
    const { code } = this;
    const [mask, whenTrue, whenFalse] = inputs as readonly [LaneNode, LaneNode, LaneNode];
    if (this.#assumption !== undefined) {
      this.#push(mask);
      code.get(this.#assumption).op('v128.and').set(this.#assumption);
      this.#push(whenTrue);
      return;
    }
    this.#push(mask);
    const test = code.local('v128');
    code.set(test);
    const isShort = this.#shared(whenTrue) <= SHORT;
    const result = code.local('v128');
    if (!isShort) {
      // Computed in both sides, or outside: it must not be in the first side's block.
      this.#shared(whenFalse);
      code.get(test).op('v128.any_true');
      this.#block(() => {
        this.#push(whenTrue);
        code.set(result);
      });
    } else {
      this.#push(whenTrue);
      code.set(result);
      this.#shared(whenFalse);
    }
    code.get(test).op('i64x2.bitmask').i32(3).op('i32.ne');
    this.#block(() => {
      code.get(result);
      this.#push(whenFalse);
      code.get(test).op('v128.bitselect').set(result);
    });
    code.get(result);
    for (const local of [test, result]) code.release('v128', local);
  }

  /** Computes what a side shares with others; returns the number of nodes that are its own. */
  #shared(side: LaneNode): number {
    const inside = new Map<LaneNode, number>();
    const found = this.#count([side], inside);
    const shared = found.filter((node) => inside.get(node)! < (this.#uses.get(node) ?? 0));
    for (const node of shared.sort(byId)) if (node.operation !== 'constant') this.#keep(node);
    return found.reduce((size, node) => size + this.#size(node), 0) - shared.length;
  }

  /** A loop counts as more than any straight line. */
  #size({ operation, payload }: LaneNode): number {
    const loops = operation === 'loop' || (payload.kind === 'program' && this.context.hasLoops(payload.value));
    return loops ? SHORT + 1 : 1;
  }

  /** Writes a loop, unless that is done: the locals that hold its state at the end. */
  #loop(node: LaneNode): readonly Local[] {
    const known = this.#loops.get(node);
    if (known) return known;
    if (node.payload.kind !== 'loop') throw new RangeError(`${node.operation} is no loop`);
    const { code } = this;
    const { states, next, going, most } = node.payload.value;
    const fixed = node.inputs.slice(states.length);
    for (const value of fixed) this.#keep(value);
    const locals = states.map((_, k) => {
      const local = code.local('v128');
      this.#push(node.inputs[k]!);
      code.set(local);
      return local;
    });
    const active = code.local('v128');
    const round = code.local('i32');
    code.i64x2(-1n).set(active).i32(0).set(round);
    states.forEach((state, k) => {
      this.#homes.set(state, locals[k]!);
    });
    // A lane that has stopped may have any masks: no branch is taken for granted inside.
    const outer = { assumption: this.#assumption, kept: this.#kept };
    this.#assumption = undefined;
    this.#kept = [];
    code.loop((again) => {
      const values: Local[] = [];
      const write = (push: () => void): void => {
        push();
        const local = code.local('v128');
        code.set(local);
        values.push(local);
      };
      this.run([...next, going].map((value) => ({ node: value, write })));
      locals.forEach((local, k) => {
        code.get(values[k]!).get(local).get(active).op('v128.bitselect').set(local);
      });
      code.get(active).get(values.at(-1)!).op('v128.and').tee(active).op('v128.any_true');
      code.get(round).i32(1).op('i32.add').tee(round).i32(most).op('i32.lt_u').op('i32.and').brIf(again);
      for (const local of values) code.release('v128', local);
    });
    this.#assumption = outer.assumption;
    this.#kept = outer.kept;
    for (const state of states) this.#homes.delete(state);
    code.release('v128', active);
    code.release('i32', round);
    for (const value of fixed) this.#used(value);
    this.#loops.set(node, locals);
    this.#owned.add(node);
    this.#kept.push(node);
    return locals;
  }

  /** Notes that a value was used without being pushed. */
  #used(node: LaneNode): void {
    const left = (this.#uses.get(node) ?? 1) - 1;
    this.#uses.set(node, left);
    if (left <= 0 && this.#owned.has(node)) this.#drop(node);
  }

  /** `body` in an `if`: what it puts into locals holds nothing behind it. */
  #block(body: () => void): void {
    const outer = this.#kept;
    this.#kept = [];
    this.code.if(body);
    for (const node of this.#kept) if (this.#owned.has(node)) this.#drop(node);
    this.#kept = outer;
  }

  /** Notes that a node's value is in a local of this run. */
  #own(node: LaneNode, local: Local): void {
    this.#homes.set(node, local);
    this.#owned.add(node);
    this.#kept.push(node);
  }
}

/** Inputs before their users. */
function byId(a: LaneNode, b: LaneNode): number {
  return a.id - b.id;
}
