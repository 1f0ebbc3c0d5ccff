/**
 * The functions that lowerings of elementwise ops are written in, as calls on TensorFlow.js, and which kernels of a
 * backend each needs. Where a kernel breaks the meaning that ops rely on, the function is composed of others.
 */

import type { ElementwiseOp } from '../../graph/op.js';
import type { TfjsFunctions } from '../../graph/tfjs.js';
import type { TfjsCore, TfjsTensor } from './core.js';
import { Value } from './value.js';

type Name = keyof TfjsFunctions<Value>;
type NumberUnary =
  | 'neg'
  | 'abs'
  | 'sqrt'
  | 'square'
  | 'reciprocal'
  | 'floor'
  | 'ceil'
  | 'round'
  | 'exp'
  | 'expm1'
  | 'log'
  | 'log1p'
  | 'sigmoid'
  | 'softplus'
  | 'sin'
  | 'cos'
  | 'tan'
  | 'asin'
  | 'acos'
  | 'atan'
  | 'sinh'
  | 'cosh'
  | 'tanh'
  | 'erf';
type NumberBinary = 'add' | 'sub' | 'mul' | 'div' | 'pow' | 'atan2';
type Comparison = 'less' | 'lessEqual' | 'equal' | 'notEqual';

/** What a backend must have for each function. */
const kernels: Readonly<Record<Name, readonly string[]>> = {
  scalar: [],
  add: ['Add'],
  sub: ['Sub'],
  mul: ['Multiply'],
  div: ['RealDiv'],
  pow: ['Pow'],
  minimum: ['Minimum', 'NotEqual', 'Select'],
  maximum: ['Maximum', 'NotEqual', 'Select'],
  atan2: ['Atan2'],
  neg: ['Neg'],
  abs: ['Abs'],
  sign: ['Less', 'Select'],
  sqrt: ['Sqrt'],
  square: ['Square'],
  reciprocal: ['Reciprocal'],
  floor: ['Floor'],
  ceil: ['Ceil'],
  round: ['Round'],
  exp: ['Exp'],
  expm1: ['Expm1'],
  log: ['Log'],
  log1p: ['Add', 'Log', 'Sub', 'RealDiv', 'Multiply', 'Equal', 'Select'],
  sigmoid: ['Sigmoid'],
  softplus: ['Softplus'],
  sin: ['Sin'],
  cos: ['Cos'],
  tan: ['Tan'],
  asin: ['Asin'],
  acos: ['Acos'],
  atan: ['Atan'],
  sinh: ['Sinh'],
  cosh: ['Cosh'],
  tanh: ['Tanh'],
  erf: ['Erf'],
  isNaN: ['NotEqual'],
  isFinite: ['Abs', 'Less'],
  less: ['Less'],
  lessEqual: ['LessEqual'],
  equal: ['Equal'],
  notEqual: ['NotEqual'],
  logicalAnd: ['LogicalAnd'],
  logicalOr: ['LogicalOr'],
  logicalNot: ['LogicalNot'],
  where: ['Select'],
};

/** Kernels that an op's lowering calls; undefined when it has none. */
export function kernelsOf(op: ElementwiseOp): ReadonlySet<string> | undefined {
  if (!op.tfjs) return undefined;
  const found = new Set<string>();
  const note = (name: Name) => (): null => {
    for (const kernel of kernels[name]) found.add(kernel);
    return null;
  };
  const recorder = Object.fromEntries(Object.keys(kernels).map((name) => [name, note(name as Name)]));
  op.tfjs<null>(recorder as unknown as TfjsFunctions<null>, ...op.partials.map(() => null));
  return found;
}

/** Literals of lowerings, uploaded once. */
export type Scalar = (value: number) => Value;

