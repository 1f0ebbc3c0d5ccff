/** The functions and constants that a formula may use, by name. Everything else is an unknown name. */
import {
  abs,
  add,
  atan,
  atan2,
  ceil,
  clip,
  constant,
  cos,
  cosh,
  cumsum,
  div,
  dot,
  equal,
  erf,
  erfc,
  exp,
  expm1,
  floor,
  greater,
  greaterEqual,
  less,
  lessEqual,
  lgamma,
  log,
  log1mexp,
  log1p,
  logAddExp,
  logicalAnd,
  logicalNot,
  logicalOr,
  logit,
  logSigmoid,
  logSumExp,
  matMul,
  max,
  maximum,
  mean,
  min,
  minimum,
  mul,
  neg,
  normalCdf,
  notEqual,
  outer,
  pow,
  prod,
  sigmoid,
  sign,
  sin,
  sinh,
  softplus,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  tan,
  tanh,
  transpose,
  where,
  xlogy,
} from '@credence/autodiff';

/** A function of a formula: how many arguments it takes and what it builds. */
export interface FormulaFunction {
  readonly arity: number;
  readonly apply: (...operands: readonly Tensor[]) => Tensor;
}

type Unary = (x: Tensor) => Tensor;
type Binary = (a: Tensor, b: Tensor) => Tensor;
type Ternary = (a: Tensor, b: Tensor, c: Tensor) => Tensor;

const fill = constant(0);
const unary = (f: Unary): FormulaFunction => ({ arity: 1, apply: (a = fill) => f(a) });
const binary = (f: Binary): FormulaFunction => ({ arity: 2, apply: (a = fill, b = fill) => f(a, b) });
const ternary = (f: Ternary): FormulaFunction => ({ arity: 3, apply: (a = fill, b = fill, c = fill) => f(a, b, c) });

/** Functions by the name they are called by. `max(a)` reduces, `maximum(a, b)` compares element by element. */
export const formulaFunctions: ReadonlyMap<string, FormulaFunction> = new Map(
  Object.entries({
    abs: unary(abs),
    atan: unary(atan),
    atan2: binary(atan2),
    ceil: unary(ceil),
    clip: ternary((x, lower, upper) => clip(x, lower, upper)),
    cos: unary(cos),
    cosh: unary(cosh),
    cumsum: unary((x) => cumsum(x)),
    dot: binary(dot),
    erf: unary(erf),
    erfc: unary(erfc),
    exp: unary(exp),
    expm1: unary(expm1),
    floor: unary(floor),
    lgamma: unary(lgamma),
    log: unary(log),
    log1mexp: unary(log1mexp),
    log1p: unary(log1p),
    logAddExp: binary(logAddExp),
    logit: unary(logit),
    logSigmoid: unary(logSigmoid),
    logSumExp: unary((x) => logSumExp(x)),
    matMul: binary(matMul),
    max: unary((x) => max(x)),
    maximum: binary(maximum),
    mean: unary((x) => mean(x)),
    min: unary((x) => min(x)),
    minimum: binary(minimum),
    normalCdf: unary(normalCdf),
    outer: binary(outer),
    pow: binary(pow),
    prod: unary((x) => prod(x)),
    sigmoid: unary(sigmoid),
    sign: unary(sign),
    sin: unary(sin),
    sinh: unary(sinh),
    softplus: unary(softplus),
    sqrt: unary(sqrt),
    square: unary(square),
    sum: unary((x) => sum(x)),
    tan: unary(tan),
    tanh: unary(tanh),
    transpose: unary((x) => transpose(x)),
    where: ternary(where),
    xlogy: binary(xlogy),
  }),
);

/** Operators by mathjs's name of them. `*` and `/` work element by element; use dot and matMul for products of matrices. */
export const formulaOperators: ReadonlyMap<string, FormulaFunction> = new Map(
  Object.entries({
    add: binary(add),
    subtract: binary(sub),
    multiply: binary(mul),
    divide: binary(div),
    pow: binary(pow),
    unaryMinus: unary(neg),
    unaryPlus: unary((x) => x),
    smaller: binary(less),
    smallerEq: binary(lessEqual),
    larger: binary(greater),
    largerEq: binary(greaterEqual),
    equal: binary(equal),
    unequal: binary(notEqual),
    and: binary(logicalAnd),
    or: binary(logicalOr),
    not: unary(logicalNot),
  }),
);

/** Constants of a formula; a model's own names come before these. */
export const formulaConstants: ReadonlyMap<string, number> = new Map([
  ['pi', Math.PI],
  ['e', Math.E],
  ['Infinity', Number.POSITIVE_INFINITY],
]);
