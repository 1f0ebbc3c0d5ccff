/** The lane arithmetic on plain numbers: a value is a number, a mask a boolean. */
import type { LaneProgram, Lanes, LaneTable } from './lanes.js';

const double = new Float64Array(1);
const words = new Int32Array(double.buffer);
// A big-endian engine keeps the sign and exponent in the first word.
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;
const LOW = 1 - HIGH;
const TWO_52 = 2 ** 52;

/** To the nearest whole number, ties to even; the sign of zero is kept. */
export function nearest(x: number): number {
  if (!(Math.abs(x) < TWO_52)) return x;
  if (x > 0) return x + TWO_52 - TWO_52;
  return x < 0 ? -(TWO_52 - x - TWO_52) : x;
}

/** The magnitude of the first with the sign bit of the second. */
export function copySign(magnitude: number, sign: number): number {
  double[0] = sign;
  const negative = words[HIGH]! < 0;
  double[0] = magnitude;
  return words[HIGH]! < 0 === negative ? magnitude : -magnitude;
}

// A look-up: a double put together from two words would wait for both to reach memory.
const POWERS = new Float64Array(2048); // the last entries are unused
POWERS[0] = 2 ** -1022;
for (let i = 1; i < POWERS.length; i++) POWERS[i] = 2 * POWERS[i - 1]!;

/** 2^k for whole k in [-1022, 1023]. */
export function powerOfTwo(k: number): number {
  return POWERS[(k + 1022) & 2047]!;
}

/** floor(log2 |a|) for a normal a; -1023 for 0 and subnormals, 1024 for infinities and NaN. */
export function exponent(a: number): number {
  double[0] = a;
  return ((words[HIGH]! >>> 20) & 0x7ff) - 1023;
}

/** a with its exponent field set to that of 1: in ±[1, 2) for a normal a. */
export function significand(a: number): number {
  double[0] = a;
  words[HIGH] = (words[HIGH]! & 0x800fffff) | 0x3ff00000;
  return double[0]!;
}

/** a with the lower 32 bits of its representation cleared. */
export function head(a: number): number {
  double[0] = a;
  words[LOW] = 0;
  return double[0]!;
}

export const scalarLanes: Lanes<number, boolean> = {
  constant: (value) => value,
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  neg: (a) => -a,
  abs: (a) => Math.abs(a),
  sqrt: (a) => Math.sqrt(a),
  floor: (a) => Math.floor(a),
  ceil: (a) => Math.ceil(a),
  trunc: (a) => Math.trunc(a),
  nearest,
  min: (a, b) => Math.min(a, b),
  max: (a, b) => Math.max(a, b),
  copySign,
  powerOfTwo,
  exponent,
  significand,
  head,
  lookup: (table: LaneTable, index) => table.values[index | 0]!,
  less: (a, b) => a < b,
  lessEqual: (a, b) => a <= b,
  equal: (a, b) => a === b,
  notEqual: (a, b) => a !== b,
  and: (m, n) => m && n,
  or: (m, n) => m || n,
  not: (m) => !m,
  select: (mask, whenTrue, whenFalse) => (mask ? whenTrue : whenFalse),
  branch: (mask, whenTrue, whenFalse) => (mask ? whenTrue() : whenFalse()),
  repeat: (initial, most, step) => {
    let state = initial;
    for (let round = 0; round < most; round++) {
      const { next, going } = step(state);
      state = next;
      if (!going) break;
    }
    return state;
  },
  call: (program: LaneProgram, ...inputs) => program.body(scalarLanes, ...inputs),
};

/** The value of a lane program at numbers. */
export function evaluate(program: LaneProgram, ...inputs: readonly number[]): number {
  return program.body(scalarLanes, ...inputs);
}
