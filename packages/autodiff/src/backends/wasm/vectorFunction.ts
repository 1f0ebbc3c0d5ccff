/**
 * Functions over vectors of any length at addresses given to them, with sums in the order of `Workspace` (@credence/samplers):
 * two partial sums s0, s1, element i added to s(i mod 2) for i < 2 floor(n / 2); total = s0 + s1; then the last element of an
 * odd n. One vector of two holds both.
 *
 * A round makes an address of each vector from one counter, which costs as many instructions as a pair of elements or two, so
 * rounds are of several pairs. (Addresses that move by themselves cost more: V8 keeps each twice, as 32 and as 64 bits.)
 */

import { Code, type Local, type ValueType } from '@credence/numerics/wasm';

const SWAP = [8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7];
const PAIR_BYTES = 16;

/** Whether code is for two elements or for the last one, which then runs on both lanes of a splat. */
export type Width = 'pair' | 'single';

/** Code for the elements `shift` bytes behind the present ones. */
export type Body = (width: Width, shift: number) => void;

/** Puts a term of a sum on the stack. */
export type Term = Body;

/** One function, while it is written. Parameters: addresses, then numbers, then the length of the vectors. */
export class VectorFunction {
  readonly code: Code;
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
  readonly #length: Local;
  /** Bytes from the addresses to the present elements. */
  readonly #i: Local;

  constructor(options: {
    readonly slots: number;
    readonly numbers?: number;
    readonly result?: ValueType;
    readonly fused: boolean;
  }) {
    const { slots, numbers = 0, result, fused } = options;
    this.parameters = [...Array(slots).fill('i32'), ...Array(numbers).fill('f64'), 'i32'];
    this.results = result === undefined ? [] : [result];
    this.code = new Code(this.parameters, { fused });
    this.#length = slots + numbers;
    this.#i = this.code.local('i32');
  }

  /** Puts element(s) of the vector at a parameter's address on the stack. */
  load(slot: number, width: Width, shift: number): void {
    this.code
      .get(slot)
      .get(this.#i)
      .op('i32.add')
      .memory(width === 'pair' ? 'v128.load' : 'v128.load64_splat', shift);
  }

  store(slot: number, width: Width, shift: number, push: () => void): void {
    const { code } = this;
    code.get(slot).get(this.#i).op('i32.add');
    push();
    if (width === 'pair') code.memory('v128.store', shift);
    else code.memoryLane('v128.store64_lane', shift, 0);
  }

  /** Runs `body` over all elements, `unroll` pairs a round. */
  over(unroll: number, body: Body): void {
    this.#pairs(unroll, body);
    this.#last(body);
  }

  /**
   * `over`, with sums: `body` may leave values in locals for the terms. The totals (in the first lane) are left in locals.
   *
   * The sums of a round wait for all its loads, so they and what they are made of should fit 16 registers.
   */
  sums(unroll: number, terms: readonly Term[], body: Body = () => {}): Local[] {
    const { code } = this;
    const totals = terms.map(() => code.local('v128'));
    const run: Body = (width, shift) => {
      body(width, shift);
      terms.forEach((term, k) => {
        code.get(totals[k]!);
        term(width, shift);
        code.op('f64x2.add').set(totals[k]!);
      });
    };
    this.#pairs(unroll, run);
    for (const total of totals) code.get(total).get(total).get(total).shuffle(SWAP).op('f64x2.add').set(total);
    this.#last(run);
    return totals;
  }

  #pairs(unroll: number, body: Body): void {
    if (unroll > 1) this.#rounds(unroll, body);
    this.#rounds(1, body);
  }

  /** As many rounds of `unroll` pairs as there are from the present elements on. */
  #rounds(unroll: number, body: Body): void {
    const { code } = this;
    const bytes = PAIR_BYTES * unroll;
    const end = code.local('i32');
    code.get(this.#length).i32(1).op('i32.shr_u').i32(4).op('i32.shl').i32(-bytes).op('i32.and').set(end);
    code.get(this.#i).get(end).op('i32.lt_u');
    code.if(() => {
      code.loop((again) => {
        for (let k = 0; k < unroll; k++) body('pair', PAIR_BYTES * k);
        code.get(this.#i).i32(bytes).op('i32.add').tee(this.#i).get(end).op('i32.lt_u').brIf(again);
      });
    });
    code.release('i32', end);
  }

  #last(body: Body): void {
    this.code.get(this.#length).i32(1).op('i32.and');
    this.code.if(() => body('single', 0));
  }
}
