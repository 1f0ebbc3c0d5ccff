/** The functions and constants that a formula may use, by name. Everything else is an unknown name. */
import {
  abs,
  add,
  ceil,
  clip,
  constant,
  cumsum,
  div,
  dot,
  equal,
  exp,
  expm1,
  floor,
  greater,
  greaterEqual,
  less,
  lessEqual,
  log,
  log1mexp,
  log1p,
  logAddExp,
  logicalAnd,
  logicalNot,
  logicalOr,
  logit,
  logSigmoid,
  matMul,
  max,
  maximum,
  min,
  minimum,
  mul,
  neg,
  notEqual,
  outer,
  prod,
  sigmoid,
  sign,
  softplus,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
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
    ceil: unary(ceil),
    clip: ternary((x, lower, upper) => clip(x, lower, upper)),
    cumsum: unary((x) => cumsum(x)),
    dot: binary(dot),
    exp: unary(exp),
    expm1: unary(expm1),
    floor: unary(floor),
    log: unary(log),
    log1mexp: unary(log1mexp),
    log1p: unary(log1p),
    logAddExp: binary(logAddExp),
    logit: unary(logit),
    logSigmoid: unary(logSigmoid),
    matMul: binary(matMul),
    max: unary((x) => max(x)),
    maximum: binary(maximum),
    min: unary((x) => min(x)),
    minimum: binary(minimum),
    outer: binary(outer),
    prod: unary((x) => prod(x)),
    sigmoid: unary(sigmoid),
    sign: unary(sign),
    softplus: unary(softplus),
    sqrt: unary(sqrt),
    square: unary(square),
    sum: unary((x) => sum(x)),
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