export function tfjsFunctions(tf: TfjsCore, scalar: Scalar): TfjsFunctions<Value> {
  const keepsSmall = log1pKeepsSmall(tf);
  const number = (float: TfjsTensor): Value => new Value(tf, undefined, { float });
  const truth = (bool: TfjsTensor): Value => new Value(tf, undefined, { bool });
  const unary = (name: NumberUnary) => (a: Value) => number(tf[name](a.float()));
  const binary = (name: NumberBinary) => (a: Value, b: Value) => number(tf[name](a.float(), b.float()));
  const compare = (name: Comparison) => (a: Value, b: Value) => truth(tf[name](a.float(), b.float()));
  const where = (condition: Value, a: Value, b: Value): Value =>
    number(tf.where(condition.bool(), a.float(), b.float()));
  const missing = (a: Value): Value => truth(tf.notEqual(a.float(), a.float()));
  /** The extremes of the wasm backend lose a NaN on the right, and TensorFlow's may lose either. */
  const extreme = (name: 'minimum' | 'maximum') => (a: Value, b: Value) =>
    where(missing(a), a, where(missing(b), b, number(tf[name](a.float(), b.float()))));
  /**
   * The kernel of the wasm backend is log(1 + x), without the digits of a small x. With u = 1 + x as it was rounded,
   * x log(u) / (u - 1) has them: both factors err by the same amount (Goldberg 1991, What every computer scientist should
   * know about floating-point arithmetic, theorem 4).
   */
  const log1p = (a: Value): Value => {
    if (keepsSmall) return number(tf.log1p(a.float()));
    const [x, one] = [a.float(), scalar(1).float()];
    const u = tf.add(one, x);
    const quotient = tf.div(tf.log(u), tf.sub(u, one));
    const exact = tf.where(tf.equal(u, x), tf.log(u), tf.mul(x, quotient)); // u = x where 1 no longer counts
    return number(tf.where(tf.equal(u, one), x, exact));
  };
  return {
    scalar,
    add: binary('add'),
    sub: binary('sub'),
    mul: binary('mul'),
    div: binary('div'),
    pow: binary('pow'),
    minimum: extreme('minimum'),
    maximum: extreme('maximum'),
    atan2: binary('atan2'),
    neg: unary('neg'),
    abs: unary('abs'),
    /** tf.sign gives 0 for NaN, and on wasm for small numbers too. */
    sign: (a) => where(compare('less')(a, scalar(0)), scalar(-1), where(compare('less')(scalar(0), a), scalar(1), a)),
    sqrt: unary('sqrt'),
    square: unary('square'),
    reciprocal: unary('reciprocal'),
    floor: unary('floor'),
    ceil: unary('ceil'),
    round: unary('round'),
    exp: unary('exp'),
    expm1: unary('expm1'),
    log: unary('log'),
    log1p,
    sigmoid: unary('sigmoid'),
    softplus: unary('softplus'),
    sin: unary('sin'),
    cos: unary('cos'),
    tan: unary('tan'),
    asin: unary('asin'),
    acos: unary('acos'),
    atan: unary('atan'),
    sinh: unary('sinh'),
    cosh: unary('cosh'),
    tanh: unary('tanh'),
    erf: unary('erf'),
    isNaN: missing,
    isFinite: (a) => truth(tf.less(tf.abs(a.float()), scalar(Number.POSITIVE_INFINITY).float())),
    less: compare('less'),
    lessEqual: compare('lessEqual'),
    equal: compare('equal'),
    notEqual: compare('notEqual'),
    logicalAnd: (a, b) => truth(tf.logicalAnd(a.bool(), b.bool())),
    logicalOr: (a, b) => truth(tf.logicalOr(a.bool(), b.bool())),
    logicalNot: (a) => truth(tf.logicalNot(a.bool())),
    where,
  };
}

/** Whether the backend's log1p(1e-9) is 1e-9. */
function log1pKeepsSmall(tf: TfjsCore): boolean {
  if (!tf.getKernel('Log1p', tf.getBackend())) return false;
  let found = 0;
  tf.tidy(() => {
    found = tf.log1p(tf.tensor(Float32Array.of(1e-9), [1], 'float32')).dataSync()[0] ?? 0;
  });
  return Math.abs(found / 1e-9 - 1) < 1e-5;
}
