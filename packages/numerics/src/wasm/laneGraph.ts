/**
 * Lane programs as hash-consed straight lines: the instance of `Lanes` whose values are nodes of a graph that
 * `LaneEmitter` writes as f64x2 code. Equal subexpressions are one node; operations on constants are folded by
 * `scalarLanes`, and a few identities that keep every bit (but the sign of a NaN) are applied.
 */
import type { LaneProgram, Lanes, LaneTable, Round } from '../lanes/lanes.js';
import { scalarLanes } from '../lanes/scalarLanes.js';

/** Operations that are one instruction (`emit` lists them) and the few that are more. */
export type LaneOperation =
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'neg'
  | 'abs'
  | 'sqrt'
  | 'floor'
  | 'ceil'
  | 'trunc'
  | 'nearest'
  | 'min'
  | 'max'
  | 'lesserOrFirst'
  | 'greaterOrFirst'
  | 'less'
  | 'lessEqual'
  | 'equal'
  | 'notEqual'
  | 'bitAnd'
  | 'bitAndNot'
  | 'bitOr'
  | 'bitNot'
  | 'bitAdd'
  | 'shiftLeft'
  | 'shiftRight'
  | 'select'
  | 'branch'
  | 'lookup'
  | 'loop'
  | 'result'
  | 'call'
  | 'constant'
  | 'leaf';

/** What an operation carries beside its inputs. */
export type LanePayload =
  | { readonly kind: 'none' }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'mask'; readonly value: boolean }
  | { readonly kind: 'bits'; readonly value: bigint }
  | { readonly kind: 'shift'; readonly value: number }
  | { readonly kind: 'table'; readonly value: LaneTable }
  | { readonly kind: 'program'; readonly value: LaneProgram }
  | { readonly kind: 'loop'; readonly value: LaneLoop }
  | { readonly kind: 'index'; readonly value: number }
  | { readonly kind: 'leaf'; readonly key: string };

/**
 * What a `loop` repeats. The node's inputs are the initial state and then all that the rounds need and do not change; its
 * values are read by `result` nodes.
 */
export interface LaneLoop {
  readonly states: readonly LaneNode[];
  readonly next: readonly LaneNode[];
  readonly going: LaneNode;
  readonly most: number;
}

/** A value of two lanes. */
export interface LaneNode {
  readonly id: number;
  readonly operation: LaneOperation;
  readonly inputs: readonly LaneNode[];
  readonly payload: LanePayload;
  /** Longest way down to a leaf. */
  readonly depth: number;
}

const NONE: LanePayload = { kind: 'none' };
const commutative: ReadonlySet<LaneOperation> = new Set([
  'add',
  'mul',
  'equal',
  'notEqual',
  'bitAnd',
  'bitOr',
  'bitAdd',
]);
const isNumber = (node: LaneNode, value: number): boolean =>
  node.payload.kind === 'number' && Object.is(node.payload.value, value);

/** 2^52: added to a whole number in [0, 2^32), it leaves that number in the low bits. */
const SHIFTER = 2 ** 52;

/**
 * @example
 * const lanes = new LaneGraph();
 * const x = lanes.leaf('x');
 * const root = lanes.call(exp, lanes.neg(x));
 */
export class LaneGraph implements Lanes<LaneNode, LaneNode> {
  readonly #known = new Map<string, LaneNode>();
  #count = 0;
  #loops = 0;

  /** Whether there are loops. */
  get hasLoops(): boolean {
    return this.#loops > 0;
  }

  /** Nodes made so far. */
  get size(): number {
    return this.#count;
  }

  /**
   * A value from outside: a register, an element of an array, an element at a computed place (`inputs`). The same key with
   * the same inputs gives the same node.
   */
  leaf(key: string, ...inputs: readonly LaneNode[]): LaneNode {
    return this.#node('leaf', inputs, { kind: 'leaf', key }, `leaf ${key} ${inputs.map(({ id }) => id).join()}`);
  }

