/** Structured loops and addresses for kernels on whole arrays, on top of `Code`. Integers are i32, offsets in bytes. */

import type { Code, Local } from '@credence/numerics/wasm';

/** Puts an i32 on the stack. */
export type Int = () => void;
/** Puts a vector (v128) on the stack. */
export type Vector = () => void;

export class KernelBuilder {
  constructor(readonly code: Code) {}

  int(value: number): Int {
    return () => this.code.i32(value);
  }

  parameter(index: number): Int {
    return () => this.code.get(index);
  }

  plus(...terms: readonly Int[]): Int {
    return () =>
      terms.forEach((term, i) => {
        term();
        if (i > 0) this.code.op('i32.add');
      });
  }

  minus(a: Int, b: Int): Int {
    return () => {
      a();
      b();
      this.code.op('i32.sub');
    };
  }

  times(a: Int, factor: number): Int {
    if (factor === 1) return a;
    return () => {
      a();
      this.code.i32(factor).op('i32.mul');
    };
  }

  /** a rounded down to a multiple of a power of two. */
  floor(a: Int, multiple: number): Int {
    return () => {
      a();
      this.code.i32(-multiple).op('i32.and');
    };
  }

  /** A value kept in a local while `body` runs. */
  let(value: Int, body: (value: Int, local: Local) => void): void {
    const local = this.code.local('i32');
    value();
    this.code.set(local);
    body(() => this.code.get(local), local);
    this.code.release('i32', local);
  }

  /** for (i = from; i < to; i += step), possibly not at all. Signed. */
  for(from: Int, to: Int, step: number, body: (i: Int) => void): void {
    this.#count(from, to, step, 'i32.lt_s', body);
  }

  /** for (i = from; i >= to; i -= step) */
  down(from: Int, to: Int, step: number, body: (i: Int) => void): void {
    this.#count(from, to, -step, 'i32.ge_s', body);
  }

  #count(from: Int, to: Int, step: number, goesOn: 'i32.lt_s' | 'i32.ge_s', body: (i: Int) => void): void {
    const { code } = this;
    const i = code.local('i32');
    const end = code.local('i32');
    from();
    code.set(i);
    to();
    code.set(end);
    code.block((done) => {
      code.get(i).get(end).op(goesOn).op('i32.eqz').brIf(done);
      code.loop((again) => {
        body(() => code.get(i));
        code.get(i).i32(step).op('i32.add').tee(i).get(end).op(goesOn).brIf(again);
      });
    });
    code.release('i32', i);
    code.release('i32', end);
  }

  load(at: Int, offset = 0): Vector {
    return () => {
      at();
      this.code.memory('v128.load', offset);
    };
  }

  /** One element in both lanes. */
  splat(at: Int, offset = 0): Vector {
    return () => {
      at();
      this.code.memory('v128.load64_splat', offset);
    };
  }

  store(at: Int, value: Vector, offset = 0): void {
    at();
    value();
    this.code.memory('v128.store', offset);
  }

  /** Stores the first lane. */
  storeOne(at: Int, value: Vector, offset = 0): void {
    at();
    value();
    this.code.memoryLane('v128.store64_lane', offset, 0);
  }

  binary(operation: 'add' | 'sub' | 'mul' | 'div', a: Vector, b: Vector): Vector {
    return () => {
      a();
      b();
      this.code.op(`f64x2.${operation}`);
    };
  }

  /** Vectors in locals while `body` runs. */
  vectors(values: readonly Vector[], body: (values: readonly Vector[], locals: readonly Local[]) => void): void {
    const { code } = this;
    const locals = values.map((value) => {
      const local = code.local('v128');
      value();
      code.set(local);
      return local;
    });
    body(
      locals.map((local) => () => code.get(local)),
      locals,
    );
    for (const local of locals) code.release('v128', local);
  }

  zeros(count: number): Vector[] {
    return Array.from({ length: count }, () => () => this.code.f64x2(0));
  }

  /** local += a b */
  multiplyAdd(local: Local, a: Vector, b: Vector): void {
    this.code.get(local);
    a();
    b();
    this.code.op('f64x2.mul').op('f64x2.add').set(local);
  }

  /** Both lanes become the sum of the two. */
  sumLanes(local: Local): void {
    const { code } = this;
    code.get(local).get(local).get(local).shuffle([8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7]);
    code.op('f64x2.add').set(local);
  }

  fill(at: Int, count: number, value: number): void {
    const { code } = this;
    this.let(at, (start) => {
      this.for(start, this.plus(start, this.int(8 * (count & ~1))), 16, (i) => this.store(i, () => code.f64x2(value)));
      if (count % 2 === 1) this.storeOne(start, () => code.f64x2(value), 8 * (count - 1));
    });
  }
}
