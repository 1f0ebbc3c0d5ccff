/**
 * Integrates one normal variable out of the terms that hold it. Where each element of those terms moves with one element of the
 * variable at most, this is exact and costs what the terms cost. With r = v - c z the residual of a term, w its precision, and
 * N(m, s²) the prior of z:
 *
 *   one element of a term for each of z:   v - c m ~ N(0, 1 / w + c² s²)
 *   several (groups):   P = sum c² w,   e = sum c w v / P,   v - c e as before, and   e - m ~ N(0, s² + 1 / P)
 *
 * The second form parts the spread within groups from that of their means, which keeps the digits that a difference of
 * two large quadratic forms loses; what is left of it for a group without data is nothing.
 * Given the rest, z has mean m + s² P (e - m) / (1 + s² P) and variance s² / (1 + s² P).
 */
import {
  add,
  broadcastTo,
  constant,
  div,
  isOneToOne,
  jvp,
  log1p,
  maximum,
  mul,
  neg,
  reciprocal,
  sqrt,
  sub,
  substitute,
  type Tensor,
  vectorJacobianProduct,
} from '@credence/autodiff';
import type { RandomDeclaration } from '../../model/declarations.js';
import { tidy } from '../tidy.js';
import { type GaussianFactor, precisionOf, widened } from './gaussianFactor.js';

/** What becomes of the terms, and how the variable is drawn given the others. */
export interface Integrated {
  /** In the place of the variable's prior and of the terms that held it. */
  readonly factors: readonly GaussianFactor[];
  /** Of the variable given all that is left; both broadcast to its shape. */
  readonly mean: Tensor;
  readonly sd: Tensor;
}

/** A term that holds the variable, and the element of it that each of the term's elements moves with. */
export interface Child {
  readonly factor: GaussianFactor;
  readonly element: Tensor;
}

/**
 * @param prior the factor of the variable's own declaration
 * @param children factors whose residuals hold it, affinely
 */
export function integrate(
  { variable, parameters }: RandomDeclaration,
  prior: GaussianFactor,
  children: readonly Child[],
): Integrated {
  const mean = parameters.mu ?? constant(0);
  const common: Common = { variable, mean: tidy(mean), variance: tidy(reciprocal(precisionOf(prior.spread))) };
  const [only, ...others] = children;
  if (only === undefined) return { factors: [], mean: common.mean, sd: sqrt(common.variance) };
  if (others.length === 0 && isOneToOne(only.element, variable)) return oneToOne(common, prior, only);
  return grouped(common, prior, [only, ...others]);
}

/** The least number with all its digits. */
const LEAST_WEIGHT = 2 ** -1022;

interface Common {
  readonly variable: Tensor;
  readonly mean: Tensor;
  readonly variance: Tensor;
}

function oneToOne({ variable, mean, variance }: Common, prior: GaussianFactor, { factor }: Child): Integrated {
  const slope = slopeOf(factor, variable);
  const spread =
    variance.size === 1
      ? mul(mul(slope, slope), variance)
      : tidy(mul(jvp(factor.residual, [variable], [variance]), slope));
  const residual = at(factor.residual, variable, mean);
  const own = {
    name: factor.name,
    role: factor.role,
    residual,
    standsFor: [...prior.standsFor, ...factor.standsFor],
  };
  const weight = precisionOf(factor.spread);
  const pull = neg(backward(factor.residual, variable, mul(weight, residual)));
  const precision = backward(factor.residual, variable, mul(weight, slope));
  const narrowing = tidy(add(1, mul(variance, precision)));
  return {
    factors: [{ ...own, spread: widened(factor.spread, tidy(spread)) }],
    mean: tidy(add(mean, div(mul(variance, pull), narrowing))),
    sd: tidy(sqrt(div(variance, narrowing))),
  };
}

function grouped({ variable, mean, variance }: Common, prior: GaussianFactor, children: readonly Child[]): Integrated {
  const zero = constant(0);
  // A precision that all elements share leaves the estimate.
  const [first] = children;
  const shared = children.length === 1 && first !== undefined ? tidy(precisionOf(first.factor.spread)) : undefined;
  const isShared = shared !== undefined && shared.size === 1;
  let weight: Tensor = zero;
  let pull: Tensor = zero;
  for (const { factor } of children) {
    const slope = slopeOf(factor, variable);
    const precision = isShared ? constant(1) : precisionOf(factor.spread);
    weight = add(weight, backward(factor.residual, variable, mul(precision, slope)));
    pull = sub(pull, backward(factor.residual, variable, mul(precision, at(factor.residual, variable, zero))));
  }
  weight = broadcastTo(tidy(weight), variable.shape);
  // Where nothing was seen both are 0, and so is the estimate.
  const estimate = tidy(div(pull, maximum(weight, LEAST_WEIGHT)));
  const precision = tidy(isShared ? mul(weight, shared.reshape([])) : weight);
  const narrowing = tidy(add(1, mul(variance, precision)));
  const within = children.map(({ factor }): GaussianFactor => {
    const { declared: _, ...rest } = factor;
    return { ...rest, residual: at(factor.residual, variable, estimate) };
  });
  const deviation = broadcastTo(sub(estimate, mean), variable.shape);
  const between: GaussianFactor = {
    name: prior.name,
    role: prior.role,
    residual: deviation,
    spread: { precision: tidy(div(precision, narrowing)), level: tidy(mul(-0.5, log1p(mul(variance, precision)))) },
    standsFor: prior.standsFor,
  };
  return {
    factors: [...within, between],
    mean: tidy(add(mean, div(mul(mul(variance, precision), deviation), narrowing))),
    sd: tidy(sqrt(div(variance, narrowing))),
  };
}

/** d residual / d z, element by element: one number where all elements share it. */
function slopeOf({ residual }: GaussianFactor, variable: Tensor): Tensor {
  return tidy(jvp(residual, [variable], [1]));
}

/** The adjoint of d residual / d z on a tensor that broadcasts to the residual: a sum for each element of z. */
function backward(residual: Tensor, variable: Tensor, upstream: Tensor): Tensor {
  const [sums = constant(0)] = vectorJacobianProduct([residual], [broadcastTo(upstream, residual.shape)], [variable]);
  return sums;
}

/** A tensor with other values in the variable's place. */
function at(tensor: Tensor, variable: Tensor, value: Tensor): Tensor {
  const [moved = tensor] = substitute([tensor], new Map([[variable, broadcastTo(value, variable.shape)]]));
  return broadcastTo(tidy(moved), tensor.shape);
}