  constant(value: number): LaneNode {
    return this.#node('constant', [], { kind: 'number', value }, Object.is(value, -0) ? '-0' : `${value}`);
  }

  add(a: LaneNode, b: LaneNode): LaneNode {
    if (isNumber(b, -0)) return a;
    if (isNumber(a, -0)) return b;
    if (b.operation === 'neg') return this.sub(a, b.inputs[0]!);
    if (a.operation === 'neg') return this.sub(b, a.inputs[0]!);
    return this.#fold2('add', a, b) ?? this.#make('add', a, b);
  }

  sub(a: LaneNode, b: LaneNode): LaneNode {
    if (isNumber(b, 0)) return a;
    if (b.operation === 'neg') return this.add(a, b.inputs[0]!);
    return this.#fold2('sub', a, b) ?? this.#make('sub', a, b);
  }

  mul(a: LaneNode, b: LaneNode): LaneNode {
    if (isNumber(a, 1)) return b;
    if (isNumber(b, 1)) return a;
    if (isNumber(a, -1)) return this.neg(b);
    if (isNumber(b, -1)) return this.neg(a);
    if (b.payload.kind === 'number') return this.#scaled(b, a);
    if (a.payload.kind === 'number') return this.#scaled(a, b);
    if (a.operation === 'neg') return this.neg(this.mul(a.inputs[0]!, b));
    if (b.operation === 'neg') return this.neg(this.mul(a, b.inputs[0]!));
    return this.#make('mul', a, b);
  }

  div(a: LaneNode, b: LaneNode): LaneNode {
    const folded = this.#fold2('div', a, b);
    if (folded) return folded;
    if (b.payload.kind === 'number') {
      const exponent = scalarLanes.exponent(b.payload.value);
      const power = Math.abs(scalarLanes.significand(b.payload.value)) === 1 && Math.abs(exponent) < 1022;
      // Dividing by a power of two is multiplying by its reciprocal, to the bit.
      if (power) return this.mul(a, this.constant(1 / b.payload.value));
    }
    if (a.operation === 'neg') return this.neg(this.div(a.inputs[0]!, b));
    if (b.operation === 'neg') return this.neg(this.div(a, b.inputs[0]!));
    return this.#make('div', a, b);
  }

  neg(a: LaneNode): LaneNode {
    if (a.operation === 'neg') return a.inputs[0]!;
    const [first, second] = a.inputs;
    if (a.operation === 'mul' && second!.payload.kind === 'number') {
      return this.mul(first!, this.constant(-second!.payload.value));
    }
    return this.#fold1('neg', a) ?? this.#make('neg', a);
  }

  abs(a: LaneNode): LaneNode {
    if (a.operation === 'abs') return a;
    if (a.operation === 'neg') return this.abs(a.inputs[0]!);
    return this.#fold1('abs', a) ?? this.#make('abs', a);
  }

  sqrt(a: LaneNode): LaneNode {
    return this.#fold1('sqrt', a) ?? this.#make('sqrt', a);
  }

  floor(a: LaneNode): LaneNode {
    return this.#fold1('floor', a) ?? this.#make('floor', a);
  }

  ceil(a: LaneNode): LaneNode {
    return this.#fold1('ceil', a) ?? this.#make('ceil', a);
  }

  trunc(a: LaneNode): LaneNode {
    return this.#fold1('trunc', a) ?? this.#make('trunc', a);
  }

  nearest(a: LaneNode): LaneNode {
    return this.#fold1('nearest', a) ?? this.#make('nearest', a);
  }

  min(a: LaneNode, b: LaneNode): LaneNode {
    const folded = this.#fold2('min', a, b);
    if (folded) return folded;
    if (a.payload.kind === 'number') return this.min(b, a);
    // b < a ? b : a is one instruction and keeps a NaN in a; it differs for b = -0 only (and for NaN b).
    const usable = b.payload.kind === 'number' && !Number.isNaN(b.payload.value) && !isNumber(b, -0);
    return this.#make(usable ? 'lesserOrFirst' : 'min', a, b);
  }

