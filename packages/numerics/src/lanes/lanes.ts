/**
 * The arithmetic in which every elementary and special function is written, once.
 *
 * A function of this package is a *lane program*: float64 operations over an abstract value `V`, in a straight line but for
 * `branch` and `repeat`. The same program runs on plain numbers (`scalarLanes`: what `exp(x)` computes in JavaScript) and on
 * two-lane SIMD registers of a WebAssembly module that is being written (`autodiff`'s compiler). Every operation below is
 * exact or correctly rounded in IEEE 754, so both give the same bits on every engine; there is no fused multiply-add.
 */

/**
 * Operations on values `V` (one number, or two in a register) and masks `M` (one truth value a lane).
 * Integer-valued arguments are float64 values that happen to be whole.
 */
export interface Lanes<V, M> {
  constant(value: number): V;

  add(a: V, b: V): V;
  sub(a: V, b: V): V;
  mul(a: V, b: V): V;
  div(a: V, b: V): V;
  neg(a: V): V;
  abs(a: V): V;
  sqrt(a: V): V;
  floor(a: V): V;
  ceil(a: V): V;
  trunc(a: V): V;
  /** To the nearest whole number, ties to even. */
  nearest(a: V): V;
  /** As `Math.min`: NaN if either is NaN, and -0 < 0. */
  min(a: V, b: V): V;
  /** As `Math.max`: NaN if either is NaN, and -0 < 0. */
  max(a: V, b: V): V;
  /** The magnitude of the first with the sign bit of the second. */
  copySign(magnitude: V, sign: V): V;

  /** 2^k for whole k in [-1022, 1023]; anything else is the caller's mistake. */
  powerOfTwo(k: V): V;
  /** floor(log2 |a|) for a normal a. Read from the bits: -1023 for 0 and subnormals, 1024 for infinities and NaN. */
  exponent(a: V): V;
  /** a with its exponent field set to zero: sign(a) times a number in [1, 2), for a normal a. */
  significand(a: V): V;
  /** a with the lower 32 bits of its representation cleared: the head of an exact split. */
  head(a: V): V;
  /** table[index] for whole index in [0, table.length); a NaN index reads table[0] (a truncating conversion). A table is made once (`laneTable`) and named. */
  lookup(table: LaneTable, index: V): V;

  less(a: V, b: V): M;
  lessEqual(a: V, b: V): M;
  equal(a: V, b: V): M;
  notEqual(a: V, b: V): M;
  and(m: M, n: M): M;
  or(m: M, n: M): M;
  not(m: M): M;
  /** The bits of one or the other, lane by lane; both are computed. */
  select(mask: M, whenTrue: V, whenFalse: V): V;
  /** As `select`, for sides that are dear: a side that no lane needs may be skipped. The sides have no effects. */
  branch(mask: M, whenTrue: () => V, whenFalse: () => V): V;
  /**
   * `step` from `initial`, again and again: `most` times (at least one), or until it says that it is not `going` on. A lane
   * that has stopped keeps its state whatever the others do. A module computes what does not
   * depend on the state once, before the loop.
   */
  repeat(initial: readonly V[], most: number, step: (state: readonly V[]) => Round<V, M>): readonly V[];
  /** Another program's value: written in place, or called as a function of the module when it is long. */
  call(program: LaneProgram, ...inputs: readonly V[]): V;
}

/** What one round of `repeat` makes of a state, and whether there is to be another. */
export interface Round<V, M> {
  readonly next: readonly V[];
  readonly going: M;
}

/** A named table of float64 constants, stored once in a module that looks it up. */
export interface LaneTable {
  readonly name: string;
  readonly values: Float64Array;
}

/** A function of float64 values as a lane program. */
export interface LaneProgram {
  /** Unique; the name of the function in a module, e.g. `lgamma`. */
  readonly name: string;
  readonly arity: number;
  /** `inline` for short programs worth copying into a loop body (exp, log); `function` for long ones (lgamma). */
  readonly placement: 'inline' | 'function';
  readonly body: <V, M>(lanes: Lanes<V, M>, ...inputs: readonly V[]) => V;
}
