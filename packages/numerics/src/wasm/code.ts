/** The body of one WebAssembly function while it is written: instructions in stack order, locals, structured control. */
import { Bytes } from './bytes.js';
import {
  LANE,
  type LaneInstruction,
  MEMORY,
  MEMORY_LANE,
  type MemoryInstruction,
  type MemoryLaneInstruction,
  PLAIN,
  type PlainInstruction,
  VALUE_TYPE,
  type ValueType,
} from './instructions.js';

/** The index of a local (parameters first). */
export type Local = number;
/** A block or loop that can be branched to. */
export type Label = number;

/**
 * @example
 * const code = new Code(['f64', 'f64']);
 * code.get(0).get(1).op('f64.add'); // (a, b) => a + b
 */
export class Code {
  readonly #bytes = new Bytes(512);
  readonly #locals: ValueType[] = [];
  readonly #free: Record<ValueType, Local[]> = { i32: [], i64: [], f64: [], v128: [] };
  #depth = 0;
  /** Where the last instruction begins and ends, when it is a product of vectors. */
  #productBegin = -1;
  #productEnd = -1;
  /** Whether a sum with the product just before it is written as one instruction. */
  readonly fused: boolean;

  constructor(
    readonly parameters: readonly ValueType[],
    { fused = false }: { readonly fused?: boolean } = {},
  ) {
    this.fused = fused;
  }

  /** Bytes written so far. */
  get size(): number {
    return this.#bytes.length;
  }

  /** A local, zero at the function's start, or holding an old value when one was given back by `release`. */
  local(type: ValueType): Local {
    const reused = this.#free[type].pop();
    if (reused !== undefined) return reused;
    this.#locals.push(type);
    return this.parameters.length + this.#locals.length - 1;
  }

  /** Gives a local back, to be handed out again by `local`. */
  release(type: ValueType, local: Local): void {
    this.#free[type].push(local);
  }

  op(name: PlainInstruction): this {
    const begin = this.#bytes.length;
    if (this.fused && begin === this.#productEnd) {
      if (name === 'f64x2.add') return this.#fuse('f64x2.relaxed_madd');
      if (name === 'f64x2.sub') return this.#fuse('f64x2.relaxed_nmadd');
    }
    this.#bytes.instruction(PLAIN[name]);
    if (name === 'f64x2.mul') {
      this.#productBegin = begin;
      this.#productEnd = this.#bytes.length;
    }
    return this;
  }

  /** The stack is c, a, b, and their product was just written: takes it back for an instruction that wants a, b, c. */
  #fuse(name: PlainInstruction): this {
    this.#bytes.cut(this.#productBegin);
    const [a, b, c] = [this.local('v128'), this.local('v128'), this.local('v128')];
    this.set(b).set(a).set(c).get(a).get(b).get(c);
    this.#bytes.instruction(PLAIN[name]);
    for (const local of [a, b, c]) this.release('v128', local);
    return this;
  }

  lane(name: LaneInstruction, lane: number): this {
    this.#bytes.instruction(LANE[name]).byte(lane);
    return this;
  }

  /** A load or store at (address on the stack) + offset; offset in bytes. */
  memory(name: MemoryInstruction, offset = 0): this {
    const [code, align] = MEMORY[name];
    this.#bytes.instruction(code).unsigned(align).unsigned(offset);
    return this;
  }

  memoryLane(name: MemoryLaneInstruction, offset: number, lane: number): this {
    const [code, align] = MEMORY_LANE[name];
    this.#bytes.instruction(code).unsigned(align).unsigned(offset).byte(lane);
    return this;
  }

  get(local: Local): this {
    this.#bytes.instructionOf(0x20, local);
    return this;
  }

  set(local: Local): this {
    this.#bytes.instructionOf(0x21, local);
    return this;
  }

  tee(local: Local): this {
    this.#bytes.instructionOf(0x22, local);
    return this;
  }

  i32(value: number): this {
    this.#bytes.byte(0x41).signed(value);
    return this;
  }

  i64(value: bigint): this {
    this.#bytes.byte(0x42).signed64(value);
    return this;
  }

  f64(value: number): this {
    this.#bytes.byte(0x44).float64(value);
    return this;
  }

  /** A vector of two float64 constants. */
  f64x2(low: number, high: number = low): this {
    this.#bytes.instruction(0xfd00c).float64(low).float64(high);
    return this;
  }

  /** A vector of two 64-bit patterns. */
  i64x2(low: bigint, high: bigint = low): this {
    this.#bytes.instruction(0xfd00c).uint64(low).uint64(high);
    return this;
  }

  /** Picks 16 bytes out of the two vectors on the stack (0-15 the first, 16-31 the second). */
  shuffle(picks: readonly number[]): this {
    this.#bytes.instruction(0xfd00d).bytes(picks);
    return this;
  }

  /** Copies bytes inside the memory: stack is (to, from, count). */
  memoryCopy(): this {
    this.#bytes.bytes([0xfc, 10, 0, 0]);
    return this;
  }

  /** Fills memory with a byte: stack is (to, byte, count). */
  memoryFill(): this {
    this.#bytes.bytes([0xfc, 11, 0]);
    return this;
  }

  call(functionIndex: number): this {
    this.#bytes.instructionOf(0x10, functionIndex);
    return this;
  }

  /** `body` in a block; a branch to its label leaves the block. */
  block(body: (label: Label) => void, result?: ValueType): this {
    return this.#structured(0x02, body, result);
  }

  /** `body` in a loop; a branch to its label starts the next round, falling off the end leaves it. */
  loop(body: (label: Label) => void, result?: ValueType): this {
    return this.#structured(0x03, body, result);
  }

  /** Takes an i32 condition from the stack. */
  if(whenTrue: () => void, whenFalse?: () => void, result?: ValueType): this {
    return this.#structured(
      0x04,
      () => {
        whenTrue();
        if (whenFalse) {
          this.#bytes.byte(0x05);
          whenFalse();
        }
      },
      result,
    );
  }

  br(label: Label): this {
    this.#bytes.instructionOf(0x0c, this.#depth - label);
    return this;
  }

  brIf(label: Label): this {
    this.#bytes.instructionOf(0x0d, this.#depth - label);
    return this;
  }

  /**
   * `for (counter = start; counter < stop; counter += step) body`, for constants with at least one round; all in the unit
   * of the counter, an i32 local.
   */
  count(counter: Local, start: number, stop: number, step: number, body: () => void): this {
    this.i32(start).set(counter);
    return this.loop((again) => {
      body();
      this.get(counter).i32(step).op('i32.add').tee(counter).i32(stop).op('i32.lt_u').brIf(again);
    });
  }

  /** The function's entry in the code section. */
  encode(): Bytes {
    const runs: [number, ValueType][] = [];
    for (const type of this.#locals) {
      const last = runs.at(-1);
      if (last?.[1] === type) last[0]++;
      else runs.push([1, type]);
    }
    const body = new Bytes(16 + this.#bytes.length).unsigned(runs.length);
    for (const [count, type] of runs) body.unsigned(count).byte(VALUE_TYPE[type]);
    body.append(this.#bytes).byte(0x0b);
    return new Bytes(8 + body.length).unsigned(body.length).append(body);
  }

  #structured(code: number, body: (label: Label) => void, result: ValueType | undefined): this {
    this.#bytes.byte(code).byte(result === undefined ? 0x40 : VALUE_TYPE[result]);
    this.#depth++;
    body(this.#depth);
    this.#depth--;
    this.#bytes.byte(0x0b);
    return this;
  }
}