  max(a: LaneNode, b: LaneNode): LaneNode {
    const folded = this.#fold2('max', a, b);
    if (folded) return folded;
    if (a.payload.kind === 'number') return this.max(b, a);
    // a < b ? b : a, likewise; adding 0 turns the -0 that it leaves for max(-0, 0) into 0.
    if (b.payload.kind !== 'number' || Number.isNaN(b.payload.value)) return this.#make('max', a, b);
    const larger = this.#make('greaterOrFirst', a, b);
    return isNumber(b, 0) ? this.#make('add', larger, b) : larger;
  }

  copySign(magnitude: LaneNode, sign: LaneNode): LaneNode {
    if (magnitude.payload.kind === 'number' && sign.payload.kind === 'number') {
      return this.constant(scalarLanes.copySign(magnitude.payload.value, sign.payload.value));
    }
    return this.#make('select', this.#bits(0x7fffffffffffffffn), magnitude, sign);
  }

  powerOfTwo(k: LaneNode): LaneNode {
    if (k.payload.kind === 'number') return this.constant(scalarLanes.powerOfTwo(k.payload.value));
    return this.#shift('shiftLeft', this.add(k, this.constant(SHIFTER + 1023)), 52);
  }

  exponent(a: LaneNode): LaneNode {
    if (a.payload.kind === 'number') return this.constant(scalarLanes.exponent(a.payload.value));
    const field = this.#shift('shiftRight', this.#make('bitAnd', a, this.#bits(0x7ff0000000000000n)), 52);
    return this.sub(this.#make('bitOr', field, this.constant(SHIFTER)), this.constant(SHIFTER + 1023));
  }

  significand(a: LaneNode): LaneNode {
    if (a.payload.kind === 'number') return this.constant(scalarLanes.significand(a.payload.value));
    return this.#make('bitOr', this.#make('bitAnd', a, this.#bits(0x800fffffffffffffn)), this.constant(1));
  }

  head(a: LaneNode): LaneNode {
    if (a.payload.kind === 'number') return this.constant(scalarLanes.head(a.payload.value));
    return this.#make('bitAnd', a, this.#bits(0xffffffff00000000n));
  }

  /** The index is taken modulo the table's length rounded up to a power of two, so that no index reads other memory. */
  lookup(table: LaneTable, index: LaneNode): LaneNode {
    if (index.payload.kind === 'number') return this.constant(scalarLanes.lookup(table, index.payload.value));
    const whole = this.add(index, this.constant(SHIFTER));
    const bound = BigInt(paddedLength(table) - 1);
    const offset = this.#shift('shiftLeft', this.#make('bitAnd', whole, this.#bits(bound)), 3);
    return this.#node('lookup', [offset], { kind: 'table', value: table }, `lookup ${table.name} ${offset.id}`);
  }

  less(a: LaneNode, b: LaneNode): LaneNode {
    return this.#compare('less', a, b);
  }

  lessEqual(a: LaneNode, b: LaneNode): LaneNode {
    return this.#compare('lessEqual', a, b);
  }

  equal(a: LaneNode, b: LaneNode): LaneNode {
    const mask = maskOfBool(a, b);
    return mask ? this.not(mask) : this.#compare('equal', a, b);
  }

  notEqual(a: LaneNode, b: LaneNode): LaneNode {
    return maskOfBool(a, b) ?? this.#compare('notEqual', a, b);
  }

  and(m: LaneNode, n: LaneNode): LaneNode {
    if (m === n) return m;
    if (m.payload.kind === 'mask') return m.payload.value ? n : m;
    if (n.payload.kind === 'mask') return n.payload.value ? m : n;
    return this.#make('bitAnd', m, n);
  }

  or(m: LaneNode, n: LaneNode): LaneNode {
    if (m === n) return m;
    if (m.payload.kind === 'mask') return m.payload.value ? m : n;
    if (n.payload.kind === 'mask') return n.payload.value ? n : m;
    return this.#make('bitOr', m, n);
  }

  not(m: LaneNode): LaneNode {
    if (m.payload.kind === 'mask') return this.mask(!m.payload.value);
    if (m.operation === 'bitNot') return m.inputs[0]!;
    if (m.operation === 'equal') return this.#make('notEqual', m.inputs[0]!, m.inputs[1]!);
    if (m.operation === 'notEqual') return this.#make('equal', m.inputs[0]!, m.inputs[1]!);
    return this.#make('bitNot', m);
  }

  /** A mask that is the same everywhere. */
  mask(value: boolean): LaneNode {
    return this.#node('constant', [], { kind: 'mask', value }, `mask ${value}`);
  }

  select(mask: LaneNode, whenTrue: LaneNode, whenFalse: LaneNode): LaneNode {
    if (mask.payload.kind === 'mask') return mask.payload.value ? whenTrue : whenFalse;
    if (whenTrue === whenFalse) return whenTrue;
    if (mask.operation === 'bitNot') return this.select(mask.inputs[0]!, whenFalse, whenTrue);
    if (isNumber(whenFalse, 0)) return this.#make('bitAnd', mask, whenTrue);
    if (isNumber(whenTrue, 0)) return this.#make('bitAndNot', whenFalse, mask);
    return this.#make('select', mask, whenTrue, whenFalse);
  }

  branch(mask: LaneNode, whenTrue: () => LaneNode, whenFalse: () => LaneNode): LaneNode {
    if (mask.payload.kind === 'mask') return mask.payload.value ? whenTrue() : whenFalse();
    const sides = [whenTrue(), whenFalse()] as const;
    if (sides.every(({ operation }) => operation === 'constant' || operation === 'leaf')) {
      return this.select(mask, ...sides);
    }
    return sides[0] === sides[1] ? sides[0] : this.#make('branch', mask, ...sides);
  }

  repeat(
    initial: readonly LaneNode[],
    most: number,
    step: (state: readonly LaneNode[]) => Round<LaneNode, LaneNode>,
  ): readonly LaneNode[] {
    const name = `loop ${this.#loops++}`;
    const states = initial.map((_, k) => this.leaf(`state ${k} of ${name}`));
    const { next, going } = step(states);
    const inputs = [...initial, ...fixedValues(states, [...next, going])];
    const loop = this.#node('loop', inputs, { kind: 'loop', value: { states, next, going, most } }, name);
    return initial.map((_, k) => this.#node('result', [loop], { kind: 'index', value: k }, `result ${k} of ${name}`));
  }

  call(program: LaneProgram, ...inputs: readonly LaneNode[]): LaneNode {
    if (inputs.every(({ payload }) => payload.kind === 'number')) {
      const values = inputs.map(({ payload }) => (payload.kind === 'number' ? payload.value : 0));
      return this.constant(scalarLanes.call(program, ...values));
    }
    if (program.placement === 'inline') return program.body<LaneNode, LaneNode>(this, ...inputs);
    const key = `call ${program.name} ${inputs.map(({ id }) => id).join()}`;
    return this.#node('call', inputs, { kind: 'program', value: program }, key);
  }

  #scaled(constant: LaneNode, other: LaneNode): LaneNode {
    const folded = this.#fold2('mul', other, constant);
    if (folded) return folded;
    if (other.operation === 'neg' && constant.payload.kind === 'number') {
      return this.mul(other.inputs[0]!, this.constant(-constant.payload.value));
    }
    // The constant stays behind, where `neg` looks for it.
    const key = `mul ${other.id} ${constant.id}`;
    return this.#node('mul', [other, constant], NONE, key);
  }

  #compare(operation: 'less' | 'lessEqual' | 'equal' | 'notEqual', a: LaneNode, b: LaneNode): LaneNode {
    if (a.payload.kind === 'number' && b.payload.kind === 'number') {
      return this.mask(scalarLanes[operation](a.payload.value, b.payload.value));
    }
    return this.#make(operation, a, b);
  }

