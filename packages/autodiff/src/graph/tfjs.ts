/**
 * The part of TensorFlow.js' core that lowerings of elementwise ops use, over any handle type `T`. The tfjs backend hands
 * itself in, so ops import nothing of it. All tensors are float32; `bool` results are float32 0 and 1.
 */
export interface TfjsFunctions<T> {
  scalar(value: number): T;
  add(a: T, b: T): T;
  sub(a: T, b: T): T;
  mul(a: T, b: T): T;
  div(a: T, b: T): T;
  pow(a: T, b: T): T;
  minimum(a: T, b: T): T;
  maximum(a: T, b: T): T;
  atan2(a: T, b: T): T;
  neg(a: T): T;
  abs(a: T): T;
  sign(a: T): T;
  sqrt(a: T): T;
  square(a: T): T;
  reciprocal(a: T): T;
  floor(a: T): T;
  ceil(a: T): T;
  round(a: T): T;
  exp(a: T): T;
  expm1(a: T): T;
  log(a: T): T;
  log1p(a: T): T;
  sigmoid(a: T): T;
  softplus(a: T): T;
  sin(a: T): T;
  cos(a: T): T;
  tan(a: T): T;
  asin(a: T): T;
  acos(a: T): T;
  atan(a: T): T;
  sinh(a: T): T;
  cosh(a: T): T;
  tanh(a: T): T;
  erf(a: T): T;
  isNaN(a: T): T;
  isFinite(a: T): T;
  less(a: T, b: T): T;
  lessEqual(a: T, b: T): T;
  equal(a: T, b: T): T;
  notEqual(a: T, b: T): T;
  logicalAnd(a: T, b: T): T;
  logicalOr(a: T, b: T): T;
  logicalNot(a: T): T;
  where(condition: T, whenTrue: T, whenFalse: T): T;
}

export type TfjsLowering = <T>(tf: TfjsFunctions<T>, ...inputs: readonly T[]) => T;
