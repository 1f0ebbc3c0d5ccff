/**
 * The reductions of a loop nest while it is written: in registers, one for each copy of the body, where a result is complete
 * after an outer loop; else added to memory each time.
 */

import type { LaneProgram } from '@credence/numerics';
import type { Code, LaneEmitter, LaneNode, Local } from '@credence/numerics/wasm';
import { fill } from './fill.js';
import { addLeaf, type BodySink, firstLane, type LoopBody } from './loopBody.js';
import type { SinkNodes } from './loopLevels.js';
import type { LoopPlaces } from './loopPlaces.js';

export type ReduceSink = BodySink & { readonly kind: 'reduce' };

interface Reduction {
  readonly sink: ReduceSink;
  /** The loop level after which it is complete; 0 is before all loops. */
  readonly level: number;
  /** Whether the result in memory is added to, not written once. */
  readonly accumulates: boolean;
  registers: Local[];
}

const SWAP = [8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7];

export class LoopReductions {
  readonly #reductions: Reduction[] = [];
  readonly #bySink = new Map<BodySink, Reduction>();
  /** Registers for each reduction. */
  sets = 1;

  constructor(
    readonly code: Code,
    readonly emitter: LaneEmitter,
    readonly body: LoopBody,
    readonly depth: number,
    readonly places: LoopPlaces,
  ) {}

  /** Reductions that are kept in registers. */
  get inRegisters(): number {
    return this.#reductions.filter(({ level }) => level < this.depth).length;
  }

  /** Takes a reduction in; returns what its loop computes: the result so far combined with an element. */
  prepare(sink: ReduceSink): SinkNodes {
    const { access, op } = sink;
    const { lanes } = this.body.lanes.scope;
    let level = 0;
    access?.strides.forEach((stride, d) => {
      if (stride !== 0) level = d + 1;
    });
    const isReducedOutside = access?.strides.some((stride, d) => stride === 0 && d + 1 < level) ?? false;
    const accumulates = access !== undefined && (level === this.depth || isReducedOutside);
    const reduction = { sink, level, accumulates, registers: [] };
    this.#reductions.push(reduction);
    this.#bySink.set(sink, reduction);
    if (level === this.depth && access !== undefined) {
      const before = addLeaf(this.body, `before ${this.#reductions.length}`, { kind: 'load', access });
      const node = lanes.call(op.combine, before, sink.node);
      return { full: node, last: node };
    }
    const register = this.#reductions.length - 1;
    const so = addLeaf(this.body, `${this.#reductions.length}`, { kind: 'register', register });
    const masked = lanes.select(firstLane(this.body), sink.node, lanes.constant(op.identity));
    return { full: lanes.call(op.combine, so, sink.node), last: lanes.call(op.combine, so, masked) };
  }

  /** Whether a result goes to memory for each element of the inner loop. */
  isInMemory(sink: BodySink): boolean {
    return this.#bySink.get(sink)?.level === this.depth;
  }

  /** The register of a sink, or of a reduction by its number, for the present copy of the body. */
  registerOf(of: BodySink | number): Local {
    const { registers } = typeof of === 'number' ? this.#reductions[of]! : this.#bySink.get(of)!;
    return registers[this.places.copy % registers.length]!;
  }

  /** Identities in registers and in memory, before loop `level`. */
  start(level: number): void {
    const { code } = this;
    for (const reduction of this.#reductions) {
      const { access, op, size } = reduction.sink;
      if (reduction.level === level) {
        reduction.registers = Array.from({ length: this.sets }, () => code.local('v128'));
        for (const register of reduction.registers) code.f64x2(op.identity).set(register);
      }
      if (level === 0 && reduction.accumulates) fill(code, access!.region, 8 * access!.offset, size, op.identity);
    }
  }

  /** Results out of registers, after loop `level`. */
  finish(level: number): void {
    for (const reduction of this.#reductions) if (reduction.level === level) this.#finish(reduction);
  }

  #finish({ sink, level, registers, accumulates }: Reduction): void {
    const { code } = this;
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
      if (accumulates) {
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
    const a: LaneNode = lanes.leaf('combine left');
    const b: LaneNode = lanes.leaf('combine right');
    this.emitter.home(a, left);
    this.emitter.home(b, right);
    const node = lanes.call(program, a, b);
    this.emitter.run([
      {
        node,
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