  #fold1(
    operation: 'neg' | 'abs' | 'sqrt' | 'floor' | 'ceil' | 'trunc' | 'nearest',
    a: LaneNode,
  ): LaneNode | undefined {
    return a.payload.kind === 'number' ? this.constant(scalarLanes[operation](a.payload.value)) : undefined;
  }

  #fold2(operation: 'add' | 'sub' | 'mul' | 'div' | 'min' | 'max', a: LaneNode, b: LaneNode): LaneNode | undefined {
    if (a.payload.kind !== 'number' || b.payload.kind !== 'number') return undefined;
    return this.constant(scalarLanes[operation](a.payload.value, b.payload.value));
  }

  #bits(value: bigint): LaneNode {
    return this.#node('constant', [], { kind: 'bits', value }, `bits ${value}`);
  }

  #shift(operation: 'shiftLeft' | 'shiftRight', a: LaneNode, count: number): LaneNode {
    return this.#node(operation, [a], { kind: 'shift', value: count }, `${operation} ${count} ${a.id}`);
  }

  #make(operation: LaneOperation, ...inputs: readonly LaneNode[]): LaneNode {
    const a = inputs[0];
    const b = inputs[1];
    const ordered = a && b && a.id > b.id && commutative.has(operation) ? [b, a] : inputs;
    let key: string = operation;
    // By index: an engine that has not compiled this yet makes an object for each round of an iteration.
    for (let k = 0; k < ordered.length; k++) key += ` ${ordered[k]!.id}`;
    return this.#node(operation, ordered, NONE, key);
  }

  #node(operation: LaneOperation, inputs: readonly LaneNode[], payload: LanePayload, key: string): LaneNode {
    const known = this.#known.get(key);
    if (known) return known;
    let depth = 0;
    for (let k = 0; k < inputs.length; k++) depth = Math.max(depth, inputs[k]!.depth + 1);
    const node: LaneNode = { id: this.#count++, operation, inputs, payload, depth };
    this.#known.set(key, node);
    return node;
  }
}

/** The mask m when the comparison is of m's truth value (1 or 0) with 0. */
function maskOfBool(a: LaneNode, b: LaneNode): LaneNode | undefined {
  if (!isNumber(b, 0) || a.operation !== 'bitAnd') return undefined;
  const [m, n] = a.inputs;
  if (isNumber(n!, 1) && isMask(m!)) return m;
  return isNumber(m!, 1) && isMask(n!) ? n : undefined;
}

const comparisons: ReadonlySet<LaneOperation> = new Set(['less', 'lessEqual', 'equal', 'notEqual']);
const logic: ReadonlySet<LaneOperation> = new Set(['bitAnd', 'bitAndNot', 'bitOr', 'bitNot']);

/** Whether the node is surely all ones or all zeros in each lane. */
function isMask(node: LaneNode): boolean {
  return comparisons.has(node.operation) || (logic.has(node.operation) && node.inputs.every(isMask));
}

/** What the roots need that does not depend on the states, constants apart. */
function fixedValues(states: readonly LaneNode[], roots: readonly LaneNode[]): readonly LaneNode[] {
  const seen = new Set(roots);
  for (const node of seen) for (const input of node.inputs) seen.add(input);
  const varying = new Set(states);
  const fixed = new Set<LaneNode>();
  const note = (node: LaneNode): void => {
    if (!varying.has(node) && node.operation !== 'constant') fixed.add(node);
  };
  for (const node of [...seen].sort((a, b) => a.id - b.id)) {
    if (!node.inputs.some((input) => varying.has(input))) continue;
    varying.add(node);
    node.inputs.forEach(note);
  }
  roots.forEach(note);
  return [...fixed];
}

/** A table's length in memory: the next power of two. */
export function paddedLength({ values }: LaneTable): number {
  return values.length <= 1 ? 1 : 2 ** (32 - Math.clz32(values.length - 1));
}
